// SPDX-License-Identifier: MIT
// Layers are loaded one by one as all inputs are, measured feature by feature, and written together.

#include "oreway/jobs/measure.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "jobs/field_names.hpp"
#include "jobs/layer_text.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

constexpr int millimetre_decimals = 6;   // of kilometres
constexpr int square_metre_decimals = 6; // of square kilometres
constexpr int azimuth_decimals = 6;
constexpr std::size_t features_a_step = 256;

/// What is measured of one feature; absent where it does not apply.
struct Measures {
    GeometryKind kind = GeometryKind::null;
    std::optional<double> length_km;
    std::optional<double> perimeter_km;
    std::optional<double> area_km2;
    std::optional<double> azimuth_start;
    std::optional<double> azimuth_end;
    std::int64_t vertices = 0;
    std::int64_t parts = 0;
};

struct MeasuredField {
    std::string_view name;
    FieldType type;
};
constexpr std::array<MeasuredField, 7> measured_fields = {{{"length_km", FieldType::real},
                                                           {"perimeter_km", FieldType::real},
                                                           {"area_km2", FieldType::real},
                                                           {"vertices", FieldType::integer},
                                                           {"parts", FieldType::integer},
                                                           {"azimuth_start_deg", FieldType::real},
                                                           {"azimuth_end_deg", FieldType::real}}};

std::int64_t count_parts(LonLatGeometry geometry) {
    if (geometry.kind() == GeometryKind::point)
        return static_cast<std::int64_t>(geometry.vertex_count());
    std::int64_t parts = 0;
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        parts += geometry.role(p) == PathRole::exterior ? 1 : 0;
    return parts;
}

/// Directions at the ends of a line of one part; edges of no length have none and are passed over.
void measure_directions(std::span<LonLat const> line, Measures& out) {
    for (std::size_t i = 1; i < line.size() && !out.azimuth_start; ++i)
        if (GeodesicInverse const edge = geodesic_inverse(line[i - 1], line[i]); edge.distance.value() > 0.0)
            out.azimuth_start = edge.azimuth_from.value();
    for (std::size_t i = line.size(); i-- > 1 && !out.azimuth_end;)
        if (GeodesicInverse const edge = geodesic_inverse(line[i - 1], line[i]); edge.distance.value() > 0.0)
            out.azimuth_end = edge.azimuth_to.value();
}

Measures measures_of(LonLatGeometry geometry) {
    Measures out;
    out.kind = geometry.empty() ? GeometryKind::null : geometry.kind();
    out.vertices = static_cast<std::int64_t>(geometry.vertex_count());
    out.parts = count_parts(geometry);
    if (out.kind == GeometryKind::line) {
        out.length_km = to_kilometres(geodesic_length(geometry));
        if (geometry.path_count() == 1)
            measure_directions(geometry.path(0), out);
    } else if (out.kind == GeometryKind::polygon) {
        out.perimeter_km = to_kilometres(geodesic_length(geometry));
        out.area_km2 = to_square_kilometres(geodesic_area(geometry));
    }
    return out;
}

AttributeValue value_of(std::optional<double> number) {
    return number ? AttributeValue(*number) : AttributeValue();
}

std::array<AttributeValue, 7> values_of(Measures const& m) {
    bool const is_null = m.kind == GeometryKind::null;
    return {value_of(m.length_km),
            value_of(m.perimeter_km),
            value_of(m.area_km2),
            is_null ? AttributeValue() : AttributeValue(m.vertices),
            is_null ? AttributeValue() : AttributeValue(m.parts),
            value_of(m.azimuth_start),
            value_of(m.azimuth_end)};
}

std::vector<Measures> measure_all(FeatureLayer const& layer, Progress& progress) {
    std::vector<Measures> all(layer.size());
    progress.stage("measuring " + layer.name, layer.size());
    parallel_blocks(layer.size(), features_a_step, [&](std::size_t first, std::size_t last) {
        stop_if_cancelled(progress);
        for (std::size_t i = first; i < last; ++i)
            all[i] = measures_of(layer.geometries[i]);
        progress.advance(last - first);
    });
    return all;
}

/// The layer's own fields and values, then the measures.
void add_fields(FeatureLayer& layer, std::vector<Measures> const& measures, Problems& problems) {
    std::vector<Field> fields = layer.attributes.fields();
    std::size_t const own = fields.size();
    for (MeasuredField const& wanted : measured_fields) {
        std::string const name = unused_name(fields, wanted.name);
        if (name != wanted.name)
            problems.push_back(
                {Severity::note,
                 "field.renamed",
                 {.what = fmt::format("has a field '{}' already; the new one is '{}'", wanted.name, name),
                  .where = place_of(layer.origin),
                  .remedy = ""}});
        fields.push_back({.name = name, .type = wanted.type, .width = 0, .source_type = {}});
    }
    Attributes extended(fields);
    std::vector<AttributeValue> row;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        row.clear();
        for (std::size_t f = 0; f < own; ++f)
            row.push_back(layer.attributes.value(i, f));
        std::ranges::move(values_of(measures[i]), std::back_inserter(row));
        extended.add_row(row);
    }
    layer.attributes = std::move(extended);
}

