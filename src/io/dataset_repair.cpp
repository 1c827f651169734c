// SPDX-License-Identifier: MIT
// The input is read, the copy is written: no driver is asked to change what it is iterating over.

#include "oreway/io/dataset_repair.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "io/dataset_members.hpp"
#include "io/feature_reader.hpp"
#include "io/geojson_text.hpp"
#include "io/geometry_reader.hpp"
#include "io/geometry_writer.hpp"
#include "io/shape_cleaning.hpp"
#include "io/shapefile_check.hpp"
#include "io/sqlite_handles.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/library.hpp"

namespace oreway {

namespace {

/// Formats whose drivers change a single feature and leave the others as they are, by the extension.
struct Repairable {
    std::string_view extension;
    std::string_view driver;
};
constexpr std::array repairable = {Repairable{"shp", "ESRI Shapefile"}, Repairable{"dbf", "ESRI Shapefile"},
                                   Repairable{"gpkg", "GPKG"},          Repairable{"geojson", "GeoJSON"},
                                   Repairable{"json", "GeoJSON"},       Repairable{"csv", "CSV"}};

std::string driver_of(std::string const& input) {
    for (Repairable const& format : repairable)
        if (has_extension(input, format.extension))
            return std::string(format.driver);
    throw DataError(
        {.what = "is in a format in which single features cannot be mended",
         .where = input,
         .remedy = "convert it to GeoPackage first; shapefiles, GeoPackage, GeoJSON and CSV can be mended"});
}

void require_plain_file(std::string const& input) {
    std::error_code ignored;
    if (input.starts_with("/vsi") || !std::filesystem::is_regular_file(input, ignored))
        throw DataError(
            {.what = "is no plain file", .where = input, .remedy = "name each file; unpack an archive first"});
}

void copy_bytes(std::string const& from, std::string const& to) {
    gdal::write_bytes(to, gdal::read_bytes(from));
}

/// All pages as the last transaction left them, also those that are still in a journal beside the file.
void copy_database(std::string const& from, std::string const& to) {
    sqlite::Database const source = sqlite::open_read_only(from);
    sqlite3* opened = nullptr;
    int const state = sqlite3_open_v2(to.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    sqlite::Database const target(opened);
    sqlite3_backup* const backup =
        state == SQLITE_OK ? sqlite3_backup_init(target.get(), "main", source.get(), "main") : nullptr;
    constexpr int all_pages = -1;
    if (backup != nullptr)
        sqlite3_backup_step(backup, all_pages);
    if (backup == nullptr || sqlite3_backup_finish(backup) != SQLITE_OK)
        throw IoError({.what = fmt::format("cannot be copied: {}", sqlite3_errmsg(target.get())),
                       .where = from,
                       .remedy = "make room on the disk; close programs that write the file"});
}

std::vector<std::string> copy_shapefile(std::string const& from, std::filesystem::path to) {
    ShapefileReport const report = check_shapefile(from);
    if (!report.damaged.empty() || !report.has_attributes)
        throw DataError({.what = report.has_attributes ? fmt::format("{} records are damaged, their shapes are lost",
                                                                     report.damaged.size())
                                                       : "the attributes (.dbf) are missing or cannot be read",
                         .where = from,
                         .remedy = "get or export the shapefile again"});
    std::vector<std::string> notes;
    auto const put = [&](char const* extension, std::optional<std::string> const& bytes, char const* note) {
        std::string const source = sibling(from, extension);
        std::string const target = to.replace_extension(extension).string();
        if (bytes) {
            gdal::write_bytes(target, *bytes);
            notes.emplace_back(note);
        } else if (gdal::file_size(source) >= 0) {
            copy_bytes(source, target);
        }
    };
    if (report.has_shapes) {
        put("shp", std::nullopt, "");
        put("shx", report.new_index, "the index (.shx) was written anew");
    }
    put("dbf", report.new_table, "the table (.dbf) was given a row for every record");
    put("prj", std::nullopt, "");
    put("cpg", std::nullopt, "");
    return notes;
}

CPLStringList options_of(std::string const& driver, ReadOptions const& options) {
    CPLStringList list;
    if (driver == "ESRI Shapefile")
        list.AddString("ENCODING="); // bytes as they are
    for (std::string const& option : options.open_options)
        list.AddString(option.c_str());
    return list;
}

gdal::DatasetHandle open(std::string const& file, std::string const& driver, ReadOptions const& options,
                         unsigned int access) {
    gdal::Messages const messages;
    char const* const drivers[] = {driver.c_str(), nullptr};
    CPLStringList const list = options_of(driver, options);
    gdal::DatasetHandle dataset(GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | access | GDAL_OF_VERBOSE_ERROR,
                                                  drivers, list.List(), nullptr));
    if (!dataset)
        throw IoError({.what = "cannot be opened: " + messages.text(), .where = file, .remedy = ""});
    return dataset;
}

/// Layers of the user, as VectorDataset counts them.
std::vector<OGRLayer*> layers_of(GDALDataset& dataset) {
    std::vector<OGRLayer*> layers;
    for (OGRLayer* layer : dataset.GetLayers()) {
        std::string_view const name = layer->GetName();
        if (name != "layer_styles" && name != "qgis_projects")
            layers.push_back(layer);
    }
    return layers;
}

XYGeometries flat(OGRGeometry const* shape) {
    XYGeometries out;
    ProblemTally nobody_reads("");
    append_geometry(shape, AxisOrder::east_north, 0, out, nobody_reads);
    return out;
}

/// The mended geometry as the layer of the original takes it.
gdal::GeometryHandle to_native(XYGeometries const& mended, bool multi) {
    LonLatGeometries numbers; // only the numbers; what they mean is not changed
    XYGeometry const geometry = mended[0];
    numbers.begin(geometry.kind());
    for (std::size_t p = 0; p < geometry.path_count(); ++p) {
        numbers.begin_path(geometry.role(p));
        for (XY const vertex : geometry.path(p))
            numbers.add(LonLat{vertex.x, vertex.y});
    }
    numbers.end();
    return to_ogr(numbers[0], multi || has_parts(numbers[0]));
}

/// The type of a layer stands in the table of geometry columns and again in the declaration of its own table.
void declare_multi(sqlite::Database const& database, std::string_view table, std::string const& column) {
    sqlite::Statement const update = sqlite::prepare(
        database, "UPDATE gpkg_geometry_columns SET geometry_type_name = 'MULTIPOLYGON' WHERE table_name = ?");
    sqlite::bind(update, 1, table);
    sqlite::step(update);
    sqlite::execute(database, "PRAGMA writable_schema = ON");
    {
        sqlite::Statement const declare = sqlite::prepare(
            database, "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?");
        sqlite::bind(declare, 1, fmt::format("\"{}\" POLYGON", column));
        sqlite::bind(declare, 2, fmt::format("\"{}\" MULTIPOLYGON", column));
        sqlite::bind(declare, 3, table);
        sqlite::step(declare);
    }
    sqlite::execute(database, "PRAGMA writable_schema = RESET");
}

bool is_multi(OGRGeometry const& shape) {
    return OGR_GT_IsSubClassOf(wkbFlatten(shape.getGeometryType()), wkbGeometryCollection) != 0;
}

} // namespace

struct DatasetRepair::Impl {
    std::string input;
    std::string file;
    std::string driver;
    std::string encoding;
    ReadOptions options;
    std::vector<std::string> notes{};
    gdal::DatasetHandle source{};
    gdal::DatasetHandle copy{};

