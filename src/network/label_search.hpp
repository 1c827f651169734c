// SPDX-License-Identifier: MIT
#pragma once

// Dijkstra's search over the labels of a search graph, in both directions, with arrays that are kept from run to run.

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "network/search_graph.hpp"

namespace oreway {

inline constexpr double unreached = std::numeric_limits<double>::infinity();

/// What a search knows of its labels, and a heap of those that wait. A label that is reached better gets a new entry in
/// the heap and its old one is skipped, so that moving entries touches no label; four children a node suit caches
/// better than two.
class LabelMarks {
public:
    static constexpr std::uint32_t no_label = 0xFFFFFFFFu;
    static constexpr std::uint32_t no_arc = 0xFFFFFFFFu;

    /// A label that waits.
    struct Waiting {
        double key; ///< weight, and what is still to come at least for searches that are guided
        std::uint32_t label;
    };

    void resize(std::size_t labels) { m_marks.assign(labels, {}); }
    /// Forgets all labels without touching them.
    void start() {
        m_heap.clear();
        if (++m_run == 0) {
            for (Mark& mark : m_marks)
                mark.run = 0;
            m_run = 1;
        }
    }
    [[nodiscard]] bool is_reached(std::uint32_t label) const noexcept { return m_marks[label].run == m_run; }
    [[nodiscard]] double weight(std::uint32_t label) const noexcept {
        return is_reached(label) ? m_marks[label].weight : unreached;
    }
    /// The arc by which the label was reached, and the label before it; none at the start.
    [[nodiscard]] std::uint32_t arc(std::uint32_t label) const noexcept { return m_marks[label].arc; }
    [[nodiscard]] std::uint32_t parent(std::uint32_t label) const noexcept { return m_marks[label].parent; }

    /// Whether the label is better reached so. `bound`: what is still to come at least, for searches that are guided.
    bool update(std::uint32_t label, double weight, std::uint32_t arc, std::uint32_t parent, double bound = 0.0) {
        Mark& mark = m_marks[label];
        if (mark.run == m_run && mark.weight <= weight)
            return false;
        m_stamp = m_stamp + 1 == settled ? 0 : m_stamp + 1;
        mark = {.weight = weight, .arc = arc, .parent = parent, .run = m_run, .stamp = m_stamp};
        m_heap.emplace_back();
        rise(m_heap.size() - 1, {weight + bound, label, m_stamp});
        return true;
    }

    [[nodiscard]] bool has_open() const noexcept { return !m_heap.empty(); }
    /// The label that waits with the least key.
    [[nodiscard]] Waiting next() const noexcept { return {m_heap.front().key, m_heap.front().label}; }
    [[nodiscard]] double next_key() const noexcept { return m_heap.empty() ? unreached : m_heap.front().key; }
    /// Takes it off the heap.
    Waiting settle() {
        Waiting const first = next();
        m_marks[first.label].stamp = settled;
        do
            pop();
        while (!m_heap.empty() && !is_current(m_heap.front()));
        return first;
    }
    /// Forgets what is reached but not settled.
    void drop_open() {
        for (Entry const& entry : m_heap)
            if (is_current(entry))
                m_marks[entry.label].run = m_run - 1;
        m_heap.clear();
    }

private:
    static constexpr std::uint32_t settled = 0xFFFFFFFFu;
    static constexpr std::size_t arity = 4;

    struct Mark {
        double weight = 0.0;
        std::uint32_t arc = no_arc;
        std::uint32_t parent = no_label;
        std::uint32_t run = 0;
        std::uint32_t stamp = settled; ///< of its entry in the heap
    };
    struct Entry {
        double key;
        std::uint32_t label;
        std::uint32_t stamp; ///< that of the label, unless it was reached better since
    };

