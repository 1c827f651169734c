// SPDX-License-Identifier: MIT
// Legs beside each other between the same two nodes: found, listed, and left out where the policy says so. Two one-way
// legs of opposite directions are not parallel.

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "network/network_builder.hpp"

namespace oreway {

namespace {

/// A leg by its two nodes in order.
struct PairedLeg {
    std::uint32_t a;
    std::uint32_t b;
    std::uint32_t leg;
    auto operator<=>(PairedLeg const&) const = default;
};

std::vector<PairedLeg> legs_by_pair(Network::Impl const& network) {
    std::vector<PairedLeg> pairs;
    pairs.reserve(network.legs.size());
    for (std::size_t i = 0; i < network.legs.size(); ++i) {
        auto const from = static_cast<std::uint32_t>(network.legs[i].from);
        auto const to = static_cast<std::uint32_t>(network.legs[i].to);
        pairs.push_back({std::min(from, to), std::max(from, to), static_cast<std::uint32_t>(i)});
    }
    std::ranges::sort(pairs);
    return pairs;
}

bool runs(LegFacts const& leg, NodeId tail) noexcept {
    return leg.direction == TravelDirection::both || (leg.direction == TravelDirection::forward) == (leg.from == tail);
}

/// The leg of a group that a policy keeps for travel from a node, as a position in `group`.
std::optional<std::size_t> chosen(Network::Impl const& network, std::span<PairedLeg const> group, NodeId tail,
                                  ParallelLegs policy) {
    std::optional<std::size_t> best;
    auto const price = [&](std::size_t i) {
        LegFacts const& leg = network.legs[group[i].leg];
        double const infinite = std::numeric_limits<double>::infinity();
        return std::pair(std::isnan(leg.cost_usd_t) ? infinite : leg.cost_usd_t,
                         std::isnan(leg.length_km) ? infinite : leg.length_km);
    };
    for (std::size_t i = 0; i < group.size(); ++i) {
        if (!runs(network.legs[group[i].leg], tail))
            continue;
        if (!best || policy == ParallelLegs::last || (policy == ParallelLegs::cheapest && price(i) < price(*best)))
            best = i;
    }
    return best;
}

bool is_parallel(Network::Impl const& network, std::span<PairedLeg const> group) {
    std::array<std::size_t, 2> ways{};
    for (PairedLeg const& entry : group) {
        ways[0] += runs(network.legs[entry.leg], NodeId(entry.a)) ? 1u : 0u;
        ways[1] += runs(network.legs[entry.leg], NodeId(entry.b)) ? 1u : 0u;
    }
    return ways[0] > 1 || ways[1] > 1;
}

/// Takes a direction from a leg; whether any is left.
bool close_direction(LegFacts& leg, NodeId tail) {
    if (!runs(leg, tail))
        return true;
    if (leg.direction != TravelDirection::both)
        return false;
    leg.direction = leg.from == tail ? TravelDirection::backward : TravelDirection::forward;
    return true;
}

/// Applies the policy to one group; marks legs that are left out.
void reduce(Network::Impl& network, std::span<PairedLeg const> group, ParallelLegs policy, std::vector<bool>& dropped) {
    for (NodeId const tail : {NodeId(group[0].a), NodeId(group[0].b)}) {
        auto const keep = chosen(network, group, tail, policy);
        for (std::size_t i = 0; keep && i < group.size(); ++i)
            if (i != *keep && !dropped[group[i].leg])
                dropped[group[i].leg] = !close_direction(network.legs[group[i].leg], tail);
    }
}

void note_group(NetworkDraft& draft, std::span<PairedLeg const> group, std::vector<bool> const& dropped,
                FaultTally& tally) {
    ParallelGroup entry{.a = NodeId(group[0].a), .b = NodeId(group[0].b), .rows = {}, .kept = {}};
    std::string ids;
    for (PairedLeg const& member : group) {
        std::uint32_t const row = draft.network.legs[member.leg].row;
        entry.rows.push_back(row);
        if (!dropped[member.leg])
            entry.kept.push_back(row);
        ids += fmt::format("{}{}{}", ids.empty() ? "" : ", ", draft.legs.id[row],
                           dropped[member.leg] ? " (left out)" : "");
    }
    bool const all = entry.kept.size() == entry.rows.size();
    tally.add(all ? Severity::note : Severity::warning, "network.parallel",
              fmt::format("with several legs between them (policy: {})", name_of(draft.options.parallel)),
              fmt::format("{} - {}: {}", draft.nodes.id[group[0].a], draft.nodes.id[group[0].b], ids),
              "say which are meant: keep, last, first or cheapest");
    draft.network.parallel_groups.push_back(std::move(entry));
}

/// Takes the legs that are left out from the arrays.
void drop(Network::Impl& network, std::vector<bool> const& dropped) {
    std::vector<LegFacts> legs;
    std::vector<std::uint32_t> ends = {0};
    std::vector<LegCountry> countries;
    for (std::size_t i = 0; i < network.legs.size(); ++i) {
        if (dropped[i])
            continue;
        legs.push_back(network.legs[i]);
        std::ranges::copy(network.countries_of(i), std::back_inserter(countries));
        ends.push_back(static_cast<std::uint32_t>(countries.size()));
    }
    network.legs = std::move(legs);
    network.leg_country_ends = std::move(ends);
    network.leg_countries = std::move(countries);
}

} // namespace

void apply_parallel_policy(NetworkDraft& draft, Problems& problems) {
    Network::Impl& network = draft.network;
    std::vector<PairedLeg> const pairs = legs_by_pair(network);
    std::vector<bool> dropped(network.legs.size(), false);
    FaultTally tally(draft.legs.where, "pair of nodes", "pairs of nodes");
    for (std::size_t first = 0, last = 0; first < pairs.size(); first = last) {
        while (last < pairs.size() && pairs[last].a == pairs[first].a && pairs[last].b == pairs[first].b)
            ++last;
        std::span const group(pairs.data() + first, last - first);
        if (group.size() < 2 || !is_parallel(network, group))
            continue;
        if (draft.options.parallel != ParallelLegs::keep)
            reduce(network, group, draft.options.parallel, dropped);
        note_group(draft, group, dropped, tally);
    }
    if (std::ranges::find(dropped, true) != dropped.end())
        drop(network, dropped);
    tally.report(problems);
}

} // namespace oreway
