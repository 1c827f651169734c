// SPDX-License-Identifier: MIT
// Layers and features by GDAL's drivers, with the options of creation that make files depend on their content only.

#include "io/layer_writer.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

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
CPLStringList layer_options(GDALDriver& driver, OutputLayer const& layer, WriteOptions const& options) {
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

/// GDAL writes WKT with 15 digits, whatever they mean.
LonLatGeometries rounded(LonLatGeometry const& geometry, int decimals) {
    double const scale = std::pow(10.0, decimals);
    LonLatGeometries out;
    out.begin(geometry.kind());
    for (std::size_t p = 0; p < geometry.path_count(); ++p) {
        out.begin_path(geometry.role(p));
        for (LonLat const v : geometry.path(p))
            out.add({std::round(v.lon * scale) / scale, std::round(v.lat * scale) / scale});
    }
    out.end();
    return out;
}

} // namespace

gdal::DatasetHandle create_dataset(std::string const& file, std::string const& driver_name,
                                   WriteOptions const& options) {
    GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(driver_name.c_str());
    CPLStringList list = chosen_options(*driver, GDAL_DMD_CREATIONOPTIONLIST, options);
    gdal::DatasetHandle dataset(driver->Create(file.c_str(), 0, 0, 0, GDT_Unknown, list.List()));
    if (!dataset)
        throw IoError({.what = "cannot be created", .where = "", .remedy = ""});
    if (dataset->TestCapability(ODsCTransactions) != 0 && dataset->StartTransaction() != OGRERR_NONE)
        throw IoError({.what = "cannot be written", .where = "", .remedy = ""});
    return dataset;
}

void finish_dataset(GDALDataset& dataset) {
    if (dataset.TestCapability(ODsCTransactions) != 0 && dataset.CommitTransaction() != OGRERR_NONE)
        throw IoError({.what = "cannot be written", .where = "", .remedy = ""});
    dataset.FlushCache(true);
}

void remove_partial_output(std::string const& file, std::string const& driver) noexcept {
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

LayerWriter::LayerWriter(GDALDataset& dataset, OutputLayer layer, WriteOptions const& options)
    : m_layer(std::move(layer)), m_driver(dataset.GetDriverName()), m_decimals(options.coordinate_decimals) {
    OGRSpatialReference wgs84;
    wgs84.importFromEPSG(4326);
    wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRwkbGeometryType type = m_layer.has_geometry ? layer_type(m_layer.shape) : wkbNone;
    // A shapefile must have a type even when nothing tells which.
    if (m_driver == "ESRI Shapefile" && type == wkbUnknown)
        type = wkbPoint;
    CPLStringList list = layer_options(*dataset.GetDriver(), m_layer, options);
    m_out = dataset.CreateLayer(m_layer.name.c_str(), m_layer.has_geometry ? &wgs84 : nullptr, type, list.List());
    if (m_out == nullptr)
        fail();
    for (OutputField const& field : m_layer.fields)
        create_field(field);
}

void LayerWriter::write(LonLatGeometries const& geometries, Attributes const& attributes,
                        std::vector<std::int64_t> const& ids) {
    for (std::size_t row = 0; row < geometries.size(); ++row) {
        gdal::FeatureHandle const feature(OGRFeature::CreateFeature(m_out->GetLayerDefn()));
        if (!ids.empty())
            feature->SetFID(ids[row]);
        for (std::size_t f = 0; f < m_layer.fields.size(); ++f)
            set_value(*feature, attributes, row, f);
        if (m_layer.has_geometry)
            feature->SetGeometryDirectly(geometry_of(geometries[row]).release());
        if (m_out->CreateFeature(feature.get()) != OGRERR_NONE)
            fail();
    }
}

void LayerWriter::fail() const {
    throw IoError({.what = fmt::format("layer '{}' cannot be written", m_layer.name), .where = "", .remedy = ""});
}

void LayerWriter::create_field(OutputField const& field) {
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

void LayerWriter::set_value(OGRFeature& feature, Attributes const& attributes, std::size_t row, std::size_t f) const {
    int const at = static_cast<int>(f);
    OutputField const& field = m_layer.fields[f];
    AttributeValue const value = attributes.value(row, f);
    if (auto const* text = std::get_if<std::string>(&value)) {
        if (!is_utf8(*text))
            throw DataError({.what = fmt::format("a text of field '{}' in row {} is not UTF-8", field.name, row),
                             .where = fmt::format("layer '{}'", m_layer.name),
                             .remedy = "name the encoding of the input"});
        return feature.SetField(at, std::string(fitted(*text, field)).c_str());
    }
    auto const* real = std::get_if<double>(&value);
    bool const null = std::holds_alternative<std::monostate>(value) || (real != nullptr && !std::isfinite(*real));
    if (null)
        feature.SetFieldNull(at);
    else if (m_driver == "CSV")
        feature.SetField(at, attributes.text(row, f)->c_str());
    else if (real != nullptr)
        feature.SetField(at, *real);
    else
        feature.SetField(at, GIntBig{std::get<std::int64_t>(value)});
}

gdal::GeometryHandle LayerWriter::geometry_of(LonLatGeometry const& geometry) const {
    bool const multi = m_layer.shape.has_multi || has_parts(geometry);
    if (m_driver != "CSV")
        return to_ogr(geometry, multi);
    return to_ogr(rounded(geometry, m_decimals)[0], multi);
}

} // namespace oreway
