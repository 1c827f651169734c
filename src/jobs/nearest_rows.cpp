// SPDX-License-Identifier: MIT
// Rows of `nearest`. Numbers are rounded to what they are good for, so that the same input gives the same bytes on any
// machine.

#include "jobs/nearest_rows.hpp"

#include <array>
#include <cmath>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr double micrometres_a_metre = 1e6;
constexpr double angle_steps_a_degree = 1e10; // 1e-10 degrees are 11 micrometres
constexpr double azimuth_steps_a_degree = 1e9;
constexpr std::size_t own_fields = 9;
constexpr std::size_t connector_own_fields = 4;

using FieldRow = std::vector<AttributeValue>;

std::vector<Field> pair_fields() {
    return {{"a_fid", FieldType::integer, 0, ""},    {"b_fid", FieldType::integer, 0, ""},
            {"rank", FieldType::integer, 0, ""},     {"distance_m", FieldType::real, 0, ""},
            {"azimuth_deg", FieldType::real, 0, ""}, {"foot_lon", FieldType::real, 0, ""},
            {"foot_lat", FieldType::real, 0, ""},    {"along_m", FieldType::real, 0, ""},
            {"b_part", FieldType::integer, 0, ""}};
}

std::vector<Field> connector_fields() {
    std::vector<Field> fields = pair_fields();
    fields.resize(connector_own_fields);
    return fields;
}

/// Rounded, and never minus zero.
double rounded(double value, double steps) {
    return std::round(value * steps) / steps + 0.0;
}

AttributeValue direction_of(NearestPair const& pair) {
    if (pair.distance.value() <= 0.0)
        return std::monostate{};
    double const azimuth = azimuth_of(pair).value();
    double const turned = rounded(azimuth < 0.0 ? azimuth + 360.0 : azimuth, azimuth_steps_a_degree);
    return turned >= 360.0 ? 0.0 : turned;
}

/// A longitude in [-180, 180]; 180 itself stays.
double within_one_turn(double lon) {
    return std::abs(lon) <= 180.0 ? lon : wrap_longitude(lon);
}

bool is_identifying(std::string_view name) {
    std::string const folded = fold(name);
    constexpr std::array whole = {"id", "code", "title", "label"};
    for (char const* word : whole)
        if (folded == word)
            return true;
    return folded.ends_with("_id") || folded.find("name") != std::string::npos;
}

} // namespace

std::vector<std::size_t> chosen_fields(std::vector<Field> const& fields, NearestSide const& side) {
    std::vector<std::size_t> chosen;
    if (!side.fields) {
        for (std::size_t f = 0; f < fields.size(); ++f)
            if (is_identifying(fields[f].name))
                chosen.push_back(f);
        return chosen;
    }
    std::vector<std::string> names;
    for (Field const& field : fields)
        names.push_back(field.name);
    Attributes const finder(fields);
    for (std::string const& wanted : *side.fields) {
        auto const found = finder.find(wanted);
        if (!found) {
            auto const near = nearest_spelling(wanted, names);
            throw DataError({.what = fmt::format("has no field '{}'", printable(wanted)),
                             .where = side.dataset,
                             .remedy = near ? fmt::format("did you mean '{}'?", *near)
                                            : fmt::format("there are: {}", join(names, ", "))});
        }
        chosen.push_back(*found);
    }
    return chosen;
}

RankedPair ranked_pair(NearestPair const& pair, std::int64_t rank) {
    return {pair, rank, direction_of(pair)};
}

NearestRows::NearestRows(std::vector<Field> const& a_fields, std::vector<std::size_t> a_chosen,
                         NearestTarget const& target)
    : m_target(target), m_a_chosen(std::move(a_chosen)), m_fields(pair_fields()) {
    auto const copy = [&](char const* prefix, Field field) {
        field.name = prefix + field.name;
        m_fields.push_back(std::move(field));
    };
    for (std::size_t const f : m_a_chosen)
        copy("a_", a_fields[f]);
    for (std::size_t const f : target.fields)
        copy("b_", target.attributes.fields()[f]);
    m_attributes = Attributes(m_fields);
    m_connector_attributes = Attributes(connector_fields());
}

StreamedLayer NearestRows::nearest_layer(GeometryKind kind) const {
    return {"nearest", kind, m_fields};
}

StreamedLayer NearestRows::connector_layer() {
    return {"connectors", GeometryKind::line, connector_fields()};
}

void NearestRows::add(FeatureLayer const& a, std::size_t row, std::vector<RankedPair> const& pairs) {
    if (pairs.empty())
        add_pair(a, row, nullptr);
    for (RankedPair const& pair : pairs) {
        add_pair(a, row, &pair);
        add_connector(a.ids[row], pair);
    }
}

void NearestRows::add_pair(FeatureLayer const& a, std::size_t row, RankedPair const* ranked) {
    FieldRow& values = m_row;
    values.assign(m_fields.size(), std::monostate{});
    values[0] = a.ids[row];
    if (ranked != nullptr) {
        NearestPair const& pair = ranked->pair;
        values[1] = m_target.ids[pair.geometry];
        values[2] = ranked->rank;
        values[3] = rounded(pair.distance.value(), micrometres_a_metre);
        values[4] = ranked->azimuth_deg;
        values[5] = rounded(within_one_turn(pair.to.lon), angle_steps_a_degree);
        values[6] = rounded(pair.to.lat, angle_steps_a_degree);
        if (m_target.kinds[pair.geometry] == GeometryKind::line) {
            values[7] = rounded(pair.along.value(), micrometres_a_metre);
            values[8] = static_cast<std::int64_t>(pair.path) + 1;
        }
    }
    std::size_t place = own_fields;
    for (std::size_t const f : m_a_chosen)
        values[place++] = a.attributes.value(row, f);
    for (std::size_t const f : m_target.fields) {
        if (ranked != nullptr)
            values[place] = m_target.attributes.value(ranked->pair.geometry, f);
        ++place;
    }
    m_geometries.add(a.geometries[row]);
    m_attributes.add_row(values);
}

void NearestRows::add_connector(std::int64_t a_id, RankedPair const& ranked) {
    NearestPair const& pair = ranked.pair;
    if (pair.from == pair.to || pair.distance.value() <= 0.0)
        return;
    m_connectors.add_line(std::array{pair.from, pair.to});
    m_connector_attributes.add_row(
        {a_id, m_target.ids[pair.geometry], ranked.rank, rounded(pair.distance.value(), micrometres_a_metre)});
}

void NearestRows::flush(LayerStream& stream, ConnectorLayer connectors) {
    stream.write(0, m_geometries, m_attributes);
    if (connectors == ConnectorLayer::written)
        stream.write(1, m_connectors, m_connector_attributes);
    m_geometries.clear();
    m_connectors.clear();
    m_attributes = Attributes(m_fields);
    m_connector_attributes = Attributes(connector_fields());
}

} // namespace oreway
