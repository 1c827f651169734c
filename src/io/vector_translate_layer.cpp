// SPDX-License-Identifier: MIT
// The definition of an output layer, and features on their way into it: native types where the format has them, valid
// UTF-8, ids and order kept.

#include "io/vector_translate_layer.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <ogr_p.h>

#include "io/layer_counts.hpp"
#include "io/output_fields.hpp"
#include "io/vector_translate_options.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::size_t batch_features = 8192;
constexpr std::size_t batch_vertices = 500'000;

bool is_json(std::string const& driver) {
    return driver.find("JSON") != std::string::npos;
}

bool has_word(char const* list, std::string_view word) {
    for (std::string const& entry : split(list == nullptr ? "" : list, ' '))
        if (entry == word)
            return true;
    return false;
}

std::size_t rough_vertices(OGRGeometry const* shape) {
    // Without looking inside: WKB is 16 bytes a vertex and some.
    return shape == nullptr ? 0 : shape->WkbSize() / 16;
}

} // namespace

LayerCopy::LayerCopy(NativeLayer in, GDALDataset& out, LayerTranslation const& translation,
                     TranslateOptions const& options)
    : m_in(std::move(in)), m_driver(out.GetDriverName()), m_on_error(options.on_error),
      m_transform(translation.transform),
      m_read_problems(fmt::format("{}, layer '{}'", m_in.file, m_in.layer->GetName())),
      m_problems(fmt::format("{}, layer '{}'", m_in.file, m_in.layer->GetName())) {
    m_ids_may_repeat = is_json(m_in.driver);
    m_counts.layer = translation.output_layer;
    m_in.layer->SetAttributeFilter(nullptr);
    m_in.layer->SetSpatialFilter(nullptr);
    m_in.layer->ResetReading();
    create_layer(out, translation, options);
    create_fields(*out.GetDriver());
    m_definition.reset(m_out->GetLayerDefn());
    m_definition->Reference();
}

Problems LayerCopy::problems() {
    Problems all = m_read_problems.problems();
    std::ranges::copy(m_problems.problems(), std::back_inserter(all));
    return all;
}

OGRwkbGeometryType LayerCopy::output_type(OGRwkbGeometryType source) const {
    OGRwkbGeometryType type = source;
    if (!m_holds_curves)
        type = OGR_GT_GetLinear(type);
    if (m_promotes && (wkbFlatten(type) == wkbPolygon || wkbFlatten(type) == wkbLineString))
        type = OGR_GT_GetCollection(type);
    return type;
}

void LayerCopy::create_layer(GDALDataset& out, LayerTranslation const& translation, TranslateOptions const& options) {
    OGRFeatureDefn const& definition = *m_in.layer->GetLayerDefn();
    bool const spatial = definition.GetGeomFieldCount() > 0;
    if (definition.GetGeomFieldCount() > 1)
        m_problems.add_once(
            Severity::warning, "geometry.column",
            fmt::format("of {} geometry columns only the first is kept", definition.GetGeomFieldCount()));
    OGRSpatialReference target;
    target.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    bool const has_target = spatial && !translation.target_wkt.empty();
    if (has_target && target.importFromWkt(translation.target_wkt.c_str()) != OGRERR_NONE)
        throw IoError({.what = "GDAL does not read the target reference system", .where = "", .remedy = ""});
    if (has_target)
        m_rules = move_rules(target, options.max_deviation, translation.seam);
    m_holds_curves = m_driver == "GPKG";
    // A shapefile does not tell one part from several; typed formats do.
    m_promotes = m_in.driver == "ESRI Shapefile" && (m_driver == "GPKG" || m_driver == "FlatGeobuf");
    m_type = spatial ? output_type(m_in.layer->GetGeomType()) : wkbNone;
    CPLStringList list = translation_layer_options(*out.GetDriver(), {.in = m_in.layer,
                                                                      .in_driver = m_in.driver,
                                                                      .spatial = spatial,
                                                                      .target = has_target ? &target : nullptr,
                                                                      .given = options.creation_options});
    m_out = out.CreateLayer(translation.output_layer.c_str(), has_target ? &target : nullptr, m_type, list.List());
    if (m_out == nullptr)
        throw IoError(
            {.what = fmt::format("layer '{}' cannot be made", translation.output_layer), .where = "", .remedy = ""});
}

