// SPDX-License-Identifier: MIT
// A distance raster by queries of the index. Distance changes by at most a metre a metre, so the value of the neighbour
// plus the way to it bounds the search of the next cell; blocks of rows are independent of each other and of the number
// of threads.

#include "oreway/surface/proximity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

/// Rows that one thread does in one go; the first cell of a block is searched without a bound.
constexpr std::size_t block_rows = 8;
/// Added to a bound, well above every rounding, so that the nearest place is never just outside.
constexpr double bound_slack = 0.01;

void require_lonlat_grid(GridSpec const& spec) {
    if (spec.crs != "EPSG:4326")
        throw UsageError({.what = fmt::format("a distance raster cannot be made in {}", spec.crs),
                          .where = "",
                          .remedy = "ask for a grid in EPSG:4326"});
    double const south = spec.north - static_cast<double>(spec.rows) * spec.cell_height;
    constexpr double rounding = 1e-9;
    bool const on_earth = spec.north <= 90.0 + rounding && south >= -90.0 - rounding && std::abs(spec.west) <= 360.0 &&
                          static_cast<double>(spec.columns) * spec.cell_width <= 360.0 + rounding;
    if (!on_earth)
        throw UsageError(
            {.what = fmt::format("the grid reaches beyond the earth: west {}, latitudes {} to {}, {} columns of {}",
                                 spec.west, south, spec.north, spec.columns, spec.cell_width),
             .where = "",
             .remedy = "keep latitudes in [-90, 90] and at most 360 degrees of longitude"});
}

LonLat centre(GridSpec const& spec, std::size_t row, std::size_t column) {
    return {spec.x_of_centre(column), std::clamp(spec.y_of_centre(row), -90.0, 90.0)};
}

/// Distances of one row from west to east; `first_bound` bounds the first cell. Returns the distance of the first cell.
double fill_row(EdgeIndex const& sources, GridSpec const& spec, std::size_t row, double first_bound,
                std::span<float> values) {
    double const step = spec.columns > 1 ? geodesic_distance(centre(spec, row, 0), centre(spec, row, 1)).value() : 0.0;
    double first = 0.0;
    double bound = first_bound;
    for (std::size_t column = 0; column < spec.columns; ++column) {
        double const distance = sources.nearest(centre(spec, row, column), Metres(bound))->distance.value();
        if (column == 0)
            first = distance;
        bound = distance + step + bound_slack;
        values[column] = static_cast<float>(distance);
    }
    return first;
}

} // namespace

Grid<float> proximity(GridSpec const& spec, EdgeIndex const& sources, Progress& progress) {
    require_lonlat_grid(spec);
    if (sources.edge_count() == 0)
        throw DataError({.what = "there is nothing to measure the distance to",
                         .where = "",
                         .remedy = "give a layer with at least one geometry"});
    Grid<float> grid(spec);
    if (spec.cell_count() == 0)
        return grid;
    progress.stage("distance raster", spec.rows);
    parallel_blocks(spec.rows, block_rows, [&](std::size_t first, std::size_t last) {
        double bound = std::numeric_limits<double>::infinity();
        for (std::size_t row = first; row < last; ++row) {
            stop_if_cancelled(progress);
            double const west = fill_row(sources, spec, row, bound, grid.row(row));
            if (row + 1 < last)
                bound = west + bound_slack + geodesic_distance(centre(spec, row, 0), centre(spec, row + 1, 0)).value();
            progress.advance(1);
        }
    });
    return grid;
}

} // namespace oreway
