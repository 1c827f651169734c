// SPDX-License-Identifier: MIT
// Layers of a bundle are made from domain objects and result tables; what was measured as a geodesic is densified, so
// that QGIS draws what was measured.

#include "jobs/compare_bundle.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "jobs/drawn_lines.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/crs.hpp"
#include "oreway/geodesy/transform.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/grid/grid_spec.hpp"
#include "oreway/measure/edge_index.hpp"
#include "oreway/surface/proximity.hpp"

namespace oreway {

namespace {

using Row = std::vector<AttributeValue>;

AttributeValue text_or_null(std::string const& text) {
    return text.empty() ? AttributeValue{} : AttributeValue{text};
}
AttributeValue real_or_null(std::optional<double> value) {
    return value ? AttributeValue{*value} : AttributeValue{};
}

AttributeValue to_attribute(Cell const& cell) {
    if (auto const* text = std::get_if<std::string>(&cell))
        return *text;
    if (auto const* integer = std::get_if<std::int64_t>(&cell))
        return *integer;
    if (auto const* real = std::get_if<double>(&cell))
        return *real;
    return std::monostate{};
}

FieldType type_of(CellKind kind) noexcept {
    switch (kind) {
    case CellKind::text:
        return FieldType::text;
    case CellKind::integer:
        return FieldType::integer;
    case CellKind::real:
        return FieldType::real;
    }
    return FieldType::text;
}

FeatureLayer empty_layer(std::string name, std::vector<Field> fields) {
    FeatureLayer layer;
    layer.name = std::move(name);
    layer.attributes = Attributes(std::move(fields));
    return layer;
}

void add_feature(FeatureLayer& layer, Row const& row) {
    layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
    layer.attributes.add_row(row);
}

/// The mode on which most of a corridor runs; empty when the study has no legs.
std::string main_mode(Corridor const& corridor, Scene const& scene, Table const& sections) {
    std::size_t const leg_column = sections.column("leg");
    std::size_t const km_column = sections.column("drawn_km");
    std::map<std::string, double> km_of_leg;
    for (auto const& row : sections.rows())
        if (auto const* km = std::get_if<double>(&row[km_column]))
            km_of_leg[std::get<std::string>(row[leg_column])] = *km;
    std::array<double, 3> km{};
    for (LegUse const& use : corridor.legs)
        if (auto const mode = scene.legs[use.leg].mode)
            km.at(static_cast<std::size_t>(*mode)) += km_of_leg[scene.legs[use.leg].id];
    auto const longest = std::max_element(km.begin(), km.end());
    return *longest > 0.0 ? std::string(name_of(static_cast<Mode>(longest - km.begin()))) : std::string();
}

BundleLayer corridors_layer(Scene const& scene, Evaluation const& evaluation) {
    Table const& indicators = evaluation.indicators;
    std::vector<Field> fields = {{"corridor", FieldType::text, 0, ""}, {"name", FieldType::text, 0, ""},
                                 {"origin", FieldType::text, 0, ""},   {"dest", FieldType::text, 0, ""},
                                 {"status", FieldType::text, 0, ""},   {"mode", FieldType::text, 0, ""}};
    std::set<std::string> const taken = {"corridor", "name", "origin", "dest", "status", "mode"};
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < indicators.columns().size(); ++c) {
        Column const& column = indicators.columns()[c];
        if (taken.contains(column.name))
            continue;
        columns.push_back(c);
        fields.push_back({column.name, type_of(column.kind), 0, ""});
    }
    FeatureLayer layer = empty_layer("corridors", std::move(fields));
    for (std::size_t i = 0; i < scene.corridors.size(); ++i) {
        Corridor const& corridor = scene.corridors[i];
        Row row = {corridor.id,
                   corridor.name,
                   text_or_null(corridor.origin),
                   text_or_null(corridor.destination),
                   std::string(name_of(corridor.status)),
                   text_or_null(main_mode(corridor, scene, evaluation.sections))};
        for (std::size_t const c : columns)
            row.push_back(to_attribute(indicators.rows()[i][c]));
        add_feature(layer, row);
    }
    layer.geometries = drawn_geodesics(scene.corridor_lines, drawing_tolerance);
    return {.layer = std::move(layer),
            .title = "Corridors",
            .style = "corridors",
            .group = "Transport",
            .visible = true,
            .geojson = true};
}

BundleLayer legs_layer(Scene const& scene, Evaluation const& evaluation) {
    Table const& sections = evaluation.sections;
    std::size_t const leg_column = sections.column("leg");
    std::size_t const drawn_column = sections.column("drawn_km");
    std::map<std::string, AttributeValue> drawn;
    for (auto const& row : sections.rows())
        drawn[std::get<std::string>(row[leg_column])] = to_attribute(row[drawn_column]);

    FeatureLayer layer = empty_layer("legs", {{"leg", FieldType::text, 0, ""},
                                              {"from_node", FieldType::text, 0, ""},
                                              {"to_node", FieldType::text, 0, ""},
                                              {"mode", FieldType::text, 0, ""},
                                              {"gauge_mm", FieldType::integer, 0, ""},
                                              {"status", FieldType::text, 0, ""},
                                              {"countries", FieldType::text, 0, ""},
                                              {"drawn_km", FieldType::real, 0, ""},
                                              {"known_km", FieldType::real, 0, ""},
                                              {"known_source", FieldType::text, 0, ""},
                                              {"source", FieldType::text, 0, ""}});
    auto const node_name = [&](std::optional<std::size_t> node) {
        return node ? AttributeValue{scene.nodes[*node].id} : AttributeValue{};
    };
    for (Leg const& leg : scene.legs) {
        add_feature(layer, {leg.id, node_name(leg.from), node_name(leg.to),
                            leg.mode ? AttributeValue{std::string(name_of(*leg.mode))} : AttributeValue{},
                            leg.gauge_mm ? AttributeValue{std::int64_t{*leg.gauge_mm}} : AttributeValue{},
                            std::string(name_of(leg.status)), text_or_null(join(leg.countries, ";")), drawn[leg.id],
                            real_or_null(leg.published_km), text_or_null(leg.length_source), text_or_null(leg.source)});
    }
    layer.geometries = drawn_geodesics(scene.leg_lines, drawing_tolerance);
    return {.layer = std::move(layer),
            .title = "Legs by mode",
            .style = "legs",
            .group = "Transport",
            .visible = false,
            .geojson = true};
}

BundleLayer nodes_layer(Scene const& scene) {
    FeatureLayer layer = empty_layer("nodes", {{"node", FieldType::text, 0, ""},
                                               {"name", FieldType::text, 0, ""},
                                               {"country", FieldType::text, 0, ""},
                                               {"kind", FieldType::text, 0, ""},
                                               {"dwell_h", FieldType::real, 0, ""},
                                               {"fee_usd_t", FieldType::real, 0, ""},
                                               {"gauge_change", FieldType::text, 0, ""}});
    for (Node const& node : scene.nodes)
        add_feature(layer, {node.id, node.name, text_or_null(node.country), text_or_null(node.kind),
                            real_or_null(node.dwell_h), real_or_null(node.fee_usd_t), text_or_null(node.gauge_change)});
    layer.geometries = scene.node_points;
    return {.layer = std::move(layer),
            .title = "Stations, ports, borders",
            .style = "nodes",
            .group = "Transport",
            .visible = true,
            .geojson = true};
}

BundleLayer mines_layer(Scene const& scene, EdgeIndex const& corridors) {
    FeatureLayer layer = empty_layer("mines", {{"mine", FieldType::text, 0, ""},
                                               {"name", FieldType::text, 0, ""},
                                               {"country", FieldType::text, 0, ""},
                                               {"main", FieldType::text, 0, ""},
                                               {"commodities", FieldType::text, 0, ""},
                                               {"operator", FieldType::text, 0, ""},
                                               {"status", FieldType::text, 0, ""},
                                               {"production_t", FieldType::real, 0, ""},
                                               {"production_of", FieldType::text, 0, ""},
                                               {"precision_km", FieldType::real, 0, ""},
                                               {"nearest_corridor", FieldType::text, 0, ""},
                                               {"distance_km", FieldType::real, 0, ""}});
    for (std::size_t i = 0; i < scene.mines.size(); ++i) {
        Mine const& mine = scene.mines[i];
        std::optional<NearestHit> hit;
        if (!scene.mine_points[i].empty())
            hit = corridors.nearest(scene.mine_points[i].path(0)[0]);
        add_feature(layer, {mine.id, mine.name, text_or_null(mine.country),
                            mine.commodities.empty() ? AttributeValue{} : AttributeValue{mine.commodities.front()},
                            text_or_null(join(mine.commodities, ";")), text_or_null(mine.operator_name),
                            text_or_null(mine.status), real_or_null(mine.production_t),
                            text_or_null(mine.production_of), real_or_null(mine.precision_km),
                            hit ? AttributeValue{scene.corridors[hit->geometry].id} : AttributeValue{},
                            hit ? AttributeValue{to_kilometres(hit->distance)} : AttributeValue{}});
    }
    layer.geometries = scene.mine_points;
    return {.layer = std::move(layer),
            .title = "Mines and plants",
            .style = "mines",
            .group = "Resources",
            .visible = true,
            .geojson = true};
}

bool overlap(LonLatBox const& a, LonLatBox const& b) {
    auto const begins_in = [](LonLatBox const& outer, double lon) {
        double const east_of = std::fmod(lon - outer.west + 720.0, 360.0);
        return east_of <= outer.width();
    };
    return a.south <= b.north && a.north >= b.south && (begins_in(a, b.west) || begins_in(b, a.west));
}

/// Only countries that a corridor passes or that lie in the first view are carried: the outlines of the others would be
/// most of the file.
BundleLayer countries_layer(Scene const& scene, Evaluation const& evaluation, LonLatBox const& view) {
    std::set<std::string> passed;
    std::size_t const column = evaluation.length_by_country.column("country");
    for (auto const& row : evaluation.length_by_country.rows())
        if (auto const* id = std::get_if<std::string>(&row[column]))
            passed.insert(*id);
    FeatureLayer layer = empty_layer("countries", {{"iso", FieldType::text, 0, ""}, {"name", FieldType::text, 0, ""}});
    for (std::size_t i = 0; i < scene.countries.size(); ++i) {
        LonLatGeometry const polygon = scene.country_polygons[i];
        bool in_view = false;
        for (std::size_t p = 0; p < polygon.path_count() && !in_view; ++p)
            in_view = overlap(bounding_box(polygon.path(p)), view);
        if (!in_view && !passed.contains(scene.countries[i].id))
            continue;
        add_feature(layer, {scene.countries[i].id, scene.countries[i].name});
        layer.geometries.add(polygon);
    }
    return {.layer = std::move(layer),
            .title = "Countries",
            .style = "countries",
            .group = "Background",
            .visible = true,
            .geojson = false};
}

LonLatBox view_of(Scene const& scene, Study const& study) {
    if (study.bbox)
        return *study.bbox;
    // Not by the vertices of the lines: an edge may span a continent or turn at a pole.
    LonLatBox box = bounding_box(drawn_geodesics(scene.corridor_lines, drawing_tolerance).vertices());
    if (box.empty())
        return box;
    double const margin_x = std::max(0.2, 0.05 * box.width());
    double const margin_y = std::max(0.2, 0.05 * (box.north - box.south));
    box.south = std::max(-90.0, box.south - margin_y);
    box.north = std::min(90.0, box.north + margin_y);
    if (box.width() + 2.0 * margin_x >= 360.0)
        return {-180.0, box.south, 180.0, box.north};
    if (!box.crosses_antimeridian()) // nor shall the margin
        return {std::max(-180.0, box.west - margin_x), box.south, std::min(180.0, box.east + margin_x), box.north};
    return {box.west - margin_x, box.south, box.east + margin_x, box.north};
}

/// The first view in the reference system of the map: its edges are sampled, since they are curves there.
MapFrame map_of(LonLatBox const& view) {
    MapFrame map;
    map.crs = map_crs_for(view);
    Crs const crs = Crs::from_user_input(map.crs);
    if (crs.is_equivalent_to(Crs::wgs84()))
        return map;
    constexpr int samples = 32;
    std::vector<XY> points;
    for (int i = 0; i <= samples; ++i) {
        double const part = static_cast<double>(i) / samples;
        double const lon = view.west + part * view.width();
        double const lat = view.south + part * (view.north - view.south);
        points.insert(points.end(), {{lon, view.south}, {lon, view.north}, {view.west, lat}, {view.east, lat}});
    }
    std::vector<std::uint8_t> failed(points.size());
    auto const transform = make_transform(Crs::wgs84(), crs, choose_operation(Crs::wgs84(), crs, view).chosen);
    transform->apply(points, failed);
    for (std::size_t i = 0; i < points.size(); ++i)
        if (failed[i] == 0)
            map.extent.extend(points[i]);
    return map;
}

/// A study that names its own box gets the resolution it asks for. Round a user's corridors, wherever they lead, the
/// cells are made larger by whole factors until the raster takes seconds.
Degrees resolution_for(LonLatBox const& view, Study const& study) {
    constexpr double most_cells = 2'000'000.0;
    Degrees resolution = study.raster_resolution;
    if (study.bbox)
        return resolution;
    while (view.width() * (view.north - view.south) / (resolution.value() * resolution.value()) > most_cells)
        resolution = resolution * 2.0;
    return resolution;
}

/// Says why there is no raster of distances, when there can be none.
bool can_have_raster(LonLatBox const& view, EdgeIndex const& corridors, Problems& problems) {
    if (corridors.edge_count() > 0 && !view.crosses_antimeridian())
        return true;
    if (view.crosses_antimeridian())
        problems.push_back({Severity::warning,
                            "raster.skipped",
                            {.what = "the raster of distances is left out, since the map crosses the antimeridian",
                             .where = "",
                             .remedy = "give a bbox in [study] that ends at 180 degrees, or say --no-raster"}});
    else
        problems.push_back({Severity::note,
                            "raster.skipped",
                            {.what = "the raster of distances is left out, since there is no line to measure from",
                             .where = "",
                             .remedy = ""}});
    return false;
}

void add_tables(Bundle& bundle, Evaluation const& evaluation, RankingTables const& ranked) {
    bundle.tables = {{ranked.ranking, "Ranking"},
                     {ranked.criteria, "Criteria and weights"},
                     {ranked.scenarios, "Scenarios side by side"},
                     {evaluation.indicators, "Indicators by corridor"},
                     {evaluation.indicator_notes, "Indicators with reasons and basis"},
                     {evaluation.length_by_country, "Length by country and mode"},
                     {evaluation.sections, "Sections: drawn against known length"},
                     {evaluation.mines_in_reach, "Mines within reach"},
                     {evaluation.tonnes_in_reach, "Tonnes within reach by commodity"},
                     {evaluation.tonnes_by_access, "Tonnes within reach by road, time and cost"},
                     {evaluation.overlap, "Overlap of corridors"},
                     {evaluation.exposure, "Exposure to countries"},
                     {evaluation.rates_used, "Rates used"}};
}

} // namespace

