// SPDX-License-Identifier: MIT
// The indicators of the corridor comparison. This file is the one list: results, documentation and criteria are taken
// from it.

#include "oreway/compare/indicator.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

using enum Better;

constexpr std::string_view karney = "Karney 2013, doi:10.1007/s00190-012-0578-z";
constexpr std::string_view tcd = "UN ESCAP time/cost-distance";
constexpr std::string_view cpmm = "CAREC CPMM";
constexpr std::string_view world_bank = "World Bank, Central Asian railways (GOST asia_railways)";

constexpr std::array table = {
    // Length
    Indicator{"length_km", "length of the line", "km", 3, lower,
              "geodesic length of the corridor line on the WGS 84 ellipsoid", karney, "a line"},
    Indicator{"length_rail_km", "length of the line by rail", "km", 3, neither,
              "part of length_km on legs of mode rail; the three modes add up to it", karney, "legs with a mode"},
    Indicator{"length_road_km", "length of the line by road", "km", 3, neither,
              "part of length_km on legs of mode road", karney, "legs with a mode"},
    Indicator{"length_sea_km", "length of the line by sea", "km", 3, neither, "part of length_km on legs of mode sea",
              karney, "legs with a mode"},
    Indicator{"route_length_km", "route length", "km", 1, lower,
              "sum over the legs of the published length where there is one, else of the drawn length; time, cost, "
              "exposure and "
              "emissions are computed on it",
              "practice", "a line"},
    Indicator{"published_share_pct", "share of the route length that is published", "%", 1, neither,
              "100 x published lengths / route_length_km", "practice", "a line"},
    Indicator{"geodesic_km", "geodesic distance from origin to destination", "km", 3, neither,
              "geodesic between the first and the last node, or between the ends of the line when there are no legs",
              karney, "positions of origin and destination"},
    Indicator{"circuity", "circuity (detour index)", "1", 3, lower, "route_length_km / geodesic_km",
              "transport geography", "positions of origin and destination"},
    // Transfers
    Indicator{"countries", "countries on the way", "n", 0, lower,
              "number of different countries declared by the legs and their nodes", "practice",
              "countries of all legs on land and of all nodes"},
    Indicator{"border_crossings", "border crossings", "n", 0, lower,
              "number of legs whose two nodes lie in different countries; a leg by sea between ports of two countries "
              "counts one "
              "passage as well, since goods are cleared there too",
              "CAREC CPMM, UNECE", "legs with nodes and their countries"},
    Indicator{"gauge_breaks", "gauge breaks", "n", 0, lower,
              "number of nodes where two legs by rail of different gauge meet; where a leg by road or sea lies "
              "between, goods are "
              "transshipped anyway and that is a mode change, not a gauge break",
              "CAREC CPMM, UNECE", "gauge_mm of every leg by rail that meets another one"},
    Indicator{"mode_changes", "mode changes", "n", 0, lower, "number of nodes where the mode of the route changes",
              "CAREC CPMM, UNECE", "legs with a mode"},
    // Time
    Indicator{"driving_h", "time under way", "h", 2, lower,
              "sum over the legs of route km / speed_kmh; a leg in several countries is split in proportion of its "
              "drawn length "
              "inside each of the declared ones (equal parts when the drawing has none of them)",
              tcd, "speed_kmh for every mode and country or sea of the route"},
    Indicator{
        "node_h", "time at nodes", "h", 2, lower,
        "sum over the nodes passed of the site value dwell_h where there is one, else of the defaults of what happens "
        "there: border_dwell_h for a border passed on land, gauge_dwell_h for a gauge break, port_dwell_h for a change "
        "between land and sea (clearance included), mode_dwell_h between rail and road. A border passed on a leg "
        "belongs "
        "to the node of kind border, else to the one in the country entered. Handling at origin and destination is not "
        "counted",
        tcd, "dwell times of every node where a border, gauge or mode is changed"},
    Indicator{"transit_time_h", "transit time", "h", 2, lower, "driving_h + node_h", tcd, "driving_h and node_h"},
    Indicator{"swod_kmh", "speed without delay (SWOD)", "km/h", 2, higher, "route_length_km / driving_h", cpmm,
              "driving_h"},
    Indicator{"swd_kmh", "speed with delay (SWD)", "km/h", 2, higher,
              "route_length_km / transit_time_h; never above SWOD", cpmm, "transit_time_h"},
    Indicator{"node_time_share_pct", "node share of time (delay share)", "%", 1, lower,
              "100 x node_h / transit_time_h, which is 100 x (1 - SWD / SWOD)",
              "UN ESCAP time/cost-distance, CAREC CPMM", "transit_time_h"},
    // Cost
    Indicator{"haulage_usd_t", "haulage", "USD/t", 2, lower, "sum over the legs of route km x tariff_usd_tkm",
              world_bank, "tariff_usd_tkm for every mode and country or sea of the route"},
    Indicator{"node_fees_usd_t", "fees at nodes", "USD/t", 2, lower,
              "as node_h, with fee_usd_t, border_fee_usd_t, gauge_fee_usd_t, port_fee_usd_t and mode_fee_usd_t",
              world_bank, "fees of every node where a border, gauge or mode is changed"},
    Indicator{"time_cost_usd_t", "cost of time", "USD/t", 2, lower, "value_of_time_usd_th x transit_time_h", world_bank,
              "value_of_time_usd_th and transit_time_h"},
    Indicator{"generalised_cost_usd_t", "generalised cost", "USD/t", 2, lower,
              "haulage_usd_t + node_fees_usd_t + time_cost_usd_t; one way, without empty return", world_bank,
              "all three parts"},
    Indicator{"node_cost_share_pct", "node share of cost", "%", 1, lower,
              "100 x (node_fees_usd_t + value_of_time_usd_th x node_h) / generalised_cost_usd_t", tcd,
              "generalised_cost_usd_t"},
    Indicator{"co2e_kg_t", "emissions", "kg CO2e/t", 2, lower,
              "sum over the legs of route km x co2e_g_tkm / 1000; handling at nodes is not counted",
              "ISO 14083, in kind", "co2e_g_tkm for every mode and country or sea of the route"},
    Indicator{"tfi3_usd", "cost of a corridor section (TFI3)", "USD per 500 km and 20 t", 0, lower,
              "(haulage_usd_t + node_fees_usd_t) x 20 t x 500 km / route_length_km; money only, one way", cpmm,
              "haulage_usd_t and node_fees_usd_t"},
    // Reliability
    Indicator{
        "transit_p50_h", "transit time half of the journeys keep (P50)", "h", 2, lower,
        "median of transit_time_h when speeds and dwell times are drawn between value_min and value_max of the "
        "rates and dwell_min_h and dwell_max_h of the nodes, with the given value as the most likely one; PERT or "
        "triangular by [reliability]; one draw a journey for all km that go by one rate, one for every passage; "
        "seeded",
        "practice (three-point estimates); Malcolm et al. 1959, doi:10.1287/opre.7.5.646",
        "transit_time_h and a spread of a rate or a node"},
    Indicator{"transit_p95_h", "transit time 19 of 20 journeys keep (P95)", "h", 2, lower,
              "95th percentile of the same draws", "CAREC CPMM, TRACECA TRAX (percentile of delay)",
              "transit_time_h and a spread of a rate or a node"},
    Indicator{"buffer_index_pct", "buffer index", "%", 1, lower,
              "100 x (transit_p95_h - mean) / mean of the same draws: the reserve a planner adds to be late once in 20",
              "US FHWA travel time reliability; CAREC CPMM", "transit_time_h and a spread of a rate or a node"},
    // Capacity
    Indicator{"capacity_bottleneck_t", "capacity bottleneck", "t/y", 0, higher,
              "smallest capacity_t of the legs that have one; the basis names the leg and says how many have none",
              "practice (maximum flow of a path)", "capacity_t of a leg"},
    // Exposure
    Indicator{"exposure_<set>_km", "exposure to <set>", "km", 1, lower,
              "route km on legs declared in a country of the set; a leg in several countries is split as for driving_h",
              "practice (transit dependence)", "declared countries of every leg on land"},
    Indicator{"exposure_<set>_km_share", "share of the route exposed to <set>", "%", 1, lower,
              "100 x exposure_<set>_km / route_length_km", "practice (transit dependence)",
              "declared countries of every leg on land"},
    Indicator{
        "avoidance_premium_<set>_usd_t", "avoidance premium, <set>", "USD/t", 2, lower,
        "least generalised cost over the network of the study between the ends of the corridor without passing the "
        "countries of the set, less the least with all open; legs in operation, parallel ones kept. It belongs to "
        "the two ends, not to the way of the corridor; without a value of time it is of the money alone",
        "practice (transit dependence)",
        "ends outside of the set, a way between them without it, and costs of the legs"},
    // Access
    Indicator{"mines_within_<radius>", "sites within <radius>", "n", 0, higher,
              "number of sites of the mines layer, of any status, whose geodesic distance to the corridor line is at "
              "most the "
              "radius; tonnes by commodity are in the table tonnes_in_reach",
              "GIS catchment; Karney 2013, doi:10.1007/s00190-012-0578-z", "a mines layer"},
    Indicator{"mines_within_<hours>", "sites within <hours> by road", "n", 0, higher,
              "number of sites whose geodesic distance to the corridor line / speed_kmh by road of the country of the "
              "site is at most the limit: straight to the line, a lower bound of the time by road; tonnes by commodity "
              "are in the table tonnes_by_access",
              "GIS service area", "a mines layer and speed_kmh by road for the countries of the sites"},
    Indicator{"mines_within_<usd>", "sites within <usd> by road", "n", 0, higher,
              "number of sites whose geodesic distance to the corridor line x tariff_usd_tkm by road of the country of "
              "the site is at most the limit, as above",
              "GIS service area", "a mines layer and tariff_usd_tkm by road for the countries of the sites"},
    // Overlap
    Indicator{"largest_overlap_pct", "largest overlap with another corridor", "%", 1, neither,
              "100 x the largest length shared with one other corridor / length_km; shared legs count whole, "
              "other parts "
              "where they lie within the study's tolerance; all pairs are in the table overlap",
              "GIS", "another corridor"},
};

