// SPDX-License-Identifier: MIT
// One search to the farthest limit; its parts are cut at the nearer ones, and buffered limit by limit.

#include "oreway/jobs/isochrone.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "jobs/network_layers.hpp"
#include "jobs/network_places.hpp"
#include "jobs/network_question.hpp"
#include "jobs/network_styles.hpp"
#include "jobs/route_plan.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/buffer.hpp"
#include "oreway/measure/line_position.hpp"
#include "oreway/network/isochrone.hpp"

namespace oreway {

namespace {

/// A part of a leg within one band.
struct Piece {
    ReachedPart part;
    std::size_t band = 0; ///< position of its limit
};

/// The share of the leg at which a weight is reached, between both ends of the part.
double share_at(ReachedPart const& part, double weight) {
    double const span = part.weight_end - part.weight_begin;
    if (span == 0.0)
        return part.begin;
    return part.begin + (weight - part.weight_begin) / span * (part.end - part.begin);
}

/// Cuts a part at the limits between its ends.
void cut(ReachedPart const& part, std::vector<double> const& limits, std::vector<Piece>& pieces) {
    double const low = std::min(part.weight_begin, part.weight_end);
    double const high = std::max(part.weight_begin, part.weight_end);
    bool const rises = part.weight_end >= part.weight_begin;
    for (std::size_t band = 0; band < limits.size(); ++band) {
        double const from = band == 0 ? low : std::max(low, limits[band - 1]);
        double const to = std::min(high, limits[band]);
        if (from > to || (from == to && low != high) || (band > 0 && high <= limits[band - 1]))
            continue;
        ReachedPart piece = part;
        double const a = share_at(part, rises ? from : to);
        double const b = share_at(part, rises ? to : from);
        piece.begin = std::clamp(std::min(a, b), part.begin, part.end);
        piece.end = low == high ? part.end : std::clamp(std::max(a, b), part.begin, part.end);
        piece.weight_begin = rises ? from : to;
        piece.weight_end = rises ? to : from;
        pieces.push_back({piece, band});
    }
}

std::vector<LonLat> line_of(Network const& network, ReachedPart const& part) {
    auto const forward = network.arc_of(part.leg, TravelDirection::forward);
    std::vector<LonLat> line = line_of_arc(network, forward ? *forward : part.arc);
    if (!forward)
        std::ranges::reverse(line);
    if (line.size() < 2)
        return {};
    double const length = geodesic_length(line).value();
    return piece_between(line, Metres(part.begin * length), Metres(part.end * length));
}

std::vector<double> sorted_limits(IsochroneOptions const& options) {
    std::vector<double> limits = options.limits;
    std::ranges::sort(limits);
    auto const repeated = std::ranges::unique(limits);
    limits.erase(repeated.begin(), repeated.end());
    if (limits.empty() || !(limits.front() > 0.0) || !std::isfinite(limits.back()))
        throw UsageError({.what = "limits must be above zero",
                          .where = "",
                          .remedy = "give one or several, such as --limits 24,48,72"});
    return limits;
}

/// What remains of the limits behind the access leg.
std::vector<double> without_access(std::vector<double> limits, Objective const& objective, RouteEnd const& from) {
    if (!from.has_access)
        return limits;
    double const access = amount_of(objective, from.access);
    if (!std::isfinite(access))
        throw DataError(
            {.what = fmt::format("the access of '{}' to the network is not known: {}", from.label, from.access_basis),
             .where = "",
             .remedy = "give the rates of that mode, or start at a node"});
    for (double& limit : limits)
        limit -= access;
    if (limits.back() <= 0.0)
        throw DataError({.what = fmt::format("the access of '{}' to the network alone takes {} {}", from.label,
                                             fixed(access, 2), unit_of(objective.of)),
                         .where = "",
                         .remedy = "raise the limits"});
    return limits;
}

/// Rows of the summary by limit.
struct Reach {
    std::size_t nodes = 0;
    double km = 0.0;
    double area_km2 = 0.0;
};

FeatureLayer parts_layer(StudyNetwork const& study, std::vector<Piece> const& pieces, std::vector<double> const& limits,
                         double access, std::vector<LonLatGeometries>& by_band) {
    Network const& network = study.network;
    FeatureLayer layer;
    layer.name = "reached";
    layer.attributes =
        Attributes({field("leg", FieldType::text), field("mode", FieldType::text), field("limit", FieldType::real),
                    field("weight_begin", FieldType::real), field("weight_end", FieldType::real)});
    for (Piece const& piece : pieces) {
        std::vector<LonLat> const line = line_of(network, piece.part);
        auto const mode = network.facts(piece.part.leg).mode;
        if (line.size() < 2)
            layer.geometries.add_null();
        else {
            layer.geometries.add_line(line);
            by_band[piece.band].add_line(line);
        }
        layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
        layer.attributes.add_row({std::string(network.id(piece.part.leg)), mode ? std::string(name_of(*mode)) : "",
                                  limits[piece.band], piece.part.weight_begin + access,
                                  piece.part.weight_end + access});
    }
    return layer;
}

FeatureLayer nodes_layer(StudyNetwork const& study, Isochrone const& reached, double access) {
    FeatureLayer layer = node_layer("nodes", {field("weight", FieldType::real)});
    for (ReachedNode const& node : reached.nodes)
        add_node(study.network, node.node, {node.weight + access}, layer);
    return layer;
}

FeatureLayer areas_layer(std::vector<LonLatGeometries> const& by_band, std::vector<double> const& limits, Metres radius,
                         std::vector<Reach>& reach, Progress& progress) {
    FeatureLayer layer;
    layer.name = "areas";
    layer.attributes = Attributes({field("limit", FieldType::real), field("radius_km", FieldType::real),
                                   field("area_km2", FieldType::real), field("bound_m", FieldType::real)});
    LonLatGeometries sources;
    progress.stage("areas", limits.size());
    for (std::size_t band = 0; band < limits.size(); ++band) {
        for (std::size_t i = 0; i < by_band[band].size(); ++i)
            sources.add(by_band[band][i]);
        Buffer const area = geodesic_buffer(sources, radius, std::nullopt, progress);
        reach[band].area_km2 = to_square_kilometres(area.area);
        if (area.polygons.empty())
            layer.geometries.add_null();
        else
            layer.geometries.add(area.polygons[0]);
        layer.ids.push_back(static_cast<std::int64_t>(band) + 1);
        layer.attributes.add_row({limits[band], to_kilometres(radius), reach[band].area_km2, area.error_bound.value()});
        progress.advance(1);
    }
    return layer;
}

Table summary_of(std::vector<Reach> const& reach, std::vector<double> const& limits, Objective const& objective) {
    Table table("isochrone", {{"limit", CellKind::real, std::string(unit_of(objective.of)), 2, "limit"},
                              {"nodes", CellKind::integer, "", 0, "nodes within it"},
                              {"legs_km", CellKind::real, "km", 1, "kilometres of legs within it"},
                              {"area_km2", CellKind::real, "km2", 0, "of the places beside them"}});
    for (std::size_t i = 0; i < limits.size(); ++i)
        table.add_row({limits[i], static_cast<std::int64_t>(reach[i].nodes), reach[i].km,
                       reach[i].area_km2 > 0.0 ? Cell(reach[i].area_km2) : Cell(Absent{"no areas asked for"})});
    return table;
}

std::vector<Reach> measure_reach(Network const& network, Isochrone const& reached, std::vector<Piece> const& pieces,
                                 std::vector<double> const& inner) {
    std::vector<Reach> reach(inner.size());
    for (std::size_t band = 0; band < inner.size(); ++band) {
        for (ReachedNode const& node : reached.nodes)
            reach[band].nodes += node.weight <= inner[band] ? 1U : 0U;
        for (Piece const& piece : pieces)
            if (piece.band <= band)
                reach[band].km += (piece.part.end - piece.part.begin) * network.facts(piece.part.leg).length_km;
    }
    return reach;
}

} // namespace

IsochroneResult isochrones(IsochroneOptions const& options, Progress& progress) {
    std::vector<double> const limits = sorted_limits(options);
    check_output(options.output);
    IsochroneResult result;
    StudyNetwork const study = load_network(options.network, result.problems, progress);
    Weights const weights(study.network, objective_of(options.network, study), restriction_of(options.network, study));
    RouteEnd const from = find_end(study, weights, options.from);
    std::vector<double> const inner = without_access(limits, weights.objective(), from);
    double const access = from.has_access ? amount_of(weights.objective(), from.access) : 0.0;
    progress.stage("searching", 0);
    Isochrone const reached = isochrone(weights, from.node, inner.back());
    std::vector<Piece> pieces;
    for (ReachedPart const& part : reached.parts)
        cut(part, inner, pieces);
    std::vector<Reach> reach = measure_reach(study.network, reached, pieces, inner);
    std::vector<LonLatGeometries> by_band(limits.size());
    std::vector<FeatureLayer> layers = {parts_layer(study, pieces, limits, access, by_band),
                                        nodes_layer(study, reached, access)};
    stop_if_cancelled(progress);
    if (options.area_radius.value() > 0.0)
        layers.push_back(areas_layer(by_band, limits, options.area_radius, reach, progress));
    WrittenLayers const written = write_layers(options.output, layers, drawing_tolerance_m,
                                               isochrone_styles(layers, limits, unit_of(weights.objective().of)));
    result.outputs = written.files;
    result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
    result.summary = summary_of(reach, limits, weights.objective());
    return result;
}

} // namespace oreway
