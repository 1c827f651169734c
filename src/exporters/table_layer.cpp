// SPDX-License-Identifier: MIT
// Cells into attribute columns.

#include "exporters/table_layer.hpp"

#include <cmath>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

FieldType type_of(CellKind kind) {
    switch (kind) {
    case CellKind::integer:
        return FieldType::integer;
    case CellKind::real:
        return FieldType::real;
    case CellKind::text:
        break;
    }
    return FieldType::text;
}

AttributeValue value_of(Cell const& cell, Column const& column) {
    if (auto const* text = std::get_if<std::string>(&cell))
        return *text;
    if (auto const* integer = std::get_if<std::int64_t>(&cell))
        return *integer;
    auto const* real = std::get_if<double>(&cell);
    if (real == nullptr || !std::isfinite(*real))
        return std::monostate{};
    return parse_number(fixed(*real, column.decimals)).value();
}

} // namespace

FeatureLayer to_layer(Table const& table) {
    std::vector<Field> fields;
    for (Column const& column : table.columns())
        fields.push_back({.name = column.name, .type = type_of(column.kind), .width = 0, .source_type = {}});
    FeatureLayer layer;
    layer.name = table.name();
    layer.has_geometry = false;
    layer.attributes = Attributes(std::move(fields));
    for (auto const& row : table.rows()) {
        std::vector<AttributeValue> values;
        for (std::size_t c = 0; c < row.size(); ++c)
            values.push_back(value_of(row[c], table.columns()[c]));
        layer.attributes.add_row(values);
        layer.geometries.add_null();
        layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
    }
    return layer;
}

} // namespace oreway