std::string filled(std::string_view text, std::string_view mark, std::string_view value) {
    std::string result(text);
    if (auto const at = result.find(mark); at != std::string::npos)
        result.replace(at, mark.size(), value);
    return result;
}

} // namespace

std::string_view name_of(Better better) noexcept {
    switch (better) {
    case lower:
        return "lower";
    case higher:
        return "higher";
    case neither:
        return "neither";
    }
    return "neither";
}

std::span<Indicator const> indicators() noexcept {
    return table;
}

namespace {

/// What a study puts in place of a mark: in ids, and in labels.
struct Filling {
    std::string id;
    std::string label;
};

std::vector<Filling> limits(std::vector<double> const& values, std::string_view id_unit, std::string_view label_unit) {
    std::vector<Filling> result;
    for (double const value : values)
        result.push_back({shortest(value) + std::string(id_unit), shortest(value) + std::string(label_unit)});
    return result;
}

/// The marks of ids, and what a study fills in for each.
std::vector<std::pair<std::string_view, std::vector<Filling>>> fillings(Study const& study) {
    std::vector<Filling> sets;
    for (ExposureSet const& set : study.exposures)
        sets.push_back({set.id, set.title.empty() ? set.id : set.title});
    std::vector<double> radii;
    for (Metres const radius : study.catchments)
        radii.push_back(to_kilometres(radius));
    return {{"<set>", std::move(sets)},
            {"<radius>", limits(radii, "km", " km")},
            {"<hours>", limits(study.catchment_hours, "h", " h")},
            {"<usd>", limits(study.catchment_usd_t, "usd_t", " USD/t")}};
}

} // namespace

