// SPDX-License-Identifier: MIT
// Sizes of rows, cells and blocks. All are powers of two, found by halving, so that blocks nest.

#include "measure/buffer_grid.hpp"

#include <numbers>

namespace oreway {

namespace {

/// The cosine of the latitude nearest to the equator between two steps of latitude.
double greatest_cosine(std::int64_t south, std::int64_t north) noexcept {
    double const low = BufferGrid::latitude(south);
    double const high = BufferGrid::latitude(north);
    if (low <= 0.0 && high >= 0.0)
        return 1.0;
    return std::cos(std::min(std::abs(low), std::abs(high)) * std::numbers::pi / 180.0);
}

} // namespace

BufferGrid::BufferGrid(double cell) noexcept : m_row_height(steps / 4) {
    constexpr std::int64_t least_height = 64; // leaves halvings for the search inside of cells
    while (m_row_height > least_height && height({{}, 0, m_row_height}) > cell)
        m_row_height /= 2;
}

std::int64_t BufferGrid::cell_width(std::int64_t row) const noexcept {
    double const cosine = greatest_cosine(row, row + m_row_height);
    // A step of longitude is two of latitude at the equator. Cells are between 0.7 and 1.4 times as wide as high.
    std::int64_t width = m_row_height / 2;
    while (width < steps / 4 && static_cast<double>(width) * 4.0 * cosine <= 1.42 * static_cast<double>(m_row_height))
        width *= 2;
    return width;
}

std::int64_t BufferGrid::widest_cell(GridBlock const& block) const noexcept {
    std::int64_t const southern = block.corner.y;
    std::int64_t const northern = block.corner.y + block.height - m_row_height;
    return std::max(cell_width(southern), cell_width(northern));
}

double BufferGrid::height(GridBlock const& block) noexcept {
    return static_cast<double>(block.height) * (180.0 / static_cast<double>(steps)) * metres_a_degree;
}

double BufferGrid::width(GridBlock const& block) noexcept {
    return static_cast<double>(block.width) * (360.0 / static_cast<double>(steps)) * metres_a_degree *
           greatest_cosine(block.corner.y, block.corner.y + block.height);
}

void BufferGrid::halve(GridBlock const& block, std::function<void(GridBlock const&)> const& visit) const {
    bool const can_narrow = block.width > widest_cell(block);
    bool const narrow = can_narrow && (block.height == m_row_height || width(block) > height(block));
    GridBlock half = block;
    if (narrow) {
        half.width /= 2;
        visit(half);
        half.corner.x += half.width;
    } else {
        half.height /= 2;
        visit(half);
        half.corner.y += half.height;
    }
    visit(half);
}

} // namespace oreway