void LayerCopy::create_fields(GDALDriver& driver) {
    std::vector<Field> fields;
    for (FieldPlan const& plan : *m_in.fields)
        fields.push_back(plan.field);
    std::vector<std::string> names;
    if (m_driver == "ESRI Shapefile") {
        Problems renamed;
        auto const geometry = m_type == wkbNone ? GeometryColumn::none : GeometryColumn::present;
        for (OutputField const& field : output_fields(m_counts.layer, fields, geometry, m_driver, renamed))
            names.push_back(field.name);
        for (Problem const& problem : renamed)
            m_problems.add_once(problem.severity, problem.code, problem.parts.what);
    } else
        for (Field const& field : fields)
            names.push_back(field.name);
    for (std::size_t f = 0; f < fields.size(); ++f)
        create_field(driver, (*m_in.fields)[f], names[f]);
}

void LayerCopy::create_field(GDALDriver& driver, FieldPlan const& plan, std::string const& name) {
    OGRFieldDefn const& native = *m_in.layer->GetLayerDefn()->GetFieldDefn(plan.index);
    OGRFieldDefn definition(&native);
    definition.SetName(name.c_str());
    Column column{.source = plan.index, .name = plan.field.name};
    OGRFieldType const type = native.GetType();
    bool const held = m_driver != "CSV" && has_word(driver.GetMetadataItem(GDAL_DMD_CREATIONFIELDDATATYPES),
                                                    OGRFieldDefn::GetFieldTypeName(type));
    bool const number = type == OFTInteger || type == OFTInteger64 || type == OFTReal;
    if (type == OFTString)
        column.carry = Carry::text;
    else if (!held) {
        column.carry = number                                                      ? Carry::number
                       : type == OFTBinary                                         ? Carry::binary
                       : type == OFTDate || type == OFTTime || type == OFTDateTime ? Carry::iso
                                                                                   : Carry::json;
        definition.SetSubType(OFSTNone);
        definition.SetType(OFTString);
        definition.SetWidth(0);
        definition.SetPrecision(0);
        if (m_driver != "CSV")
            m_problems.add_once(
                Severity::note, "field.as_text",
                fmt::format("field '{}' ({}) becomes text", plan.field.name, OGRFieldDefn::GetFieldTypeName(type)));
    }
    if (definition.GetSubType() != OFSTNone && !has_word(driver.GetMetadataItem(GDAL_DMD_CREATIONFIELDDATASUBTYPES),
                                                         OGRFieldDefn::GetFieldSubTypeName(definition.GetSubType())))
        definition.SetSubType(OFSTNone);
    int const before = m_out->GetLayerDefn()->GetFieldCount();
    if (m_out->CreateField(&definition) != OGRERR_NONE || m_out->GetLayerDefn()->GetFieldCount() != before + 1)
        throw IoError({.what = fmt::format("field '{}' cannot be made", plan.field.name), .where = "", .remedy = ""});
    column.target = before;
    m_columns.push_back(std::move(column));
}

void LayerCopy::take_messages(gdal::Messages& messages) {
    for (gdal::Message const& message : messages.take()) {
        // Shapefiles were checked record by record before, so what GDAL says of them is known.
        if (m_in.shapefile != nullptr)
            continue;
        if (message.level >= CE_Failure)
            throw IoError({.what = "reading breaks off: " + message.text,
                           .where = fmt::format("{}, layer '{}'", m_in.file, m_in.layer->GetName()),
                           .remedy = "the file is damaged; get or export it again"});
        m_read_problems.add_once(Severity::warning, "gdal.warning", message.text);
    }
}

