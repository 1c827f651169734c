// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A tile of the grid with the cells around it, copied side by side so that its work stays in the nearest caches, and
/// the costs of steps inside it. The same few lines serve the search and the links, so that both see the same bits.

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "oreway/surface/cost.hpp"

namespace oreway {

inline constexpr std::size_t tile_size = 64; ///< most rows and columns of a tile
inline constexpr std::size_t tile_halo = 2;  ///< cells around it: the reach of a knight's move
inline constexpr std::size_t tile_stride = tile_size + 2 * tile_halo;
inline constexpr double no_way = std::numeric_limits<double>::infinity();

/// A rectangle of cells.
struct TileBounds {
    std::size_t row = 0;
    std::size_t column = 0;
    std::size_t rows = 0;
    std::size_t columns = 0;
};

/// Position in the arrays of a tile, from row and column inside it.
constexpr std::size_t tile_cell(std::size_t row, std::size_t column) noexcept {
    return (row + tile_halo) * tile_stride + column + tile_halo;
}
constexpr std::ptrdiff_t tile_offset(Step step) noexcept {
    return step.rows * static_cast<std::ptrdiff_t>(tile_stride) + step.columns;
}

/// What is known of the cells of one tile and its halo. One for each thread; large.
class TileCells {
public:
    /// Fills friction, scales and heights; barriers and cells outside the grid have infinite friction.
    void load(CostTerrain const& terrain, TileBounds const& bounds);
    /// Fills the costs, infinite outside the grid.
    void load_costs(StepLengths const& lengths, Grid<double> const& from, TileBounds const& bounds);

    [[nodiscard]] TileBounds const& bounds() const noexcept { return m_bounds; }
    [[nodiscard]] bool has_barriers() const noexcept { return m_has_barriers; }
    [[nodiscard]] bool is_inside(std::size_t cell) const noexcept {
        return cell / tile_stride - tile_halo < m_bounds.rows && cell % tile_stride - tile_halo < m_bounds.columns;
    }
    /// Row and column in the grid of a cell of the halo or inside; a column round the globe is brought back.
    [[nodiscard]] CellPlace place(StepLengths const& lengths, std::size_t cell) const noexcept;

