// SPDX-License-Identifier: MIT
// Settles labels in the order of their weight.

#include "network/forward_search.hpp"

#include <cmath>

namespace oreway {

namespace {

/// The targets of a run and the best weight of each so far.
class TargetWatch {
public:
    TargetWatch(std::vector<double>& weights, std::span<NodeId const> targets, NodeId origin)
        : m_weights(weights), m_targets(targets) {
        for (NodeId const target : targets) {
            double& weight = m_weights[index(target)];
            if (!std::isnan(weight))
                continue;
            weight = target == origin ? 0.0 : unreached;
            m_open += target == origin ? 0 : 1;
        }
        m_enough = m_open == 0 && !targets.empty() ? 0.0 : unreached;
    }
    ~TargetWatch() {
        for (NodeId const target : m_targets)
            m_weights[index(target)] = not_given;
    }
    TargetWatch(TargetWatch const&) = delete;
    TargetWatch& operator=(TargetWatch const&) = delete;

    void note(std::size_t node, double weight) {
        double& best = m_weights[node];
        if (std::isnan(best) || !(weight < best))
            return;
        m_open -= best == unreached ? 1 : 0;
        best = weight;
        if (m_open > 0)
            return;
        m_enough = 0.0;
        for (NodeId const target : m_targets)
            m_enough = std::max(m_enough, m_weights[index(target)]);
    }
    /// No target can be reached better from this weight on.
    [[nodiscard]] double enough() const noexcept { return m_enough; }

private:
    std::vector<double>& m_weights;
    std::span<NodeId const> m_targets;
    std::size_t m_open = 0;
    double m_enough = unreached;
};

} // namespace

ForwardSearch::ForwardSearch(SearchGraph const& graph)
    : m_graph(graph), m_target_weight(graph.node_count(), not_given) {
    m_marks.resize(graph.label_count());
    m_marks.start();
}

void ForwardSearch::forget() {
    m_marks.start();
    m_origin.reset();
}

std::size_t ForwardSearch::run(NodeId from, std::span<NodeId const> targets, double limit) {
    m_marks.start();
    m_origin = from;
    TargetWatch watch(m_target_weight, targets, from);
    leave_origin(m_graph, index(from), [&](auto label, double weight, auto arc) {
        m_marks.update(label, weight, arc, LabelMarks::no_label);
    });
    std::size_t settled = 0;
    while (m_marks.has_open()) {
        auto const [weight, label] = m_marks.next();
        if (weight > limit || weight >= watch.enough())
            break;
        m_marks.settle();
        ++settled;
        if (!targets.empty())
            watch.note(m_graph.node_of(label), weight + m_graph.arrival(label));
        leave_label(m_graph, label, weight, [&, parent = label](auto next, double total, auto arc) {
            m_marks.update(next, total, arc, parent);
        });
    }
    m_marks.drop_open();
    return settled;
}

ForwardSearch::Best ForwardSearch::best_at(NodeId node) const noexcept {
    Best best;
    if (node == m_origin)
        return {0.0, LabelMarks::no_label};
    auto const [first, last] = m_graph.labels_of(index(node));
    for (std::uint32_t label = first; label < last; ++label)
        if (double const weight = m_marks.weight(label) + m_graph.arrival(label); weight < best.weight)
            best = {weight, label};
    return best;
}

std::vector<ArcId> ForwardSearch::arcs_to(std::uint32_t label) const {
    std::vector<ArcId> arcs;
    for (; label != LabelMarks::no_label; label = m_marks.parent(label))
        arcs.push_back(ArcId(m_marks.arc(label)));
    std::ranges::reverse(arcs);
    return arcs;
}

double ForwardSearch::weight_before(Network const& network, ArcId arc) const noexcept {
    std::size_t const node = index(network.arc(arc).tail);
    auto const [first_out, last_out] = m_graph.out_of(node);
    double best = unreached;
    for (std::uint32_t i = first_out; i < last_out; ++i) {
        if (m_graph.out_hop(i).arc != static_cast<std::uint32_t>(arc))
            continue;
        if (m_origin && index(*m_origin) == node)
            best = m_graph.departure_of_hop(i);
        auto const [first, last] = m_graph.labels_of(node);
        for (std::uint32_t label = first; label < last; ++label)
            if (m_marks.is_reached(label))
                best = std::min(best, m_marks.weight(label) + m_graph.turn(label, i));
    }
    return best;
}

} // namespace oreway
