// SPDX-License-Identifier: MIT
// One schema for all measures, so that a result without a row still says what it would hold.

#include "jobs/overlap_tables.hpp"

#include <array>
#include <map>

#include <fmt/format.h>

#include "jobs/field_names.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr double metres_a_kilometre = 1e3;
constexpr double square_metres_a_square_kilometre = 1e6;
/// SQLite, and with it GeoPackage, holds 2000 columns; some are ours.
constexpr std::size_t most_columns = 1990;
constexpr int decimals = 6; // millimetres, square metres

Field field(std::string name, FieldType type) {
    return {.name = std::move(name), .type = type, .width = 0, .source_type = {}};
}

/// The field of the id is taken over with its type.
void add_side_fields(std::string_view side, OverlapLayer const& of, std::vector<Field>& fields) {
    fields.push_back(field(fmt::format("{}_fid", side), FieldType::integer));
    if (of.id_field)
        fields.push_back(field(fmt::format("{}_id", side), of.layer.attributes.fields()[*of.id_field].type));
}

std::vector<Field> row_fields(OverlapLayer const& a, OverlapLayer const& b) {
    std::vector<Field> fields;
    add_side_fields("a", a, fields);
    add_side_fields("b", b, fields);
    fields.push_back(field("measure", FieldType::text));
    fields.push_back(field("part", FieldType::text));
    for (char const* name : {"length_km", "b_length_km", "area_km2", "share_a", "share_b"})
        fields.push_back(field(name, FieldType::real));
    return fields;
}

void add_side_values(OverlapLayer const& of, std::optional<std::size_t> feature, std::vector<AttributeValue>& values) {
    values.push_back(feature ? AttributeValue(of.layer.ids[*feature]) : AttributeValue());
    if (of.id_field)
        values.push_back(feature ? of.layer.attributes.value(*feature, *of.id_field) : AttributeValue());
}

AttributeValue value_of(std::optional<double> number) {
    return number ? AttributeValue(*number) : AttributeValue();
}

std::vector<AttributeValue> row_values(OverlapLayer const& a, OverlapLayer const& b, OverlapRow const& row) {
    std::vector<AttributeValue> values;
    add_side_values(a, row.a, values);
    add_side_values(b, row.b, values);
    values.emplace_back(std::string(name_of(row.measure)));
    values.emplace_back(std::string(!row.b ? "rest of a" : !row.a ? "rest of b" : "overlap"));
    bool const is_area = row.measure == OverlapMeasure::area;
    bool const is_rest_of_shared_b = row.measure == OverlapMeasure::shared && !row.a;
    values.push_back(is_area || is_rest_of_shared_b ? AttributeValue() : AttributeValue(row.of_a / metres_a_kilometre));
    bool const has_length_of_b = row.measure == OverlapMeasure::shared && row.b;
    values.push_back(has_length_of_b ? AttributeValue(row.of_b / metres_a_kilometre) : AttributeValue());
    values.push_back(is_area ? AttributeValue(row.of_a / square_metres_a_square_kilometre) : AttributeValue());
    values.push_back(value_of(row.share_a));
    values.push_back(value_of(row.share_b));
    return values;
}

FeatureLayer empty_layer(std::string name, std::vector<Field> fields) {
    FeatureLayer layer;
    layer.name = std::move(name);
    layer.attributes = Attributes(std::move(fields));
    return layer;
}

/// How a feature of B is called at the head of its column.
std::string column_name(OverlapLayer const& b, std::size_t feature) {
    if (b.id_field)
        if (auto const id = b.layer.attributes.text(feature, *b.id_field); id && !id->empty())
            return *id;
    return fmt::format("b_{}", b.layer.ids[feature]);
}

std::string_view unit_of(OverlapMeasure measure) noexcept {
    return measure == OverlapMeasure::area ? "km2" : "km";
}

double in_kilometres(OverlapMeasure measure, double size) noexcept {
    return size / (measure == OverlapMeasure::area ? square_metres_a_square_kilometre : metres_a_kilometre);
}

/// What the rows of one measure say together.
struct Sums {
    std::int64_t pairs = 0;
    double overlap_a = 0.0;
    double overlap_b = 0.0;
    double rest_a = 0.0;
    double rest_b = 0.0;
};

} // namespace

FeatureLayer overlap_table(OverlapLayer const& a, OverlapLayer const& b, OverlapRows const& found) {
    FeatureLayer table = empty_layer("overlap", row_fields(a, b));
    table.has_geometry = false;
    for (OverlapRow const& row : found.rows) {
        table.ids.push_back(static_cast<std::int64_t>(table.size()) + 1);
        table.geometries.add_null();
        table.attributes.add_row(row_values(a, b, row));
    }
    return table;
}

