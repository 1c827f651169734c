// SPDX-License-Identifier: MIT
// Counting what can be read back.

#include "io/vector_translate_check.hpp"

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "io/vector_translate_geometry.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/vector_writer.hpp"

namespace oreway {

namespace {

struct Count {
    std::int64_t features = 0;
    std::int64_t without_geometry = 0;
    std::int64_t vertices = 0;
};

/// Only shapes are read: attributes are on the same pages and lines.
void ignore_fields(OGRLayer& layer) {
    CPLStringList names;
    for (int i = 0; i < layer.GetLayerDefn()->GetFieldCount(); ++i)
        names.AddString(layer.GetLayerDefn()->GetFieldDefn(i)->GetNameRef());
    if (layer.TestCapability(OLCIgnoreFields) != 0)
        layer.SetIgnoredFields(const_cast<char const**>(names.List()));
}

Count count(OGRLayer& layer) {
    Count count;
    ignore_fields(layer);
    bool const spatial = layer.GetLayerDefn()->GetGeomFieldCount() > 0;
    while (gdal::FeatureHandle const feature{layer.GetNextFeature()}) {
        std::int64_t const vertices = vertex_count(feature->GetGeometryRef());
        ++count.features;
        count.without_geometry += spatial && vertices == 0 ? 1 : 0;
        count.vertices += vertices;
    }
    return count;
}

bool agrees(Count const& found, LayerCounts const& written, std::string const& driver) {
    // RFC 7946 has shapes split at the antimeridian, which adds vertices; a table of texts tells no shapes from none.
    bool const vertices =
        driver == "GeoJSON" ? found.vertices >= written.vertices_out : found.vertices == written.vertices_out;
    return found.features == written.features_out && found.without_geometry == written.null_out && vertices;
}

[[noreturn]] void fail(Count const& found, LayerCounts const& written, std::string const& file) {
    throw IoError({.what = fmt::format("what was written is not whole: {} of {} features, {} of {} without "
                                       "geometry and {} of {} vertices of layer '{}' are there",
                                       found.features, written.features_out, found.without_geometry, written.null_out,
                                       found.vertices, written.vertices_out, written.layer),
                   .where = file,
                   .remedy = ""});
}

} // namespace

void check_layer(LayerCounts const& written, RowCount const& rows, bool spatial, std::string const& file) {
    Count const found{.features = static_cast<std::int64_t>(rows.features),
                      .without_geometry = spatial ? static_cast<std::int64_t>(rows.without_geometry) : 0,
                      .vertices = static_cast<std::int64_t>(rows.vertices)};
    if (!agrees(found, written, "GPKG"))
        fail(found, written, file);
}

void check_translation(std::string const& file, std::string const& driver, std::vector<LayerCounts> const& layers) {
    gdal::Messages const messages;
    char const* const drivers[] = {driver.c_str(), nullptr};
    CPLStringList options;
    if (driver == "CSV") {
        options.AddString("GEOM_POSSIBLE_NAMES=WKT");
        options.AddString("KEEP_GEOM_COLUMNS=NO");
    }
    gdal::DatasetHandle const dataset(GDALDataset::Open(
        file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, options.List(), nullptr));
    if (!dataset)
        throw IoError({.what = "what was written cannot be opened", .where = file, .remedy = ""});
    for (LayerCounts const& written : layers) {
        OGRLayer* layer =
            holds_several_layers(driver) ? dataset->GetLayerByName(written.layer.c_str()) : dataset->GetLayer(0);
        Count const found = layer != nullptr ? count(*layer) : Count{};
        if (!agrees(found, written, driver))
            fail(found, written, file);
    }
}

} // namespace oreway
