// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Values of a raster at points and along lines: access time at mines, heights along a railway, land cover under a
/// route. The layer is streamed and the raster is read by tiles, so memory grows with neither.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/base/units.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

/// The cell that holds a place, or the weighted mean of the four centres round it.
enum class SampleMethod { nearest, bilinear };

struct SampleOptions {
    std::string raster;
    std::vector<std::string> bands{}; ///< numbers from 1, or names; empty: all
    SampleMethod method = SampleMethod::nearest;
    std::optional<Metres> every{}; ///< lines: a point each so many metres; nothing: one row a line
    std::string dataset;
    std::string layer;  ///< empty: the only one
    InputOptions input; ///< also for the raster
    OutputOptions output;
};

struct SampleResult {
    /// A row a band: band, field, samples, without_data, least, mean, greatest.
    Table summary;
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes one layer with all fields of the input and, for each band, a field named after it (its description in small
/// letters, digits and underscores, else "band_1"):
///
///     points                      FIELD: the value; a multipoint gives a row a point
///     lines                       FIELD_min, FIELD_max, FIELD_mean (weighted by geodesic length), FIELD_nodata_share
///     lines, with `every`         a point a row, at the start of each part, each so many metres, and at its end:
///                                 part (from 1), along_m (metres from the start of the part), FIELD
///
/// Lines take cells as they are, cut where the line crosses their sides. Places without data or outside the raster are
/// null; so are bilinear values where the cell that holds the place has no data (of its neighbours those with data
/// count). Features without a place, and polygons (warning "sample.polygon"), are kept with nulls.
/// \throws Error; Cancelled
[[nodiscard]] SampleResult sample(SampleOptions const& options, Progress& progress);

} // namespace oreway
