// SPDX-License-Identifier: MIT
// From tables to arrays: checks every row, resolves ids, and leaves out what cannot be used, saying so.

#include "network/network_builder.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr std::string_view correct_row = "correct or remove the row";

using NodeOfId = std::unordered_map<std::string_view, std::uint32_t>;

template <class Column> void check_column(Column const& column, std::size_t rows, std::string_view name) {
    if (!(column.size() == 0 || column.size() == rows))
        throw std::logic_error(fmt::format("column {} has {} entries for {} rows", name, column.size(), rows));
}

void check_columns(LegTable const& legs, NodeTable const& nodes) {
    std::size_t const n = legs.size();
    if (legs.from.size() != n || legs.to.size() != n)
        throw std::logic_error("legs need from and to in every row");
    check_column(legs.direction, n, "direction");
    check_column(legs.mode, n, "mode");
    check_column(legs.gauge_mm, n, "gauge_mm");
    check_column(legs.countries, n, "countries");
    check_column(legs.sea, n, "sea");
    check_column(legs.status, n, "status");
    check_column(legs.year_from, n, "year_from");
    check_column(legs.year_to, n, "year_to");
    for (auto const* column : {&legs.length_km, &legs.speed_kmh, &legs.tariff_usd_tkm, &legs.time_h, &legs.cost_usd_t,
                               &legs.co2e_g_tkm, &legs.capacity_t})
        check_column(*column, n, "of numbers");
    check_column(legs.lines, n, "lines");
    std::size_t const m = nodes.size();
    check_column(nodes.name, m, "name");
    check_column(nodes.country, m, "country");
    check_column(nodes.kind, m, "kind");
    check_column(nodes.position, m, "position");
    check_column(nodes.dwell_h, m, "dwell_h");
    check_column(nodes.fee_usd_t, m, "fee_usd_t");
    check_column(nodes.sharing, m, "sharing");
    check_column(nodes.domestic, m, "domestic");
}

/// Nodes for a network that has no table of them, in the order in which the legs name them.
void nodes_from_legs(NetworkDraft& draft) {
    std::unordered_set<std::string_view> seen;
    for (std::size_t row = 0; row < draft.legs.size(); ++row)
        for (std::string_view const id : {draft.legs.from[row], draft.legs.to[row]})
            if (!id.empty() && seen.insert(id).second)
                draft.nodes.id.push_back(id);
}

NodeOfId read_nodes(NetworkDraft& draft) {
    NodeTable& table = draft.nodes;
    NodeOfId node_of;
    node_of.reserve(table.size());
    for (std::size_t row = 0; row < table.size(); ++row) {
        std::string_view const id = table.id[row];
        std::string const label = id.empty() ? fmt::format("row {}", row + 1) : std::string(id);
        if (id.empty())
            draft.node_faults.add(Severity::error, "network.node.id", "without id", label, correct_row);
        else if (!node_of.emplace(id, static_cast<std::uint32_t>(row)).second)
            draft.node_faults.add(Severity::error, "network.node.double", "with an id that another has", label,
                                  correct_row);
        if (table.position.empty())
            continue;
        LonLat& place = table.position[row];
        if (std::isnan(place.lon) && std::isnan(place.lat))
            continue;
        if (!is_valid(place)) {
            draft.node_faults.add(Severity::error, "network.node.place", "with a place that is not on the globe", label,
                                  "give longitude and latitude in degrees");
            place = {not_given, not_given};
        }
    }
    return node_of;
}

/// Positions sorted by id.
std::vector<std::uint32_t> sorted_by_id(TextColumn const& ids) {
    std::vector<std::uint32_t> order(ids.size());
    std::iota(order.begin(), order.end(), 0u);
    std::ranges::sort(order,
                      [&](std::uint32_t a, std::uint32_t b) { return std::pair(ids[a], a) < std::pair(ids[b], b); });
    return order;
}

/// A number of a leg: not below zero, or above it, or an error.
enum class NumberRule { not_negative, positive };
bool check_number(NetworkDraft& draft, std::vector<double> const& column, std::size_t row, NumberRule rule,
                  std::string_view name) {
    if (column.empty() || std::isnan(column[row]))
        return true;
    double const value = column[row];
    if (std::isfinite(value) && (rule == NumberRule::positive ? value > 0.0 : value >= 0.0))
        return true;
    std::string const text = value == 0.0  ? fmt::format("with {} of zero", name)
                             : value < 0.0 ? fmt::format("with {} below zero", name)
                                           : fmt::format("with {} that is not finite", name);
    draft.leg_faults.add(Severity::error, "network.leg.number", text, draft.legs.id[row],
                         "correct the value, or leave it empty where it is not known");
    return false;
}

bool check_numbers(NetworkDraft& draft, std::size_t row) {
    LegTable const& legs = draft.legs;
    bool good = check_number(draft, legs.length_km, row, NumberRule::not_negative, "a length");
    good &= check_number(draft, legs.speed_kmh, row, NumberRule::positive, "a speed");
    good &= check_number(draft, legs.tariff_usd_tkm, row, NumberRule::not_negative, "a tariff");
    good &= check_number(draft, legs.time_h, row, NumberRule::not_negative, "a time");
    good &= check_number(draft, legs.cost_usd_t, row, NumberRule::not_negative, "a cost");
    good &= check_number(draft, legs.co2e_g_tkm, row, NumberRule::not_negative, "an emission factor");
    good &= check_number(draft, legs.capacity_t, row, NumberRule::not_negative, "a capacity");
    return good;
}

