// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Distance rasters: for each cell how far the nearest source is, which one it is, and in which direction. See
/// oreway/surface/proximity.hpp for what is measured and how exactly.

#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/base/units.hpp"
#include "oreway/jobs/grid_choice.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/jobs/outputs.hpp"
#include "oreway/surface/proximity.hpp"

namespace oreway {

enum class ProximityBand { distance, allocation, azimuth };

struct ProximityOptions {
    /// Layers, or rasters: of a raster the centres of cells that are neither nodata nor zero are sources.
    std::vector<std::string> sources;
    std::string layer;          ///< of each source; empty: the only one
    std::vector<double> values; ///< cells of rasters that are sources; empty: all that are not zero
    std::vector<ProximityBand> bands{ProximityBand::distance};
    std::string by_field; ///< a band for each of its values; empty: all together
    Metres max_distance{std::numeric_limits<double>::infinity()};
    PolygonDistance polygons = PolygonDistance::zero_inside;
    std::string within; ///< polygons; cells outside have no value; empty: none
    std::string within_layer;
    std::optional<double> nodata; ///< of distances; -9999, with negative_inside the lowest float
    GridChoice grid;              ///< without any choice: the grid of the source when that is one raster
    InputOptions input;
    OutputOptions output;
};

struct ProximityResult {
    /// A row a file and band: band, value (of `by_field`), unit, cells, with_value, least, mean, greatest.
    Table summary;
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes a raster of 32-bit floats with the first kind of band to the output, and each other kind beside it as
/// NAME_distance.tif (metres), NAME_allocation.tif (32-bit integers: the feature number of the nearest feature, or the
/// value of the nearest source cell) or NAME_azimuth.tif (degrees from north); each with a band for each value of
/// `by_field`, and with its .qml. \throws Error; Cancelled
[[nodiscard]] ProximityResult proximity(ProximityOptions const& options, Progress& progress);

} // namespace oreway
