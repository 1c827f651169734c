// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Layers written down in a few lines, for tests.

#include <initializer_list>
#include <string>
#include <vector>

#include "oreway/geom/feature_layer.hpp"

namespace oreway::testing {

using Texts = std::vector<std::string>;

/// A table of texts without geometry; an empty text is null.
inline FeatureLayer table_layer(std::string const& name, Texts const& fields, std::vector<Texts> const& rows) {
    FeatureLayer layer;
    layer.name = name;
    layer.origin.dataset = name;
    layer.has_geometry = false;
    std::vector<Field> declared;
    for (std::string const& field : fields)
        declared.push_back({field, FieldType::text, 0, ""});
    layer.attributes = Attributes(declared);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        std::vector<AttributeValue> values;
        for (std::string const& text : rows[i])
            values.push_back(text.empty() ? AttributeValue{} : AttributeValue{text});
        layer.attributes.add_row(values);
        layer.ids.push_back(static_cast<std::int64_t>(i) + 1);
        layer.geometries.add_null();
    }
    return layer;
}

inline FeatureLayer line_layer(std::string const& name, Texts const& fields, std::vector<Texts> const& rows,
                               std::vector<std::vector<LonLat>> const& lines) {
    FeatureLayer layer = table_layer(name, fields, rows);
    layer.has_geometry = true;
    layer.geometries.clear();
    for (auto const& line : lines)
        layer.geometries.add_line(line);
    return layer;
}

inline FeatureLayer point_layer(std::string const& name, Texts const& fields, std::vector<Texts> const& rows,
                                std::vector<LonLat> const& points) {
    FeatureLayer layer = table_layer(name, fields, rows);
    layer.has_geometry = true;
    layer.geometries.clear();
    for (LonLat const point : points)
        layer.geometries.add_point(point);
    return layer;
}

/// One ring a polygon, closed by the caller.
inline FeatureLayer polygon_layer(std::string const& name, Texts const& fields, std::vector<Texts> const& rows,
                                  std::vector<std::vector<LonLat>> const& rings) {
    FeatureLayer layer = table_layer(name, fields, rows);
    layer.has_geometry = true;
    layer.geometries.clear();
    for (auto const& ring : rings) {
        layer.geometries.begin(GeometryKind::polygon);
        layer.geometries.begin_path();
        layer.geometries.add(ring);
        layer.geometries.end();
    }
    return layer;
}

} // namespace oreway::testing
