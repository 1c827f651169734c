// SPDX-License-Identifier: MIT
// The tree of best ways is kept in the order of a walk through it, so that what hangs below a label is a stretch of it.

#include "network/closed_search.hpp"

#include <algorithm>

namespace oreway {

ClosedSearch::ClosedSearch(Weights const& weights)
    : m_weights(weights), m_graph(weights.graph()), m_open(m_graph), m_end(m_graph.label_count()) {
    m_again.resize(m_graph.label_count());
    m_again.start();
    m_back.resize(m_graph.back_label_count());
}

void ClosedSearch::run(NodeId origin) {
    m_origin = origin;
    open_all();
    if (m_weights.is_open(origin))
        m_open.run(origin, {}, unreached);
    else
        m_open.forget();
    order_tree();
}

void ClosedSearch::open_all() {
    m_closed_arcs.clear();
    m_closed_node = no_node;
    m_below.clear();
}

/// Lists the labels so that each is followed by those below it: children are counted, then their sizes are summed from
/// the leaves up, then places are dealt out from the roots down.
void ClosedSearch::order_tree() {
    auto const labels = static_cast<std::uint32_t>(m_graph.label_count());
    LabelMarks const& marks = m_open.marks();
    std::vector<std::uint32_t> open_children(labels, 0);
    std::vector<std::uint32_t> size(labels, 1);
    std::vector<std::uint32_t> leaves_first;
    auto const has_parent = [&](std::uint32_t label) { return marks.parent(label) != LabelMarks::no_label; };
    for (std::uint32_t label = 0; label < labels; ++label)
        if (marks.is_reached(label) && has_parent(label))
            ++open_children[marks.parent(label)];
    for (std::uint32_t label = 0; label < labels; ++label)
        if (marks.is_reached(label) && open_children[label] == 0)
            leaves_first.push_back(label);
    for (std::size_t i = 0; i < leaves_first.size(); ++i) {
        std::uint32_t const label = leaves_first[i];
        if (!has_parent(label))
            continue;
        size[marks.parent(label)] += size[label];
        if (--open_children[marks.parent(label)] == 0)
            leaves_first.push_back(marks.parent(label));
    }
    m_begin.assign(labels, no_place);
    m_order.resize(leaves_first.size());
    std::uint32_t next_root = 0;
    for (std::size_t i = leaves_first.size(); i-- > 0;) { // m_end: the next free place below a label, then its end
        std::uint32_t const label = leaves_first[i];
        std::uint32_t& next = has_parent(label) ? m_end[marks.parent(label)] : next_root;
        m_begin[label] = next;
        m_end[label] = next + 1;
        m_order[next] = label;
        next += size[label];
    }
}

double ClosedSearch::weight(NodeId to) const noexcept {
    return m_open.best_at(to).weight;
}

std::vector<ArcId> ClosedSearch::arcs_to(NodeId to) const {
    return m_open.arcs_to(m_open.best_at(to).label);
}

bool ClosedSearch::is_below(std::uint32_t label) const noexcept {
    for (Below const& below : m_below)
        if (m_begin[label] >= below.first && m_begin[label] < below.last)
            return true;
    return false;
}

/// A label that is reached, and all below it. Labels that hang below each other are given once.
void ClosedSearch::hang_from(std::uint32_t label) {
    Below const added{m_begin[label], m_end[label]};
    if (is_below(label))
        return;
    std::erase_if(m_below, [&](Below const& below) { return below.first >= added.first && below.last <= added.last; });
    m_below.push_back(added);
}

std::size_t ClosedSearch::below_count() const noexcept {
    std::size_t count = 0;
    for (Below const& below : m_below)
        count += below.last - below.first;
    return count;
}

void ClosedSearch::close(LegId leg) {
    open_all();
    Network const& network = m_weights.network();
    for (TravelDirection const direction : {TravelDirection::forward, TravelDirection::backward})
        if (auto const arc = network.arc_of(leg, direction); arc && m_weights.is_open(*arc))
            m_closed_arcs.push_back(static_cast<std::uint32_t>(*arc));
    for (std::uint32_t const arc : m_closed_arcs) {
        auto const [first, last] = m_graph.labels_of(index(network.arc(ArcId(arc)).head));
        for (std::uint32_t label = first; label < last; ++label)
            if (m_open.marks().is_reached(label) && m_open.marks().arc(label) == arc)
                hang_from(label);
    }
}

void ClosedSearch::close(NodeId node) {
    open_all();
    m_closed_node = static_cast<std::uint32_t>(node);
    auto const [first, last] = m_graph.labels_of(index(node));
    for (std::uint32_t label = first; label < last; ++label)
        if (m_open.marks().is_reached(label))
            hang_from(label);
}

bool ClosedSearch::is_closed(std::uint32_t arc) const noexcept {
    return std::ranges::find(m_closed_arcs, arc) != m_closed_arcs.end();
}

double ClosedSearch::kept_weight(std::uint32_t label) const noexcept {
    return m_begin[label] == no_place || is_below(label) ? unreached : m_open.marks().weight(label);
}

double ClosedSearch::kept_before(std::uint32_t back) const noexcept {
    std::uint32_t const node = m_graph.node_of_back(back);
    double best = node == static_cast<std::uint32_t>(m_origin) ? m_graph.departure_of_back(back) : unreached;
    auto const [first, last] = m_graph.labels_of(node);
    for (std::uint32_t label = first; label < last; ++label)
        best = std::min(best, kept_weight(label) + m_graph.turn_between(label, back));
    return best;
}

double ClosedSearch::least_before(std::uint32_t back) const noexcept {
    std::uint32_t const node = m_graph.node_of_back(back);
    double best = node == static_cast<std::uint32_t>(m_origin) ? m_graph.departure_of_back(back) : unreached;
    auto const [first, last] = m_graph.labels_of(node);
    for (std::uint32_t label = first; label < last; ++label)
        best = std::min(best, m_open.marks().weight(label) + m_graph.turn_between(label, back));
    return best;
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
        if (double const weight = kept_before(hop.label) + hop.weight; weight < best) {
            best = weight;
            best_arc = hop.arc;
        }
    }
    return best;
}