    [[nodiscard]] bool is_current(Entry const& entry) const noexcept {
        return m_marks[entry.label].stamp == entry.stamp;
    }
    void rise(std::size_t at, Entry const& entry) {
        while (at > 0) {
            std::size_t const parent = (at - 1) / arity;
            if (m_heap[parent].key <= entry.key)
                break;
            m_heap[at] = m_heap[parent];
            at = parent;
        }
        m_heap[at] = entry;
    }
    void pop() {
        Entry const last = m_heap.back();
        m_heap.pop_back();
        std::size_t const size = m_heap.size();
        if (size == 0)
            return;
        std::size_t at = 0;
        for (std::size_t first = 1; first < size; first = at * arity + 1) {
            std::size_t const least = least_child(first, std::min(first + arity, size));
            if (m_heap[least].key >= last.key)
                break;
            m_heap[at] = m_heap[least];
            at = least;
        }
        m_heap[at] = last;
    }
    [[nodiscard]] std::size_t least_child(std::size_t first, std::size_t last) const noexcept {
        std::size_t least = first;
        for (std::size_t child = first + 1; child < last; ++child)
            least = m_heap[child].key < m_heap[least].key ? child : least;
        return least;
    }

    std::vector<Mark> m_marks;
    std::vector<Entry> m_heap;
    std::uint32_t m_run = 0;
    std::uint32_t m_stamp = 0;
};

/// Calls `reach(label, weight, arc)` for every hop out of the origin, departure included.
template <class Reach> void leave_origin(SearchGraph const& graph, std::size_t node, Reach const& reach) {
    auto const [first, last] = graph.out_of(node);
    for (std::uint32_t i = first; i < last; ++i) {
        SearchGraph::Hop const& hop = graph.out_hop(i);
        reach(hop.label, hop.weight + graph.departure_of_hop(i), hop.arc);
    }
}

/// Calls `reach(label, weight, arc)` for every hop on from a label.
template <class Reach>
void leave_label(SearchGraph const& graph, SearchGraph::Label label, double weight, Reach const& reach) {
    auto const [first, last] = graph.out_of(graph.node_of(label));
    if (!graph.has_turns()) {
        for (std::uint32_t i = first; i < last; ++i) {
            SearchGraph::Hop const& hop = graph.out_hop(i);
            reach(hop.label, weight + hop.weight, hop.arc);
        }
        return;
    }
    double const* turns = graph.turns_from(label);
    for (std::uint32_t i = first; i < last; ++i) {
        SearchGraph::Hop const& hop = graph.out_hop(i);
        reach(hop.label, weight + turns[graph.out_class(i)] + hop.weight, hop.arc);
    }
}

/// The same against the arcs: from the destination, and from a back label.
template <class Reach> void leave_destination(SearchGraph const& graph, std::size_t node, Reach const& reach) {
    auto const [first, last] = graph.into(node);
    for (std::uint32_t i = first; i < last; ++i) {
        SearchGraph::Hop const& hop = graph.in_hop(i);
        reach(hop.label, hop.weight + (graph.has_turns() ? graph.arrival_by_hop(i) : 0.0), hop.arc);
    }
}

template <class Reach>
void leave_back_label(SearchGraph const& graph, SearchGraph::Label back, double weight, Reach const& reach) {
    std::uint32_t const node = graph.node_of_back(back);
    auto const [first, last] = graph.into(node);
    SearchGraph::Label const label = graph.labels_of(node).first;
    for (std::uint32_t i = first; i < last; ++i) {
        SearchGraph::Hop const& hop = graph.in_hop(i);
        double const turn = graph.has_turns() ? graph.turn_between(label + graph.in_class(i), back) : 0.0;
        reach(hop.label, weight + turn + hop.weight, hop.arc);
    }
}

/// The best weight from every back label to a destination: what is still to come once a node is left by an arc of the
/// class.
class DistancesTo {
public:
    DistancesTo(SearchGraph const& graph, std::size_t destination);

    [[nodiscard]] double operator[](SearchGraph::Label back) const noexcept { return m_weights[back]; }
    /// From a label on: the best of its passages; zero passages and arrival at the destination.
    [[nodiscard]] double from_label(SearchGraph::Label label) const noexcept;

private:
    SearchGraph const& m_graph;
    std::size_t m_destination;
    std::vector<double> m_weights; // by back label
};

} // namespace oreway