    using Shapes = std::map<std::int64_t, gdal::GeometryHandle>;

    [[noreturn]] void fail(std::string const& what, gdal::Messages const& messages) const {
        throw IoError({.what = fmt::format("{}: {}", what, messages.text()),
                       .where = input,
                       .remedy = "make room on the disk; when that is not it, report it"});
    }

    OGRLayer& layer_of(GDALDataset& dataset, std::size_t position) const {
        std::vector<OGRLayer*> const layers = layers_of(dataset);
        if (position >= layers.size())
            throw IoError({.what = "has lost a layer while it was mended", .where = input, .remedy = "run again"});
        return *layers[position];
    }

    /// New shapes of the features that need one.
    Shapes shapes_of(OGRLayer& from, Reshape const& reshape, MendedLayer& report) const {
        Shapes shapes;
        RingOrder const order =
            driver == "ESRI Shapefile" ? RingOrder::exterior_clockwise : RingOrder::exterior_counterclockwise;
        from.ResetReading();
        while (gdal::FeatureHandle const feature{from.GetNextFeature()}) {
            OGRGeometry const* const shape = feature->GetGeometryRef();
            if (shape == nullptr || shape->IsEmpty() || shape->hasCurveGeometry())
                continue;
            MendedFeature mended;
            mended.id = feature->GetFID();
            gdal::GeometryHandle cleaned(shape->clone());
            mended.cleaning = clean_shape(*cleaned, order);
            XYGeometries const plain = flat(cleaned.get());
            if (auto const better = reshape(mended.id, plain[0])) {
                cleaned = with_dimensions_of(*shape, to_native(*better, is_multi(*shape)), mended.heights_guessed);
                static_cast<void>(clean_shape(*cleaned, order)); // rings as the format has them
                mended.reshaped = true;
            }
            if (!mended.cleaning.any() && !mended.reshaped)
                continue;
            mended.shape = flat(cleaned.get());
            report.features.push_back(mended);
            shapes.emplace(mended.id, std::move(cleaned));
        }
        return shapes;
    }

