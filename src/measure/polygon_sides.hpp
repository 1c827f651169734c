// SPDX-License-Identifier: MIT
#pragma once

// Which polygons hold a place, exactly. PolygonPartition decides all places that are farther from a boundary than its
// chords are from their geodesics; beside a boundary the side of its nearest edge decides.

#include <atomic>
#include <memory>
#include <vector>

#include "measure/edge_tree.hpp"
#include "oreway/measure/polygon_partition.hpp"

namespace oreway {

class PolygonSides {
public:
    /// The polygons of a tree, which must outlive the object.
    explicit PolygonSides(EdgeTree const& tree);

    /// Positions of all polygons that hold the place, boundaries included, in order.
    [[nodiscard]] std::vector<std::size_t> holders(LonLat place) const;

private:
    [[nodiscard]] bool holds_beside_boundary(std::size_t polygon, LonLat place) const;
    /// Whether the inside of its polygon lies on the left of a ring.
    [[nodiscard]] bool inside_is_left(std::uint32_t path) const;
    [[nodiscard]] bool is_left_of_ring(LonLat place, EdgeTree::Found const& nearest) const;

    EdgeTree const& m_tree;
    PolygonPartition m_partition;
    std::unique_ptr<std::atomic<signed char>[]> m_left; ///< by path: 0 not known yet, 1 left, -1 right
};

} // namespace oreway
