// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Writing a grid in memory as Cloud Optimized GeoTIFF, checked by re-opening; grid_writer.hpp has grids of any size.

#include <filesystem>
#include <string>

#include "oreway/grid/grid.hpp"

namespace oreway {

struct RasterDescription {
    std::string band{}; ///< what the band holds: "distance to the nearest corridor"
    std::string unit{}; ///< "m"
};

/// Writes a COG: tiled, compressed losslessly with predictor, overviews, statistics stored inside (computed before the
/// copy, so that no sidecar appears when QGIS looks at it), unit and description on the band, nodata declared.
/// Re-opened and compared (size, georeference, every value) before it returns. \throws IoError, after removing what was
/// written
void write_cog(std::filesystem::path const& file, Grid<float> const& grid, RasterDescription const& description);

} // namespace oreway