FeatureBatch LayerCopy::read() {
    FeatureBatch batch;
    gdal::Messages messages;
    for (std::size_t vertices = 0; batch.features.size() < batch_features && vertices < batch_vertices;) {
        gdal::FeatureHandle feature(m_in.layer->GetNextFeature());
        take_messages(messages);
        if (!feature) {
            batch.last = true;
            m_in.check_unchanged();
            break;
        }
        vertices += rough_vertices(feature->GetGeometryRef());
        batch.features.push_back(std::move(feature));
    }
    return batch;
}

void LayerCopy::convert(FeatureBatch& batch) {
    gdal::Messages const quiet;
    std::vector<gdal::GeometryHandle> shapes;
    for (gdal::FeatureHandle const& feature : batch.features) {
        bool const lost =
            m_in.shapefile != nullptr && std::ranges::binary_search(m_in.shapefile->damaged, feature->GetFID());
        gdal::GeometryHandle shape(m_type == wkbNone ? nullptr : feature->StealGeometry());
        if (lost)
            shape.reset();
        if (shape && m_in.axis_order == AxisOrder::north_east)
            shape->swapXY();
        shapes.push_back(std::move(shape));
    }
    std::vector<Moved> moved;
    if (m_transform != nullptr) {
        TransformPool::Loan const transform = m_transform->borrow();
        moved = move_geometries(shapes, transform.get(), m_rules);
    } else
        moved = move_geometries(shapes, nullptr, m_rules);
    std::vector<gdal::FeatureHandle> const features = std::exchange(batch.features, {});
    for (std::size_t i = 0; i < features.size(); ++i)
        convert_one(*features[i], std::move(shapes[i]), moved[i], batch);
}

void LayerCopy::convert_one(OGRFeature& feature, gdal::GeometryHandle shape, Moved moved, FeatureBatch& batch) {
    LayerCounts& counts = batch.counts;
    auto const id = static_cast<std::int64_t>(feature.GetFID());
    ++counts.features_in;
    counts.vertices_in += moved.vertices_in;
    bool const spatial = m_type != wkbNone;
    if (spatial && moved.vertices_in == 0)
        ++counts.null_in;
    if (moved.failed) {
        note_failure(id, counts);
        shape.reset();
        if (m_on_error == FailedPoints::drop)
            return;
        moved.vertices_out = 0;
    } else if (shape)
        shape = fitted(std::move(shape), id, moved);
    ++counts.features_out;
    counts.vertices_out += moved.vertices_out;
    if (spatial && moved.vertices_out == 0)
        ++counts.null_out;
    batch.features.push_back(converted(feature, std::move(shape)));
}

void LayerCopy::note_failure(std::int64_t id, LayerCounts& counts) const {
    if (m_on_error == FailedPoints::fail)
        throw DataError({.what = fmt::format("feature {} has a point without image in the target system", id),
                         .where = fmt::format("{}, layer '{}'", m_in.file, m_in.layer->GetName()),
                         .remedy = "see where its points are, or choose --on-error null or drop"});
    ++counts.failed_count;
    counts.failed.push_back(id);
}

gdal::GeometryHandle LayerCopy::fitted(gdal::GeometryHandle shape, std::int64_t id, Moved& moved) {
    if (!m_holds_curves && shape->hasCurveGeometry() != 0) {
        shape.reset(shape->getLinearGeometry());
        moved.vertices_out = vertex_count(shape.get());
        m_problems.add(Severity::note, "geometry.linearised", "curves became lines, which the format asks for", id);
    }
    if (is_json(m_driver) && shape->IsMeasured() != 0) {
        shape->setMeasured(FALSE);
        m_problems.add(Severity::warning, "geometry.measures", "measures (M) were lost, the format has none", id,
                       "write a GeoPackage");
    }
    OGRwkbGeometryType const flat = wkbFlatten(shape->getGeometryType());
    if (m_promotes && (flat == wkbPolygon || flat == wkbLineString))
        shape.reset(OGRGeometryFactory::forceTo(shape.release(), OGR_GT_GetCollection(flat), nullptr));
    return shape;
}

