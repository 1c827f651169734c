// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Lengths, perimeters and areas on the ellipsoid for every feature of every layer of a dataset, as fields beside its
/// own.

#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

struct MeasureOptions {
    std::string dataset;
    std::string layer; ///< empty: all layers that have geometry
    InputOptions input;
    OutputOptions output; ///< `path` empty: measure only
};

struct MeasureResult {
    /// A row a layer: layer, features, points, lines, polygons, null_geometries, vertices, length_km, perimeter_km,
    /// area_km2.
    Table summary;
    /// A row a feature: layer, fid, geometry and the measures.
    Table features;
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Adds `length_km` (lines), `perimeter_km` (polygons: all rings), `area_km2` (polygons, less their holes), `vertices`
/// (as stored, the closing one of a ring included), `parts` (points, lines, exterior rings), `azimuth_start_deg` and
/// `azimuth_end_deg` (lines of one part: the direction of the first edge at its start and of the last one at its end,
/// clockwise from north). What does not apply to a geometry is null. A name that a layer has already gets a number
/// ("length_km_2"; note "field.renamed"). Geometries are written in WGS 84, with their own vertices. \throws Error;
/// Cancelled
[[nodiscard]] MeasureResult measure_layers(MeasureOptions const& options, Progress& progress);

} // namespace oreway
