// SPDX-License-Identifier: MIT
// Reading features: attributes by kind, geometries, and what was lost on the way.

#include "io/feature_reader.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "io/problem_tally.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

using How = FieldPlan::How;

How how_of(OGRFieldDefn const& field) {
    if (field.GetSubType() == OFSTBoolean && field.GetType() == OFTInteger)
        return How::boolean;
    switch (field.GetType()) {
    case OFTInteger:
    case OFTInteger64:
        return How::integer;
    case OFTReal:
        return How::real;
    case OFTDate:
        return How::date;
    case OFTTime:
        return How::time;
    case OFTDateTime:
        return How::date_time;
    case OFTBinary:
        return How::binary;
    case OFTIntegerList:
    case OFTInteger64List:
    case OFTRealList:
    case OFTStringList:
        return How::list;
    default:
        return How::text;
    }
}

FieldType type_of(How how) noexcept {
    if (how == How::integer)
        return FieldType::integer;
    return how == How::real ? FieldType::real : FieldType::text;
}

/// GDAL's flag of a time: 0 unknown, 1 local, 100 UTC, and a quarter of an hour for each step from 100.
std::string zone_text(int flag) {
    if (flag <= 1)
        return {};
    int const minutes = (flag - 100) * 15;
    if (minutes == 0)
        return "Z";
    return fmt::format("{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60, std::abs(minutes) % 60);
}

std::string date_text(OGRFeature const& feature, int field, How how) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, zone = 0;
    float second = 0.0F;
    feature.GetFieldAsDateTime(field, &year, &month, &day, &hour, &minute, &second, &zone);
    std::string const date = fmt::format("{:04}-{:02}-{:02}", year, month, day);
    if (how == How::date)
        return date;
    // GDAL carries seconds as float: milliseconds are all it holds.
    auto const milliseconds = static_cast<int>(std::lround(second * 1000.0F));
    std::string time = fmt::format("{:02}:{:02}:{:02}", hour, minute, milliseconds / 1000);
    if (milliseconds % 1000 != 0)
        time += fmt::format(".{:03}", milliseconds % 1000);
    return how == How::time ? time : date + "T" + time + zone_text(zone);
}

class FeatureReader final : public FeatureSource {
public:
    explicit FeatureReader(LayerPlan plan)
        : m_plan(std::move(plan)),
          m_problems(fmt::format("{}, layer '{}'", m_plan.origin.dataset, m_plan.origin.layer)) {
        // Elsewhere GDAL counts the features itself, or the format keeps ids unique.
        m_ids_may_repeat = m_plan.origin.driver.find("JSON") != std::string::npos;
        for (FieldPlan const& f : m_plan.fields)
            m_fields.push_back(f.field);
        gdal::Messages const messages;
        m_plan.layer->SetAttributeFilter(nullptr);
        m_plan.layer->SetSpatialFilter(nullptr);
        m_plan.layer->ResetReading();
    }

    LayerOrigin const& origin() const noexcept override { return m_plan.origin; }
    std::vector<Field> const& fields() const noexcept override { return m_fields; }
    Problems const& problems() const noexcept override { return m_reported; }

    FeatureChunk next(std::size_t max_features) override {
        FeatureChunk chunk;
        chunk.attributes = Attributes(m_fields);
        gdal::Messages messages;
        while (!m_ended && chunk.ids.size() < max_features) {
            gdal::FeatureHandle const feature(m_plan.layer->GetNextFeature());
            take_messages(messages);
            if (!feature)
                m_ended = true;
            else if (!is_lost(*feature))
                append(*feature, chunk);
        }
        if (m_ended && m_plan.check_unchanged)
            m_plan.check_unchanged();
        m_reported = m_problems.problems();
        return chunk;
    }

private:
    /// Shapefiles were walked before, so what GDAL says of them is known; elsewhere a failure means that reading broke
    /// off.
    void take_messages(gdal::Messages& messages) {
        for (gdal::Message const& message : messages.take()) {
            if (m_plan.shapefile != nullptr)
                continue;
            if (message.level >= CE_Failure)
                throw IoError({.what = "reading breaks off: " + message.text,
                               .where = fmt::format("{}, layer '{}'", m_plan.origin.dataset, m_plan.origin.layer),
                               .remedy = "the file is damaged; get or export it again"});
            m_problems.add_once(Severity::warning, "gdal.warning", message.text);
        }
    }

    bool is_lost(OGRFeature const& feature) const {
        return m_plan.shapefile != nullptr && std::ranges::binary_search(m_plan.shapefile->damaged, feature.GetFID());
    }

    void append(OGRFeature& feature, FeatureChunk& chunk) {
        auto const id = static_cast<std::int64_t>(feature.GetFID());
        chunk.ids.push_back(id);
        if (m_ids_may_repeat && !m_seen_ids.insert(id).second)
            m_problems.add(Severity::warning, "feature.duplicate_id", "several features have the same id", id,
                           "join by a field of your own");
        bool const spatial = m_plan.layer->GetLayerDefn()->GetGeomFieldCount() > 0;
        if (spatial)
            append_geometry(feature.GetGeometryRef(), m_plan.axis_order, id, chunk.geometries, m_problems);
        else
            chunk.geometries.add_null();
        bool const has_row = m_plan.shapefile == nullptr || id < m_plan.shapefile->rows;
        m_row.assign(m_fields.size(), std::monostate{});
        for (std::size_t f = 0; has_row && f < m_fields.size(); ++f)
            m_row[f] = value(feature, m_plan.fields[f], id);
        chunk.attributes.add_row(m_row);
    }

