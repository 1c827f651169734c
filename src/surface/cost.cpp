// SPDX-License-Identifier: MIT
// What may be asked of a cost surface, and the ways back over it.

#include "oreway/surface/cost.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "surface/cost_sources.hpp"
#include "surface/cost_tile.hpp"

namespace oreway {

namespace {

std::string name_of_cell(GridSpec const& spec, std::size_t row, std::size_t column) {
    return fmt::format("row {}, column {}, centre {:.6g}, {:.6g}", row, column, spec.x_of_centre(column),
                       spec.y_of_centre(row));
}

bool is_usable(float friction) {
    return std::isnan(friction) || (friction > 0.0F && std::isfinite(friction));
}

/// Links of the cells of one tile.
template <StepKind Kind>
void link_tile(CostTerrain const& terrain, Grid<double> const& costs, TileCells& cells, TileBounds const& bounds,
               Grid<std::uint8_t>& links) {
    cells.load(terrain, bounds);
    cells.load_costs(terrain.lengths, costs, bounds);
    constexpr auto numbers = std::make_index_sequence<Kind.count>();
    std::array<double, Kind.count> way;
    for (std::size_t row = 0; row < bounds.rows; ++row)
        for (std::size_t column = 0; column < bounds.columns; ++column) {
            std::size_t const cell = tile_cell(row, column);
            if (std::isinf(cells.cost[cell]))
                continue;
            step_costs<Kind, true>(cells, cell, StepEnd::to_cell, way.data(), numbers);
            double least = no_way;
            std::uint8_t link = link_none;
            for (std::size_t k = 0; k < Kind.count; ++k) {
                double const before = cells.cost[cell + static_cast<std::size_t>(tile_offset(steps[k]))];
                if (before < cells.cost[cell] && before + way[k] < least) {
                    least = before + way[k];
                    link = static_cast<std::uint8_t>(k);
                }
            }
            links.row(bounds.row + row)[bounds.column + column] = link;
        }
}

} // namespace

void require_friction(Grid<float> const& friction) {
    std::span<float const> const values = friction.values();
    auto const bad = std::ranges::find_if_not(values, is_usable);
    if (bad == values.end())
        return;
    auto const at = static_cast<std::size_t>(bad - values.begin());
    std::size_t const columns = friction.spec().columns;
    throw DataError({.what = fmt::format("friction {} cannot be crossed at a cost", *bad),
                     .where = name_of_cell(friction.spec(), at / columns, at % columns),
                     .remedy = "give every cell a friction above zero, or nodata where it is a barrier"});
}

void require_sources(CostTerrain const& terrain, std::span<CostSource const> sources) {
    GridSpec const& spec = terrain.friction.spec();
    if (sources.empty())
        throw UsageError({.what = "there is no source", .where = "", .remedy = "give at least one"});
    for (CostSource const& source : sources) {
        bool const is_inside = source.row < spec.rows && source.column < spec.columns;
        if (!is_inside || std::isnan(terrain.friction.at(source.row, source.column)))
            throw UsageError(
                {.what = is_inside ? "a source is on a barrier" : "a source is outside the grid",
                 .where = fmt::format("source {}, row {}, column {}", source.id, source.row, source.column),
                 .remedy = "move it to a cell with friction"});
        if (!std::isfinite(source.start_cost) || source.start_cost < 0.0)
            throw UsageError({.what = fmt::format("a source cannot start at cost {}", source.start_cost),
                              .where = fmt::format("source {}", source.id),
                              .remedy = "give a finite cost, zero or more"});
    }
}

Grid<std::uint8_t> back_links(CostTerrain const& terrain, Grid<double> const& costs,
                              std::span<CostSource const> sources, PathCostOptions const& options, Progress& progress) {
    Grid<std::uint8_t> links(costs.spec(), link_none);
    TileGrid const tiling(terrain.lengths);
    progress.stage("links", tiling.count());
    with_step_kind(terrain, options.neighbours, [&]<StepKind Kind>() {
        parallel_blocks(tiling.count(), 16, [&](std::size_t first, std::size_t last) {
            stop_if_cancelled(progress);
            auto const cells = std::make_unique<TileCells>();
            for (std::size_t tile = first; tile < last; ++tile)
                link_tile<Kind>(terrain, costs, *cells, tiling.bounds(tile), links);
            progress.advance(last - first);
        });
    });
    for (CostSource const& source : sources)
        if (costs.at(source.row, source.column) == source.start_cost)
            links.row(source.row)[source.column] = link_source;
    return links;
}

Grid<std::int32_t> allocation(StepLengths const& lengths, Grid<std::uint8_t> const& links,
                              std::span<CostSource const> sources, std::int32_t none) {
    constexpr std::int32_t open = std::numeric_limits<std::int32_t>::min();
    Grid<std::int32_t> ids(links.spec(), open);
    std::vector<CostSource> sorted(sources.begin(), sources.end());
    std::ranges::stable_sort(sorted, std::less(), &CostSource::start_cost);
    std::vector<CellPlace> way;
    for (CostSource const& source : sorted)
        if (std::int32_t& id = ids.row(source.row)[source.column];
            id == open && links.at(source.row, source.column) == link_source)
            id = source.id;
    for (std::size_t row = 0; row < links.spec().rows; ++row)
        for (std::size_t column = 0; column < links.spec().columns; ++column) {
            CellPlace at{row, column, true};
            way.clear();
            while (ids.at(at.row, at.column) == open && links.at(at.row, at.column) != link_none) {
                way.push_back(at);
                at = after_step(lengths, at.row, at.column, steps[links.at(at.row, at.column)]);
            }
            if (ids.at(at.row, at.column) == open)
                ids.row(at.row)[at.column] = none;
            for (CellPlace const& passed : way)
                ids.row(passed.row)[passed.column] = ids.at(at.row, at.column);
        }
    return ids;
}

std::optional<LeastCostPath> least_cost_path(StepLengths const& lengths, Grid<std::uint8_t> const& links,
                                             std::size_t row, std::size_t column) {
    if (links.at(row, column) == link_none)
        return std::nullopt;
    LeastCostPath path;
    CellPlace at{row, column, true};
    path.cells.push_back(at);
    for (std::uint8_t link = links.at(row, column); link != link_source; link = links.at(at.row, at.column)) {
        path.length += Metres(lengths.metres(at.row, at.column, link));
        at = after_step(lengths, at.row, at.column, steps[link]);
        path.cells.push_back(at);
    }
    std::ranges::reverse(path.cells);
    return path;
}

} // namespace oreway