std::vector<StudyIndicator> study_indicators(Study const& study) {
    auto const marks = fillings(study);
    std::vector<StudyIndicator> result;
    for (Indicator const& row : table) {
        auto const mark = std::ranges::find_if(
            marks, [&](auto const& entry) { return row.id.find(entry.first) != std::string_view::npos; });
        if (mark == marks.end()) {
            result.push_back(
                {.definition = &row, .id = std::string(row.id), .label = std::string(row.label), .variant = 0});
            continue;
        }
        for (std::size_t i = 0; i < mark->second.size(); ++i)
            result.push_back({.definition = &row,
                              .id = filled(row.id, mark->first, mark->second[i].id),
                              .label = filled(row.label, mark->first, mark->second[i].label),
                              .variant = i});
    }
    return result;
}

Column column_of(StudyIndicator const& indicator) {
    Indicator const& row = *indicator.definition;
    return {.name = indicator.id,
            .kind = row.decimals == 0 ? CellKind::integer : CellKind::real,
            .unit = std::string(row.unit),
            .decimals = row.decimals,
            .description = indicator.label + ": " + std::string(row.formula)};
}

std::string indicators_markdown() {
    std::string text =
        "# Indicators\n\n"
        "One row for each column of the table `indicators` that `oreway compare` writes. This file is generated from "
        "the\n"
        "registry in `src/compare/indicator.cpp`; a test keeps the two equal. `<set>` stands for the id of an exposure "
        "set of\n"
        "the study, `<radius>`, `<hours>` and `<usd>` for a limit of access (`mines_within_25km`, `mines_within_8h`,\n"
        "`mines_within_10usd_t`).\n\n"
        "A value that cannot be computed is `n/a`; the table `indicator_notes` says why. It is never zero and a sum is "
        "never\n"
        "printed without one of its parts. *Better* is the direction a criterion of a ranking takes; `neither` cannot "
        "be one.\n"
        "Costs are US dollars per tonne, one way; rates and their sources are in the table `rates_used`.\n\n"
        "| id | meaning | unit | better | formula | definition from | needs |\n"
        "|---|---|---|---|---|---|---|\n";
    for (Indicator const& row : table)
        text += fmt::format("| `{}` | {} | {} | {} | {} | {} | {} |\n", row.id, row.label, row.unit,
                            name_of(row.better), escape_xml(row.formula), row.source, row.needs);
    return text;
}

} // namespace oreway
