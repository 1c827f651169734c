// SPDX-License-Identifier: MIT
// Ways without a common leg: one augmenting path after the other, each the cheapest, until none is left.

#include "oreway/network/disjoint_paths.hpp"

#include <algorithm>

#include "network/label_search.hpp"

namespace oreway {

namespace {

/// Which arcs carry a way. Going along an arc is possible when its leg carries none; going back along an arc that
/// carries one takes that away.
class DisjointSearch {
public:
    DisjointSearch(Weights const& weights, NodeId from, NodeId to)
        : m_weights(weights), m_network(weights.network()), m_from(from), m_to(to),
          m_used(m_network.arc_count(), false), m_potential(m_network.node_count(), 0.0) {
        m_marks.resize(m_network.node_count());
    }

    DisjointPaths run() {
        std::size_t count = 0;
        while (augment())
            ++count;
        DisjointPaths result;
        for (std::size_t i = 0; i < count; ++i)
            result.paths.push_back(take_path());
        std::ranges::sort(result.paths, [](RoutePath const& a, RoutePath const& b) {
            return std::tie(a.weight, a.arcs) < std::tie(b.weight, b.arcs);
        });
        result.cut = cut();
        return result;
    }

private:
    [[nodiscard]] bool leg_is_used(ArcId arc) const noexcept {
        LegId const leg = m_network.arc(arc).leg;
        for (TravelDirection const direction : {TravelDirection::forward, TravelDirection::backward})
            if (auto const other = m_network.arc_of(leg, direction); other && m_used[index(*other)])
                return true;
        return false;
    }

    void reach(NodeId from, NodeId to, double weight, ArcId arc) {
        // Rounding may leave a reduced weight just below zero.
        double const reduced = std::max(0.0, weight + m_potential[index(from)] - m_potential[index(to)]);
        m_marks.update(static_cast<std::uint32_t>(to), m_marks.weight(static_cast<std::uint32_t>(from)) + reduced,
                       static_cast<std::uint32_t>(arc), static_cast<std::uint32_t>(from));
    }

    void settle(NodeId node) {
        auto const range = m_network.arcs_from(node);
        for (auto a = static_cast<std::uint32_t>(range.first); a < static_cast<std::uint32_t>(range.last); ++a)
            if (ArcId const arc{a}; m_weights.is_open(arc) && !leg_is_used(arc))
                reach(node, m_network.arc(arc).head, m_weights.arc(arc), arc);
        for (ArcId const arc : m_network.arcs_into(node))
            if (m_used[index(arc)])
                reach(node, m_network.arc(arc).tail, -m_weights.arc(arc), arc);
    }

    /// One more way, if there is one; afterwards the marks hold what can be reached.
    bool augment() {
        m_marks.start();
        m_marks.update(static_cast<std::uint32_t>(m_from), 0.0, LabelMarks::no_arc, LabelMarks::no_label);
        while (m_marks.has_open())
            settle(NodeId{m_marks.settle().label});
        if (!m_marks.is_reached(static_cast<std::uint32_t>(m_to)))
            return false;
        for (std::uint32_t at = static_cast<std::uint32_t>(m_to); at != static_cast<std::uint32_t>(m_from);
             at = m_marks.parent(at)) {
            std::uint32_t const arc = m_marks.arc(at);
            m_used[arc] = !m_used[arc];
        }
        double const farthest = m_marks.weight(static_cast<std::uint32_t>(m_to));
        for (std::uint32_t n = 0; n < m_potential.size(); ++n)
            m_potential[n] += std::min(m_marks.weight(n), farthest);
        return true;
    }

    /// Follows used arcs to the destination and takes them away; loops are cut out.
    RoutePath take_path() {
        std::vector<ArcId> arcs;
        std::vector<NodeId> nodes = {m_from};
        while (nodes.back() != m_to) {
            ArcId const arc = next_used(nodes.back());
            m_used[index(arc)] = false;
            arcs.push_back(arc);
            nodes.push_back(m_network.arc(arc).head);
            auto const before = std::find(nodes.begin(), nodes.end() - 1, nodes.back());
            auto const kept = static_cast<std::size_t>(before - nodes.begin());
            if (kept + 1 < nodes.size()) {
                nodes.resize(kept + 1);
                arcs.resize(kept);
            }
        }
        double const weight = m_weights.of_path(arcs);
        return {.arcs = std::move(arcs), .weight = weight};
    }

    [[nodiscard]] ArcId next_used(NodeId node) const {
        auto const range = m_network.arcs_from(node);
        auto arc = static_cast<std::uint32_t>(range.first);
        while (!m_used[arc])
            ++arc;
        return ArcId(arc);
    }

    /// Legs from what the last search reached to what it did not.
    [[nodiscard]] std::vector<LegId> cut() const {
        std::vector<LegId> legs;
        for (std::uint32_t a = 0; a < m_network.arc_count(); ++a) {
            Arc const& arc = m_network.arc(ArcId(a));
            if (m_weights.is_open(ArcId(a)) && m_marks.is_reached(static_cast<std::uint32_t>(arc.tail)) &&
                !m_marks.is_reached(static_cast<std::uint32_t>(arc.head)))
                legs.push_back(arc.leg);
        }
        std::ranges::sort(legs);
        return legs;
    }

    Weights const& m_weights;
    Network const& m_network;
    NodeId m_from;
    NodeId m_to;
    std::vector<bool> m_used;        // by arc
    std::vector<double> m_potential; // by node
    LabelMarks m_marks;              // by node
};

} // namespace

DisjointPaths disjoint_paths(Weights const& weights, NodeId from, NodeId to) {
    if (from == to || !weights.is_open(from) || !weights.is_open(to))
        return {};
    return DisjointSearch(weights, from, to).run();
}

} // namespace oreway
