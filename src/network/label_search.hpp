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

/// A heap of labels by weight in which a label's weight may fall; four children a node, which suits caches better than
/// two.
class LabelHeap {
public:
    struct Entry {
        double key;
        std::uint32_t label;
    };

    void resize(std::size_t labels) { m_position.assign(labels, absent); }
    [[nodiscard]] bool empty() const noexcept { return m_heap.empty(); }
    [[nodiscard]] Entry const& top() const noexcept { return m_heap.front(); }
    [[nodiscard]] std::vector<Entry> const& entries() const noexcept { return m_heap; }

    void push_or_decrease(std::uint32_t label, double key) {
        std::size_t at = m_position[label];
        if (at == absent) {
            at = m_heap.size();
            m_heap.push_back({key, label});
        }
        rise(at, {key, label});
    }

    void pop() {
        m_position[m_heap.front().label] = absent;
        Entry const last = m_heap.back();
        m_heap.pop_back();
        if (!m_heap.empty())
            sink(last);
    }

    void clear() {
        for (Entry const& entry : m_heap)
            m_position[entry.label] = absent;
        m_heap.clear();
    }

private:
    static constexpr std::uint32_t absent = 0xFFFFFFFFu;
    static constexpr std::size_t arity = 4;

    void place(std::size_t at, Entry const& entry) {
        m_heap[at] = entry;
        m_position[entry.label] = static_cast<std::uint32_t>(at);
    }
    void rise(std::size_t at, Entry const& entry) {
        while (at > 0) {
            std::size_t const parent = (at - 1) / arity;
            if (m_heap[parent].key <= entry.key)
                break;
            place(at, m_heap[parent]);
            at = parent;
        }
        place(at, entry);
    }
    void sink(Entry const& entry) {
        std::size_t at = 0;
        for (;;) {
            std::size_t const first = at * arity + 1;
            if (first >= m_heap.size())
                break;
            std::size_t const last = std::min(first + arity, m_heap.size());
            std::size_t least = first;
            for (std::size_t child = first + 1; child < last; ++child)
                if (m_heap[child].key < m_heap[least].key)
                    least = child;
            if (m_heap[least].key >= entry.key)
                break;
            place(at, m_heap[least]);
            at = least;
        }
        place(at, entry);
    }

    std::vector<Entry> m_heap;
    std::vector<std::uint32_t> m_position;
};

/// What a search knows of its labels.
class LabelMarks {
public:
    static constexpr std::uint32_t no_label = 0xFFFFFFFFu;
    static constexpr std::uint32_t no_arc = 0xFFFFFFFFu;

    void resize(std::size_t labels) {
        m_marks.assign(labels, {});
        m_parents.assign(labels, no_label);
        m_heap.resize(labels);
    }
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
    [[nodiscard]] std::uint32_t parent(std::uint32_t label) const noexcept { return m_parents[label]; }

    /// Whether the label is better reached so. `bound`: what is still to come at least, for searches that are guided.
    bool update(std::uint32_t label, double weight, std::uint32_t arc, std::uint32_t parent, double bound = 0.0) {
        Mark& mark = m_marks[label];
        if (mark.run == m_run && mark.weight <= weight)
            return false;
        mark = {weight, arc, m_run};
        m_parents[label] = parent;
        m_heap.push_or_decrease(label, weight + bound);
        return true;
    }
    /// Forgets what is reached but not settled.
    void drop_open() {
        for (LabelHeap::Entry const& entry : m_heap.entries())
            m_marks[entry.label].run = m_run - 1;
        m_heap.clear();
    }
    [[nodiscard]] LabelHeap& heap() noexcept { return m_heap; }
    [[nodiscard]] LabelHeap const& heap() const noexcept { return m_heap; }

private:
    struct Mark {
        double weight = 0.0;
        std::uint32_t arc = no_arc;
        std::uint32_t run = 0;
    };
    std::vector<Mark> m_marks;
    std::vector<std::uint32_t> m_parents;
    LabelHeap m_heap;
    std::uint32_t m_run = 0;
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
