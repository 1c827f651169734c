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

/// Whether the driver lists an option of that key.
bool knows_option(GDALDriver& driver, char const* list, std::string_view option) {
    char const* text = driver.GetMetadataItem(list);
    std::string const wanted = fmt::format("name='{}'", option.substr(0, option.find('=')));
    return text != nullptr && fold(text).find(fold(wanted)) != std::string::npos;
}

CPLStringList chosen_options(GDALDriver& driver, char const* list, WriteOptions const& options) {
    CPLStringList chosen;
    for (std::string const& option : options.creation_options)
        if (knows_option(driver, list, option))
            chosen.AddString(option.c_str());
    return chosen;
}

/// A later option of the same key wins over an earlier one.
CPLStringList layer_options(GDALDriver& driver, FeatureLayer const& layer, WriteOptions const& options) {
    std::string const name = driver.GetDescription();
    CPLStringList list;
    if (name == "GPKG") {
        list.SetNameValue("GEOMETRY_NAME", "geom");
        list.SetNameValue("FID", "fid");
    } else if (name == "GeoJSON") {
        list.SetNameValue("RFC7946", "YES");
        list.SetNameValue("COORDINATE_PRECISION", std::to_string(options.coordinate_decimals).c_str());
    } else if (name == "ESRI Shapefile") {
        list.SetNameValue("ENCODING", "UTF-8");
        list.SetNameValue("DBF_DATE_LAST_UPDATE", "2000-01-01");
    } else if (name == "CSV") {
        if (layer.has_geometry)
            list.SetNameValue("GEOMETRY", "AS_WKT");
        list.SetNameValue("LINEFORMAT", "LF");
        list.SetNameValue("STRING_QUOTING", "IF_NEEDED");
    }
    CPLStringList const chosen = chosen_options(driver, GDAL_DS_LAYER_CREATIONOPTIONLIST, options);
    for (int i = 0; i < chosen.size(); ++i) {
        std::string const option = chosen[i];
        std::size_t const equals = option.find('=');
        list.SetNameValue(option.substr(0, equals).c_str(), option.substr(std::min(option.size(), equals + 1)).c_str());
    }
    return list;
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

/// Writes one layer into an open dataset.
class LayerWriter {
public:
    LayerWriter(GDALDataset& dataset, FeatureLayer const& layer, std::vector<OutputField> const& fields,
                WriteOptions const& options)
        : m_layer(layer), m_fields(fields), m_driver(dataset.GetDriverName()), m_shape(shape_of(layer.geometries)),
          m_keep_ids(keeps_ids(layer, m_driver)), m_decimals(options.coordinate_decimals) {
        OGRSpatialReference wgs84;
        wgs84.importFromEPSG(4326);
        wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
        OGRwkbGeometryType type = layer.has_geometry ? layer_type(m_shape) : wkbNone;
        // A shapefile must have a type even when nothing tells which.
        if (m_driver == "ESRI Shapefile" && type == wkbUnknown)
            type = wkbPoint;
        CPLStringList list = layer_options(*dataset.GetDriver(), layer, options);
        m_out = dataset.CreateLayer(layer.name.c_str(), layer.has_geometry ? &wgs84 : nullptr, type, list.List());
        if (m_out == nullptr)
            fail();
        for (OutputField const& field : fields)
            create_field(field);
    }

    void write() {
        for (std::size_t row = 0; row < m_layer.size(); ++row) {
            gdal::FeatureHandle const feature(OGRFeature::CreateFeature(m_out->GetLayerDefn()));
            if (m_keep_ids)
                feature->SetFID(m_layer.ids[row]);
            for (std::size_t f = 0; f < m_fields.size(); ++f)
                set_value(*feature, row, f);
            if (m_layer.has_geometry)
                set_geometry(*feature, row);
            if (m_out->CreateFeature(feature.get()) != OGRERR_NONE)
                fail();
        }
    }

private:
    [[noreturn]] void fail() const {
        throw IoError({.what = fmt::format("layer '{}' cannot be written", m_layer.name), .where = "", .remedy = ""});
    }

    void create_field(OutputField const& field) {
        // In CSV the texts of numbers are ours: GDAL would round reals to 15 digits.
        bool const as_text = field.type == FieldType::text || m_driver == "CSV";
        OGRFieldDefn definition(field.name.c_str(), as_text                            ? OFTString
                                                    : field.type == FieldType::integer ? OFTInteger64
                                                                                       : OFTReal);
        definition.SetWidth(field.width);
        definition.SetPrecision(field.precision);
        if (m_out->CreateField(&definition) != OGRERR_NONE)
            fail();
    }

    void set_value(OGRFeature& feature, std::size_t row, std::size_t f) const {
        int const at = static_cast<int>(f);
        AttributeValue const value = m_layer.attributes.value(row, f);
        if (auto const* text = std::get_if<std::string>(&value)) {
            if (!is_utf8(*text))
                throw DataError(
                    {.what = fmt::format("a text of field '{}' in row {} is not UTF-8", m_fields[f].name, row),
                     .where = fmt::format("layer '{}'", m_layer.name),
                     .remedy = "name the encoding of the input"});
            return feature.SetField(at, std::string(fitted(*text, m_fields[f])).c_str());
        }
        auto const* real = std::get_if<double>(&value);
        bool const null = std::holds_alternative<std::monostate>(value) || (real != nullptr && !std::isfinite(*real));
        if (null)
            feature.SetFieldNull(at);
        else if (m_driver == "CSV")
            feature.SetField(at, m_layer.attributes.text(row, f)->c_str());
        else if (real != nullptr)
            feature.SetField(at, *real);
        else
            feature.SetField(at, GIntBig{std::get<std::int64_t>(value)});
    }

    void set_geometry(OGRFeature& feature, std::size_t row) const {
        LonLatGeometry const view = m_layer.geometries[row];
        gdal::GeometryHandle geometry;
        if (m_driver == "CSV") {
            LonLatGeometries rounded;
            rounded.add(view);
            geometry = to_ogr(round(rounded)[0], m_shape.has_multi);
        } else {
            geometry = to_ogr(view, m_shape.has_multi);
        }
        feature.SetGeometryDirectly(geometry.release());
    }

    /// GDAL writes WKT with 15 digits, whatever they mean.
    LonLatGeometries round(LonLatGeometries const& geometries) const {
        double const scale = std::pow(10.0, m_decimals);
        LonLatGeometries rounded;
        LonLatGeometry const view = geometries[0];
        rounded.begin(view.kind());
        for (std::size_t p = 0; p < view.path_count(); ++p) {
            rounded.begin_path(view.role(p));
            for (LonLat const v : view.path(p))
                rounded.add({std::round(v.lon * scale) / scale, std::round(v.lat * scale) / scale});
        }
        rounded.end();
        return rounded;
    }

    FeatureLayer const& m_layer;
    std::vector<OutputField> const& m_fields;
    std::string m_driver;
    LayerShape m_shape;
    bool m_keep_ids;
    int m_decimals;
    OGRLayer* m_out = nullptr;
};

void remove_output(std::string const& file, std::string const& driver) noexcept {
    gdal::Messages const quiet;
    gdal::remove_file(file);
    std::string const stem = file.substr(0, file.find_last_of('.'));
    if (driver == "ESRI Shapefile")
        for (char const* extension : {".shx", ".dbf", ".prj", ".cpg", ".qix"})
            gdal::remove_file(stem + extension);
    if (driver == "GPKG")
        for (char const* suffix : {"-journal", "-wal", "-shm"})
            gdal::remove_file(file + suffix);
    if (driver == "FlatGeobuf")
        gdal::remove_file(stem + "_temp.fgb");
}

void write_all(std::string const& file, std::string const& driver_name, std::span<WrittenLayer const> layers,
               WriteOptions const& options) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(driver_name.c_str());
    CPLStringList list = chosen_options(*driver, GDAL_DMD_CREATIONOPTIONLIST, options);
    gdal::DatasetHandle dataset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, list.List()));
    if (!dataset)
        throw IoError({.what = "cannot be created", .where = "", .remedy = ""});
    bool const transaction = dataset->TestCapability(ODsCTransactions) != 0;
    if (transaction && dataset->StartTransaction() != OGRERR_NONE)
        throw IoError({.what = "cannot be written", .where = "", .remedy = ""});
    for (WrittenLayer const& layer : layers)
        LayerWriter(*dataset, *layer.layer, layer.fields, options).write();
    if (transaction && dataset->CommitTransaction() != OGRERR_NONE)
        throw IoError({.what = "cannot be written", .where = "", .remedy = ""});
    dataset->FlushCache(true);
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
        remove_output(file, driver);
        throw IoError({.what = reasons.empty() ? failure.parts().what : failure.parts().what + ": " + reasons,
                       .where = file,
                       .remedy = "check the room on the disk and the permissions of the folder"});
    } catch (...) {
        remove_output(file, driver);
        throw;
    }
    for (gdal::Message const& message : messages.all())
        report.problems.push_back({Severity::warning, "gdal.warning", {message.text, file, ""}});
    return report;
}

} // namespace oreway
