// SPDX-License-Identifier: MIT
// Writing layers: planned and checked before, written in one transaction, closed, read back and compared.

#include "oreway/io/vector_writer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "io/geometry_writer.hpp"
#include "io/layer_writer.hpp"
#include "io/output_fields.hpp"
#include "io/vector_check.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/formats.hpp"
#include "oreway/io/library.hpp"

namespace oreway {

namespace {

bool has_empty_geometry(FeatureLayer const& layer) {
    for (std::size_t i = 0; i < layer.size(); ++i)
        if (layer.geometries[i].empty())
            return true;
    return false;
}

/// What cannot be written is refused before anything is touched.
void check_layers(std::string const& file, std::string const& driver, std::span<FeatureLayer const> layers) {
    if (!holds_several_layers(driver) && layers.size() != 1)
        throw UsageError({.what = fmt::format("{} layers do not fit into one {}", layers.size(), driver),
                          .where = file,
                          .remedy = "write a GeoPackage, or one file a layer"});
    std::set<std::string> names;
    for (FeatureLayer const& layer : layers) {
        if (!names.insert(fold(layer.name)).second)
            throw UsageError(
                {.what = fmt::format("there are two layers called '{}'", layer.name), .where = file, .remedy = ""});
        bool const needs_geometry = driver == "ESRI Shapefile" || driver == "FlatGeobuf";
        if (needs_geometry && !layer.has_geometry)
            throw UsageError({.what = fmt::format("layer '{}' is a table without geometry", layer.name),
                              .where = file,
                              .remedy = "write CSV or a GeoPackage"});
        // GDAL 3.6.2 leaves them out of a FlatGeobuf without a word.
        if (driver == "FlatGeobuf" && has_empty_geometry(layer))
            throw DataError({.what = fmt::format(
                                 "layer '{}' has features without geometry, which FlatGeobuf cannot hold", layer.name),
                             .where = file,
                             .remedy = "write a GeoPackage"});
        if (driver == "ESRI Shapefile" && shape_of(layer.geometries).kinds == LayerShape::Kinds::mixed)
            throw DataError({.what = fmt::format("layer '{}' mixes points, lines and polygons", layer.name),
                             .where = file,
                             .remedy = "write a GeoPackage, or split the layer by kind of geometry"});
    }
}

bool is_text_format(std::string const& driver) {
    return driver == "GeoJSON" || driver == "CSV";
}

/// Feature ids are kept where the format has them and they are good ones.
bool keeps_ids(FeatureLayer const& layer, std::string const& driver) {
    if (driver != "GPKG" && driver != "GeoJSON")
        return false;
    std::set<std::int64_t> const ids(layer.ids.begin(), layer.ids.end());
    return layer.ids.size() == layer.size() && ids.size() == layer.size() && (ids.empty() || *ids.begin() >= 0) &&
           std::ranges::is_sorted(layer.ids);
}

void write_all(std::string const& file, std::string const& driver_name, std::span<WrittenLayer const> layers,
               WriteOptions const& options) {
    gdal::DatasetHandle const dataset = create_dataset(file, driver_name, options);
    for (WrittenLayer const& written : layers) {
        FeatureLayer const& layer = *written.layer;
        OutputLayer const output{layer.name, layer.has_geometry, shape_of(layer.geometries), written.fields};
        bool const with_ids = keeps_ids(layer, driver_name);
        LayerWriter(*dataset, output, options)
            .write(layer.geometries, layer.attributes, with_ids ? layer.ids : std::vector<std::int64_t>());
    }
    finish_dataset(*dataset);
}

} // namespace

std::string output_driver(std::filesystem::path const& path, std::string const& driver) {
    Format const* found = driver.empty() ? format_by_extension(path.string()) : nullptr;
    for (Format const& format : formats())
        if (format.kind == FormatKind::vector && fold(format.driver) == fold(driver))
            found = &format;
    if (found == nullptr || found->kind != FormatKind::vector || !found->writes)
        throw UsageError({.what = driver.empty() ? "the extension stands for no vector format that can be written"
                                                 : fmt::format("the format '{}' cannot be written", driver),
                          .where = path.string(),
                          .remedy = "use .gpkg, .geojson, .shp, .fgb or .csv"});
    // Drivers look at the extension, too: a shapefile called .dat would become a folder.
    std::string const usual(found->extensions.substr(0, found->extensions.find(' ')));
    bool const shapefile = found->driver == "ESRI Shapefile";
    if (format_by_extension(path.string()) != found || (shapefile && fold(path.extension().string()) != ".shp"))
        throw UsageError({.what = fmt::format("a file of the format {} has another extension", found->driver),
                          .where = path.string(),
                          .remedy = fmt::format("call it .{}", usual)});
    return std::string(found->driver);
}

bool holds_several_layers(std::string_view driver) noexcept {
    return driver == "GPKG";
}

WriteReport write_vector(std::filesystem::path const& path, std::span<FeatureLayer const> layers,
                         WriteOptions const& options) {
    start_gdal();
    std::string const file = path.string();
    std::string const driver = output_driver(path, options.driver);
    check_layers(file, driver, layers);
    WriteReport report;
    std::vector<WrittenLayer> written;
    for (FeatureLayer const& layer : layers) {
        double const tolerance = is_text_format(driver) ? 0.51 * std::pow(10.0, -options.coordinate_decimals) : 0.0;
        written.push_back({&layer, output_fields(layer, driver, report.problems), tolerance});
        if (driver == "ESRI Shapefile")
            check_shapefile_size(layer, written.back().fields);
    }
    gdal::Messages messages;
    try {
        write_all(file, driver, written, options);
        if (messages.failed())
            throw IoError({.what = "cannot be written", .where = "", .remedy = ""});
        if (auto const difference = find_difference(file, driver, written))
            throw IoError({.what = "what was written is not whole: " + *difference, .where = "", .remedy = ""});
    } catch (IoError const& failure) {
        std::string const reasons = messages.text();
        remove_partial_output(file, driver);
        throw IoError({.what = reasons.empty() ? failure.parts().what : failure.parts().what + ": " + reasons,
                       .where = file,
                       .remedy = "check the room on the disk and the permissions of the folder"});
    } catch (...) {
        remove_partial_output(file, driver);
        throw;
    }
    for (gdal::Message const& message : messages.all())
        report.problems.push_back({Severity::warning, "gdal.warning", {message.text, file, ""}});
    return report;
}

} // namespace oreway
