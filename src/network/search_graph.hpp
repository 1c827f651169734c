// SPDX-License-Identifier: MIT
#pragma once

// The open arcs of a network with one weight each, laid out for searching in both directions.
//
// A label is a node together with the class of the arc by which it was reached: all ways that reach the same label go
// on at the same cost, so a search over labels is exact with passage costs. A back label is a node together with the
// class of the arc by which it will be left. Without passage costs labels are nodes.

#include <cstdint>
#include <utility>
#include <vector>

#include "oreway/network/weights.hpp"

namespace oreway {

class SearchGraph {
public:
    using Label = std::uint32_t;

    /// An arc as seen from one of its ends.
    struct Hop {
        Label label = 0; ///< forward: label of the head; backward: back label of the tail
        std::uint32_t arc = 0;
        double weight = 0.0;
    };

    /// \param arc_weights  by arc; infinite for closed ones
    /// \param passage      weight of a passage cost
    template <class PassageWeight>
    SearchGraph(Network const& network, std::vector<double> const& arc_weights, PassageWeight const& passage);

    [[nodiscard]] bool has_turns() const noexcept { return !m_first_label.empty(); }
    [[nodiscard]] std::size_t node_count() const noexcept { return m_first_out.size() - 1; }
    [[nodiscard]] std::size_t label_count() const noexcept {
        return has_turns() ? m_node_of_label.size() : node_count();
    }
    [[nodiscard]] std::size_t back_label_count() const noexcept {
        return has_turns() ? m_node_of_back_label.size() : node_count();
    }

    [[nodiscard]] std::uint32_t node_of(Label label) const noexcept {
        return has_turns() ? m_node_of_label[label] : label;
    }
    [[nodiscard]] std::uint32_t node_of_back(Label label) const noexcept {
        return has_turns() ? m_node_of_back_label[label] : label;
    }
    /// The labels of a node are [first, last).
    [[nodiscard]] std::pair<Label, Label> labels_of(std::size_t node) const noexcept {
        auto const n = static_cast<Label>(node);
        return has_turns() ? std::pair(m_first_label[node], m_first_label[node + 1]) : std::pair(n, n + 1);
    }
    [[nodiscard]] std::pair<Label, Label> back_labels_of(std::size_t node) const noexcept {
        auto const n = static_cast<Label>(node);
        return has_turns() ? std::pair(m_first_back_label[node], m_first_back_label[node + 1]) : std::pair(n, n + 1);
    }

    /// Positions of the hops that leave a node (enter it), for hop(), out_class() and so on.
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> out_of(std::size_t node) const noexcept {
        return {m_first_out[node], m_first_out[node + 1]};
    }
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> into(std::size_t node) const noexcept {
        return {m_first_in[node], m_first_in[node + 1]};
    }
    [[nodiscard]] Hop const& out_hop(std::uint32_t position) const noexcept { return m_out[position]; }
    [[nodiscard]] Hop const& in_hop(std::uint32_t position) const noexcept { return m_in[position]; }

    // With turns only:
    /// Passage costs from a label, by departure class.
    [[nodiscard]] double const* turns_from(Label label) const noexcept { return m_turns.data() + m_turn_row[label]; }
    [[nodiscard]] std::uint16_t out_class(std::uint32_t position) const noexcept { return m_out_class[position]; }
    [[nodiscard]] std::uint16_t in_class(std::uint32_t position) const noexcept { return m_in_class[position]; }
    [[nodiscard]] double departure(std::uint32_t position) const noexcept { return m_departure[position]; }
    [[nodiscard]] double arrival_by_hop(std::uint32_t position) const noexcept { return m_arrival_in[position]; }

    // Without turns these are zero:
    [[nodiscard]] double arrival(Label label) const noexcept { return has_turns() ? m_arrival[label] : 0.0; }
    [[nodiscard]] double departure_of_back(Label back) const noexcept {
        return has_turns() ? m_departure_back[back] : 0.0;
    }
    [[nodiscard]] double departure_of_hop(std::uint32_t position) const noexcept {
        return has_turns() ? m_departure[position] : 0.0;
    }
    /// From a label to the hop at a position (of the same node).
    [[nodiscard]] double turn(Label label, std::uint32_t out_position) const noexcept {
        return has_turns() ? turns_from(label)[m_out_class[out_position]] : 0.0;
    }
    /// From a label to a back label of the same node.
    [[nodiscard]] double turn_between(Label label, Label back) const noexcept {
        return has_turns() ? turns_from(label)[back - m_first_back_label[m_node_of_label[label]]] : 0.0;
    }

private:
    void number_labels(Network const& network);
    void add_hops(Network const& network, std::vector<double> const& arc_weights);

    std::vector<std::uint32_t> m_first_out;
    std::vector<Hop> m_out;
    std::vector<std::uint32_t> m_first_in;
    std::vector<Hop> m_in;

    // With turns:
    std::vector<Label> m_first_label;
    std::vector<std::uint32_t> m_node_of_label;
    std::vector<Label> m_first_back_label;
    std::vector<std::uint32_t> m_node_of_back_label;
    std::vector<std::uint16_t> m_out_class;
    std::vector<std::uint16_t> m_in_class;
    std::vector<std::uint32_t> m_turn_row;
    std::vector<double> m_turns;
    std::vector<double> m_departure;      // by out position
    std::vector<double> m_arrival_in;     // by in position
    std::vector<double> m_arrival;        // by label
    std::vector<double> m_departure_back; // by back label
};

template <class PassageWeight>
SearchGraph::SearchGraph(Network const& network, std::vector<double> const& arc_weights, PassageWeight const& passage) {
    bool turns = false;
    for (std::size_t n = 0; n < network.node_count() && !turns; ++n)
        for (PassageCost const& cost : network.passages(NodeId(static_cast<std::uint32_t>(n))))
            turns = turns || passage(cost) != 0.0;
    // A node of degree one has no passage, but may have a departure.
    for (std::uint32_t a = 0; a < network.arc_count() && !turns; ++a)
        turns = passage(network.departure(ArcId(a))) != 0.0 || passage(network.arrival(ArcId(a))) != 0.0;
    if (turns)
        number_labels(network);
    add_hops(network, arc_weights);
    if (!turns)
        return;
    for (std::size_t n = 0; n < network.node_count(); ++n) {
        NodeId const node{static_cast<std::uint32_t>(n)};
        auto const table = network.passages(node);
        std::size_t const columns = network.departure_classes(node);
        for (std::size_t in = 0; in < network.arrival_classes(node); ++in) {
            m_turn_row.push_back(static_cast<std::uint32_t>(m_turns.size()));
            for (std::size_t out = 0; out < columns; ++out)
                m_turns.push_back(table.empty() ? 0.0 : passage(table[in * columns + out]));
        }
    }
    m_arrival.assign(label_count(), 0.0);
    m_departure_back.assign(back_label_count(), 0.0);
    for (std::size_t n = 0; n < network.node_count(); ++n) {
        for (std::uint32_t i = m_first_out[n]; i < m_first_out[n + 1]; ++i) {
            m_departure.push_back(passage(network.departure(ArcId(m_out[i].arc))));
            m_departure_back[m_first_back_label[n] + m_out_class[i]] = m_departure.back();
            m_arrival[m_out[i].label] = passage(network.arrival(ArcId(m_out[i].arc)));
        }
        for (std::uint32_t i = m_first_in[n]; i < m_first_in[n + 1]; ++i)
            m_arrival_in.push_back(passage(network.arrival(ArcId(m_in[i].arc))));
    }
}

} // namespace oreway
