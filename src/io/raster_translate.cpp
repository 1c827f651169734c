// SPDX-License-Identifier: MIT
// The way of one raster: warped, dressed, written, read back.

#include "oreway/io/raster_translate.hpp"

#include "io/raster_output.hpp"
#include "io/raster_source.hpp"
#include "io/raster_warp.hpp"

namespace oreway {

namespace {

// Shares of the time, as measured on a raster of 4 million pixels; they only steer the bar.
constexpr double warping = 0.7;
constexpr double writing = 0.2;
constexpr double checking = 0.1;

/// GDAL keeps a twentieth of the machine's memory full of blocks, each of which is looked at once here; what is used
/// again is faster. A size that the user gave stays.
void limit_block_cache() {
    constexpr GIntBig bytes = GIntBig{128} << 20;
    if (CPLGetConfigOption("GDAL_CACHEMAX", nullptr) == nullptr)
        GDALSetCacheMax64(bytes);
}

RasterReport run(GDALDataset& source, std::string const& name, RasterTranslation const& t, ByteProgress& progress) {
    RasterReport report;
    progress.step(warping);
    WarpedImage const image(source, name, t, progress);
    report.problems = image.problems();
    gdal::DatasetHandle const view = dressed_view(source, image);
    progress.step(writing);
    write_raster(*view, source, t, report.problems, progress);
    progress.step(checking);
    PixelCount const out = verify_raster(*view, source, t, report.problems, progress);
    PixelCount const in = count_pixels(source, name);
    report.counts.features_in = in.all;
    report.counts.null_in = in.without_data;
    report.counts.features_out = out.all;
    report.counts.null_out = out.without_data;
    return report;
}

} // namespace

RasterReport translate_raster(std::string const& name, RasterTranslation const& t, std::uint64_t bytes,
                              Progress& progress) {
    limit_block_cache();
    gdal::DatasetHandle const source = open_raster(name, t.read);
    static_cast<void>(extent_of(*source, name)); // without a place there is nothing to translate
    ByteProgress steps(progress, bytes);
    try {
        return run(*source, name, t, steps);
    } catch (...) {
        remove_raster(t.file.string());
        throw;
    }
}

} // namespace oreway