    /// A GeoPackage declares whether a layer holds single polygons or multipolygons.
    void make_multi_if_needed(std::size_t position, OGRLayer& from, Shapes& shapes, MendedLayer& report) {
        bool const any_parts = std::ranges::any_of(shapes, [](auto const& entry) { return is_multi(*entry.second); });
        if (driver != "GPKG" || wkbFlatten(from.GetGeomType()) != wkbPolygon || !any_parts)
            return;
        copy.reset();
        {
            sqlite::Database const database = sqlite::open_for_writing(file);
            declare_multi(database, from.GetName(), from.GetGeometryColumn());
        }
        copy = open(file, driver, options, GDAL_OF_UPDATE);
        static_cast<void>(layer_of(*copy, position));
        from.ResetReading();
        while (gdal::FeatureHandle const feature{from.GetNextFeature()})
            if (OGRGeometry const* const shape = feature->GetGeometryRef(); shape != nullptr)
                shapes.try_emplace(feature->GetFID(), shape->clone());
        for (auto& [id, shape] : shapes)
            shape.reset(OGRGeometryFactory::forceToMultiPolygon(shape.release()));
        report.made_multi = true;
    }

    /// Positions of the fields by their names as the reader tells them.
    std::map<std::string, int> fields_of(OGRLayer& layer) const {
        TextDecoder decoder(encoding_name(encoding.empty() ? "UTF-8" : encoding));
        std::map<std::string, int> fields;
        for (FieldPlan const& plan : plan_fields(*layer.GetLayerDefn(), decoder))
            fields.emplace(plan.field.name, plan.index);
        return fields;
    }

    void widen_fields(OGRLayer& to, TextEdits const& texts, std::map<std::string, int> const& fields,
                      MendedLayer& report) const {
        std::map<std::string, int> needed;
        for (auto const& [id, row] : texts)
            for (auto const& [field, text] : row)
                needed[field] = std::max(needed[field], static_cast<int>(text.size()));
        for (auto const& [field, width] : needed) {
            int const index = fields.at(field);
            OGRFieldDefn definition(to.GetLayerDefn()->GetFieldDefn(index));
            int const before = definition.GetWidth();
            if (before == 0 || before >= width)
                continue;
            definition.SetWidth(width);
            gdal::Messages const messages;
            if (to.AlterFieldDefn(index, &definition, ALTER_WIDTH_PRECISION_FLAG) != OGRERR_NONE)
                fail(fmt::format("the field '{}' cannot be made wider", field), messages);
            report.widened.push_back({field, before, width});
        }
    }

    void write(OGRLayer& to, std::int64_t id, gdal::GeometryHandle shape,
               std::map<std::string, std::string> const* texts, std::map<std::string, int> const& fields) const {
        gdal::Messages const messages;
        gdal::FeatureHandle const feature(to.GetFeature(id));
        if (!feature)
            fail(fmt::format("feature {} cannot be read", id), messages);
        if (texts != nullptr)
            for (auto const& [field, text] : *texts)
                feature->SetField(fields.at(field), text.c_str());
        if (shape)
            feature->SetGeometryDirectly(shape.release());
        if (to.SetFeature(feature.get()) != OGRERR_NONE || messages.failed())
            fail(fmt::format("feature {} cannot be written", id), messages);
    }

    /// Where each feature stands in the list of the file: by its id, or where no feature has one by its number.
    std::map<std::int64_t, std::size_t> places_of(OGRLayer& from, GeoJsonText const& text) const {
        std::map<std::int64_t, std::size_t> places;
        for (std::size_t i = 0; i < text.size(); ++i)
            places.emplace(text.id(i).value_or(static_cast<std::int64_t>(i)), i);
        bool all_known = places.size() == text.size();
        from.ResetReading();
        while (gdal::FeatureHandle const feature{from.GetNextFeature()})
            all_known = all_known && places.contains(feature->GetFID());
        if (!all_known)
            throw DataError({.what = "features cannot be told apart: some have the same id, or only some have one",
                             .where = input,
                             .remedy = "give every feature its own whole number as id, or none of them"});
        return places;
    }