gdal::FeatureHandle LayerCopy::converted(OGRFeature& feature, gdal::GeometryHandle shape) {
    gdal::FeatureHandle out(OGRFeature::CreateFeature(m_definition.get()));
    set_id(feature, *out);
    bool const has_row = m_in.shapefile == nullptr || feature.GetFID() < m_in.shapefile->rows;
    for (Column const& column : m_columns)
        if (has_row)
            set_field(feature, column, *out);
    if (shape)
        out->SetGeometryDirectly(shape.release());
    return out;
}

void LayerCopy::set_id(OGRFeature const& feature, OGRFeature& out) {
    std::int64_t id = feature.GetFID();
    if (id < 0)
        return;
    if (m_ids_may_repeat && id <= m_last_id) {
        id = m_last_id + 1;
        m_problems.add(Severity::warning, "feature.renumbered",
                       "ids that repeat or go backwards were replaced, so that the order is kept", feature.GetFID());
    }
    m_last_id = id;
    out.SetFID(id);
}

void LayerCopy::set_field(OGRFeature const& feature, Column const& column, OGRFeature& out) {
    if (!feature.IsFieldSet(column.source))
        return;
    if (feature.IsFieldNull(column.source))
        return out.SetFieldNull(column.target);
    auto& native = const_cast<OGRFeature&>(feature); // several getters of OGRFeature are not const
    switch (column.carry) {
    case Carry::raw:
        return out.SetField(column.target, native.GetRawFieldRef(column.source));
    case Carry::text:
        return set_text(feature, column, out);
    case Carry::number:
        if (feature.GetFieldDefnRef(column.source)->GetType() == OFTReal)
            return out.SetField(column.target, shortest(feature.GetFieldAsDouble(column.source)).c_str());
        return out.SetField(column.target, std::to_string(feature.GetFieldAsInteger64(column.source)).c_str());
    case Carry::iso: {
        gdal::CplText const text(OGRGetXMLDateTime(native.GetRawFieldRef(column.source)));
        return out.SetField(column.target, text.get());
    }
    case Carry::json: {
        gdal::CplText const text(native.GetFieldAsSerializedJSon(column.source));
        return out.SetField(column.target, text.get());
    }
    case Carry::binary: {
        int size = 0;
        GByte const* bytes = native.GetFieldAsBinary(column.source, &size);
        gdal::CplText const text(CPLBinaryToHex(size, bytes));
        return out.SetField(column.target, text.get());
    }
    }
}

void LayerCopy::set_text(OGRFeature const& feature, Column const& column, OGRFeature& out) {
    auto& native = const_cast<OGRFeature&>(feature);
    char const* bytes = native.GetRawFieldRef(column.source)->String;
    TextFate fate = TextFate::kept;
    if (m_in.decoder->encoding() == "UTF-8" && is_utf8(bytes))
        return out.SetField(column.target, bytes);
    out.SetField(column.target, m_in.decoder->decode(bytes, fate).c_str());
    auto const id = static_cast<std::int64_t>(feature.GetFID());
    if (fate == TextFate::cut_letter)
        m_problems.add(Severity::note, "text.cut_letter",
                       fmt::format("texts in field '{}' end with a part of a letter, which was left out", column.name),
                       id);
    if (fate == TextFate::wrong_encoding)
        m_problems.add(Severity::warning, "encoding.wrong",
                       fmt::format("texts in field '{}' are not {}", column.name, m_in.decoder->encoding()), id,
                       "name the encoding of the file with --encoding");
}

void LayerCopy::write(FeatureBatch& batch) {
    for (gdal::FeatureHandle const& feature : batch.features)
        if (m_rows != nullptr)
            m_rows->write(*feature);
        else if (m_out->CreateFeature(feature.get()) != OGRERR_NONE)
            throw IoError(
                {.what = fmt::format("feature {} of layer '{}' cannot be written", feature->GetFID(), m_counts.layer),
                 .where = "",
                 .remedy = ""});
    add_counts(m_counts, batch.counts);
    batch.features.clear();
}

} // namespace oreway