void ClosedSearch::search_again() {
    m_again.start();
    if (m_closed_node == static_cast<std::uint32_t>(m_origin))
        return; // nothing leaves a closed origin
    for (Below const& below : m_below)
        for (std::uint32_t at = below.first; at < below.last; ++at) {
            std::uint32_t const label = m_order[at];
            std::uint32_t arc = LabelMarks::no_arc;
            if (m_graph.node_of(label) == m_closed_node)
                continue;
            if (double const weight = best_from_outside(label, arc); weight < unreached)
                m_again.update(label, weight, arc, LabelMarks::no_label);
        }
    while (m_again.has_open()) {
        auto const [weight, label] = m_again.settle();
        leave_label(m_graph, label, weight, [&, parent = label](auto next, double total, auto arc) {
            if (is_below(next) && !is_closed(arc) && m_graph.node_of(next) != m_closed_node)
                m_again.update(next, total, arc, parent);
        });
    }
}

std::optional<double> ClosedSearch::weight_of_end(NodeId to) const noexcept {
    if (static_cast<std::uint32_t>(to) == m_closed_node || static_cast<std::uint32_t>(m_origin) == m_closed_node)
        return unreached;
    if (to == m_origin)
        return m_weights.is_open(to) ? 0.0 : unreached;
    return std::nullopt;
}

double ClosedSearch::closed_weight(NodeId to) const noexcept {
    if (auto const known = weight_of_end(to))
        return *known;
    double best = unreached;
    auto const [first, last] = m_graph.labels_of(index(to));
    for (std::uint32_t label = first; label < last; ++label) {
        double const weight = is_below(label) ? m_again.weight(label) : m_open.marks().weight(label);
        best = std::min(best, weight + m_graph.arrival(label));
    }
    return best;
}

/// Goes on from a back label only where it may be better than the best way found so far.
void ClosedSearch::reach_back(std::uint32_t back, double weight, std::uint32_t arc, std::uint32_t parent) {
    if (is_closed(arc) || m_graph.node_of_back(back) == m_closed_node)
        return;
    double const to_come = least_before(back);
    if (!(weight + to_come < m_best_back) || !m_back.update(back, weight, arc, parent, to_come))
        return;
    m_best_back = std::min(m_best_back, weight + kept_before(back));
}

/// On from a back label, against the arcs into labels that do not keep their weight.
void ClosedSearch::search_back(std::uint32_t back, double weight) {
    std::uint32_t const node = m_graph.node_of_back(back);
    std::uint32_t const label = m_graph.labels_of(node).first;
    auto const [first, last] = m_graph.into(node);
    for (std::uint32_t i = first; i < last; ++i) {
        std::uint32_t const into = label + (m_graph.has_turns() ? m_graph.in_class(i) : 0U);
        if (is_below(into))
            reach_back(m_graph.in_hop(i).label, weight + m_graph.turn_between(into, back) + m_graph.in_hop(i).weight,
                       m_graph.in_hop(i).arc, back);
    }
}

double ClosedSearch::weight_round(NodeId to) {
    if (auto const known = weight_of_end(to))
        return *known;
    m_best_back = unreached;
    auto const [first_label, last_label] = m_graph.labels_of(index(to));
    for (std::uint32_t label = first_label; label < last_label; ++label)
        m_best_back = std::min(m_best_back, kept_weight(label) + m_graph.arrival(label));
    m_back.start();
    auto const [first, last] = m_graph.into(index(to));
    for (std::uint32_t i = first; i < last; ++i) {
        std::uint32_t const into = first_label + (m_graph.has_turns() ? m_graph.in_class(i) : 0U);
        if (is_below(into))
            reach_back(m_graph.in_hop(i).label, m_graph.in_hop(i).weight + m_graph.arrival(into), m_graph.in_hop(i).arc,
                       LabelMarks::no_label);
    }
    while (m_back.next_key() < m_best_back) {
        auto const [key, back] = m_back.settle();
        search_back(back, m_back.weight(back));
    }
    return m_best_back;
}

} // namespace oreway