    void write_geojson(OGRLayer& from, Shapes const& shapes, TextEdits const& texts) const {
        GeoJsonText text(gdal::read_bytes(input), input);
        std::map<std::int64_t, std::size_t> const places = places_of(from, text);
        for (auto const& [id, shape] : shapes)
            text.set_geometry(places.at(id), to_geojson(*shape));
        for (auto const& [id, row] : texts)
            for (auto const& [field, value] : row)
                text.set_property(places.at(id), field, fmt::format("\"{}\"", value));
        gdal::write_bytes(file, text.text());
    }

    MendedLayer mend(std::size_t position, TextEdits const& texts, Reshape const& reshape) {
        MendedLayer report;
        OGRLayer& from = layer_of(*source, position);
        bool const spatial = from.GetLayerDefn()->GetGeomFieldCount() > 0 && driver != "CSV";
        Shapes shapes = spatial ? shapes_of(from, reshape, report) : Shapes{};
        if (driver == "GeoJSON") {
            if (!shapes.empty() || !texts.empty())
                write_geojson(from, shapes, texts);
            return report;
        }
        make_multi_if_needed(position, from, shapes, report);
        OGRLayer& to = layer_of(*copy, position);
        std::map<std::string, int> const fields = fields_of(to);
        widen_fields(to, texts, fields, report);
        bool const in_one = to.StartTransaction() == OGRERR_NONE;
        for (auto& [id, shape] : shapes) {
            auto const row = texts.find(id);
            write(to, id, std::move(shape), row == texts.end() ? nullptr : &row->second, fields);
        }
        for (auto const& [id, row] : texts)
            if (!shapes.contains(id))
                write(to, id, nullptr, &row, fields);
        gdal::Messages const messages;
        if (in_one && to.CommitTransaction() != OGRERR_NONE)
            fail("the changes cannot be written", messages);
        if (!shapes.empty() && (driver == "GPKG" || driver == "ESRI Shapefile")) {
            std::string const sql = fmt::format("RECOMPUTE EXTENT ON {}", to.GetName());
            if (OGRLayer* const nothing = copy->ExecuteSQL(sql.c_str(), nullptr, nullptr))
                copy->ReleaseResultSet(nothing);
        }
        return report;
    }
};

DatasetRepair::DatasetRepair(std::string const& input, std::filesystem::path const& copy, ReadOptions const& options)
    : m_impl(std::make_unique<Impl>()) {
    start_gdal();
    require_plain_file(input);
    m_impl->input = input;
    m_impl->file = copy.string();
    m_impl->driver = driver_of(input);
    m_impl->options = options;
    VectorDataset const looked_at = VectorDataset::open(input, options);
    if (!looked_at.layers().empty())
        m_impl->encoding = looked_at.layers().front().origin.encoding;
    if (m_impl->driver == "GPKG")
        copy_database(input, m_impl->file);
    else if (m_impl->driver == "ESRI Shapefile")
        m_impl->notes = copy_shapefile(input, copy);
    else
        copy_bytes(input, m_impl->file);
    // A shapefile may have been given another index: what is read then is the copy.
    std::string const& readable = m_impl->notes.empty() ? input : m_impl->file;
    m_impl->source = open(readable, m_impl->driver, options, GDAL_OF_READONLY);
    if (m_impl->driver != "GeoJSON") // which is changed as text
        m_impl->copy = open(m_impl->file, m_impl->driver, options, GDAL_OF_UPDATE);
}

DatasetRepair::DatasetRepair(DatasetRepair&&) noexcept = default;
DatasetRepair& DatasetRepair::operator=(DatasetRepair&&) noexcept = default;
DatasetRepair::~DatasetRepair() = default;

std::vector<std::string> const& DatasetRepair::notes() const noexcept {
    return m_impl->notes;
}

MendedLayer DatasetRepair::mend(std::size_t layer, TextEdits const& texts, Reshape const& reshape) {
    return m_impl->mend(layer, texts, reshape);
}

void DatasetRepair::close() {
    gdal::Messages const messages;
    m_impl->source.reset();
    if (m_impl->copy)
        m_impl->copy->FlushCache(true);
    m_impl->copy.reset();
    if (messages.failed())
        m_impl->fail("the copy cannot be finished", messages);
}

} // namespace oreway
