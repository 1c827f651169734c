// SPDX-License-Identifier: MIT
// Exposure: how much of a route lies in a set of countries, by what its legs declare; where the geometry says
// otherwise, that is listed.

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "compare/families.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// Disagreement below this is the width of a border on a small-scale map.
constexpr double notable_km = 1.0;

/// Kilometres of a corridor in one set of countries.
struct Exposure {
    Total route_km;    ///< by declared country, published lengths
    Total declared_km; ///< by declared country, drawn lengths
    double geometry_km = 0.0;
    std::set<std::string> disputed; ///< legs whose drawing disagrees with what they declare
};

double share_in(std::vector<CountryShare> const& shares, std::set<std::string> const& set) {
    double sum = 0.0;
    for (CountryShare const& share : shares)
        if (set.contains(share.country))
            sum += share.share;
    return sum;
}

double drawn_in(MeasuredLine const& line, std::set<std::string> const& set) {
    double sum = 0.0;
    for (auto const& [country, length] : line.by_country)
        if (set.contains(country))
            sum += to_kilometres(length);
    return sum;
}

Exposure exposure_of(Comparison const& c, std::size_t corridor, std::set<std::string> const& set) {
    Exposure result;
    Itinerary const& way = c.itineraries[corridor];
    if (!way.has_legs()) {
        result.route_km.miss(no_legs);
        result.declared_km.miss(no_legs);
    }
    for (Stage const& stage : way.stages) {
        Leg const& leg = c.scene.legs[stage.leg];
        if (leg.countries.empty() && leg.mode != Mode::sea) {
            std::string const reason = fmt::format("leg '{}' declares no country", leg.id);
            result.route_km.miss(reason);
            result.declared_km.miss(reason);
            continue;
        }
        double const share = share_in(stage.countries, set);
        result.route_km.add(stage.route_km * share);
        result.declared_km.add(stage.drawn_km * share);
        double const drawn = drawn_in(c.measured.legs[stage.leg], set);
        if (!c.scene.countries.empty() && std::abs(stage.drawn_km * share - drawn) > notable_km)
            result.disputed.insert(leg.id);
    }
    result.geometry_km = drawn_in(c.measured.corridors[corridor], set);
    return result;
}

Cell geometry_cell(Comparison const& c, double km) {
    if (c.scene.countries.empty())
        return Absent{"there is no layer of countries"};
    return km;
}

Cell difference_cell(Comparison const& c, Exposure const& exposure) {
    if (c.scene.countries.empty())
        return Absent{"there is no layer of countries"};
    return exposure.declared_km.cell([&](double km) -> Cell { return km - exposure.geometry_km; });
}

std::string disputed_text(std::set<std::string> const& legs) {
    std::string text;
    for (std::string const& leg : legs)
        text += (text.empty() ? "drawn otherwise than declared: " : ", ") + leg;
    return text;
}

/// A leg that runs through a country it does not declare, once for each such country.
void note_undeclared(Comparison const& c, Problems& problems) {
    for (std::size_t i = 0; i < c.scene.legs.size(); ++i) {
        Leg const& leg = c.scene.legs[i];
        if (leg.countries.empty())
            continue;
        for (auto const& [country, length] : c.measured.legs[i].by_country) {
            bool const declared = std::ranges::find(leg.countries, country) != leg.countries.end();
            if (country.empty() || declared || to_kilometres(length) <= notable_km)
                continue;
            problems.push_back({Severity::note,
                                "leg.country",
                                {fmt::format("leg '{}' declares {}, but {:.1f} km of its line lie in {}", leg.id,
                                             join(leg.countries, ";"), to_kilometres(length), country),
                                 "", "exposure follows what is declared; correct that or the line"}});
        }
    }
}

Table empty_table() {
    return Table("exposure",
                 {{"corridor", CellKind::text, "", 0, "id of the corridor"},
                  {"set", CellKind::text, "", 0, "id of the set of countries"},
                  {"declared_km", CellKind::real, "km", 1, "route length by declared country"},
                  {"share_pct", CellKind::real, "%", 1, "100 x declared_km / route length"},
                  {"declared_drawn_km", CellKind::real, "km", 3, "the same with drawn lengths only"},
                  {"geometry_km", CellKind::real, "km", 3, "length of the line inside the polygons of the set"},
                  {"difference_km", CellKind::real, "km", 3, "declared_drawn_km - geometry_km"},
                  {"remark", CellKind::text, "", 0, "legs where the two differ by more than 1 km"}});
}

} // namespace

Table add_exposure(Comparison const& comparison, ValuesByCorridor& values, Problems& problems) {
    Table table = empty_table();
    for (std::size_t i = 0; i < values.size(); ++i) {
        for (ExposureSet const& wanted : comparison.study.exposures) {
            std::set<std::string> const set(wanted.countries.begin(), wanted.countries.end());
            Exposure const exposure = exposure_of(comparison, i, set);
            Cell const share =
                quotient(exposure.route_km, Total(comparison.itineraries[i].route_km), 100.0, "the line has no length");
            std::string const basis = "declared countries of the legs";
            values[i]["exposure_" + wanted.id + "_km"] = {exposure.route_km.cell(), basis};
            values[i]["exposure_" + wanted.id + "_km_share"] = {share, basis};
            table.add_row({comparison.scene.corridors[i].id, wanted.id, exposure.route_km.cell(), share,
                           exposure.declared_km.cell(), geometry_cell(comparison, exposure.geometry_km),
                           difference_cell(comparison, exposure), disputed_text(exposure.disputed)});
        }
    }
    note_undeclared(comparison, problems);
    return table;
}

} // namespace oreway
