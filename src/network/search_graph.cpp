// SPDX-License-Identifier: MIT
// Numbers the labels and lays out the open arcs.

#include "network/search_graph.hpp"

#include <cmath>
#include <utility>

namespace oreway {

void SearchGraph::number_labels(Network const& network) {
    m_first_label.push_back(0);
    m_first_back_label.push_back(0);
    for (std::uint32_t n = 0; n < network.node_count(); ++n) {
        m_node_of_label.insert(m_node_of_label.end(), network.arrival_classes(NodeId(n)), n);
        m_node_of_back_label.insert(m_node_of_back_label.end(), network.departure_classes(NodeId(n)), n);
        m_first_label.push_back(static_cast<Label>(m_node_of_label.size()));
        m_first_back_label.push_back(static_cast<Label>(m_node_of_back_label.size()));
    }
}

void SearchGraph::add_hops(Network const& network, std::vector<double> const& arc_weights) {
    bool const turns = has_turns();
    auto const is_open = [&](ArcId arc) { return std::isfinite(arc_weights[index(arc)]); };
    m_first_out.push_back(0);
    m_first_in.push_back(0);
    for (std::uint32_t n = 0; n < network.node_count(); ++n) {
        auto const range = network.arcs_from(NodeId(n));
        for (std::uint32_t a = static_cast<std::uint32_t>(range.first); a < static_cast<std::uint32_t>(range.last);
             ++a) {
            ArcId const arc{a};
            if (!is_open(arc))
                continue;
            std::size_t const head = index(network.arc(arc).head);
            m_out.push_back({labels_of(head).first + (turns ? network.arrival_class(arc) : 0u), a, arc_weights[a]});
            if (turns)
                m_out_class.push_back(network.departure_class(arc));
        }
        for (ArcId const arc : network.arcs_into(NodeId(n))) {
            if (!is_open(arc))
                continue;
            std::size_t const tail = index(network.arc(arc).tail);
            m_in.push_back({back_labels_of(tail).first + (turns ? network.departure_class(arc) : 0u),
                            static_cast<std::uint32_t>(arc), arc_weights[index(arc)]});
            if (turns)
                m_in_class.push_back(network.arrival_class(arc));
        }
        m_first_out.push_back(static_cast<std::uint32_t>(m_out.size()));
        m_first_in.push_back(static_cast<std::uint32_t>(m_in.size()));
    }
}

} // namespace oreway
