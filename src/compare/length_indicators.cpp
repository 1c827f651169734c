// SPDX-License-Identifier: MIT
// Length: drawn and published, by country and mode, against the geodesic between the ends.

#include <array>

#include <fmt/format.h>

#include "compare/families.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

/// Of a mode, or of unknown mode.
std::string mode_name(Leg const& leg) {
    return leg.mode ? std::string(name_of(*leg.mode)) : "unknown";
}

std::optional<LonLat> position_of(Scene const& scene, std::optional<std::size_t> node) {
    if (!node || scene.node_points[*node].empty())
        return std::nullopt;
    return scene.node_points[*node].path(0)[0];
}

struct Ends {
    LonLat from;
    LonLat to;
};

/// First and last position of a line.
Ends ends_of(LonLatGeometry line) {
    return {line.path(0).front(), line.path(line.path_count() - 1).back()};
}

/// Where a corridor begins and ends: at its nodes, else where its line does.
Ends ends_of_corridor(Comparison const& c, std::size_t corridor) {
    Ends ends = ends_of(c.scene.corridor_lines[corridor]);
    Itinerary const& way = c.itineraries[corridor];
    if (!way.has_legs())
        return ends;
    ends.from = position_of(c.scene, way.stops.front().node).value_or(ends.from);
    ends.to = position_of(c.scene, way.stops.back().node).value_or(ends.to);
    return ends;
}

Cell length_by_mode(Comparison const& c, Itinerary const& way, Mode mode) {
    if (!way.has_legs())
        return Absent{no_legs};
    Total total;
    for (Stage const& stage : way.stages) {
        Leg const& leg = c.scene.legs[stage.leg];
        if (!leg.mode)
            total.miss(fmt::format("leg '{}' has no mode", leg.id));
        else if (*leg.mode == mode)
            total.add(stage.drawn_km);
    }
    return total.cell();
}

void add_row_of(Comparison const& c, std::size_t corridor, IndicatorValues& values) {
    Itinerary const& way = c.itineraries[corridor];
    if (c.scene.corridor_lines[corridor].empty()) {
        for (char const* id : {"length_km", "length_rail_km", "length_road_km", "length_sea_km", "route_length_km",
                               "published_share_pct", "geodesic_km", "circuity"})
            values[id].value = Absent{"the corridor has no line"};
        return;
    }
    values["length_km"] = {to_kilometres(c.measured.corridors[corridor].length), ellipsoid_name};
    values["length_rail_km"].value = length_by_mode(c, way, Mode::rail);
    values["length_road_km"].value = length_by_mode(c, way, Mode::road);
    values["length_sea_km"].value = length_by_mode(c, way, Mode::sea);
    std::string const basis =
        way.published_km > 0.0 ? "published lengths where known, drawn lengths elsewhere" : "drawn lengths";
    values["route_length_km"] = {way.route_km, basis};
    values["published_share_pct"].value =
        quotient(Total(way.published_km), Total(way.route_km), 100.0, "the line has no length");
    Ends const ends = ends_of_corridor(c, corridor);
    Total const direct(to_kilometres(geodesic_distance(ends.from, ends.to)));
    values["geodesic_km"] = {direct.sum(), way.has_legs() ? "first to last node" : "first to last vertex"};
    values["circuity"] = {quotient(Total(way.route_km), direct, 1.0, "origin and destination are one place"), basis};
}

/// Length by country and mode of one corridor; sorted by country, then mode, with "none" after all countries.
using Parts = std::map<std::pair<std::string, std::string>, Metres>;

Parts parts_of(Comparison const& c, std::size_t corridor) {
    Parts parts;
    auto const add = [&](MeasuredLine const& line, std::string const& mode) {
        for (auto const& [country, length] : line.by_country)
            parts[{country, mode}] += length;
    };
    if (!c.itineraries[corridor].has_legs())
        add(c.measured.corridors[corridor], "unknown");
    for (Stage const& stage : c.itineraries[corridor].stages)
        add(c.measured.legs[stage.leg], mode_name(c.scene.legs[stage.leg]));
    return parts;
}

