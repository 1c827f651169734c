// SPDX-License-Identifier: MIT
#pragma once

// From the warped image to the file: what the source says beside its pixels is put on, the file is written from top to
// bottom, overviews are made, and all of it is compared with the image.

#include <string>

#include "io/raster_source.hpp"
#include "io/raster_warp.hpp"

namespace oreway {

/// The warped image with names, units, colours and metadata of the source; the image and the source must outlive it.
[[nodiscard]] gdal::DatasetHandle dressed_view(GDALDataset& source, WarpedImage const& image);

/// Writes the view to the file of the translation. \throws IoError or UsageError; the file may be there in part then
void write_raster(GDALDataset& view, GDALDataset& source, RasterTranslation const& translation, Problems& problems,
                  ByteProgress& progress);

/// Opens the file and compares it with the view, and states classes of the source that are not there. \return pixels
/// and those without data \throws IoError when it differs
[[nodiscard]] PixelCount verify_raster(GDALDataset& view, GDALDataset& source, RasterTranslation const& translation,
                                       Problems& problems, ByteProgress& progress);

/// Removes the file and what GDAL may have left beside it.
void remove_raster(std::string const& file) noexcept;

} // namespace oreway
