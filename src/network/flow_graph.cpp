// SPDX-License-Identifier: MIT
// Lays out the graph of a flow from the search graph.

#include "network/flow_graph.hpp"

#include "network/search_graph.hpp"

namespace oreway {

namespace {

/// Labels first, then back labels.
class Layout {
public:
    explicit Layout(SearchGraph const& graph) : m_graph(graph) {}

    void add_node(std::size_t node, FlowGraph& flow) const {
        auto const [first, last] = m_graph.labels_of(node);
        auto const [first_back, last_back] = m_graph.back_labels_of(node);
        for (std::uint32_t label = first; label < last; ++label)
            for (std::uint32_t back = first_back; back < last_back; ++back)
                flow.arcs.push_back({label, number_of_back(back), m_graph.turn_between(label, back), std::nullopt});
        auto const [begin, end] = m_graph.out_of(node);
        for (std::uint32_t i = begin; i < end; ++i) {
            auto const& hop = m_graph.out_hop(i);
            std::uint32_t const back = first_back + (m_graph.has_turns() ? m_graph.out_class(i) : 0u);
            flow.arcs.push_back({number_of_back(back), hop.label, hop.weight, ArcId(hop.arc)});
        }
    }

    void add_supply(NodeSupply const& supply, FlowGraph& flow) const {
        auto const own = static_cast<std::uint32_t>(flow.nodes++);
        flow.supply_node.push_back(own);
        std::size_t const node = index(supply.node);
        if (supply.tonnes > 0.0) {
            auto const [first, last] = m_graph.back_labels_of(node);
            for (std::uint32_t back = first; back < last; ++back)
                flow.arcs.push_back({own, number_of_back(back), m_graph.departure_of_back(back), std::nullopt});
        } else {
            auto const [first, last] = m_graph.labels_of(node);
            for (std::uint32_t label = first; label < last; ++label)
                flow.arcs.push_back({label, own, m_graph.arrival(label), std::nullopt});
        }
    }

    [[nodiscard]] std::size_t size() const noexcept { return m_graph.label_count() + m_graph.back_label_count(); }

private:
    [[nodiscard]] std::uint32_t number_of_back(std::uint32_t back) const noexcept {
        return static_cast<std::uint32_t>(m_graph.label_count()) + back;
    }
    SearchGraph const& m_graph;
};

} // namespace

FlowGraph flow_graph(Weights const& weights, std::span<NodeSupply const> supplies) {
    Layout const layout(weights.graph());
    FlowGraph flow;
    flow.nodes = layout.size();
    for (std::size_t n = 0; n < weights.network().node_count(); ++n)
        layout.add_node(n, flow);
    for (NodeSupply const& supply : supplies)
        layout.add_supply(supply, flow);
    // What is to be had at a node serves what is wanted there without a way.
    for (std::size_t i = 0; i < supplies.size(); ++i)
        for (std::size_t j = 0; j < supplies.size(); ++j)
            if (supplies[i].node == supplies[j].node && supplies[i].tonnes > 0.0 && supplies[j].tonnes < 0.0 &&
                weights.is_open(supplies[i].node))
                flow.arcs.push_back({flow.supply_node[i], flow.supply_node[j], 0.0, std::nullopt});
    return flow;
}

} // namespace oreway
