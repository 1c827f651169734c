// SPDX-License-Identifier: MIT
// Divides all loopless ways by where they leave the ways already found, and looks at the best of each part in turn.

#include "oreway/network/alternatives.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

#include <fmt/format.h>

#include "network/label_search.hpp"

namespace oreway {

namespace {

/// All ways that begin with a prefix and then do not take one of some arcs, and the best walk among them. The walk may
/// pass a node twice after the prefix; then it only bounds what follows.
struct Part {
    double weight = 0.0;
    std::vector<ArcId> arcs;
    std::size_t prefix = 0; ///< so many first arcs are fixed
    std::vector<ArcId> banned;
};

/// Best first; of equally good ones the one with the smaller arcs.
struct Worse {
    bool operator()(Part const& a, Part const& b) const noexcept {
        return a.weight != b.weight ? a.weight > b.weight : a.arcs > b.arcs;
    }
};

/// Finds the best walk of a part.
class SpurSearch {
public:
    SpurSearch(Weights const& weights, NodeId from, NodeId to)
        : m_weights(weights), m_graph(weights.graph()), m_from(from), m_to(to), m_to_come(m_graph, index(to)),
          m_on_prefix(weights.network().node_count(), false) {
        m_marks.resize(m_graph.label_count());
    }

    /// Completes `part`, whose prefix and banned arcs are given; false when nothing is left.
    bool complete(Part& part) {
        Network const& network = m_weights.network();
        std::vector<NodeId> passed = {m_from};
        for (std::size_t i = 0; i < part.prefix; ++i)
            passed.push_back(network.arc(part.arcs[i]).head);
        for (NodeId const node : passed)
            m_on_prefix[index(node)] = true;
        bool const found = search(part, passed.back());
        for (NodeId const node : passed)
            m_on_prefix[index(node)] = false;
        if (found)
            part.weight = m_weights.of_path(part.arcs);
        return found;
    }

private:
    bool search(Part& part, NodeId spur) {
        m_marks.start();
        m_best = unreached;
        m_best_label = LabelMarks::no_label;
        leave_spur(part, spur);
        while (m_marks.next_key() < m_best) {
            std::uint32_t const label = m_marks.settle().label;
            if (m_graph.node_of(label) == index(m_to))
                continue;
            leave_label(m_graph, label, m_marks.weight(label),
                        [&, parent = label](auto next, double w, auto arc) { reach(next, w, arc, parent); });
        }
        if (m_best_label == LabelMarks::no_label)
            return false;
        append_walk(part);
        return true;
    }

    /// The first step: not by a banned arc.
    void leave_spur(Part const& part, NodeId spur) {
        auto const [first, last] = m_graph.out_of(index(spur));
        for (std::uint32_t i = first; i < last; ++i) {
            SearchGraph::Hop const& hop = m_graph.out_hop(i);
            ArcId const arc{hop.arc};
            if (std::ranges::find(part.banned, arc) != part.banned.end())
                continue;
            double const before =
                part.prefix == 0 ? m_weights.departure(arc) : m_weights.passage(part.arcs[part.prefix - 1], arc);
            reach(hop.label, before + hop.weight, hop.arc, LabelMarks::no_label);
        }
    }

    void reach(std::uint32_t label, double weight, std::uint32_t arc, std::uint32_t parent) {
        std::uint32_t const node = m_graph.node_of(label);
        if (m_on_prefix[node])
            return;
        bool const is_end = node == index(m_to);
        double const to_come = is_end ? m_graph.arrival(label) : m_to_come.from_label(label);
        if (to_come == unreached || !m_marks.update(label, weight, arc, parent, to_come))
            return;
        if (is_end && weight + to_come < m_best) {
            m_best = weight + to_come;
            m_best_label = label;
        }
    }

    void append_walk(Part& part) const {
        part.arcs.resize(part.prefix);
        for (std::uint32_t at = m_best_label; at != LabelMarks::no_label; at = m_marks.parent(at))
            part.arcs.push_back(ArcId(m_marks.arc(at)));
        std::reverse(part.arcs.begin() + static_cast<std::ptrdiff_t>(part.prefix), part.arcs.end());
    }

    Weights const& m_weights;
    SearchGraph const& m_graph;
    NodeId m_from;
    NodeId m_to;
    DistancesTo m_to_come;
    LabelMarks m_marks;
    std::vector<bool> m_on_prefix; // by node
    double m_best = unreached;
    std::uint32_t m_best_label = LabelMarks::no_label;
};

/// The accepted ways, and how much of each may be repeated.
class OverlapRule {
public:
    OverlapRule(Weights const& weights, double limit) : m_weights(weights), m_limit(limit) {}

