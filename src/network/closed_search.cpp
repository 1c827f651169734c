// SPDX-License-Identifier: MIT
// Labels below a closure lose their weights; those that can still be reached from labels that keep theirs are the
// starts of a search among them.

#include "network/closed_search.hpp"

namespace oreway {

ClosedSearch::ClosedSearch(Weights const& weights)
    : m_weights(weights), m_graph(weights.graph()), m_open(m_graph), m_stamp(m_graph.label_count(), 0) {
    m_again.resize(m_graph.label_count());
    m_again.start();
}

void ClosedSearch::run(NodeId origin) {
    m_origin = origin;
    m_closed_arcs.clear();
    m_closed_node = no_node;
    m_below.clear();
    ++m_closure; // nothing is below it
    if (m_weights.is_open(origin))
        m_open.run(origin, {}, unreached);
    else
        m_open.forget();
    order_tree();
}

/// Lists the children of each label, by counting.
void ClosedSearch::order_tree() {
    std::size_t const labels = m_graph.label_count();
    LabelMarks const& marks = m_open.marks();
    m_first_child.assign(labels + 1, 0);
    auto const has_parent = [&](std::uint32_t label) {
        return marks.is_reached(label) && marks.parent(label) != LabelMarks::no_label;
    };
    for (std::uint32_t label = 0; label < labels; ++label)
        if (has_parent(label))
            ++m_first_child[marks.parent(label) + 1];
    for (std::size_t i = 0; i < labels; ++i)
        m_first_child[i + 1] += m_first_child[i];
    m_children.resize(m_first_child[labels]);
    std::vector<std::uint32_t> next(m_first_child.begin(), m_first_child.end() - 1);
    for (std::uint32_t label = 0; label < labels; ++label)
        if (has_parent(label))
            m_children[next[marks.parent(label)]++] = label;
}

double ClosedSearch::weight(NodeId to) const noexcept {
    return m_open.best_at(to).weight;
}

std::vector<ArcId> ClosedSearch::arcs_to(NodeId to) const {
    return m_open.arcs_to(m_open.best_at(to).label);
}

void ClosedSearch::take_below(std::uint32_t label) {
    if (is_below(label))
        return;
    std::size_t next = m_below.size();
    m_stamp[label] = m_closure;
    m_below.push_back(label);
    for (; next < m_below.size(); ++next) {
        for (std::uint32_t i = m_first_child[m_below[next]]; i < m_first_child[m_below[next] + 1]; ++i) {
            if (is_below(m_children[i]))
                continue;
            m_stamp[m_children[i]] = m_closure;
            m_below.push_back(m_children[i]);
        }
    }
}

void ClosedSearch::close(LegId leg) {
    m_closed_arcs.clear();
    m_closed_node = no_node;
    m_below.clear();
    ++m_closure;
    Network const& network = m_weights.network();
    for (TravelDirection const direction : {TravelDirection::forward, TravelDirection::backward}) {
        auto const arc = network.arc_of(leg, direction);
        if (!arc || !m_weights.is_open(*arc))
            continue;
        m_closed_arcs.push_back(static_cast<std::uint32_t>(*arc));
    }
    for (std::uint32_t const arc : m_closed_arcs) {
        auto const [first, last] = m_graph.labels_of(index(network.arc(ArcId(arc)).head));
        for (std::uint32_t label = first; label < last; ++label)
            if (m_open.marks().is_reached(label) && m_open.marks().arc(label) == arc)
                take_below(label);
    }
    search_again();
}

void ClosedSearch::close(NodeId node) {
    m_closed_arcs.clear();
    m_closed_node = static_cast<std::uint32_t>(node);
    m_below.clear();
    ++m_closure;
    auto const [first, last] = m_graph.labels_of(index(node));
    for (std::uint32_t label = first; label < last; ++label)
        if (m_open.marks().is_reached(label))
            take_below(label);
    if (node != m_origin) // nothing leaves a closed origin
        search_again();
}

bool ClosedSearch::is_closed(std::uint32_t arc) const noexcept {
    for (std::uint32_t const closed : m_closed_arcs)
        if (closed == arc)
            return true;
    return false;
}

/// The best way into a label that comes from labels which keep their weight, or from the origin.
double ClosedSearch::best_from_outside(std::uint32_t label, std::uint32_t& best_arc) const noexcept {
    double best = unreached;
    std::uint32_t const node = m_graph.node_of(label);
    std::uint32_t const in_class = label - m_graph.labels_of(node).first;
    auto const [first, last] = m_graph.into(node);
    for (std::uint32_t i = first; i < last; ++i) {
        SearchGraph::Hop const& hop = m_graph.in_hop(i);
        if ((m_graph.has_turns() && m_graph.in_class(i) != in_class) || is_closed(hop.arc))
            continue;
        auto const offer = [&](double weight) {
            if (weight < best) {
                best = weight;
                best_arc = hop.arc;
            }
        };
        std::uint32_t const tail = m_graph.node_of_back(hop.label);
        if (tail == static_cast<std::uint32_t>(m_origin))
            offer(m_graph.departure_of_back(hop.label) + hop.weight);
        auto const [from, end] = m_graph.labels_of(tail);
        for (std::uint32_t before = from; before < end; ++before)
            if (!is_below(before) && m_open.marks().is_reached(before))
                offer(m_open.marks().weight(before) + m_graph.turn_between(before, hop.label) + hop.weight);
    }
    return best;
}

void ClosedSearch::search_again() {
    m_again.start();
    for (std::uint32_t const label : m_below) {
        if (m_graph.node_of(label) == m_closed_node)
            continue;
        std::uint32_t arc = LabelMarks::no_arc;
        if (double const weight = best_from_outside(label, arc); weight < unreached)
            m_again.update(label, weight, arc, LabelMarks::no_label);
    }
    while (!m_again.heap().empty()) {
        auto const [weight, label] = m_again.heap().top();
        m_again.heap().pop();
        leave_label(m_graph, label, weight, [&, parent = label](auto next, double total, auto arc) {
            if (is_below(next) && !is_closed(arc) && m_graph.node_of(next) != m_closed_node)
                m_again.update(next, total, arc, parent);
        });
    }
}

double ClosedSearch::closed_weight(NodeId to) const noexcept {
    if (static_cast<std::uint32_t>(to) == m_closed_node || static_cast<std::uint32_t>(m_origin) == m_closed_node)
        return unreached;
    if (to == m_origin)
        return m_weights.is_open(to) ? 0.0 : unreached;
    double best = unreached;
    auto const [first, last] = m_graph.labels_of(index(to));
    for (std::uint32_t label = first; label < last; ++label) {
        double const weight = is_below(label) ? m_again.weight(label) : m_open.marks().weight(label);
        best = std::min(best, weight + m_graph.arrival(label));
    }
    return best;
}

} // namespace oreway