FeatureLayer overlap_pieces(OverlapLayer const& a, OverlapLayer const& b, OverlapRows const& found) {
    FeatureLayer pieces = empty_layer("pieces", row_fields(a, b));
    for (OverlapRow const& row : found.rows) {
        if (!row.a || !row.b || row.piece.empty() || row.piece[0].empty())
            continue;
        pieces.ids.push_back(static_cast<std::int64_t>(pieces.size()) + 1);
        pieces.geometries.add(row.piece[0]);
        pieces.attributes.add_row(row_values(a, b, row));
    }
    return pieces;
}

FeatureLayer overlap_matrix(OverlapLayer const& a, OverlapLayer const& b, OverlapRows const& found) {
    if (b.layer.size() > most_columns)
        throw DataError({.what = fmt::format("has {} features, more than a table can have columns", b.layer.size()),
                         .where = b.layer.origin.dataset,
                         .remedy = "leave out --matrix, or exchange the two layers"});
    std::vector<Field> fields;
    add_side_fields("a", a, fields);
    fields.push_back(field("measure", FieldType::text));
    fields.push_back(field("unit", FieldType::text));
    std::size_t const first = fields.size();
    for (std::size_t j = 0; j < b.layer.size(); ++j)
        fields.push_back(field(unused_name(fields, column_name(b, j)), FieldType::real));
    fields.push_back(field(unused_name(fields, "none"), FieldType::real));
    std::size_t const width = fields.size();

    std::map<std::pair<std::size_t, OverlapMeasure>, std::vector<AttributeValue>> rows;
    for (OverlapRow const& row : found.rows) {
        if (!row.a)
            continue;
        std::vector<AttributeValue>& values = rows[{*row.a, row.measure}];
        if (values.empty()) {
            add_side_values(a, row.a, values);
            values.emplace_back(std::string(name_of(row.measure)));
            values.emplace_back(std::string(unit_of(row.measure)));
            values.resize(width, AttributeValue(0.0));
        }
        values[row.b ? first + *row.b : width - 1] = in_kilometres(row.measure, row.of_a);
    }
    FeatureLayer matrix = empty_layer("overlap", std::move(fields));
    matrix.has_geometry = false;
    for (auto const& [key, values] : rows) {
        matrix.ids.push_back(static_cast<std::int64_t>(matrix.size()) + 1);
        matrix.geometries.add_null();
        matrix.attributes.add_row(values);
    }
    return matrix;
}

Table overlap_summary(OverlapRows const& found) {
    auto const sum_column = [](std::string name, std::string description) {
        return Column{std::move(name), CellKind::real, "by column unit", decimals, std::move(description)};
    };
    Table table("overlap", {{"measure", CellKind::text, "", 0, "area, length or shared"},
                            {"pairs", CellKind::integer, "", 0, "pairs of features that have something in common"},
                            sum_column("overlap_a", "sum over the pairs, measured on A"),
                            sum_column("rest_a", "what of A has nothing in common with B"),
                            sum_column("overlap_b", "sum over the pairs, measured on B"),
                            sum_column("rest_b", "what of B has nothing in common with A"),
                            {"unit", CellKind::text, "", 0, "km or km2"}});
    std::array<Sums, overlap_measures> sums;
    std::array<bool, overlap_measures> seen{};
    for (OverlapRow const& row : found.rows) {
        Sums& s = sums[static_cast<std::size_t>(row.measure)];
        seen[static_cast<std::size_t>(row.measure)] = true;
        if (!row.b) {
            s.rest_a += row.of_a;
        } else if (!row.a) {
            s.rest_b += row.of_b;
        } else {
            ++s.pairs;
            s.overlap_a += row.of_a;
            s.overlap_b += row.of_b;
        }
    }
    for (OverlapMeasure const measure : {OverlapMeasure::area, OverlapMeasure::length, OverlapMeasure::shared}) {
        Sums const& s = sums[static_cast<std::size_t>(measure)];
        if (!seen[static_cast<std::size_t>(measure)])
            continue;
        auto const cell = [&](double size) { return Cell(in_kilometres(measure, size)); };
        table.add_row({std::string(name_of(measure)), s.pairs, cell(s.overlap_a), cell(s.rest_a), cell(s.overlap_b),
                       cell(s.rest_b), std::string(unit_of(measure))});
    }
    return table;
}

} // namespace oreway
