// SPDX-License-Identifier: MIT
#pragma once

// A network as a graph for flows of one commodity: a node a label and a node a back label, an arc a passage and an arc
// a travelled leg, so that passages cost what they do in searches; and a node a supply.

#include <optional>
#include <span>
#include <vector>

#include "oreway/network/flow.hpp"

namespace oreway {

struct FlowArc {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double weight = 0.0;
    std::optional<ArcId> arc; ///< of the network, when a leg is travelled
};

struct FlowGraph {
    std::size_t nodes = 0;
    std::vector<FlowArc> arcs;
    std::vector<std::uint32_t> supply_node; ///< one a supply
};

/// A positive supply sends to the arcs that leave its node, a negative one takes from those that enter it.
[[nodiscard]] FlowGraph flow_graph(Weights const& weights, std::span<NodeSupply const> supplies);

/// Flow on the arcs of a graph.
struct GraphFlow {
    std::vector<double> tonnes;   ///< by arc
    std::vector<double> prices;   ///< by arc: what one more tonne on it would save; zero when it is not full
    std::vector<double> unserved; ///< one a supply, not below zero
};

/// As much as can be served at the least total. Each arc has the capacity of its leg for itself.
[[nodiscard]] GraphFlow simplex_flow(FlowGraph const& graph, Network const& network,
                                     std::span<NodeSupply const> supplies);

/// The same with one capacity for both directions of a leg together, which is a linear programme.
[[nodiscard]] GraphFlow programme_flow(FlowGraph const& graph, Network const& network,
                                       std::span<NodeSupply const> supplies);

} // namespace oreway