/// A published length below the geodesic between the ends cannot be: one of the two is wrong. A tenth of a percent is
/// left for rounding, and up to a kilometre is only noted, since positions of nodes are commonly rounded to 0.01
/// degree.
void check_known(Leg const& leg, double geodesic_km, Problems& problems) {
    constexpr double rounding = 0.999;
    constexpr double position_km = 1.0;
    if (!leg.published_km || *leg.published_km >= geodesic_km * rounding)
        return;
    bool const is_small = geodesic_km - *leg.published_km <= position_km;
    problems.push_back(
        {is_small ? Severity::note : Severity::warning,
         "leg.length",
         {fmt::format("leg '{}': the published length of {} km is shorter than the geodesic between its ends, {} km",
                      leg.id, shortest(*leg.published_km), fixed(geodesic_km, 3)),
          "", "correct the length or the positions of its nodes"}});
}

Cell text_or_absent(std::string const& text, char const* reason) {
    if (text.empty())
        return Absent{reason};
    return text;
}

Cell node_name(Scene const& scene, std::optional<std::size_t> node) {
    if (!node)
        return Absent{"the leg has no node there"};
    return scene.nodes[*node].id;
}

} // namespace

void add_length(Comparison const& comparison, ValuesByCorridor& values) {
    for (std::size_t i = 0; i < values.size(); ++i)
        add_row_of(comparison, i, values[i]);
}

Table length_by_country_table(Comparison const& c) {
    Table table(
        "length_by_country",
        {{"corridor", CellKind::text, "", 0, "id of the corridor"},
         {"country", CellKind::text, "", 0, "id of the country by geometry; none: at sea or outside all countries"},
         {"mode", CellKind::text, "", 0, "rail, road, sea, or unknown"},
         {"length_km", CellKind::real, "km", 6, "geodesic length of the line there; the rows of a corridor add up"}});
    for (std::size_t i = 0; i < c.scene.corridors.size(); ++i) {
        Parts const parts = parts_of(c, i);
        auto const add = [&](bool outside) {
            for (auto const& [key, length] : parts)
                if (key.first.empty() == outside)
                    table.add_row({c.scene.corridors[i].id, outside ? std::string("none") : key.first, key.second,
                                   to_kilometres(length)});
        };
        add(false);
        add(true);
    }
    return table;
}

Table sections_table(Comparison const& c, Problems& problems) {
    Table table("sections", {{"leg", CellKind::text, "", 0, "id of the leg"},
                             {"from", CellKind::text, "", 0, "first node"},
                             {"to", CellKind::text, "", 0, "last node"},
                             {"mode", CellKind::text, "", 0, "rail, road, sea, or unknown"},
                             {"drawn_km", CellKind::real, "km", 3, "geodesic length of the line"},
                             {"known_km", CellKind::real, "km", 1, "published or measured length of the real line"},
                             {"shortfall_pct", CellKind::real, "%", 1, "100 x (known - drawn) / known"},
                             {"geodesic_km", CellKind::real, "km", 3, "geodesic between the two ends"},
                             {"source", CellKind::text, "", 0, "of the known length"}});
    for (std::size_t i = 0; i < c.scene.legs.size(); ++i) {
        Leg const& leg = c.scene.legs[i];
        LonLatGeometry const line = c.scene.leg_lines[i];
        if (line.empty())
            continue;
        Ends const drawn = ends_of(line);
        double const geodesic_km = to_kilometres(geodesic_distance(position_of(c.scene, leg.from).value_or(drawn.from),
                                                                   position_of(c.scene, leg.to).value_or(drawn.to)));
        double const drawn_km = to_kilometres(c.measured.legs[i].length);
        check_known(leg, geodesic_km, problems);
        Cell known = Absent{"no published length"};
        Cell shortfall = Absent{"no published length"};
        if (leg.published_km) {
            known = *leg.published_km;
            shortfall = 100.0 * (*leg.published_km - drawn_km) / *leg.published_km;
        }
        table.add_row({leg.id, node_name(c.scene, leg.from), node_name(c.scene, leg.to), mode_name(leg), drawn_km,
                       known, shortfall, geodesic_km, text_or_absent(leg.length_source, "no source is given")});
    }
    return table;
}

} // namespace oreway
