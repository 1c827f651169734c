// SPDX-License-Identifier: MIT
// Ways as lines and points for a map, and as a time/cost-distance chart.

#include <cmath>

#include <fmt/format.h>

#include "jobs/network_layers.hpp"
#include "jobs/route_tables.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

AttributeValue value_of(double number) {
    return std::isfinite(number) ? AttributeValue(number) : AttributeValue();
}

void append(std::vector<AttributeValue>& row, JourneySums const& sums) {
    for (double const value : {sums.km, sums.h, sums.usd_t, sums.co2e_kg_t})
        row.push_back(value_of(value));
}

std::vector<Field> sum_fields(std::vector<Field> fields, std::string const& prefix) {
    for (char const* name : {"length_km", "time_h", "cost_usd_t", "co2e_kg_t"})
        fields.push_back(field(prefix + name, FieldType::real));
    return fields;
}

FeatureLayer empty_layer(std::string name, std::vector<Field> fields) {
    FeatureLayer layer;
    layer.name = std::move(name);
    layer.attributes = Attributes(std::move(fields));
    return layer;
}

void add_row(FeatureLayer& layer, std::vector<AttributeValue> const& row) {
    layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
    layer.attributes.add_row(row);
}

FeatureLayer lines_of_routes(StudyNetwork const& study, RouteSet const& set) {
    FeatureLayer layer =
        empty_layer("routes", sum_fields({field("route", FieldType::text), field("origin", FieldType::text),
                                          field("destination", FieldType::text), field("passes", FieldType::text),
                                          field("borders", FieldType::integer)},
                                         ""));
    for (PlannedRoute const& route : set.routes) {
        bool open = false;
        for (ArcId const arc : route.arcs) {
            std::vector<LonLat> const line = line_of_arc(study.network, arc);
            if (line.empty())
                continue;
            if (!open)
                layer.geometries.begin(GeometryKind::line);
            open = true;
            layer.geometries.begin_path();
            layer.geometries.add(line);
        }
        if (open)
            layer.geometries.end();
        else
            layer.geometries.add_null();
        std::vector<AttributeValue> row = {route.name, set.from.id, set.to.id, join(route.passed, " "),
                                           std::int64_t{route.journey.borders}};
        append(row, route.total);
        add_row(layer, row);
    }
    return layer;
}

void add_line(FeatureLayer& layer, std::vector<LonLat> const& line) {
    if (line.size() < 2)
        layer.geometries.add_null();
    else
        layer.geometries.add_line(line);
}

FeatureLayer lines_of_legs(StudyNetwork const& study, RouteSet const& set) {
    Network const& network = study.network;
    FeatureLayer layer =
        empty_layer("legs", sum_fields(sum_fields({field("route", FieldType::text), field("step", FieldType::integer),
                                                   field("leg", FieldType::text), field("from_id", FieldType::text),
                                                   field("to_id", FieldType::text), field("mode", FieldType::text),
                                                   field("country", FieldType::text), field("basis", FieldType::text)},
                                                  ""),
                                       "cum_"));
    for (PlannedRoute const& route : set.routes)
        for (std::size_t i = 0; i < route.steps.size(); ++i) {
            RouteStep const& step = route.steps[i];
            if (step.kind != RouteStep::Kind::leg)
                continue;
            Arc const& arc = network.arc(step.arc);
            std::vector<AttributeValue> row = {route.name,
                                               static_cast<std::int64_t>(i + 1),
                                               std::string(network.id(arc.leg)),
                                               std::string(network.id(arc.tail)),
                                               std::string(network.id(arc.head)),
                                               step.what,
                                               step.country,
                                               step.basis};
            append(row, step.own);
            append(row, step.so_far);
            add_line(layer, line_of_arc(network, step.arc));
            add_row(layer, row);
        }
    return layer;
}

