// SPDX-License-Identifier: MIT
#pragma once

// Small random networks with everything that makes routing hard: parallel legs, one-way legs, gauges, modes, borders,
// site charges shared in every way, planned legs; and the plainest search there is, written against the cost functions
// of the network only, to compare with.

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "oreway/network/shortest_paths.hpp"

namespace oreway::twin {

inline constexpr double none = std::numeric_limits<double>::infinity();

/// How large and how odd the networks are.
struct NetworkShape {
    std::size_t min_nodes = 2;
    std::size_t max_nodes = 12;
    std::size_t max_legs = 30;
};

struct RandomNetwork {
    LegTable legs;
    NodeTable nodes;
    RateTable rates;
};

/// The same seed gives the same network.
inline RandomNetwork random_tables(std::uint32_t seed, NetworkShape shape = {}) {
    std::mt19937 random(seed);
    auto const below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    auto const number = [&](double scale) { return scale * static_cast<double>(1 + random() % 100) / 100.0; };
    RandomNetwork result;
    std::size_t const nodes = shape.min_nodes + below(shape.max_nodes - shape.min_nodes + 1);
    std::vector<std::string> const countries = {"KZ", "UZ", "RU", ""};
    for (std::size_t n = 0; n < nodes; ++n) {
        result.nodes.id.push_back("N" + std::to_string(n));
        result.nodes.country.push_back(countries[below(countries.size())]);
        result.nodes.kind.push_back(below(3) == 0 ? "border" : "station");
        result.nodes.dwell_h.push_back(below(3) == 0 ? number(10.0) : not_given);
        result.nodes.fee_usd_t.push_back(below(3) == 0 ? number(20.0) : not_given);
        result.nodes.sharing.push_back(below(2) == 0 ? FeeSharing::half_per_leg : FeeSharing::whole_at_node);
        result.nodes.domestic.push_back(below(2) == 0 ? DomesticLegs::waived : DomesticLegs::pay);
        if (below(4) == 0)
            result.nodes.charges.push_back({.node = "N" + std::to_string(n),
                                            .kind = below(2) == 0 ? PassageKind::gauge : PassageKind::border,
                                            .country_from = below(2) == 0 ? "KZ" : "*",
                                            .country_to = below(2) == 0 ? "UZ" : "*",
                                            .dwell_h = below(2) == 0 ? number(5.0) : not_given,
                                            .fee_usd_t = number(10.0)});
    }
    std::size_t const legs = below(shape.max_legs + 1);
    for (std::size_t i = 0; i < legs; ++i) {
        result.legs.add_row("L" + std::to_string(i), "N" + std::to_string(below(nodes)),
                            "N" + std::to_string(below(nodes)));
        auto const direction = below(6);
        result.legs.direction.push_back(direction == 0   ? TravelDirection::forward
                                        : direction == 1 ? TravelDirection::backward
                                                         : TravelDirection::both);
        auto const mode = below(5);
        result.legs.mode.push_back(mode == 0   ? std::optional(Mode::road)
                                   : mode == 1 ? std::optional(Mode::sea)
                                               : std::optional(Mode::rail));
        result.legs.gauge_mm.push_back(below(2) == 0 ? 1435 : 1520);
        result.legs.sea.push_back(mode == 1 ? "CASPIAN" : "");
        result.legs.status.push_back(below(8) == 0 ? Status::planned : Status::operating);
        result.legs.length_km.push_back(number(100.0));
        result.legs.time_h.push_back(number(10.0));
        result.legs.cost_usd_t.push_back(below(10) == 0 ? 0.0 : number(30.0));
    }
    // Rates for what happens at nodes without charges.
    FeatureLayer table;
    std::vector<Field> fields;
    for (char const* name : {"quantity", "mode", "country", "value"}) {
        fields.emplace_back();
        fields.back().name = name;
        fields.back().type = fields.size() == 4 ? FieldType::real : FieldType::text;
    }
    table.attributes = Attributes(fields);
    for (auto const& [quantity, mode, value] :
         std::vector<std::tuple<std::string, std::string, double>>{{"border_dwell_h", "any", 3.0},
                                                                   {"border_fee_usd_t", "rail", 7.0},
                                                                   {"border_fee_usd_t", "any", 4.0},
                                                                   {"gauge_dwell_h", "rail", 12.0},
                                                                   {"gauge_fee_usd_t", "rail", 9.0},
                                                                   {"mode_dwell_h", "any", 2.0},
                                                                   {"mode_fee_usd_t", "any", 5.0},
                                                                   {"port_dwell_h", "sea", 14.0},
                                                                   {"port_fee_usd_t", "sea", 11.0}})
        table.attributes.add_row({quantity, mode, std::string("*"), value});
    Problems problems;
    result.rates = RateTable::from_layer(table, problems);
    return result;
}

inline Network random_network(std::uint32_t seed, NetworkShape shape = {}) {
    RandomNetwork tables = random_tables(seed, shape);
    Problems problems;
    return build_network(std::move(tables.legs), std::move(tables.nodes), tables.rates, {}, problems);
}

/// A restriction drawn at random: some legs and nodes closed, perhaps a country avoided.
inline Restriction random_restriction(std::uint32_t seed, Network const& network) {
    std::mt19937 random(seed);
    Restriction restriction;
    for (std::uint32_t i = 0; i < network.leg_count(); ++i)
        if (random() % 8 == 0)
            restriction.closed_legs.push_back(LegId(i));
    for (std::uint32_t n = 0; n < network.node_count(); ++n)
        if (random() % 12 == 0)
            restriction.closed_nodes.push_back(NodeId(n));
    if (random() % 3 == 0 && !network.countries().empty())
        restriction.avoided_countries = {network.countries()[random() % network.countries().size()]};
    return restriction;
}

/// Dijkstra over arcs by repeated search of the whole list for the nearest open one: the weight at the end of every
/// arc.
inline std::vector<double> weights_at_arc_ends(Weights const& weights, NodeId from) {
    Network const& network = weights.network();
    std::vector<double> at_arc(network.arc_count(), none);
    if (!weights.is_open(from))
        return at_arc;
    std::vector<bool> done(network.arc_count(), false);
    for (std::uint32_t a = 0; a < network.arc_count(); ++a)
        if (network.arc(ArcId(a)).tail == from)
            at_arc[a] = weights.departure(ArcId(a)) + weights.arc(ArcId(a));
    for (;;) {
        std::optional<std::uint32_t> nearest;
        for (std::uint32_t a = 0; a < network.arc_count(); ++a)
            if (!done[a] && at_arc[a] < none && (!nearest || at_arc[a] < at_arc[*nearest]))
                nearest = a;
        if (!nearest)
            return at_arc;
        done[*nearest] = true;
        ArcId const in{*nearest};
        for (std::uint32_t a = 0; a < network.arc_count(); ++a)
            if (network.arc(ArcId(a)).tail == network.arc(in).head)
                at_arc[a] =
                    std::min(at_arc[a], at_arc[*nearest] + weights.passage(in, ArcId(a)) + weights.arc(ArcId(a)));
    }
}

/// From it the weight of every node.
inline std::vector<double> weights_from(Weights const& weights, NodeId from) {
    Network const& network = weights.network();
    std::vector<double> at_node(network.node_count(), none);
    if (weights.is_open(from))
        at_node[index(from)] = 0.0;
    auto const at_arc = weights_at_arc_ends(weights, from);
    for (std::uint32_t a = 0; a < network.arc_count(); ++a) {
        double& best = at_node[index(network.arc(ArcId(a)).head)];
        best = std::min(best, at_arc[a] + weights.arrival(ArcId(a)));
    }
    return at_node;
}

/// All ways that pass no node twice, with their weights added up arc by arc.
inline std::vector<RoutePath> all_loopless(Weights const& weights, NodeId from, NodeId to) {
    Network const& network = weights.network();
    std::vector<RoutePath> result;
    std::vector<ArcId> arcs;
    std::vector<bool> passed(network.node_count(), false);
    auto const visit = [&](auto const& self, NodeId here) -> void {
        if (here == to) {
            result.push_back({arcs, weights.of_path(arcs)});
            return;
        }
        passed[index(here)] = true;
        for (std::uint32_t a = 0; a < network.arc_count(); ++a) {
            Arc const& arc = network.arc(ArcId(a));
            if (arc.tail != here || passed[index(arc.head)] || !weights.is_open(ArcId(a)))
                continue;
            arcs.push_back(ArcId(a));
            self(self, arc.head);
            arcs.pop_back();
        }
        passed[index(here)] = false;
    };
    if (weights.is_open(from) && weights.is_open(to))
        visit(visit, from);
    return result;
}

} // namespace oreway::twin
