// SPDX-License-Identifier: MIT
#pragma once

// The lon/lat plane cut into cells by whole numbers: 2^40 steps of longitude and as many of latitude, so that a corner
// has one name in every cell that touches it. Rows of cells have one height; their width in degrees doubles towards the
// poles, where degrees of longitude shrink.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>

#include "oreway/geom/lonlat.hpp"

namespace oreway {

/// A corner, in steps from the south-west of the map.
struct GridPoint {
    std::int64_t x = 0;
    std::int64_t y = 0;
    friend bool operator==(GridPoint const&, GridPoint const&) = default;
};

/// A block of the plane whose sides are powers of two; corner at the south-west.
struct GridBlock {
    GridPoint corner;
    std::int64_t width = 0;
    std::int64_t height = 0;
    friend bool operator==(GridBlock const&, GridBlock const&) = default;

    [[nodiscard]] GridPoint centre() const noexcept { return {corner.x + width / 2, corner.y + height / 2}; }
};

/// Mixes the words of a key for a hash table.
[[nodiscard]] inline std::size_t mixed(std::uint64_t a, std::uint64_t b) noexcept {
    std::uint64_t h = a * 0x9E3779B97F4A7C15U ^ (b + 0x632BE59BD9B4E019U) * 0xC2B2AE3D27D4EB4FU;
    h ^= h >> 29;
    h *= 0xBF58476D1CE4E5B9U;
    return static_cast<std::size_t>(h ^ (h >> 32));
}

class BufferGrid {
public:
    static constexpr int bits = 40;
    static constexpr std::int64_t steps = std::int64_t{1} << bits;
    /// More than the metres of a degree anywhere on the ellipsoid (111 694 m at the poles).
    static constexpr double metres_a_degree = 111'700.0;

    /// Rows at most `cell` metres high.
    explicit BufferGrid(double cell) noexcept;

    [[nodiscard]] std::int64_t row_height() const noexcept { return m_row_height; }
    /// The row, by its southern edge, that holds step y (of two the northern one).
    [[nodiscard]] std::int64_t row_of(std::int64_t y) const noexcept { return y - y % m_row_height; }
    /// Width of the cells of a row.
    [[nodiscard]] std::int64_t cell_width(std::int64_t row) const noexcept;
    /// Width of the widest cells in a block: those of its row next to a pole.
    [[nodiscard]] std::int64_t widest_cell(GridBlock const& block) const noexcept;

    [[nodiscard]] static double longitude(std::int64_t x) noexcept {
        return static_cast<double>(x) * (360.0 / static_cast<double>(steps)) - 180.0;
    }
    [[nodiscard]] static double latitude(std::int64_t y) noexcept {
        return static_cast<double>(y) * (180.0 / static_cast<double>(steps)) - 90.0;
    }
    [[nodiscard]] static LonLat place(GridPoint p) noexcept { return {longitude(p.x), latitude(p.y)}; }

    /// Metres, rounded up.
    [[nodiscard]] static double height(GridBlock const& block) noexcept;
    [[nodiscard]] static double width(GridBlock const& block) noexcept;
    /// No place of the block is farther from its centre.
    [[nodiscard]] static double half_diagonal(GridBlock const& block) noexcept {
        double const h = 0.5 * height(block);
        double const w = 0.5 * width(block);
        return h > 100e3 ? h + w : 1.01 * std::hypot(h, w);
    }

    /// Calls `visit(half)` for both halves of a block that is more than a cell, cut across its longer side.
    void halve(GridBlock const& block, std::function<void(GridBlock const&)> const& visit) const;
    [[nodiscard]] bool is_cell(GridBlock const& block) const noexcept {
        return block.height == m_row_height && block.width == widest_cell(block);
    }

private:
    std::int64_t m_row_height;
};

} // namespace oreway
