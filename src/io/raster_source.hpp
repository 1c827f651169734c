// SPDX-License-Identifier: MIT
#pragma once

// Opening rasters: allowed drivers only, with a place on the Earth.

#include <string>

#include "io/gdal_handles.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/io/vector_reader.hpp"

namespace oreway {

/// \throws IoError when nothing allowed can open it, DataError when it has no bands
[[nodiscard]] gdal::DatasetHandle open_raster(std::string const& source, ReadOptions const& read);

/// Which pixels have data, beside the values themselves.
enum class RasterMask { none, nodata, band, alpha };

[[nodiscard]] RasterMask mask_of(GDALDataset& raster);

/// Number of pixels of all bands, and of those without data. \throws IoError when they cannot be read
struct PixelCount {
    std::int64_t all = 0;
    std::int64_t without_data = 0;
};
[[nodiscard]] PixelCount count_pixels(GDALDataset& raster, std::string const& where);

/// Extent of the pixels, or of the control points. \throws DataError when there is neither
[[nodiscard]] XYBox extent_of(GDALDataset& raster, std::string const& where);

} // namespace oreway