/// The node of an end, or nothing with the fault noted.
std::optional<NodeId> end_of(NetworkDraft& draft, NodeOfId const& node_of, std::string_view id, std::size_t row) {
    auto const found = node_of.find(id);
    if (!id.empty() && found != node_of.end())
        return NodeId(found->second);
    draft.leg_faults.add(Severity::error, "network.leg.end",
                         id.empty() ? "with an end that names no node"
                                    : fmt::format("with an end '{}' that is no node", id),
                         draft.legs.id[row], fmt::format("add the node to {} or correct the leg", draft.nodes.where));
    return std::nullopt;
}

bool check_leg_id(NetworkDraft& draft, std::unordered_set<std::string_view>& seen, std::size_t row) {
    std::string_view const id = draft.legs.id[row];
    if (id.empty()) {
        draft.leg_faults.add(Severity::error, "network.leg.id", "without id", fmt::format("row {}", row + 1),
                             correct_row);
        return false;
    }
    if (seen.insert(id).second)
        return true;
    draft.leg_faults.add(Severity::error, "network.leg.double", "with an id that another has", id, correct_row);
    return false;
}

LegFacts facts_of(LegTable const& legs, std::size_t row) {
    LegFacts facts;
    facts.row = static_cast<std::uint32_t>(row);
    facts.direction = entry_of(legs.direction, row, TravelDirection::both);
    facts.mode = entry_of(legs.mode, row, std::optional<Mode>());
    facts.gauge_mm = entry_of(legs.gauge_mm, row, std::optional<int>());
    facts.status = entry_of(legs.status, row, Status::unknown);
    facts.year_from = entry_of(legs.year_from, row, 0);
    facts.year_to = entry_of(legs.year_to, row, 0);
    facts.length_km = entry_of(legs.length_km, row, not_given);
    facts.time_h = entry_of(legs.time_h, row, not_given);
    facts.cost_usd_t = entry_of(legs.cost_usd_t, row, not_given);
    facts.capacity_t = entry_of(legs.capacity_t, row, not_given);
    return facts;
}

/// Sentinel costs are noted; whether the leg is left out for it.
bool is_closed_by_cost(NetworkDraft& draft, LegFacts const& facts) {
    if (!(facts.cost_usd_t >= draft.options.sentinel_cost_usd_t))
        return false;
    bool const close = draft.options.sentinel == NetworkOptions::Sentinel::close;
    draft.leg_faults.add(Severity::note, "network.sentinel",
                         fmt::format("with a cost of {} USD a tonne or more, which looks like a mark for closed; {}",
                                     shortest(draft.options.sentinel_cost_usd_t), close ? "left out" : "kept"),
                         draft.legs.id[facts.row], "give closed legs a status instead");
    return close;
}

void read_legs(NetworkDraft& draft, NodeOfId const& node_of) {
    std::unordered_set<std::string_view> seen;
    for (std::size_t row = 0; row < draft.legs.size(); ++row) {
        bool good = check_leg_id(draft, seen, row);
        auto const from = end_of(draft, node_of, draft.legs.from[row], row);
        auto const to = end_of(draft, node_of, draft.legs.to[row], row);
        good &= check_numbers(draft, row);
        if (!good || !from || !to)
            continue;
        if (*from == *to) {
            draft.leg_faults.add(Severity::warning, "network.leg.loop", "from a node to itself, left out",
                                 draft.legs.id[row], "a leg needs two different ends to be on any way");
            continue;
        }
        LegFacts facts = facts_of(draft.legs, row);
        facts.from = *from;
        facts.to = *to;
        if (!is_closed_by_cost(draft, facts))
            draft.network.legs.push_back(facts);
    }
}

void collect_countries(NetworkDraft& draft) {
    std::set<std::string> names;
    for (std::string const& country : draft.nodes.country)
        names.insert(std::string(trim(country)));
    for (auto const& parts : draft.legs.countries)
        for (CountryPart const& part : parts)
            names.insert(std::string(trim(part.country)));
    names.erase("");
    draft.network.countries.assign(names.begin(), names.end());
}

CountryIndex index_of(std::vector<std::string> const& countries, std::string_view name) {
    auto const at = std::ranges::lower_bound(countries, trim(name), std::less<>{});
    return at != countries.end() && *at == trim(name) ? static_cast<CountryIndex>(at - countries.begin()) : no_country;
}