    AttributeValue value(OGRFeature& feature, FieldPlan const& field, std::int64_t id) {
        if (!feature.IsFieldSetAndNotNull(field.index))
            return std::monostate{};
        switch (field.how) {
        case How::integer:
            return static_cast<std::int64_t>(feature.GetFieldAsInteger64(field.index));
        case How::real:
            return real(feature, field, id);
        case How::boolean:
            return std::string(feature.GetFieldAsInteger(field.index) != 0 ? "true" : "false");
        case How::date:
        case How::time:
        case How::date_time:
            return date_text(feature, field.index, field.how);
        case How::list:
            return list(feature, field, id);
        case How::binary:
            return binary(feature, field);
        case How::text:
            return text(feature.GetFieldAsString(field.index), field, id);
        }
        return std::monostate{};
    }

    AttributeValue real(OGRFeature const& feature, FieldPlan const& field, std::int64_t id) {
        double const number = feature.GetFieldAsDouble(field.index);
        if (std::isfinite(number)) {
            constexpr double first_inexact = 9007199254740992.0; // 2^53
            if (std::abs(number) > first_inexact && field.field.source_type == "Integer")
                m_problems.add(Severity::warning, "attribute.rounded",
                               fmt::format("whole numbers in field '{}' are too long to be exact", field.field.name),
                               id, "store them as text");
            return number;
        }
        m_problems.add(Severity::warning, "attribute.not_finite",
                       fmt::format("the value of field '{}' is no number, it is taken as null", field.field.name), id);
        return std::monostate{};
    }

    AttributeValue list(OGRFeature const& feature, FieldPlan const& field, std::int64_t id) {
        gdal::CplText const json(feature.GetFieldAsSerializedJSon(field.index));
        if (!json)
            return std::monostate{};
        return text(json.get(), field, id);
    }

    static AttributeValue binary(OGRFeature const& feature, FieldPlan const& field) {
        int size = 0;
        GByte const* bytes = const_cast<OGRFeature&>(feature).GetFieldAsBinary(field.index, &size);
        gdal::CplText const hex(CPLBinaryToHex(size, bytes));
        return std::string(hex.get());
    }

    std::string text(std::string_view bytes, FieldPlan const& field, std::int64_t id) {
        TextFate fate = TextFate::kept;
        std::string result = m_plan.decoder->decode(bytes, fate);
        if (fate == TextFate::cut_letter)
            m_problems.add(
                Severity::note, "text.cut",
                fmt::format("texts in field '{}' end in the middle of a letter, which was left out", field.field.name),
                id);
        if (fate == TextFate::wrong_encoding)
            state_wrong_encoding(field, id);
        return result;
    }

    void state_wrong_encoding(FieldPlan const& field, std::int64_t id) {
        TextDecoder const& decoder = *m_plan.decoder;
        std::string const how =
            decoder.encoding() == "UTF-8" ? "were taken as " + decoder.fallback() : "have letters replaced";
        m_problems.add(Severity::warning, "encoding.wrong",
                       fmt::format("texts in field '{}' are not {} and {}", field.field.name, decoder.encoding(), how),
                       id, "name the encoding of the file");
    }

    LayerPlan m_plan;
    std::vector<Field> m_fields;
    ProblemTally m_problems;
    Problems m_reported;
    std::vector<AttributeValue> m_row;
    std::unordered_set<std::int64_t> m_seen_ids;
    bool m_ids_may_repeat = false;
    bool m_ended = false;
};

} // namespace

std::vector<FieldPlan> plan_fields(OGRFeatureDefn const& definition, TextDecoder& decoder) {
    std::vector<FieldPlan> plans;
    for (int i = 0; i < definition.GetFieldCount(); ++i) {
        OGRFieldDefn const& native = *definition.GetFieldDefn(i);
        FieldPlan plan;
        plan.index = i;
        plan.how = how_of(native);
        TextFate fate = TextFate::kept;
        plan.field.name = decoder.decode(native.GetNameRef(), fate);
        plan.field.type = type_of(plan.how);
        plan.field.width = native.GetWidth();
        plan.field.source_type =
            plan.how == How::boolean ? "Boolean" : OGRFieldDefn::GetFieldTypeName(native.GetType());
        // A shapefile number without decimals, but too wide for 64 bits.
        if (plan.how == How::real && native.GetPrecision() == 0 && native.GetWidth() >= 19)
            plan.field.source_type = "Integer";
        plans.push_back(std::move(plan));
    }
    return plans;
}

std::unique_ptr<FeatureSource> make_feature_reader(LayerPlan const& plan) {
    return std::make_unique<FeatureReader>(plan);
}

} // namespace oreway
