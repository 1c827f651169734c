// SPDX-License-Identifier: MIT
// Vectors: what a dataset says of its layers, which format it gets, and its translation by the io room.

#include <algorithm>

#include <fmt/format.h>

#include "batch/drivers.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/formats.hpp"
#include "oreway/io/vector_reader.hpp"
#include "oreway/io/vector_translate.hpp"
#include "oreway/io/vector_writer.hpp"

namespace oreway {

namespace {

constexpr std::size_t chunk_features = 16'384;

::oreway::Format const* find_format(std::string_view driver) {
    auto const all = formats();
    auto const found = std::ranges::find_if(all, [&](::oreway::Format const& format) {
        return format.kind == FormatKind::vector && fold(format.driver) == fold(driver);
    });
    return found == all.end() ? nullptr : &*found;
}

/// In a run over both kinds, -f names the format of one of them; the other keeps its own.
bool is_raster_format(std::string_view driver) {
    return std::ranges::any_of(formats(), [&](::oreway::Format const& format) {
        return format.kind == FormatKind::raster && fold(format.driver) == fold(driver);
    });
}

std::string writable_formats() {
    std::vector<std::string> names;
    for (::oreway::Format const& format : formats())
        if (format.kind == FormatKind::vector && format.writes)
            names.emplace_back(format.driver);
    return join(names, ", ");
}

std::string first_extension(::oreway::Format const& format) {
    return "." + std::string(format.extensions.substr(0, format.extensions.find(' ')));
}

/// Reads the layer to find the box of its coordinates; formats of text do not declare it.
XYBox extent_by_reading(VectorDataset& dataset, std::size_t layer) {
    XYBox box;
    auto const source = dataset.read(layer);
    for (FeatureChunk chunk = source->next(chunk_features); !chunk.ids.empty(); chunk = source->next(chunk_features))
        for (XY const vertex : chunk.geometries.vertices())
            box.extend(vertex);
    return box;
}

class VectorDriver final : public TranslateDriver {
public:
    std::vector<LayerFacts> inspect(Item const& item, Settings const& settings, Problems& problems) const override {
        VectorDataset dataset = VectorDataset::open(item.source, settings.read);
        problems.insert(problems.end(), dataset.problems().begin(), dataset.problems().end());
        std::vector<LayerFacts> layers;
        for (std::size_t i = 0; i < dataset.layers().size(); ++i) {
            LayerInfo const& info = dataset.layers()[i];
            bool const spatial = info.geometry_type != "None";
            layers.push_back({.layer = info.origin.layer,
                              .driver = info.origin.driver,
                              .content = info.geometry_type,
                              .spatial = spatial,
                              .count = info.feature_count,
                              .crs_wkt = info.origin.crs_wkt,
                              .crs_origin = info.origin.crs_origin,
                              .encoding = info.origin.encoding,
                              .extent = info.extent});
            if (spatial && info.extent.empty() && info.feature_count != 0)
                layers.back().extent = extent_by_reading(dataset, i);
        }
        return layers;
    }

    Format output_format(std::string const& input_driver, Settings const& settings) const override {
        ::oreway::Format const* const own = find_format(input_driver);
        if (settings.output_driver.empty() || is_raster_format(settings.output_driver)) {
            if (own != nullptr && own->writes)
                return describe(*own, "");
            return describe(*find_format("GPKG"), fmt::format("{} is not written; a GeoPackage is", input_driver));
        }
        ::oreway::Format const* const wanted = find_format(settings.output_driver);
        if (wanted != nullptr && wanted->writes)
            return describe(*wanted, "");
        throw UsageError({.what = fmt::format("vectors are not written as '{}'", printable(settings.output_driver)),
                          .where = "-f",
                          .remedy = "formats are: " + writable_formats()});
    }

    void estimate(Task& task, Settings const& settings) const override {
        constexpr std::uint64_t base = std::uint64_t{24} << 20;
        constexpr std::uint64_t chunks = std::uint64_t{160} << 20;
        constexpr double bytes_per_second = 60e6;
        constexpr double seconds_per_file = 0.005;
        std::uint64_t const bytes = task.item.bytes;
        bool const whole_in_memory =
            !task.layers.empty() && task.layers.front().facts.driver.find("JSON") != std::string::npos;
        task.output_bytes = bytes;
        if (!settings.output_driver.empty() && !task.layers.empty() &&
            task.layers.front().facts.driver != task.output_driver)
            task.output_bytes = bytes + bytes / 4;
        task.memory_bytes = base + (whole_in_memory ? 6 * bytes : std::min(chunks, 4 * bytes));
        task.cost = seconds_per_file + static_cast<double>(bytes) / bytes_per_second;
    }

    Translation translate(Task const& task, std::span<std::filesystem::path const> files, Settings const& settings,
                          TransformStore& transforms, Progress& progress) const override {
        std::vector<LayerTranslation> translations;
        for (std::size_t i = 0; i < task.layers.size(); ++i)
            translations.push_back(translation_of(task, i, files, transforms));
        TranslateReport report = translate_vector(task.item.source, translations,
                                                  {.read = settings.read,
                                                   .driver = task.output_driver,
                                                   .creation_options = settings.creation_options,
                                                   .on_error = settings.on_error,
                                                   .max_deviation = settings.max_deviation,
                                                   .progress_bytes = task.item.bytes},
                                                  progress);
        return {.layers = std::move(report.layers), .problems = std::move(report.problems)};
    }

private:
    static Format describe(::oreway::Format const& format, std::string note) {
        return {.driver = std::string(format.driver),
                .extension = first_extension(format),
                .several_layers = holds_several_layers(format.driver),
                .note = std::move(note)};
    }

    static LayerTranslation translation_of(Task const& task, std::size_t number,
                                           std::span<std::filesystem::path const> files, TransformStore& transforms) {
        LayerTask const& layer = task.layers[number];
        auto const output = std::ranges::find(task.outputs, layer.output);
        LayerTranslation translation{.layer = number,
                                     .output_layer = layer.output_layer,
                                     .file = files[static_cast<std::size_t>(output - task.outputs.begin())],
                                     .target_wkt = layer.target_crs};
        if (!layer.facts.spatial)
            return translation;
        translation.transform = &transforms.pool_for(layer);
        translation.seam = layer.crosses_seam ? Seam::split : Seam::keep;
        return translation;
    }
};

} // namespace

TranslateDriver const& vector_driver() {
    static VectorDriver const driver;
    return driver;
}

} // namespace oreway