/// Declared parts, with shares that sum to one.
void add_declared(NetworkDraft& draft, LegFacts const& leg, std::vector<CountryPart> const& parts) {
    double sum = 0.0;
    for (CountryPart const& part : parts)
        sum += part.share >= 0.0 ? part.share : 0.0;
    if (!(sum > 0.0) || !std::isfinite(sum)) {
        draft.leg_faults.add(Severity::warning, "network.leg.share", "with country shares that are no shares",
                             draft.legs.id[leg.row], "give shares above zero; equal ones are taken");
        for (CountryPart const& part : parts)
            draft.network.leg_countries.push_back(
                {index_of(draft.network.countries, part.country), 1.0 / static_cast<double>(parts.size())});
        return;
    }
    for (CountryPart const& part : parts)
        draft.network.leg_countries.push_back(
            {index_of(draft.network.countries, part.country), part.share >= 0.0 ? part.share / sum : 0.0});
}

/// A leg on land that declares no country lies half in the country of each end.
void add_from_ends(Network::Impl& network, LegFacts const& leg) {
    CountryIndex const a = network.node_country[index(leg.from)];
    CountryIndex const b = network.node_country[index(leg.to)];
    if (leg.mode == Mode::sea || (a == no_country && b == no_country))
        return;
    if (a == b || b == no_country)
        network.leg_countries.push_back({a, 1.0});
    else if (a == no_country)
        network.leg_countries.push_back({b, 1.0});
    else {
        network.leg_countries.push_back({a, 0.5});
        network.leg_countries.push_back({b, 0.5});
    }
}

void read_countries(NetworkDraft& draft) {
    Network::Impl& network = draft.network;
    collect_countries(draft);
    network.node_country.assign(draft.nodes.size(), no_country);
    for (std::size_t n = 0; n < draft.nodes.country.size(); ++n)
        network.node_country[n] = index_of(network.countries, draft.nodes.country[n]);
    for (LegFacts const& leg : network.legs) {
        if (!draft.legs.countries.empty() && !draft.legs.countries[leg.row].empty())
            add_declared(draft, leg, draft.legs.countries[leg.row]);
        else
            add_from_ends(network, leg);
        network.leg_country_ends.push_back(static_cast<std::uint32_t>(network.leg_countries.size()));
    }
}

void index_legs(NetworkDraft& draft) {
    for (LegFacts const& leg : draft.network.legs)
        draft.network.leg_ids.push_back(draft.legs.id[leg.row]);
    draft.network.legs_by_id = sorted_by_id(draft.network.leg_ids);
}

void report_parts(Network const& network, NodeTable const& nodes, Problems& problems) {
    auto const parts = network.parts();
    std::size_t const strays =
        static_cast<std::size_t>(std::ranges::count_if(parts, [](NetworkPart const& p) { return p.legs == 0; }));
    if (strays > 0) {
        FaultTally tally(nodes.where, "node", "nodes");
        for (NetworkPart const& part : parts)
            if (part.legs == 0)
                tally.add(Severity::note, "network.stray", "that no leg meets", network.id(part.nodes.front()),
                          "nothing can be reached from there");
        tally.report(problems);
    }
    if (parts.size() - strays < 2)
        return;
    NetworkPart const& island = parts[1];
    problems.push_back({Severity::note,
                        "network.islands",
                        {fmt::format("the network falls into {} parts that are not connected; the largest has {} of {} "
                                     "legs, the next {}",
                                     parts.size() - strays, parts[0].legs, network.leg_count(), island.legs),
                         fmt::format("the second part holds node '{}'", network.id(island.nodes.front())),
                         "check for gaps between lines that should meet"}});
}

/// Fills the arrays that come from nodes and legs.
void fill(NetworkDraft& draft, Problems& problems) {
    if (draft.nodes.size() == 0)
        nodes_from_legs(draft);
    NodeOfId const node_of = read_nodes(draft);
    draft.network.nodes_by_id = sorted_by_id(draft.nodes.id);
    for (std::size_t n = 0; n < draft.nodes.size(); ++n)
        draft.network.is_border.push_back(!draft.nodes.kind.empty() && fold(trim(draft.nodes.kind[n])) == "border");
    read_legs(draft, node_of);
    read_countries(draft);
    draft.network.seas = draft.legs.sea;
    fill_leg_values(draft);
    apply_parallel_policy(draft, problems);
    index_legs(draft);
    make_arcs(draft);
    read_charges(draft);
    draft.network.names = std::move(draft.nodes.name);
    draft.network.positions = std::move(draft.nodes.position);
    cost_passages(draft, problems);
    draft.leg_faults.report(problems);
    draft.node_faults.report(problems);
}

} // namespace

Network build_network(LegTable legs, NodeTable nodes, RateTable const& rates, NetworkOptions const& options,
                      Problems& problems) {
    check_columns(legs, nodes);
    auto network = std::make_unique<Network::Impl>();
    network->rules = PassageRules(rates);
    FaultTally leg_faults(legs.where, "leg", "legs");
    FaultTally node_faults(nodes.where, "node", "nodes");
    NetworkDraft draft{std::move(legs),       std::move(nodes),       rates,   options,
                       std::move(leg_faults), std::move(node_faults), *network};
    fill(draft, problems);
    network->lines = std::move(draft.legs.lines);
    network->node_ids = std::move(draft.nodes.id);
    Network result(std::move(network));
    report_parts(result, draft.nodes, problems);
    return result;
}

} // namespace oreway