    void add(std::vector<ArcId> const& arcs) {
        std::vector<LegId> legs;
        double length = 0.0;
        for (ArcId const arc : arcs) {
            legs.push_back(m_weights.network().arc(arc).leg);
            length += length_of(arc);
        }
        std::ranges::sort(legs);
        m_accepted.push_back({std::move(legs), length});
    }

    /// How many first arcs may be kept: one less than the arc with which the way repeats too much, or all.
    [[nodiscard]] std::size_t allowed_arcs(std::vector<ArcId> const& arcs) const {
        if (m_limit >= 1.0)
            return arcs.size();
        std::vector<double> repeated(m_accepted.size(), 0.0);
        for (std::size_t i = 0; i < arcs.size(); ++i)
            for (std::size_t a = 0; a < m_accepted.size(); ++a) {
                if (!std::ranges::binary_search(m_accepted[a].legs, m_weights.network().arc(arcs[i]).leg))
                    continue;
                repeated[a] += length_of(arcs[i]);
                if (repeated[a] > m_limit * m_accepted[a].length * (1.0 + rounding))
                    return i;
            }
        return arcs.size();
    }

private:
    static constexpr double rounding = 1e-12; // sums of the same lengths in another order

    struct Accepted {
        std::vector<LegId> legs; // sorted
        double length = 0.0;
    };

    [[nodiscard]] double length_of(ArcId arc) const noexcept {
        double const km = m_weights.network().facts(m_weights.network().arc(arc).leg).length_km;
        return std::isnan(km) ? m_weights.arc(arc) : km;
    }

    Weights const& m_weights;
    double m_limit;
    std::vector<Accepted> m_accepted;
};

/// How many first arcs pass no node twice.
std::size_t loopless_arcs(Network const& network, std::vector<ArcId> const& arcs) {
    std::vector<NodeId> passed = {network.arc(arcs.front()).tail};
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        NodeId const head = network.arc(arcs[i]).head;
        if (std::ranges::find(passed, head) != passed.end())
            return i;
        passed.push_back(head);
    }
    return arcs.size();
}

/// The ways of a part but its best one, by where they leave it; only as far as its first arcs may be kept.
template <class Add> void divide(Part const& part, std::size_t allowed, Add const& add) {
    for (std::size_t i = part.prefix; i < part.arcs.size() && i <= allowed; ++i) {
        Part rest;
        rest.prefix = i;
        rest.arcs.assign(part.arcs.begin(), part.arcs.begin() + static_cast<std::ptrdiff_t>(i));
        if (i == part.prefix)
            rest.banned = part.banned;
        rest.banned.push_back(part.arcs[i]);
        add(std::move(rest));
    }
}

} // namespace

Alternatives alternatives(Weights const& weights, NodeId from, NodeId to, AlternativeOptions const& options) {
    if (options.count == 0)
        throw UsageError({"at least one way must be asked for", "alternatives", "give a number of 1 or more"});
    if (!(options.overlap_limit >= 0.0 && options.overlap_limit <= 1.0))
        throw UsageError({fmt::format("an overlap of {} is no share", options.overlap_limit), "alternatives",
                          "give a number from 0 to 1"});
    Alternatives result;
    if (!weights.is_open(from) || !weights.is_open(to))
        return result;
    if (from == to) {
        result.paths.emplace_back();
        return result;
    }
    SpurSearch spurs(weights, from, to);
    OverlapRule overlap(weights, options.overlap_limit);
    std::priority_queue<Part, std::vector<Part>, Worse> queue;
    auto const add = [&](Part part) {
        if (spurs.complete(part))
            queue.push(std::move(part));
    };
    add({});
    for (std::size_t examined = 0; !queue.empty() && result.paths.size() < options.count; ++examined) {
        if (options.overlap_limit < 1.0 && examined == options.max_examined) {
            result.gave_up = true;
            break;
        }
        Part const part = queue.top();
        queue.pop();
        std::size_t const allowed =
            std::min(loopless_arcs(weights.network(), part.arcs), overlap.allowed_arcs(part.arcs));
        if (allowed == part.arcs.size()) {
            result.paths.push_back({.arcs = part.arcs, .weight = part.weight});
            overlap.add(part.arcs);
        }
        divide(part, allowed, add);
    }
    return result;
}

} // namespace oreway
