// SPDX-License-Identifier: MIT
// Copies of tiles with their halo, and how a grid is cut into them.

#include "surface/cost_tile.hpp"

#include <algorithm>

namespace oreway {

namespace {

/// Calls `copy(row in the grid, first column in the grid, position in the tile, count)` for each run of cells of the
/// tile and its halo that lies in the grid.
template <class Copy> void for_each_run(StepLengths const& lengths, TileBounds const& bounds, Copy const& copy) {
    GridSpec const& spec = lengths.spec();
    std::size_t const first_row = bounds.row < tile_halo ? 0 : bounds.row - tile_halo;
    std::size_t const end_row = std::min(spec.rows, bounds.row + bounds.rows + tile_halo);
    bool const round = lengths.goes_round();
    std::size_t const first = bounds.column < tile_halo ? 0 : bounds.column - tile_halo;
    std::size_t const end = std::min(spec.columns, bounds.column + bounds.columns + tile_halo);
    for (std::size_t row = first_row; row < end_row; ++row) {
        std::size_t const start = (row + tile_halo - bounds.row) * tile_stride;
        copy(row, first, start + first + tile_halo - bounds.column, end - first);
        if (round && bounds.column < tile_halo)
            copy(row, spec.columns - tile_halo, start, tile_halo);
        if (round && bounds.column + bounds.columns + tile_halo > spec.columns)
            copy(row, 0, start + spec.columns + tile_halo - bounds.column, tile_halo);
    }
}

} // namespace

void TileCells::load(CostTerrain const& terrain, TileBounds const& bounds) {
    m_bounds = bounds;
    m_has_barriers = false;
    std::size_t const scales = terrain.lengths.scale_count();
    scale.resize(scales * size);
    height.resize(terrain.slope ? size : 0);
    slope = terrain.slope ? &*terrain.slope : nullptr;
    lengths_stride = terrain.lengths.of_row(1) == terrain.lengths.of_row(0) ? 0 : steps.size();
    lengths = terrain.lengths.of_row(bounds.row);
    friction.fill(no_way);
    for_each_run(terrain.lengths, bounds, [&](std::size_t row, std::size_t column, std::size_t at, std::size_t count) {
        std::span<float const> const from = terrain.friction.row(row).subspan(column, count);
        for (std::size_t i = 0; i < count; ++i) {
            friction[at + i] = std::isnan(from[i]) ? no_way : static_cast<double>(from[i]);
            m_has_barriers |= std::isnan(from[i]);
        }
        for (std::size_t axis = 0; axis < scales; ++axis)
            terrain.lengths.scales(axis, row, column, count, scale.data() + axis * size + at);
        if (!terrain.slope)
            return;
        std::span<float const> const up = terrain.slope->heights.row(row).subspan(column, count);
        for (std::size_t i = 0; i < count; ++i) {
            height[at + i] = static_cast<double>(up[i]);
            if (std::isnan(up[i])) {
                friction[at + i] = no_way;
                m_has_barriers = true;
            }
        }
    });
}

void TileCells::load_costs(StepLengths const& of, Grid<double> const& from, TileBounds const& bounds) {
    cost.fill(no_way);
    for_each_run(of, bounds, [&](std::size_t row, std::size_t column, std::size_t at, std::size_t count) {
        std::ranges::copy(from.row(row).subspan(column, count), cost.begin() + static_cast<std::ptrdiff_t>(at));
    });
}

CellPlace TileCells::place(StepLengths const& of, std::size_t cell) const noexcept {
    auto const rows = static_cast<int>(cell / tile_stride) - static_cast<int>(tile_halo);
    auto const columns = static_cast<int>(cell % tile_stride) - static_cast<int>(tile_halo);
    return after_step(of, m_bounds.row, m_bounds.column, {rows, columns});
}

TileGrid::TileGrid(StepLengths const& lengths)
    : m_grid_rows(lengths.spec().rows), m_grid_columns(lengths.spec().columns),
      m_rows((m_grid_rows + tile_size - 1) / tile_size), m_columns((m_grid_columns + tile_size - 1) / tile_size),
      m_odd_round(lengths.goes_round() && m_columns % 2 == 1), m_tile_of_row(m_grid_rows),
      m_tile_of_column(m_grid_columns) {
    for (std::size_t tile = 0; tile < count(); ++tile) {
        TileBounds const b = bounds(tile);
        std::fill_n(m_tile_of_row.begin() + static_cast<std::ptrdiff_t>(b.row), b.rows, tile / m_columns);
        std::fill_n(m_tile_of_column.begin() + static_cast<std::ptrdiff_t>(b.column), b.columns, tile % m_columns);
    }
}

TileBounds TileGrid::bounds(std::size_t tile) const noexcept {
    std::size_t const r = tile / m_columns;
    std::size_t const c = tile % m_columns;
    std::size_t const row = r * m_grid_rows / m_rows;
    std::size_t const column = c * m_grid_columns / m_columns;
    return {row, column, (r + 1) * m_grid_rows / m_rows - row, (c + 1) * m_grid_columns / m_columns - column};
}

std::size_t TileGrid::colour(std::size_t tile) const noexcept {
    std::size_t const column = tile % m_columns;
    std::size_t const across = m_odd_round && column + 1 == m_columns ? 2 : column % 2;
    return 2 * across + (tile / m_columns) % 2;
}

} // namespace oreway
