// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A raster of the kernel density of points by geodesic distance, in units of their weight by square kilometre.

#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/base/units.hpp"
#include "oreway/jobs/grid_choice.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

enum class DensityKernel { quartic, epanechnikov, gaussian, uniform };
/// Whether the cells, times their true areas, add up to the weights to rounding or as closely as centres stand for
/// cells.
enum class DensitySum { by_integral, by_cells };

struct DensityMapOptions {
    std::string dataset;
    std::string layer;        ///< empty: the only one
    std::string weight_field; ///< such as tonnes; empty: every point counts 1
    Metres radius{50'000.0};
    DensityKernel kernel = DensityKernel::quartic;
    DensitySum sum = DensitySum::by_integral;
    GridChoice grid;
    InputOptions input;
    OutputOptions output;
};

struct DensityMapResult {
    /// One row: features, points, weight, greatest (by km2), cells.
    Table summary;
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes a raster of 64-bit reals with one band and its style; see surface/density.hpp for the formulas. The points of
/// a multipoint share its weight evenly. Lines and polygons have no density of points (warning "density.no_point").
/// \throws Error; Cancelled
[[nodiscard]] DensityMapResult density_map(DensityMapOptions const& options, Progress& progress);

} // namespace oreway