FeatureLayer points_of_stops(StudyNetwork const& study, RouteSet const& set) {
    Network const& network = study.network;
    FeatureLayer layer =
        empty_layer("stops", sum_fields({field("route", FieldType::text), field("step", FieldType::integer),
                                         field("node", FieldType::text), field("name", FieldType::text),
                                         field("what", FieldType::text), field("basis", FieldType::text)},
                                        ""));
    for (PlannedRoute const& route : set.routes)
        for (std::size_t i = 0; i < route.steps.size(); ++i) {
            RouteStep const& step = route.steps[i];
            if (step.kind != RouteStep::Kind::stop)
                continue;
            std::vector<AttributeValue> row = {
                route.name, static_cast<std::int64_t>(i + 1), step.place_id, step.place, step.what, step.basis};
            append(row, step.own);
            auto const node = network.node_of_id(step.place_id);
            auto const place = node ? network.position(*node) : std::nullopt;
            if (place)
                layer.geometries.add_point(*place);
            else
                layer.geometries.add_null();
            add_row(layer, row);
        }
    return layer;
}

/// The stops of a way, by which people tell ways apart; the first and the last few of many.
std::string stops_text(PlannedRoute const& route) {
    constexpr std::size_t most = 6;
    std::vector<std::string> stops;
    for (RouteStep const& step : route.steps)
        if (step.kind == RouteStep::Kind::stop && (stops.empty() || stops.back() != step.place))
            stops.push_back(step.place);
    if (stops.empty())
        return join(route.passed, " ");
    if (stops.size() > most) {
        stops.erase(stops.begin() + most / 2, stops.end() - most / 2);
        stops.insert(stops.begin() + most / 2, "...");
    }
    return join(stops, ", ");
}

/// One way in one chart; empty when a value is not known.
ChartRoute chart_route(PlannedRoute const& route, std::string const& origin, double JourneySums::*value) {
    ChartRoute line{.name = fmt::format("{}: {}", route.name, stops_text(route)), .vertices = {}};
    line.vertices.push_back({.km = 0.0, .value = 0.0, .corner = ChartCorner::origin, .place = origin, .why = {}});
    for (RouteStep const& step : route.steps) {
        double const at = step.so_far.*value;
        if (!std::isfinite(at) || !std::isfinite(step.so_far.km))
            return {};
        bool const is_stop = step.kind == RouteStep::Kind::stop || step.kind == RouteStep::Kind::pair;
        // A stop that takes nothing of this kind is no step of this chart.
        if (is_stop && step.own.*value == 0.0)
            continue;
        line.vertices.push_back(
            {.km = step.so_far.km,
             .value = at,
             .corner = is_stop ? ChartCorner::step : ChartCorner::leg,
             .place = step.kind == RouteStep::Kind::pair ? "" : step.place,
             .why = is_stop && step.what != "passage" && step.kind == RouteStep::Kind::stop ? step.what : ""});
    }
    return line;
}

} // namespace

std::vector<FeatureLayer> route_layers(StudyNetwork const& study, RouteSet const& set) {
    return {lines_of_routes(study, set), lines_of_legs(study, set), points_of_stops(study, set)};
}

std::string route_chart(StudyNetwork const& study, RouteSet const& set, Problems& problems) {
    std::string const origin = set.from.label;
    std::vector<DistanceChart> charts = {{.title = "Time", .unit = "h", .routes = {}},
                                         {.title = "Cost", .unit = "USD/t", .routes = {}}};
    for (std::size_t c = 0; c < charts.size(); ++c)
        for (PlannedRoute const& route : set.routes) {
            ChartRoute line = chart_route(route, origin, c == 0 ? &JourneySums::h : &JourneySums::usd_t);
            if (line.vertices.empty()) {
                problems.push_back({Severity::warning,
                                    "chart.unknown",
                                    {fmt::format("way {} is not in the chart of {}: a value of it is not known",
                                                 route.name, fold(charts[c].title)),
                                     study.file.string(), "give the missing rates"}});
                continue;
            }
            line.vertices.push_back({.km = line.vertices.back().km,
                                     .value = line.vertices.back().value,
                                     .corner = ChartCorner::finish,
                                     .place = set.to.label,
                                     .why = {}});
            charts[c].routes.push_back(std::move(line));
        }
    std::erase_if(charts, [](DistanceChart const& chart) { return chart.routes.empty(); });
    if (charts.empty())
        throw DataError({.what = "no way has known times or costs, so there is nothing to draw",
                         .where = study.file.string(),
                         .remedy = "give the missing rates"});
    return to_svg(fmt::format("{} to {}", set.from.label, set.to.label), charts);
}

} // namespace oreway