    static constexpr std::size_t size = tile_stride * tile_stride;
    std::array<double, size> cost;
    std::array<double, size> friction;
    std::vector<double> scale; ///< by axis
    std::vector<double> height;
    double const* lengths = nullptr; ///< of the first row of the tile
    std::size_t lengths_stride = 0;
    SlopeRule const* slope = nullptr;

private:
    TileBounds m_bounds;
    bool m_has_barriers = false;
};

/// What a search must know at compile time to be fast.
struct StepKind {
    std::size_t count = 8;  ///< steps from a cell
    std::size_t scales = 0; ///< see StepLengths::scale_count
    bool slopes = false;
};

/// The cells beside a diagonal step: the steps to them are one less and one more.
constexpr std::size_t beside_one(std::size_t step) noexcept {
    return step - 1;
}
constexpr std::size_t beside_other(std::size_t step) noexcept {
    return (step + 1) % 8;
}

/// Cells that a knight's move crosses between its ends: the diagonal one, and the straight one along its long side.
struct Crossed {
    Step diagonal;
    Step straight;
};
constexpr Crossed crossed(Step knight) noexcept {
    auto const sign = [](int v) { return v > 0 ? 1 : -1; };
    Step const diagonal{sign(knight.rows), sign(knight.columns)};
    bool const is_long_south = knight.rows == 2 || knight.rows == -2;
    return {diagonal, is_long_south ? Step{diagonal.rows, 0} : Step{0, diagonal.columns}};
}

/// Cost of step `K` from a cell, without slopes. Symmetric to the last bit: sums are taken in pairs that swap.
template <StepKind Kind, std::size_t K>
inline double flat_cost(TileCells const& tile, std::size_t cell, double const* lengths) noexcept {
    constexpr Step step = steps[K];
    std::size_t const there = cell + static_cast<std::size_t>(tile_offset(step));
    double const* const friction = tile.friction.data();
    double mean = 0.5 * (friction[cell] + friction[there]);
    if constexpr (K >= 8) {
        constexpr Crossed between = crossed(step);
        mean = 0.5 * mean + 0.25 * (friction[cell + static_cast<std::size_t>(tile_offset(between.diagonal))] +
                                    friction[cell + static_cast<std::size_t>(tile_offset(between.straight))]);
    }
    double length = lengths[K];
    if constexpr (Kind.scales > 0) {
        double const* const scale = tile.scale.data() + (Kind.scales == 1 ? 0 : axis_of(K) * TileCells::size);
        length *= 0.5 * (scale[cell] + scale[there]);
    }
    return length * mean;
}

/// True when a diagonal step would slip between two barriers.
template <std::size_t K> inline bool slips_through(TileCells const& tile, std::size_t cell) noexcept {
    if constexpr (K < 8 && K % 2 == 1) {
        constexpr auto one = static_cast<std::size_t>(tile_offset(steps[beside_one(K)]));
        constexpr auto other = static_cast<std::size_t>(tile_offset(steps[beside_other(K)]));
        return std::isinf(tile.friction[cell + one]) && std::isinf(tile.friction[cell + other]);
    }
    return false;
}

/// Which end of a step the traveller comes from.
enum class StepEnd { from_cell, to_cell };

/// The flat cost with the slope of a step counted; infinite when it is too steep.
template <StepKind Kind, std::size_t K>
inline double sloped_cost(TileCells const& tile, std::size_t cell, double const* lengths, StepEnd end,
                          double flat) noexcept {
    std::size_t const there = cell + static_cast<std::size_t>(tile_offset(steps[K]));
    double length = lengths[K];
    if constexpr (Kind.scales > 0) {
        double const* const scale = tile.scale.data() + (Kind.scales == 1 ? 0 : axis_of(K) * TileCells::size);
        length *= 0.5 * (scale[cell] + scale[there]);
    }
    SlopeRule const& rule = *tile.slope;
    bool const leaves = (end == StepEnd::from_cell) == (rule.travel == Travel::outward);
    double const rise = leaves ? tile.height[there] - tile.height[cell] : tile.height[cell] - tile.height[there];
    double const grade = rise / length;
    return std::abs(grade) > rule.max_grade ? no_way : flat * slope_factor(rule.function, grade);
}

/// Costs of all steps of one cell, into `out`. \param end whether the steps leave the cell or lead to it
template <StepKind Kind, bool Barriers, std::size_t... K>
inline void step_costs(TileCells const& tile, std::size_t cell, StepEnd end, double* out,
                       std::index_sequence<K...>) noexcept {
    double const* const lengths = tile.lengths + (cell / tile_stride - tile_halo) * tile.lengths_stride;
    ((out[K] = flat_cost<Kind, K>(tile, cell, lengths)), ...);
    if constexpr (Barriers)
        ((out[K] = slips_through<K>(tile, cell) ? no_way : out[K]), ...);
    if constexpr (Kind.slopes)
        ((out[K] = std::isinf(out[K]) ? no_way : sloped_cost<Kind, K>(tile, cell, lengths, end, out[K])), ...);
}

/// Calls `work.template operator()<StepKind>()` for the kind that a terrain asks for.
template <class Work> auto with_step_kind(CostTerrain const& terrain, Neighbours neighbours, Work const& work) {
    auto const scaled = [&]<std::size_t Count, bool Slopes>() {
        switch (terrain.lengths.scale_count()) {
        case 0:
            return work.template operator()<StepKind{Count, 0, Slopes}>();
        case 1:
            return work.template operator()<StepKind{Count, 1, Slopes}>();
        default:
            return work.template operator()<StepKind{Count, 8, Slopes}>();
        }
    };
    if (neighbours == Neighbours::eight)
        return terrain.slope ? scaled.template operator()<8, true>() : scaled.template operator()<8, false>();
    return terrain.slope ? scaled.template operator()<16, true>() : scaled.template operator()<16, false>();
}

/// The grid cut into tiles of nearly the same size, none larger than `tile_size` either way.
class TileGrid {
public:
    explicit TileGrid(StepLengths const& lengths);

    [[nodiscard]] std::size_t count() const noexcept { return m_rows * m_columns; }
    [[nodiscard]] TileBounds bounds(std::size_t tile) const noexcept;
    /// The tile that holds a cell of the grid.
    [[nodiscard]] std::size_t tile_of(std::size_t row, std::size_t column) const noexcept {
        return m_tile_of_row[row] * m_columns + m_tile_of_column[column];
    }
    /// Tiles of one colour do not touch each other, not even round the globe.
    static constexpr std::size_t colours = 6;
    [[nodiscard]] std::size_t colour(std::size_t tile) const noexcept;

private:
    std::size_t m_grid_rows;
    std::size_t m_grid_columns;
    std::size_t m_rows;
    std::size_t m_columns;
    bool m_odd_round; ///< the last column of tiles touches the first, and would have its colour
    std::vector<std::uint32_t> m_tile_of_row;
    std::vector<std::uint32_t> m_tile_of_column;
};

} // namespace oreway
