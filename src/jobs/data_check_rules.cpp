// SPDX-License-Identifier: MIT
// The table of rules and the tables of ranges and words they refer to.

#include "jobs/data_check_rules.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

namespace oreway {

namespace {

// The table says in words what the constants are.
static_assert(end_tolerance.value() == 100.0 && drawn_slack.value() == 201.0 && stated_slack == 0.02);
static_assert(longest_detour == 3.0 && shortest_judged.value() == 5000.0);
static_assert(border_tolerance.value() == 3000.0);
static_assert(element_tolerance.value() == 6000.0 && element_share == 0.10);

constexpr Rule rules[] = {
    // The network holds together.
    {"node.dangling", "nodes: id; legs: from, to", "every node is an end of a leg",
     "a node that no leg reaches is in no route, and a mistyped end looks just like that",
     "correct the end of a leg, or remove the node"},
    {"leg.end", "nodes: id; legs: from, to", "a leg runs between two different nodes that exist",
     "a leg that ends nowhere cannot be travelled", "correct the id of the node, or add the node"},
    {"leg.end_place", "nodes: id and points; legs: from, to and lines",
     "the line of a leg starts and stops within 0.1 km of its nodes",
     "a line drawn elsewhere has another length and other countries than the leg",
     "draw the line to the node, or move the node"},
    {"leg.duplicate", "legs: from, to, mode", "two nodes are joined once by the same mode and gauge",
     "a leg that is there twice breaks shared lengths and capacities", "remove one, or give them different gauges"},
    {"corridor.member", "corridor_legs; corridors: id; legs: id",
     "a row of corridor_legs names a corridor and a leg that exist, and forward or reverse",
     "a leg that is not found is missing from the corridor", "correct the id or the direction"},
    {"corridor.sequence", "corridor_legs: corridor, sequence", "the legs of a corridor are numbered 1, 2, 3 ...",
     "a missing number is a missing leg", "number the legs one after the other"},
    {"corridor.empty", "corridors: id; corridor_legs", "every corridor has legs",
     "a corridor without legs has no mode, gauge, time or cost", "list its legs"},
    {"corridor.gap", "corridor_legs; legs: from, to", "each leg of a corridor starts where the one before stops",
     "goods do not jump", "correct the order or the direction, or add the leg between"},
    {"corridor.gauge_break", "corridor_legs; legs: gauge_mm; nodes: gauge_change",
     "where the gauge changes along a corridor, the node says so with both gauges",
     "a gauge break without a yard cannot be passed by a train",
     "write both gauges to the node (1435/1520), or correct the gauge of a leg"},
    {"corridor.port", "corridor_legs; legs: mode; nodes: kind",
     "a corridor goes from land to sea and back at a node of kind port or canal",
     "loading a ship takes a port, and its time and fee are added there",
     "give the node the kind port, or correct the mode of a leg"},
    {"corridor.ends", "corridors: origin, destination; corridor_legs",
     "origin and destination of a corridor are the ends of its legs",
     "corridors are ranked against each other by their ends", "correct the corridor or its legs"},
    {"corridor.status", "corridors: status; legs: status; corridor_legs",
     "the status of a corridor is that of its worst leg",
     "a corridor is not open before its last leg is (from best to worst: operating, construction, planned, closed)",
     "correct the status of the corridor or of the leg"},
    {"group.ends", "groups; corridors: origin, destination",
     "a group has two corridors or more, and they start and stop at its ends, unless an end is a region and no node",
     "only corridors that serve the same ends can be ranked against each other",
     "move the corridor to another group, or give it other ends"},
    // Lengths.
    {"leg.too_short", "nodes: points; legs: from, to, lines",
     "neither the line nor the stated length of a leg is below the geodesic between its nodes (slack: 201 m drawn, "
     "2 % stated)",
     "nothing is shorter than the shortest way", "correct the length, or the position of a node"},
    {"leg.too_long", "nodes: points; legs: from, to, lines",
     "neither the line nor the stated length of a leg is over 3 times the geodesic between its nodes (judged from "
     "5 km)",
     "a vertex far off or a length in miles shows so", "correct the vertices or the length"},
    {"leg.sea_on_land", "legs: mode; countries",
     "a sea leg keeps to the sea, but for 6 km or 10 % of it; in canals it need not",
     "a ferry drawn over land is counted to a country", "add vertices at sea"},
    {"leg.land_at_sea", "legs: mode; countries", "a rail or road leg keeps to land, but for 6 km or 10 % of it",
     "a line across a bay is shorter than the one round it", "add vertices on land"},
    // Words, codes and numbers.
    {"word.unknown", "any field of the table of words",
     "modes, gauges, kinds, seas and statuses are words that are known",
     "a word that is not known has no rate and no style", "use a word of the table, or translate it with 'values'"},
    {"leg.gauge", "legs: mode, gauge_mm", "a gauge belongs to a rail leg", "a road has no gauge",
     "leave the gauge empty, or correct the mode"},
    {"leg.sea", "legs: mode, sea, countries", "a sea leg names its sea and no country, another leg no sea",
     "rates at sea are found by the name of the sea", "fill in or empty 'sea' and 'countries'"},
    {"leg.countries", "legs: from, to, countries; nodes: country",
     "a leg on land names at least the countries of its two nodes",
     "rates and border crossings are found by the countries", "add the country"},
    {"country.code", "nodes, mines: country; legs: countries; exposures; rates",
     "a country is a code of ISO 3166-1, all with two letters or all with three, and is in the countries layer",
     "other codes are found in no other data", "correct the code ('oreway check --repair --country-field' does)"},
    {"country.alpha3", "countries: id, alpha3",
     "each country has its alpha-3 code of ISO 3166-1; a territory without one has a code that the standard leaves to "
     "its users",
     "three-letter codes join the data to those of others", "correct the code"},
    {"number.range", "rates; nodes: dwell_h, fee_usd_t", "speeds, tariffs, times and fees are in the table of ranges",
     "a number in another unit shows so", "correct the number or its unit"},
    {"number.order", "value_min, value, value_max in rates and tables",
     "a lowest value is not above the value, and the value not above the highest",
     "a range that leaves its value out is "
     "none",
     "put the three in order"},
    {"number.unit", "mines: capacity, capacity_unit",
     "a capacity is above zero and has a unit, and a unit has a capacity", "a number without a unit is none",
     "add the unit, or remove both"},
    // Evidence.
    {"row.source", "source in all roles but countries, in rates and tables", "every row names its source",
     "a figure that cannot be traced cannot be cited", "say where it comes from"},
    {"row.confidence", "confidence in all roles but countries, in rates and tables",
     "every row states its confidence: high, medium, low, memory", "the reader must know what to rely on",
     "write one of the four words"},
    {"number.source", "legs: length_km, length_source; nodes: dwell_h, dwell_source, fee_usd_t, fee_source",
     "a stated length, time or fee has its own source, and no source stands without the number",
     "the source of the row is another", "name the source, or remove it"},
    {"source.unresolved", "[sources]; source in all roles and tables",
     "every source names a row of the table of sources: by id, by its title, or by its pattern",
     "a name that leads nowhere is no source", "add the source to the table, or correct the name"},
    {"source.row", "[sources]", "every source has an id of its own and a title, and its pattern can be read",
     "ids must lead to one source", "complete the row"},
    // Places.
    {"site.in_sea", "nodes, mines: points; countries", "no site lies in the sea (slack 3 km: harbours, coarse coasts)",
     "swapped or mistyped coordinates show so", "correct the position"},
    {"site.wrong_country", "nodes, mines: points, country; countries",
     "a site lies in the country it names (slack 3 km: border stations, coarse borders)",
     "it would be counted to the wrong country", "correct the position or the country"},
};

constexpr PlausibleRange ranges[] = {
    {"speed_kmh", "rail", 5.0, 120.0, "km/h", "CAREC CPMM 2022 and 2023 print 8.9 to 82.4 with and without delay"},
    {"speed_kmh", "road", 10.0, 90.0, "km/h",
     "CAREC CPMM 2022 prints 21.5 to 53.3; the speed limiters of lorries in the EU are set to 90"},
    {"speed_kmh", "sea", 8.0, 50.0, "km/h",
     "the World Bank's network of Central Asian railways takes 20 on the Caspian"},
    {"tariff_usd_tkm", "rail", 0.01, 0.30, "USD per t-km",
     "0.027 to 0.056 in the World Bank's network; CAREC CPMM 2020 to 2023: 612 to 1462 USD per 500 km and 20 t"},
    {"tariff_usd_tkm", "road", 0.02, 0.80, "USD per t-km",
     "CAREC CPMM 2023 prints 568 to 3979 USD per 500 km and 20 t"},
    {"tariff_usd_tkm", "sea", 0.001, 0.20, "USD per t-km",
     "the World Bank's network takes 0.05 on the Caspian; ocean rates lie far below"},
    {"co2e_g_tkm", "any", 3.0, 300.0, "g CO2e per t-km",
     "8.4 (sea) to 149.9 (road) in the factors quoted in rates.csv"},
    {"border_dwell_h", "any", 0.0, 200.0, "h", "CAREC CPMM prints 0.2 to 83.8 a crossing"},
    {"gauge_dwell_h", "any", 0.0, 200.0, "h", "0.8 (one train) to 12 (World Bank's network)"},
    {"port_dwell_h", "any", 0.0, 500.0, "h", "14 (a ferry) to 20.1 (a container ship); storms hold ships for days"},
    {"mode_dwell_h", "any", 0.0, 200.0, "h", "CAREC CPMM 2015 prints 2.2 for loading"},
    {"border_fee_usd_t", "any", 0.0, 200.0, "USD per t",
     "CAREC CPMM prints 115 to 567 USD a crossing; its load is 20 t"},
    {"gauge_fee_usd_t", "any", 0.0, 200.0, "USD per t", "10 to 53 in the World Bank's network"},
    {"port_fee_usd_t", "any", 0.0, 200.0, "USD per t", "25 in the World Bank's network"},
    {"mode_fee_usd_t", "any", 0.0, 200.0, "USD per t", "10 in the World Bank's network"},
    {"value_of_time_usd_th", "any", 0.001, 20.0, "USD per t and h", "0.10 in the World Bank's network"},
    {"dwell_h", "any", 0.0, 500.0, "h", "CAREC CPMM prints up to 83.8 a crossing; ships wait for days"},
    {"fee_usd_t", "any", 0.0, 200.0, "USD per t", "52.87 is the highest site cost in the World Bank's network"},
};

constexpr Vocabulary words[] = {
    {"legs.mode", "rail road sea"},
    // Main lines of the world: metre, Cape, standard, Russian and Finnish, Irish, Iberian and Indian gauge.
    {"legs.gauge_mm", "1000 1067 1435 1520 1524 1600 1668 1676"},
    {"legs.status", "operating construction planned closed"},
    {"legs.sea", "CASPIAN BLACK_SEA OCEAN CANAL"},
    {"corridors.status", "operating construction planned closed"},
    {"corridor_legs.direction", "forward reverse"},
    {"nodes.kind", "station junction port border city canal gauge_yard planned"},
    {"mines.status", "operating construction project planned closed idle unknown"},
};

} // namespace

std::span<Rule const> data_rules() noexcept {
    return rules;
}

std::span<PlausibleRange const> plausible_ranges() noexcept {
    return ranges;
}

PlausibleRange const* find_range(std::string_view quantity, std::string_view mode) noexcept {
    auto const* const found = std::ranges::find_if(ranges, [&](PlausibleRange const& range) {
        return range.quantity == quantity && (range.mode == mode || range.mode == "any");
    });
    return found == std::end(ranges) ? nullptr : found;
}

std::span<Vocabulary const> vocabularies() noexcept {
    return words;
}

RuleReport::State& RuleReport::at(std::string_view code) {
    auto const* const rule = std::ranges::find(rules, code, &Rule::code);
    if (rule == std::end(rules))
        throw std::logic_error(fmt::format("there is no rule '{}'", code));
    return m_states[rule->code];
}

void RuleReport::checked(std::string_view code, std::size_t rows) {
    at(code).checked += static_cast<std::int64_t>(rows);
}

void RuleReport::fault(std::string_view code, std::string what, std::string where) {
    State& state = at(code);
    ++state.faults;
    if (m_listed > 0 && state.faults > static_cast<std::int64_t>(m_listed))
        return;
    auto const* const rule = std::ranges::find(rules, code, &Rule::code);
    state.problems.push_back(
        {Severity::warning,
         std::string(code),
         {.what = std::move(what), .where = std::move(where), .remedy = std::string(rule->remedy)}});
}

void RuleReport::not_checked(std::string_view code, std::string reason) {
    std::string& known = at(code).not_checked;
    known += (known.empty() ? "" : "; ") + std::move(reason);
}

void RuleReport::finish(Problems& problems) const {
    for (Rule const& rule : rules) {
        auto const found = m_states.find(rule.code);
        if (found == m_states.end())
            continue;
        State const& state = found->second;
        problems.insert(problems.end(), state.problems.begin(), state.problems.end());
        auto const listed = static_cast<std::int64_t>(state.problems.size());
        if (state.faults > listed)
            problems.push_back(
                {Severity::warning,
                 std::string(rule.code),
                 {.what = fmt::format("{} more rows like these; the rule: {}", state.faults - listed, rule.what),
                  .where = "",
                  .remedy = std::string(rule.remedy)}});
    }
}

Table RuleReport::counts() const {
    Table table("rules", {{"rule", CellKind::text, "", 0, "stable name"},
                          {"checked", CellKind::integer, "", 0, "rows that were looked at"},
                          {"faults", CellKind::integer, "", 0, "rows that break it"},
                          {"what", CellKind::text, "", 0, "what must hold"},
                          {"not_checked", CellKind::text, "", 0, "what could not be looked at, and why"}});
    for (Rule const& rule : rules) {
        auto const found = m_states.find(rule.code);
        State const& state = found == m_states.end() ? State{} : found->second;
        table.add_row({std::string(rule.code), state.checked, state.faults, std::string(rule.what), state.not_checked});
    }
    return table;
}

} // namespace oreway
