// SPDX-License-Identifier: MIT
// Grids whose edges are whole multiples of the resolution, so that grids of neighbouring boxes fit together.

#include "oreway/grid/grid_spec.hpp"

#include <cmath>

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

/// Guards against 46/0.05 = 919.9999...: a value within 1e-9 of a whole number is that number.
double nearly_floor(double v) {
    return std::abs(v - std::nearbyint(v)) < 1e-9 ? std::nearbyint(v) : std::floor(v);
}
double nearly_ceil(double v) {
    return std::abs(v - std::nearbyint(v)) < 1e-9 ? std::nearbyint(v) : std::ceil(v);
}

} // namespace

GridSpec lonlat_grid(LonLatBox const& box, Degrees resolution) {
    double const r = resolution.value();
    if (box.empty() || box.crosses_antimeridian() || !(r > 0.0))
        throw UsageError({.what = fmt::format("no grid fits the box {},{},{},{} at {} degrees", box.west, box.south,
                                              box.east, box.north, r),
                          .where = "",
                          .remedy = "give west < east, south < north and a resolution above zero"});
    double const first_column = nearly_floor(box.west / r);
    double const last_column = nearly_ceil(box.east / r);
    double const first_row = nearly_floor(box.south / r);
    double const last_row = nearly_ceil(box.north / r);
    double const columns = last_column - first_column;
    double const rows = last_row - first_row;
    if (columns * rows > 1e9)
        throw UsageError({.what = fmt::format("a grid of {:.0f} x {:.0f} cells is too large", columns, rows),
                          .where = "",
                          .remedy = "choose a coarser resolution or a smaller box"});
    GridSpec spec;
    spec.west = first_column * r;
    spec.north = last_row * r;
    spec.cell_width = spec.cell_height = r;
    spec.columns = static_cast<std::size_t>(columns);
    spec.rows = static_cast<std::size_t>(rows);
    return spec;
}

} // namespace oreway
