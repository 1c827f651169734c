// SPDX-License-Identifier: MIT
// Invented values at real places; nothing here is a fact.

#include "unit/exporters/sample_bundle.hpp"

#include <cmath>

namespace oreway::testing {

namespace {

using Row = std::vector<AttributeValue>;
constexpr std::monostate null;

Field text(std::string name) {
    return {.name = std::move(name), .type = FieldType::text, .width = 0, .source_type = {}};
}
Field real(std::string name) {
    return {.name = std::move(name), .type = FieldType::real, .width = 0, .source_type = {}};
}
Field whole(std::string name) {
    return {.name = std::move(name), .type = FieldType::integer, .width = 0, .source_type = {}};
}

FeatureLayer empty_layer(std::string name, std::vector<Field> fields) {
    FeatureLayer layer;
    layer.name = std::move(name);
    layer.attributes = Attributes(std::move(fields));
    return layer;
}

void add_row(FeatureLayer& layer, Row const& row) {
    layer.attributes.add_row(row);
    layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
}
void add_point(FeatureLayer& layer, LonLat place, Row const& row) {
    layer.geometries.add_point(place);
    add_row(layer, row);
}
void add_line(FeatureLayer& layer, std::vector<LonLat> const& vertices, Row const& row) {
    layer.geometries.add_line(vertices);
    add_row(layer, row);
}
void add_box(FeatureLayer& layer, LonLatBox const& box, Row const& row) {
    std::vector<LonLat> const ring = {{box.west, box.south},
                                      {box.east, box.south},
                                      {box.east, box.north},
                                      {box.west, box.north},
                                      {box.west, box.south}};
    layer.geometries.begin(GeometryKind::polygon);
    layer.geometries.begin_path();
    layer.geometries.add(ring);
    layer.geometries.end();
    add_row(layer, row);
}

constexpr LonLat khorgos{80.4, 44.2};
constexpr LonLat almaty{76.95, 43.25};
constexpr LonLat tashkent{69.24, 41.30};
constexpr LonLat beineu{55.2, 45.3};
constexpr LonLat aktau{51.22, 43.60};
constexpr LonLat baku{49.9, 40.4};
constexpr LonLat mazar{67.1, 36.7};

FeatureLayer corridors() {
    return corridor_layer({{"TITR", "Middle Corridor", "operating", {khorgos, almaty, tashkent, beineu, aktau, baku}},
                           {"UZ_AKTAU", std::string(hostile_text), "operating", {tashkent, beineu, aktau}},
                           {"BACK", "The same track, drawn westwards", "construction", {aktau, beineu, tashkent}},
                           {"TRANSAFGHAN", "Trans-Afghan", "planned", {tashkent, mazar}},
                           {"OLD", "Out of use", "closed", {almaty, mazar}}});
}

FeatureLayer legs() {
    FeatureLayer layer = empty_layer("legs", {text("leg"), text("from_node"), text("to_node"), text("mode"),
                                              whole("gauge_mm"), text("status"), real("drawn_km"), real("known_km")});
    std::int64_t const broad = 1520;
    add_line(layer, {khorgos, almaty},
             {"KHORGOS__ALMATY", "KHORGOS", "ALMATY", "rail", broad, "operating", 300.5, 361.0});
    add_line(layer, {almaty, tashkent},
             {"ALMATY__TASHKENT", "ALMATY", "TASHKENT", "road", null, "construction", 680.25, null});
    add_line(layer, {aktau, baku}, {"AKTAU__BAKU", "AKTAU", "BAKU", "sea", null, "planned", 370.0, null});
    add_line(layer, {tashkent, mazar}, {"TASHKENT__MAZAR", "TASHKENT", "MAZAR", "rail", broad, "closed", 540.0, null});
    return layer;
}

FeatureLayer nodes() {
    FeatureLayer layer = empty_layer(
        "nodes", {text("node"), text("name"), text("country"), text("kind"), real("dwell_h"), real("fee_usd_t")});
    add_point(layer, khorgos, {"KHORGOS", "Khorgos", "KZ", "border", 6.0, 2.5});
    add_point(layer, almaty, {"ALMATY", "Almaty", "KZ", "city", null, null});
    add_point(layer, tashkent, {"TASHKENT", std::string(hostile_text), "UZ", "station", null, null});
    add_point(layer, aktau, {"AKTAU", "Aktau", "KZ", "port", 14.0, null});
    add_point(layer, beineu, {"BEINEU", "Beineu", "KZ", "junction", null, null});
    add_point(layer, mazar, {"MAZAR", "Mazar-i-Sharif", "AF", "something new", null, null});
    return layer;
}

FeatureLayer mines() {
    FeatureLayer layer = empty_layer("mines", {text("mine"), text("name"), text("country"), text("main"),
                                               text("commodities"), text("operator"), text("status"),
                                               real("production_t"), text("nearest_corridor"), real("distance_km")});
    auto const add = [&](LonLat place, char const* name, char const* main, AttributeValue production) {
        add_point(layer, place, {name, name, "KZ", main, main, null, "operating", production, "TITR", 12.345});
    };
    add({67.5, 44.5}, "Inkai", "U", 3449.0);
    add({74.3, 51.8}, "Bozshakol", "Cu", 104600.0);
    add({78.2, 41.9}, "Kumtor", "Au", 13.0);
    add({82.0, 50.1}, "Zinc works", "Zn", 2.0e6);
    add({60.0, 50.0}, "Lithium pit", "Li", null);
    add_point(layer, {64.0, 42.0},
              {"ODD", std::string(hostile_text), "UZ", null, null, null, "unknown", null, null, null});
    return layer;
}

FeatureLayer countries() {
    FeatureLayer layer = empty_layer("countries", {text("iso"), text("name")});
    add_box(layer, {50.0, 41.0, 85.0, 55.0}, {"KZ", "Kazakhstan"});
    add_box(layer, {56.0, 35.5, 72.0, 41.0}, {"UZ", std::string(hostile_text)});
    return layer;
}

/// Distance grows eastwards from the western edge, 50 km a cell; the last cell is not known.
BundleRaster distance() {
    BundleRaster raster;
    raster.name = "distance_to_corridor";
    raster.title = "Distance to the nearest corridor, km";
    raster.style = "distance_to_corridor";
    raster.grid =
        Grid<float>({.west = 46.0, .north = 56.0, .cell_width = 1.0, .cell_height = 1.0, .columns = 42, .rows = 21});
    raster.grid.set_nodata(-1.0F);
    for (std::size_t r = 0; r < 21; ++r)
        for (std::size_t c = 0; c < 42; ++c)
            raster.grid.row(r)[c] = static_cast<float>(c) * 50'000.0F;
    raster.grid.row(20)[41] = -1.0F;
    raster.description = {.band = "distance to the nearest corridor", .unit = "m"};
    return raster;
}

BundleTable ranking() {
    Table table("ranking",
                {{.name = "corridor", .kind = CellKind::text, .unit = {}, .decimals = 0, .description = "id"},
                 {.name = "rank", .kind = CellKind::integer, .unit = {}, .decimals = 0, .description = "place"},
                 {.name = "length_km", .kind = CellKind::real, .unit = "km", .decimals = 1, .description = "length"}});
    table.add_row({std::string("TITR"), std::int64_t{1}, 4712.3456});
    table.add_row({std::string(hostile_text), Absent{"not ranked: fee missing"}, Absent{"no drawn line"}});
    return {.table = std::move(table), .title = "Ranking"};
}

} // namespace

FeatureLayer corridor_layer(std::vector<SampleCorridor> const& rows) {
    FeatureLayer layer = empty_layer("corridors", {text("corridor"), text("name"), text("origin"), text("dest"),
                                                   text("status"), text("mode"), real("length_km")});
    for (SampleCorridor const& row : rows)
        add_line(layer, row.vertices, {row.corridor, row.name, "A", "B", row.status, "rail", 1234.5});
    return layer;
}

Bundle sample_bundle() {
    Bundle bundle;
    bundle.title = "Sample " + std::string(hostile_text);
    bundle.subtitle = "Subtitle " + std::string(hostile_text);
    bundle.view = {46.0, 35.0, 88.0, 56.0};
    bundle.map.crs = "EPSG:32642";
    // QgsCoordinateTransform.transformBoundingBox of the view from EPSG:4326, rounded to metres.
    bundle.map.extent = {-1617417.0, 3873046.0, 2244440.0, 6447490.0};
    bundle.layers.push_back({.layer = mines(), .title = "Mines", .style = "mines", .group = "Mines"});
    bundle.layers.push_back(
        {.layer = nodes(), .title = "Nodes " + std::string(hostile_text), .style = "nodes", .group = "Network"});
    bundle.layers.push_back({.layer = corridors(), .title = "Corridors", .style = "corridors", .group = "Corridors"});
    bundle.layers.push_back({.layer = legs(), .title = "Legs", .style = "legs", .group = "Network", .visible = false});
    bundle.layers.push_back(
        {.layer = countries(), .title = "Countries", .style = "countries", .group = "Background", .geojson = false});
    bundle.rasters.push_back(distance());
    bundle.tables.push_back(ranking());
    return bundle;
}

} // namespace oreway::testing
