// SPDX-License-Identifier: MIT
// Rasters: what a dataset says of itself, which format it gets, and its translation by the io room.

#include <algorithm>

#include <fmt/format.h>

#include "batch/drivers.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/formats.hpp"
#include "oreway/io/raster_translate.hpp"

namespace oreway {

namespace {

/// In a run over both kinds, -f names the format of one of them; the other keeps its own.
bool is_vector_format(std::string_view driver) {
    return std::ranges::any_of(formats(), [&](::oreway::Format const& format) {
        return format.kind == FormatKind::vector && fold(format.driver) == fold(driver);
    });
}

bool is_driver(std::string_view name, std::string_view driver) {
    return fold(name) == fold(driver);
}

/// Bytes of a value by the name of its type at the end of a content ("3 bands Byte", "1 band CFloat64"); the dataset is
/// not opened again, because a file that crashes its driver must not be opened in this process.
std::uint64_t value_bytes(std::string_view content) {
    bool const complex = content.find(" C") != std::string_view::npos;
    for (std::uint64_t const bits : {16U, 32U, 64U})
        if (content.ends_with(std::to_string(bits)))
            return bits / 8 * (complex ? 2 : 1);
    return 1;
}

class RasterDriver final : public TranslateDriver {
public:
    std::vector<LayerFacts> inspect(Item const& item, Settings const& settings, Problems&) const override {
        check_method(settings.raster);
        RasterInfo const info = describe_raster(item.source, settings.read);
        return {{.layer = "",
                 .driver = info.driver,
                 .content = fmt::format("{} band{} {}", info.bands, info.bands == 1 ? "" : "s", info.pixel_type),
                 .spatial = true,
                 .count = info.columns * info.rows * info.bands,
                 .crs_wkt = info.crs_wkt,
                 .crs_origin = info.crs_origin,
                 .encoding = "",
                 .extent = info.extent}};
    }

    Format output_format(std::string const& input_driver, Settings const& settings) const override {
        std::string const& wanted = settings.output_driver;
        if (wanted.empty() || is_vector_format(wanted)) {
            bool const kept = input_driver == "GTiff" || input_driver == "COG";
            return describe(kept ? input_driver : "GTiff",
                            kept ? "" : fmt::format("{} is not written; a GeoTIFF is", input_driver));
        }
        for (char const* driver : {"GTiff", "COG"})
            if (is_driver(wanted, driver))
                return describe(driver, "");
        throw UsageError({.what = fmt::format("rasters are not written as '{}'", printable(wanted)),
                          .where = "-f",
                          .remedy = "formats are: GTiff, COG"});
    }

    void estimate(Task& task, Settings const&) const override {
        constexpr std::uint64_t base = std::uint64_t{192} << 20; // the warper's chunks and GDAL's cache of blocks
        constexpr double bytes_per_second = 40e6;                // of pixels, one core
        constexpr double seconds_per_file = 0.02;
        LayerFacts const& facts = task.layers.front().facts;
        std::uint64_t const pixels = static_cast<std::uint64_t>(facts.count) * value_bytes(facts.content);
        task.output_bytes = pixels;
        task.memory_bytes = base + std::min(pixels * 5 / 4, image_memory);
        task.cost = seconds_per_file + static_cast<double>(pixels) / bytes_per_second;
    }

    Translation translate(Task const& task, std::span<std::filesystem::path const> files, Settings const& settings,
                          TransformStore&, Progress& progress) const override {
        LayerTask const& layer = task.layers.front();
        RasterReport report = translate_raster(task.item.source, translation_of(task, layer, files.front(), settings),
                                               task.item.bytes, progress);
        report.counts.layer = layer.facts.layer;
        return {.layers = {std::move(report.counts)}, .problems = std::move(report.problems)};
    }

private:
    /// A larger image is warped into a file beside the output.
    static constexpr std::uint64_t image_memory = std::uint64_t{512} << 20;

    static Format describe(std::string driver, std::string note) {
        return {.driver = std::move(driver), .extension = ".tif", .several_layers = false, .note = std::move(note)};
    }

    static void check_method(RasterSettings const& raster) {
        auto const methods = resampling_methods();
        if (std::ranges::find(methods, raster.resampling) == methods.end())
            throw UsageError({.what = fmt::format("'{}' is no resampling method", printable(raster.resampling)),
                              .where = "-r",
                              .remedy = fmt::format("methods are: {}", fmt::join(methods, ", "))});
    }

    static RasterTranslation translation_of(Task const& task, LayerTask const& layer, std::filesystem::path const& file,
                                            Settings const& settings) {
        RasterSettings const& raster = settings.raster;
        return {.file = file,
                .driver = task.output_driver,
                .source_wkt = layer.source_crs,
                .target_wkt = layer.target_crs,
                .pipeline = layer.operation.pipeline,
                .resampling = raster.resampling,
                .grid = {.resolution = raster.resolution,
                         .align_pixels = raster.align_pixels,
                         .like = raster.like,
                         .extent = raster.extent},
                .nodata = raster.nodata,
                .error_threshold = raster.error_threshold,
                .read = settings.read,
                .creation_options = settings.creation_options,
                .memory = settings.memory == 0 ? image_memory : std::min(image_memory, settings.memory / 4)};
    }
};

} // namespace

TranslateDriver const& raster_driver() {
    static RasterDriver const driver;
    return driver;
}

} // namespace oreway
