// SPDX-License-Identifier: MIT
// One commodity from supplies to demands: the graph, its flow, and what that means for legs.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "network/flow_graph.hpp"
#include "oreway/base/error.hpp"
#include "oreway/network/flow.hpp"

namespace oreway {

namespace {

void check(Network const& network, std::span<NodeSupply const> supplies) {
    for (NodeSupply const& supply : supplies)
        if (!std::isfinite(supply.tonnes))
            throw UsageError({.what = fmt::format("the supply of node '{}' is no number", network.id(supply.node)),
                              .where = "",
                              .remedy = "give tonnes, below zero where they are wanted"});
}

std::vector<LegFlow> legs_of(FlowGraph const& graph, Network const& network, GraphFlow const& flow) {
    std::vector<LegFlow> legs(network.leg_count());
    for (std::size_t a = 0; a < graph.arcs.size(); ++a) {
        if (!graph.arcs[a].arc)
            continue;
        Arc const& arc = network.arc(*graph.arcs[a].arc);
        LegFlow& leg = legs[index(arc.leg)];
        (arc.reversed ? leg.backward_t : leg.forward_t) += flow.tonnes[a];
        leg.shadow_price = std::max(leg.shadow_price, flow.prices[a]);
    }
    return legs;
}

/// A network simplex gives each direction the whole capacity, which is wrong where both are used at once.
bool keeps_capacities(Network const& network, std::vector<LegFlow> const& legs, double tolerance) {
    for (std::uint32_t i = 0; i < legs.size(); ++i)
        if (double const capacity = network.facts(LegId(i)).capacity_t; legs[i].total_t() > capacity + tolerance)
            return false;
    return true;
}

/// Tonnes too few to be told from rounding.
double rounding_of(std::span<NodeSupply const> supplies) {
    double largest = 0.0;
    for (NodeSupply const& supply : supplies)
        largest = std::max(largest, std::abs(supply.tonnes));
    return 1e-7 * largest;
}

/// Nodes of the graph that one more tonne could still reach from a supply that is not used up.
std::vector<bool> still_reached(FlowGraph const& graph, Network const& network, GraphFlow const& flow,
                                std::vector<LegFlow> const& legs, std::span<NodeSupply const> supplies,
                                double tolerance) {
    std::vector<std::vector<std::size_t>> out(graph.nodes);
    std::vector<std::vector<std::size_t>> in(graph.nodes);
    for (std::size_t a = 0; a < graph.arcs.size(); ++a) {
        out[graph.arcs[a].from].push_back(a);
        in[graph.arcs[a].to].push_back(a);
    }
    auto const is_full = [&](std::optional<ArcId> arc) {
        if (!arc)
            return false;
        LegId const leg = network.arc(*arc).leg;
        return legs[index(leg)].total_t() >= network.facts(leg).capacity_t - tolerance; // never without a capacity
    };
    std::vector<bool> reached(graph.nodes, false);
    std::vector<std::uint32_t> next;
    auto const reach = [&](std::uint32_t node) {
        if (!reached[node])
            next.push_back(node);
        reached[node] = true;
    };
    for (std::size_t i = 0; i < supplies.size(); ++i)
        if (supplies[i].tonnes > 0.0 && flow.unserved[i] > tolerance)
            reach(graph.supply_node[i]);
    while (!next.empty()) {
        std::uint32_t const node = next.back();
        next.pop_back();
        for (std::size_t const a : out[node]) {
            if (!is_full(graph.arcs[a].arc))
                reach(graph.arcs[a].to);
        }
        for (std::size_t const a : in[node])
            if (flow.tonnes[a] > tolerance) // could be sent back
                reach(graph.arcs[a].from);
    }
    return reached;
}

/// The full legs between what can still be reached and what cannot.
std::vector<LegId> cut_of(FlowGraph const& graph, Network const& network, std::vector<bool> const& reached) {
    std::vector<LegId> cut;
    for (FlowArc const& arc : graph.arcs)
        if (arc.arc && reached[arc.from] && !reached[arc.to])
            cut.push_back(network.arc(*arc.arc).leg);
    std::ranges::sort(cut);
    cut.erase(std::unique(cut.begin(), cut.end()), cut.end());
    return cut;
}

bool wants_more(std::span<NodeSupply const> supplies, GraphFlow const& flow, double tolerance) {
    for (std::size_t i = 0; i < supplies.size(); ++i)
        if (supplies[i].tonnes < 0.0 && flow.unserved[i] > tolerance)
            return true;
    return false;
}

} // namespace

FlowResult interchangeable_flow(Weights const& weights, std::span<NodeSupply const> supplies, Progress& progress) {
    Network const& network = weights.network();
    check(network, supplies);
    progress.stage("flow of one commodity", 0);
    FlowGraph const graph = flow_graph(weights, supplies);
    double const rounding = rounding_of(supplies);
    GraphFlow flow = simplex_flow(graph, network, supplies);
    FlowResult result;
    result.legs = legs_of(graph, network, flow);
    if (!keeps_capacities(network, result.legs, rounding)) {
        stop_if_cancelled(progress);
        flow = programme_flow(graph, network, supplies);
        result.legs = legs_of(graph, network, flow);
    }
    for (std::size_t a = 0; a < graph.arcs.size(); ++a)
        result.total += flow.tonnes[a] * graph.arcs[a].weight;
    result.unserved_t = flow.unserved;
    for (double& tonnes : result.unserved_t)
        if (tonnes < rounding)
            tonnes = 0.0;
    if (wants_more(supplies, flow, rounding))
        result.cut = cut_of(graph, network, still_reached(graph, network, flow, result.legs, supplies, rounding));
    return result;
}

} // namespace oreway
