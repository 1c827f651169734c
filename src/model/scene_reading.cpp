// SPDX-License-Identifier: MIT
// Each role of a study read for itself: features become domain objects, what cannot be taken is reported.

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "model/scene_parts.hpp"

namespace oreway {

namespace {

/// Ids of one layer: every object has one, and only one object has it.
class Ids {
public:
    explicit Ids(LayerReader const& layer) : m_layer(layer) {}

    std::optional<std::string> next(std::size_t row) {
        std::string id = m_layer.text(row, "id");
        if (id.empty())
            m_layer.report(Severity::error, "id.missing", row, "has no id", "give every feature its own id");
        else if (!m_taken.insert(id).second)
            m_layer.report(Severity::error, "id.duplicate", row, fmt::format("the id '{}' is used before", id),
                           "give every feature its own id");
        else
            return id;
        return std::nullopt;
    }

private:
    LayerReader const& m_layer;
    std::set<std::string> m_taken;
};

std::string or_else(std::string text, std::string const& other) {
    return text.empty() ? other : text;
}

/// Elements of a list in one field, without empty ones.
std::vector<std::string> elements(std::string text, std::string_view separators) {
    for (char& c : text)
        if (separators.find(c) != std::string_view::npos)
            c = ';';
    std::vector<std::string> parts = split(text, ';');
    std::erase(parts, "");
    return parts;
}

Status read_status(LayerReader const& layer, std::size_t row) {
    std::string const text = layer.text(row, "status");
    Status const status = parse_status(text);
    if (status == Status::unknown && !text.empty() && fold(text) != "unknown")
        layer.report(
            Severity::warning, "status.unknown", row, fmt::format("the status '{}' is not known", text),
            fmt::format("use operating, construction, planned or closed, or translate it: values.status = {{ \"{}\" = "
                        "\"operating\" }}",
                        text));
    return status;
}

std::optional<Mode> read_mode(LayerReader const& layer, std::size_t row) {
    std::string const text = layer.text(row, "mode");
    auto const mode = parse_mode(text);
    if (!mode && !text.empty())
        layer.report(
            Severity::error, "mode.unknown", row, fmt::format("the mode '{}' is not known", text),
            fmt::format("use rail, road or sea, or translate it: values.mode = {{ \"{}\" = \"rail\" }}", text));
    return mode;
}

/// Appends a point, or null with a warning when there is none.
void add_position(LayerReader const& layer, std::size_t row, char const* consequence, LonLatGeometries& points) {
    LayerReader::Shape const shape = layer.shape(row, GeometryKind::point);
    if (shape.geometry) {
        if (shape.geometry->vertex_count() > 1)
            layer.report(Severity::warning, "geometry.several_points", row,
                         fmt::format("has {} points, of which only the first is taken", shape.geometry->vertex_count()),
                         "make a feature of each point");
        return points.add_point(shape.geometry->path(0)[0]);
    }
    points.add_null();
    layer.report(Severity::warning, "geometry.position", row, fmt::format("{}: {}", shape.fault, consequence),
                 "give it a position (one point)");
}

} // namespace

namespace {

/// The spread of a dwell time; an end that is left out is the dwell time itself.
void read_dwell_spread(LayerReader const& layer, std::size_t row, Node& node) {
    auto const low = layer.number(row, "dwell_min_h", 0.0, 10000.0);
    auto const high = layer.number(row, "dwell_max_h", 0.0, 10000.0);
    if (!low && !high)
        return;
    if (!node.dwell_h || low.value_or(*node.dwell_h) > *node.dwell_h || *node.dwell_h > high.value_or(*node.dwell_h)) {
        layer.report(Severity::error, "node.spread", row, "dwell_h does not lie between dwell_min_h and dwell_max_h",
                     "give the shortest, the most likely and the longest time of a passage");
        return;
    }
    node.dwell_low_h = low.value_or(*node.dwell_h);
    node.dwell_high_h = high.value_or(*node.dwell_h);
}

} // namespace

void read_nodes(LayerReader const& layer, Scene& scene) {
    Ids ids(layer);
    for (std::size_t row = 0; row < layer.size(); ++row) {
        auto const id = ids.next(row);
        if (!id)
            continue;
        scene.nodes.push_back({.id = *id,
                               .name = or_else(layer.text(row, "name"), *id),
                               .country = layer.text(row, "country"),
                               .kind = fold(layer.text(row, "kind")),
                               .dwell_h = layer.number(row, "dwell_h", 0.0, 10000.0),
                               .fee_usd_t = layer.number(row, "fee_usd_t", 0.0, 100000.0),
                               .gauge_change = layer.text(row, "gauge_change")});
        read_dwell_spread(layer, row, scene.nodes.back());
        add_position(layer, row, "distances from it are not known", scene.node_points);
    }
}

std::vector<LegEnds> read_legs(LayerReader const& layer, Scene& scene) {
    Ids ids(layer);
    std::vector<LegEnds> ends;
    for (std::size_t row = 0; row < layer.size(); ++row) {
        auto const id = ids.next(row);
        if (!id)
            continue;
        Leg leg;
        leg.id = *id;
        leg.mode = read_mode(layer, row);
        if (auto const gauge = layer.number(row, "gauge_mm", 0.0, 3000.0); gauge && *gauge > 0.0)
            leg.gauge_mm = static_cast<int>(std::lround(*gauge));
        leg.status = read_status(layer, row);
        leg.countries = elements(layer.text(row, "countries"), ",");
        leg.sea = layer.text(row, "sea");
        leg.published_km = layer.number(row, "length_km", 0.001, 50000.0);
        leg.length_source = layer.text(row, "length_source");
        leg.source = layer.text(row, "source");
        leg.capacity_t = layer.number(row, "capacity_t", 0.0, 1e12);
        scene.legs.push_back(std::move(leg));
        ends.push_back({layer.text(row, "from"), layer.text(row, "to")});
        LayerReader::Shape const shape = layer.shape(row, GeometryKind::line);
        if (shape.geometry)
            scene.leg_lines.add(*shape.geometry);
        else {
            scene.leg_lines.add_null();
            layer.report(Severity::error, "geometry.line", row, shape.fault, "draw the leg as a line, or remove it");
        }
    }
    return ends;
}

void read_mines(LayerReader const& layer, Scene& scene) {
    Ids ids(layer);
    for (std::size_t row = 0; row < layer.size(); ++row) {
        auto const id = ids.next(row);
        if (!id)
            continue;
        Mine mine{.id = *id,
                  .name = or_else(layer.text(row, "name"), *id),
                  .country = layer.text(row, "country"),
                  .commodities = elements(layer.text(row, "commodities"), ","),
                  .operator_name = layer.text(row, "operator"),
                  .status = layer.text(row, "status"),
                  .production_t = layer.number(row, "production_t", 0.0, 1e12),
                  .production_of = layer.text(row, "production_of"),
                  .precision_km = layer.number(row, "precision_km", 0.0, 20000.0)};
        if (mine.production_of.empty() && mine.production_t && !mine.commodities.empty())
            mine.production_of = mine.commodities.front();
        scene.mines.push_back(std::move(mine));
        add_position(layer, row, "it is in no catchment", scene.mine_points);
    }
}

void read_countries(LayerReader const& layer, Scene& scene) {
    for (std::size_t row = 0; row < layer.size(); ++row) {
        // Territories without a code are common in world layers, and so are countries in several features.
        std::string const name = layer.text(row, "name");
        std::string const id = or_else(layer.text(row, "id"), name);
        LayerReader::Shape const shape = layer.shape(row, GeometryKind::polygon);
        if (id.empty() || !shape.geometry) {
            layer.report(Severity::warning, "country.skipped", row,
                         "left out: " + (id.empty() ? std::string("has neither id nor name") : shape.fault),
                         "give it an id and a polygon");
            continue;
        }
        scene.countries.push_back({.id = id, .name = or_else(name, id)});
        scene.country_polygons.add(*shape.geometry);
    }
}

void read_corridors(LayerReader const& layer, Scene& scene) {
    Ids ids(layer);
    for (std::size_t row = 0; row < layer.size(); ++row) {
        auto const id = ids.next(row);
        if (!id)
            continue;
        scene.corridors.push_back({.id = *id,
                                   .name = or_else(layer.text(row, "name"), *id),
                                   .origin = layer.text(row, "origin"),
                                   .destination = layer.text(row, "destination"),
                                   .status = read_status(layer, row),
                                   .legs = {},
                                   .source = layer.text(row, "source")});
        LayerReader::Shape const shape = layer.shape(row, GeometryKind::line);
        if (shape.geometry) {
            scene.corridor_lines.add(*shape.geometry);
            continue;
        }
        scene.corridor_lines.add_null();
        // A missing line is made from the legs later; another kind of geometry is a mistake in any case.
        if (shape.fault != "has no geometry")
            layer.report(Severity::error, "geometry.line", row, shape.fault, "corridors are lines");
    }
}

} // namespace oreway