Column count_column(std::string name, std::string description) {
    return {std::move(name), CellKind::integer, "", 0, std::move(description)};
}
Column real_column(std::string name, std::string unit, int decimals, std::string description) {
    return {std::move(name), CellKind::real, std::move(unit), decimals, std::move(description)};
}

std::vector<Column> size_columns() {
    return {
        real_column("length_km", "km", millimetre_decimals, "length of lines on the ellipsoid"),
        real_column("perimeter_km", "km", millimetre_decimals, "length of all rings of polygons"),
        real_column("area_km2", "km2", square_metre_decimals, "area of polygons on the ellipsoid, less their holes"),
        count_column("vertices", "vertices as stored")};
}

Table empty_summary() {
    std::vector<Column> columns = {{"layer", CellKind::text, "", 0, "name inside the dataset"},
                                   count_column("features", "features read"),
                                   count_column("points", "features that are points"),
                                   count_column("lines", "features that are lines"),
                                   count_column("polygons", "features that are polygons"),
                                   count_column("null_geometries", "features without a place")};
    std::ranges::move(size_columns(), std::back_inserter(columns));
    return Table("summary", columns);
}

Table empty_features() {
    std::vector<Column> columns = {{"layer", CellKind::text, "", 0, "name inside the dataset"},
                                   count_column("fid", "number of the feature"),
                                   {"geometry", CellKind::text, "", 0, "point, line, polygon or null"}};
    std::ranges::move(size_columns(), std::back_inserter(columns));
    columns.push_back(count_column("parts", "points, lines, exterior rings"));
    columns.push_back(real_column("azimuth_start_deg", "degree", azimuth_decimals, "direction at the start of a line"));
    columns.push_back(real_column("azimuth_end_deg", "degree", azimuth_decimals, "direction at the end of a line"));
    return Table("features", columns);
}

Cell cell_of(AttributeValue const& value) {
    if (auto const* number = std::get_if<double>(&value))
        return *number;
    if (auto const* count = std::get_if<std::int64_t>(&value))
        return *count;
    return Absent{"does not apply"};
}

void add_to_tables(FeatureLayer const& layer, std::vector<Measures> const& measures, MeasureResult& result) {
    std::array<std::int64_t, 4> kinds{};
    std::int64_t vertices = 0;
    double length = 0.0;
    double perimeter = 0.0;
    double area = 0.0;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        Measures const& m = measures[i];
        ++kinds[static_cast<std::size_t>(m.kind)];
        vertices += m.vertices;
        length += m.length_km.value_or(0.0);
        perimeter += m.perimeter_km.value_or(0.0);
        area += m.area_km2.value_or(0.0);
        std::vector<Cell> cells = {layer.name, layer.ids[i], std::string(name_of(m.kind))};
        std::ranges::transform(values_of(m), std::back_inserter(cells), cell_of);
        result.features.add_row(std::move(cells));
    }
    auto const of_kind = [&](GeometryKind kind) { return kinds[static_cast<std::size_t>(kind)]; };
    result.summary.add_row({layer.name, static_cast<std::int64_t>(layer.size()), of_kind(GeometryKind::point),
                            of_kind(GeometryKind::line), of_kind(GeometryKind::polygon), of_kind(GeometryKind::null),
                            length, perimeter, area, vertices});
}

/// The layers that are meant: the named one, or all that have geometry. What is left out is said.
std::vector<std::string> wanted_layers(MeasureOptions const& options, Problems& problems) {
    if (!options.layer.empty())
        return {options.layer};
    std::vector<std::string> names;
    VectorDataset const dataset = VectorDataset::open(options.dataset, options.input.read);
    for (LayerInfo const& info : dataset.layers()) {
        if (info.geometry_type != "None")
            names.push_back(info.origin.layer);
        else
            problems.push_back({Severity::warning,
                                "layer.no_geometry",
                                {.what = "is a table without geometry and was left out",
                                 .where = place_of(info.origin),
                                 .remedy = "copy it with another tool when the result must hold it"}});
    }
    if (names.empty())
        throw DataError(
            {.what = "holds no layer with geometry", .where = options.dataset, .remedy = "give another file"});
    return names;
}

} // namespace

MeasureResult measure_layers(MeasureOptions const& options, Progress& progress) {
    bool const writes = !options.output.path.empty();
    if (writes)
        check_output(options.output);
    MeasureResult result{.summary = empty_summary(), .features = empty_features(), .problems = {}, .outputs = {}};
    std::vector<FeatureLayer> layers;
    for (std::string const& name : wanted_layers(options, result.problems)) {
        progress.stage("reading " + name, 0);
        std::optional<LoadedLayer> loaded = load_layer(options.dataset, name, options.input, result.problems);
        if (!loaded)
            continue;
        FeatureLayer& layer = loaded->layer;
        std::vector<Measures> const measures = measure_all(layer, progress);
        add_to_tables(layer, measures, result);
        if (!writes)
            continue;
        add_fields(layer, measures, result.problems);
        layers.push_back(std::move(layer));
    }
    throw_if_errors(result.problems, "measuring " + options.dataset);
    if (writes) {
        progress.stage("writing", 0);
        stop_if_cancelled(progress);
        constexpr double own_vertices_only = 0.0;
        WrittenLayers written = write_layers(options.output, layers, own_vertices_only);
        result.outputs = std::move(written.files);
        result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
    }
    return result;
}

} // namespace oreway
