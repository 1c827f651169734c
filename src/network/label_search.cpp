// SPDX-License-Identifier: MIT
// Distances to one destination, as bounds for searches that are guided by them.

#include "network/label_search.hpp"

namespace oreway {

DistancesTo::DistancesTo(SearchGraph const& graph, std::size_t destination)
    : m_graph(graph), m_destination(destination) {
    LabelMarks marks;
    marks.resize(graph.back_label_count());
    marks.start();
    leave_destination(graph, destination, [&](std::uint32_t back, double weight, std::uint32_t arc) {
        marks.update(back, weight, arc, LabelMarks::no_label);
    });
    while (marks.has_open()) {
        auto const [weight, back] = marks.settle();
        leave_back_label(graph, back, weight, [&, from = back](std::uint32_t next, double total, std::uint32_t arc) {
            marks.update(next, total, arc, from);
        });
    }
    m_weights.resize(graph.back_label_count());
    for (std::uint32_t back = 0; back < m_weights.size(); ++back)
        m_weights[back] = marks.weight(back);
}

double DistancesTo::from_label(SearchGraph::Label label) const noexcept {
    std::size_t const node = m_graph.node_of(label);
    double best = node == m_destination ? m_graph.arrival(label) : unreached;
    auto const [first, last] = m_graph.back_labels_of(node);
    for (SearchGraph::Label back = first; back < last; ++back)
        best = std::min(best, m_graph.turn_between(label, back) + m_weights[back]);
    return best;
}

} // namespace oreway
