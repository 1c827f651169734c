// SPDX-License-Identifier: MIT
// One to many by Dijkstra's search over labels; one to one from both ends.

#include "oreway/network/shortest_paths.hpp"

#include <algorithm>

#include "network/forward_search.hpp"

namespace oreway {

namespace {

/// Where a search from both ends met.
struct Meeting {
    double weight = unreached;
    std::uint32_t label = LabelMarks::no_label; ///< none: the backward search reached the origin by itself
    std::uint32_t back = LabelMarks::no_label;  ///< none: the forward search reached the destination by itself
};

/// Both searches of one question, and the best meeting so far.
class BothEnds {
public:
    BothEnds(SearchGraph const& graph, LabelMarks& forward, LabelMarks& backward, std::size_t from, std::size_t to)
        : m_graph(graph), m_forward(forward), m_backward(backward), m_from(from), m_to(to) {}

    std::size_t run() {
        m_forward.start();
        m_backward.start();
        leave_origin(m_graph, m_from,
                     [&](auto label, double weight, auto arc) { reach(label, weight, arc, LabelMarks::no_label); });
        leave_destination(m_graph, m_to, [&](auto back, double weight, auto arc) {
            reach_back(back, weight, arc, LabelMarks::no_label);
        });
        std::size_t settled = 0;
        for (;; ++settled) {
            double const ahead = m_forward.next_key();
            double const behind = m_backward.next_key();
            if (!(ahead + behind < m_best.weight))
                return settled;
            if (ahead <= behind)
                settle_forward();
            else
                settle_backward();
        }
    }

    [[nodiscard]] Meeting const& best() const noexcept { return m_best; }

private:
    void settle_forward() {
        auto const [weight, label] = m_forward.settle();
        leave_label(m_graph, label, weight,
                    [&, parent = label](auto next, double total, auto arc) { reach(next, total, arc, parent); });
    }
    void settle_backward() {
        auto const [weight, back] = m_backward.settle();
        leave_back_label(m_graph, back, weight, [&, parent = back](auto next, double total, auto arc) {
            reach_back(next, total, arc, parent);
        });
    }
    void offer(double weight, std::uint32_t label, std::uint32_t back) {
        if (weight < m_best.weight)
            m_best = {weight, label, back};
    }
    void reach(std::uint32_t label, double weight, std::uint32_t arc, std::uint32_t parent) {
        if (!m_forward.update(label, weight, arc, parent))
            return;
        std::uint32_t const node = m_graph.node_of(label);
        if (node == m_to)
            offer(weight + m_graph.arrival(label), label, LabelMarks::no_label);
        auto const [first, last] = m_graph.back_labels_of(node);
        for (std::uint32_t back = first; back < last; ++back)
            if (m_backward.is_reached(back))
                offer(weight + m_graph.turn_between(label, back) + m_backward.weight(back), label, back);
    }
    void reach_back(std::uint32_t back, double weight, std::uint32_t arc, std::uint32_t parent) {
        if (!m_backward.update(back, weight, arc, parent))
            return;
        std::uint32_t const node = m_graph.node_of_back(back);
        if (node == m_from)
            offer(m_graph.departure_of_back(back) + weight, LabelMarks::no_label, back);
        auto const [first, last] = m_graph.labels_of(node);
        for (std::uint32_t label = first; label < last; ++label)
            if (m_forward.is_reached(label))
                offer(m_forward.weight(label) + m_graph.turn_between(label, back) + weight, label, back);
    }

    SearchGraph const& m_graph;
    LabelMarks& m_forward;
    LabelMarks& m_backward;
    std::size_t m_from;
    std::size_t m_to;
    Meeting m_best;
};

} // namespace

bool visits_node_twice(Network const& network, std::span<ArcId const> arcs) {
    std::vector<NodeId> nodes;
    if (!arcs.empty())
        nodes.push_back(network.arc(arcs.front()).tail);
    for (ArcId const arc : arcs)
        nodes.push_back(network.arc(arc).head);
    std::ranges::sort(nodes);
    return std::ranges::adjacent_find(nodes) != nodes.end();
}

struct ShortestPaths::Impl {
    explicit Impl(Weights const& w) : weights(w), forward(w.graph()) {}

    /// The backward arrays are needed only by find().
    LabelMarks& backward() {
        if (!has_backward) {
            backward_marks.resize(weights.graph().back_label_count());
            has_backward = true;
        }
        return backward_marks;
    }

    std::vector<ArcId> arcs_of(Meeting const& meeting) {
        std::vector<ArcId> arcs = forward.arcs_to(meeting.label);
        for (std::uint32_t back = meeting.back; back != LabelMarks::no_label; back = backward_marks.parent(back))
            arcs.push_back(ArcId(backward_marks.arc(back)));
        return arcs;
    }

    Weights const& weights;
    ForwardSearch forward;
    LabelMarks backward_marks;
    bool has_backward = false;
    std::size_t settled = 0;
};

ShortestPaths::ShortestPaths(Weights const& weights) : m_impl(std::make_unique<Impl>(weights)) {}
ShortestPaths::ShortestPaths(ShortestPaths&&) noexcept = default;
ShortestPaths& ShortestPaths::operator=(ShortestPaths&&) noexcept = default;
ShortestPaths::~ShortestPaths() = default;

std::optional<RoutePath> ShortestPaths::find(NodeId from, NodeId to) {
    m_impl->forward.forget();
    m_impl->settled = 0;
    if (!m_impl->weights.is_open(from) || !m_impl->weights.is_open(to))
        return std::nullopt;
    if (from == to)
        return RoutePath{};
    BothEnds search(m_impl->weights.graph(), m_impl->forward.marks(), m_impl->backward(), index(from), index(to));
    m_impl->settled = search.run();
    if (search.best().weight == unreached)
        return std::nullopt;
    RoutePath path{.arcs = m_impl->arcs_of(search.best())};
    path.weight = m_impl->weights.of_path(path.arcs);
    return path;
}

void ShortestPaths::run(NodeId from, std::span<NodeId const> targets, double limit) {
    if (m_impl->weights.is_open(from))
        m_impl->settled = m_impl->forward.run(from, targets, limit);
    else
        m_impl->forward.forget();
}

double ShortestPaths::weight(NodeId to) const {
    return m_impl->forward.best_at(to).weight;
}

std::optional<RoutePath> ShortestPaths::path(NodeId to) const {
    auto const best = m_impl->forward.best_at(to);
    if (best.weight == unreached)
        return std::nullopt;
    return RoutePath{.arcs = m_impl->forward.arcs_to(best.label), .weight = best.weight};
}

double ShortestPaths::weight_before(ArcId arc) const {
    return m_impl->weights.is_open(arc) ? m_impl->forward.weight_before(m_impl->weights.network(), arc) : unreached;
}

std::size_t ShortestPaths::settled() const noexcept {
    return m_impl->settled;
}

} // namespace oreway