Bundle make_bundle(Scene const& scene, Study const& study, Evaluation const& evaluation, RankingTables const& ranked,
                   RasterOutput raster, Problems& problems, Progress& progress) {
    Bundle bundle;
    bundle.title = study.title;
    bundle.subtitle = "Distances are geodesic on the WGS 84 ellipsoid";
    bundle.view = view_of(scene, study);
    bundle.map = map_of(bundle.view);
    EdgeIndex const corridors(scene.corridor_lines);

    if (!scene.mines.empty())
        bundle.layers.push_back(mines_layer(scene, corridors));
    if (!scene.nodes.empty())
        bundle.layers.push_back(nodes_layer(scene));
    bundle.layers.push_back(corridors_layer(scene, evaluation));
    if (!scene.legs.empty())
        bundle.layers.push_back(legs_layer(scene, evaluation));
    if (!scene.countries.empty())
        bundle.layers.push_back(countries_layer(scene, evaluation, bundle.view));
    if (raster == RasterOutput::distance && can_have_raster(bundle.view, corridors, problems)) {
        GridSpec const spec = lonlat_grid(bundle.view, resolution_for(bundle.view, study));
        bundle.rasters.push_back({.name = "distance_to_corridor",
                                  .title = "Distance to the nearest corridor",
                                  .style = "distance_to_corridor",
                                  .grid = proximity(spec, ProximitySources(scene.corridor_lines), progress),
                                  .description = {.band = "geodesic distance to the nearest corridor", .unit = "m"}});
    }
    add_tables(bundle, evaluation, ranked);
    return bundle;
}

} // namespace oreway
