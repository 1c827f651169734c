// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A friction raster for `oreway cost`: seconds a metre, from land cover, slope, ways, barriers and borders.

#include <filesystem>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/jobs/grid_choice.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

struct FrictionOptions {
    std::filesystem::path table; ///< TOML with the table [friction], see model/friction_table.hpp
    GridChoice grid;             ///< nothing chosen: the grid of the cover raster, else the extent of the layers
    InputOptions input;
    OutputOptions output;
};

struct FrictionResult {
    /// A row a step: step, source, features, cells.
    Table summary;
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes one band of 32-bit reals in seconds a metre; nodata is no way through. Steps, each over the one before:
///
///     speed_kmh   everywhere
///     cover       the class of the cell's centre; values without a class keep the speed, those without data, too
///     slope       times the mean of the factors uphill and downhill at the steepest slope of the cell
///     barrier     cells that a line touches or whose centre lies in a polygon: no way through
///     way         every cell that a line touches: the faster of way and ground; through barriers, too
///     crossing    every cell that a line or the boundary of a polygon touches: as many seconds as hours, over one cell
///
/// Cells that a line touches follow one another by their sides, so paths along ways are whole and barriers hold for
/// eight and sixteen neighbours. \throws Error; Cancelled
[[nodiscard]] FrictionResult friction(FrictionOptions const& options, Progress& progress);

} // namespace oreway
