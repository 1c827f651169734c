// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A raster dataset in another reference system: all bands, masks, nodata, colour tables, names, units, scale and
/// offset, metadata, overviews made anew. Coordinates are changed by the one operation that the caller chose, the same
/// that vectors get. GDAL's warper does the resampling, so pixels are those of gdalwarp with the same settings, bit for
/// bit (with -ovr NONE: overviews of the source are never resampled).
///
///     RasterTranslation t{.file = temporary, .target_wkt = utm, .source_wkt = wgs84, .pipeline = operation.pipeline};
///     RasterReport report = translate_raster("dem.tif", t, progress);
///
/// The image is warped into memory where it fits, else into a file beside the output, then written from top to bottom,
/// so that the same input gives the same bytes for any number of threads and any memory.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/io/vector_reader.hpp"
#include "oreway/io/vector_translate.hpp"

namespace oreway {

/// What is known of a raster without reading its pixels.
struct RasterInfo {
    std::string driver; ///< GDAL's short name; "COG" for a GeoTIFF that is one
    std::int64_t columns = 0;
    std::int64_t rows = 0;
    std::int64_t bands = 0;
    std::string pixel_type;        ///< "Byte", "Float32"
    std::uint64_t pixel_bytes = 0; ///< of all bands together
    bool has_overviews = false;
    std::string crs_wkt; ///< WKT 2:2019; empty when there is none
    CrsOrigin crs_origin = CrsOrigin::none;
    XYBox extent; ///< of the pixels, native coordinates
};

/// \throws IoError when nothing allowed can open it, DataError when it has no bands or no place on the Earth
[[nodiscard]] RasterInfo describe_raster(std::string const& source, ReadOptions const& read = {});

/// Names of the resampling methods, as in gdalwarp.
[[nodiscard]] std::span<std::string_view const> resampling_methods() noexcept;

/// Where the pixels of the output lie. With nothing given they are square, and there are as many on the diagonal as in
/// the source, as gdalwarp has it.
struct RasterGrid {
    std::optional<double> resolution{}; ///< size of a pixel in units of the target system
    bool align_pixels = false;          ///< edges are multiples of the resolution, which must be given
    std::string like{};                 ///< a raster in the target system whose extent and pixels are taken
    std::optional<XYBox> extent{};      ///< exact extent in the target system
};

struct RasterTranslation {
    std::filesystem::path file;   ///< temporary name of the output
    std::string driver = "GTiff"; ///< or "COG"
    std::string source_wkt;       ///< system the pixels are taken to be in
    std::string target_wkt;
    std::string pipeline; ///< PROJ pipeline from source to target, east-north order in and out
    std::string resampling = "near";
    RasterGrid grid{};
    std::optional<std::string> nodata{}; ///< value of pixels without source, instead of the source's own
    double error_threshold = 0.125;      ///< of the approximate transformer, in pixels; 0 transforms every pixel
    ReadOptions read{};
    std::vector<std::string> creation_options{};     ///< KEY=VALUE; keys that the driver does not know are passed over
    std::uint64_t memory = std::uint64_t{256} << 20; ///< bytes the image may take before it goes to a file
};

struct RasterReport {
    LayerCounts counts; ///< pixels of all bands; null ones are those without data
    Problems problems;
};

/// Number of columns and rows the output will have. \throws as translate_raster
struct RasterSize {
    std::int64_t columns = 0;
    std::int64_t rows = 0;
};
[[nodiscard]] RasterSize planned_size(std::string const& source, RasterTranslation const& translation);

/// Translates a raster and compares the output, opened again, with the warped image pixel by pixel (with a lossy
/// compression it is only read through). Reports `bytes` to `progress` in all.
///
/// Pixels without source get the nodata value. Where the source has none and none is given, they are 0 and an internal
/// mask tells them from data.
/// \throws UsageError for a method, format or grid that does not exist, DataError for a colour table with a method that
///         would mix its numbers, or a source without place; IoError; Cancelled. What was written is removed then
[[nodiscard]] RasterReport translate_raster(std::string const& source, RasterTranslation const& translation,
                                            std::uint64_t bytes = 0, Progress& progress = no_progress());

} // namespace oreway
