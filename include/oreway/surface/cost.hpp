// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Accumulated cost over a friction grid by the shortest path from cell to cell.
///
///     StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
///     CostTerrain const terrain{.friction = friction, .lengths = lengths};
///     Grid<double> const hours = path_costs(terrain, sources, {}, progress);
///
/// Friction is a cost a metre (seconds, dollars); NaN is a barrier. A step costs its length times the mean friction of
/// the cells it crosses: half of it in each of two neighbours; a knight's move crosses four cells, a quarter of its
/// length in each. A step that crosses a barrier is not possible, nor is a diagonal one between two barriers that touch
/// at the corner, so a barrier that is drawn as a chain of cells holds. Costs are 64-bit floats. The cost of a cell is
/// the least, over all paths, of the sum of its steps rounded in their order; rounding is monotone, so every order of
/// work that ends with nothing left to improve gives the same bits: those of a plain Dijkstra, with any number of
/// threads. Without slopes the cost from A to B is the cost from B to A up to rounding (1e-12).
///
/// Memory: 8 bytes a cell for the costs beside the friction.

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/grid/grid.hpp"
#include "oreway/surface/cost_steps.hpp"
#include "oreway/surface/slope.hpp"

namespace oreway {

/// A cell where the cost starts.
struct CostSource {
    std::size_t row = 0;
    std::size_t column = 0;
    double start_cost = 0.0; ///< finite, not negative
    std::int32_t id = 0;     ///< what the allocation shows
};

enum class Neighbours { eight, sixteen };

/// What is crossed and how long it is. The members outlive the terrain; `friction` and `lengths` have the same grid.
struct CostTerrain {
    Grid<float> const& friction;
    StepLengths const& lengths;
    std::optional<SlopeRule> slope = {};
};

struct PathCostOptions {
    Neighbours neighbours = Neighbours::sixteen;
    double max_cost = std::numeric_limits<double>::infinity(); ///< cells that cost more are left out
};

/// Refuses friction that is zero, negative or infinite. \throws DataError that names the first such cell
void require_friction(Grid<float> const& friction);

/// Cost of every cell; infinity where nothing leads to. \throws UsageError without sources or when one is outside the
/// grid, on a barrier or with an impossible start cost; Cancelled
[[nodiscard]] Grid<double> path_costs(CostTerrain const& terrain, std::span<CostSource const> sources,
                                      PathCostOptions const& options, Progress& progress);

/// The way back from each cell: a number of `steps`, or one of these.
inline constexpr std::uint8_t link_source = 254;
inline constexpr std::uint8_t link_none = 255;

/// From each cell the step to the cell that its cost came from; among equals the first in the order of `steps`. A cell
/// whose cost is its start cost is a source.
[[nodiscard]] Grid<std::uint8_t> back_links(CostTerrain const& terrain, Grid<double> const& costs,
                                            std::span<CostSource const> sources, PathCostOptions const& options,
                                            Progress& progress);

/// The id of the source that each cell's cost came from; `none` where nothing leads to. Of two sources in one cell the
/// cheaper counts, then the first.
[[nodiscard]] Grid<std::int32_t> allocation(StepLengths const& lengths, Grid<std::uint8_t> const& links,
                                            std::span<CostSource const> sources, std::int32_t none);

struct LeastCostPath {
    std::vector<CellPlace> cells; ///< from the source to the cell asked for
    Metres length;                ///< sum of the steps
};
/// The path to a cell. \return nothing when nothing leads there
[[nodiscard]] std::optional<LeastCostPath> least_cost_path(StepLengths const& lengths, Grid<std::uint8_t> const& links,
                                                           std::size_t row, std::size_t column);

} // namespace oreway
