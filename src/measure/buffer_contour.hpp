// SPDX-License-Identifier: MIT
#pragma once

// Pieces of the boundary d = R inside one block of the plane.

#include <cstdint>
#include <vector>

#include "measure/buffer_boundary.hpp"
#include "measure/buffer_field.hpp"
#include "measure/buffer_grid.hpp"

namespace oreway {

/// Names a crossing of the boundary and a side of cells: where that side begins, its direction, and which one on it.
/// Both cells at a side, and both blocks, give it the same name.
struct CrossingName {
    GridPoint from;
    std::int32_t direction = 0; ///< 0 along a parallel, 1 along a meridian
    std::int32_t ordinal = 0;
    friend bool operator==(CrossingName const&, CrossingName const&) = default;
};

struct CrossingNameHash {
    std::size_t operator()(CrossingName const& n) const noexcept {
        return mixed(static_cast<std::uint64_t>(n.from.x) * 2 + static_cast<std::uint64_t>(n.direction),
                     static_cast<std::uint64_t>(n.from.y) * 64 + static_cast<std::uint64_t>(n.ordinal));
    }
};

/// A run of the boundary with the inside on its left, both ends included; closed when its ends have one name.
struct ContourPiece {
    CrossingName from;
    CrossingName to;
    std::vector<LonLat> places;
};

/// What is known of a block before it is searched.
enum class Side : std::uint8_t { unknown, outside_polygons };

struct ContourTask {
    GridBlock block;
    Side side = Side::unknown;
};

/// What the distance at the centre of a block says of the block.
struct BlockVerdict {
    bool may_hold_boundary = false;
    Side side = Side::unknown;
};
[[nodiscard]] BlockVerdict judge(GridBlock const& block, double distance, Side side, BufferField const& field,
                                 double radius);

/// All pieces of the boundary in a block.
[[nodiscard]] std::vector<ContourPiece> contours_in(ContourTask const& task, BufferGrid const& grid,
                                                    BufferField const& field, BufferSpec const& spec);

} // namespace oreway
