// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A raster of how much of the features of a layer lies in each cell: kilometres of lines, square kilometres of
/// polygons, or their number. What is in the cells adds up to what lies in the grid, on the ellipsoid.

#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/jobs/grid_choice.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

/// What a cell holds. `by_kind`: areas of polygons, lengths of lines, the number of points, by the first feature.
enum class BurnMeasure { by_kind, length, area, count };

struct BurnOptions {
    std::string dataset;
    std::string layer; ///< empty: the only one
    BurnMeasure measure = BurnMeasure::by_kind;
    std::string weight_field; ///< multiplies what a feature brings; empty: 1
    GridChoice grid;
    InputOptions input;
    OutputOptions output;
};

struct BurnResult {
    /// One row: features, burnt, total, in_grid, outside, greatest, cells, unit.
    Table summary;
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes a raster of 64-bit reals with one band, 0 where nothing lies, and its style. Features without the measure
/// (points have no length) are counted (note "burn.no_extent"); polygons that the grid's reference system does not
/// reach are told (warning "burn.unreached"). \throws Error; Cancelled
[[nodiscard]] BurnResult burn(BurnOptions const& options, Progress& progress);

} // namespace oreway
