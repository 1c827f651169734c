// SPDX-License-Identifier: MIT
// Multi-criteria label setting: labels of a node and arc class are kept while no other is at least as good throughout,
// and while they may still lead to a point of the front.

#include "oreway/network/pareto.hpp"

#include <algorithm>
#include <array>
#include <queue>

#include <fmt/format.h>

#include "network/label_search.hpp"

namespace oreway {

namespace {

constexpr std::size_t max_criteria = 4;
constexpr double same_within = 1e-9; // in the unit of the criterion; sums of a few hundred legs differ by 1e-11

using Values = std::array<double, max_criteria>;

struct ParetoLabel {
    Values weights{};
    Values bounds{}; ///< weights and what is still to come at least
    std::uint32_t arc = 0;
    std::uint32_t parent = LabelMarks::no_label; ///< position of the label before
    bool beaten = false;
};

class FrontSearch {
public:
    FrontSearch(std::span<Weights const> criteria, NodeId from, NodeId to, ParetoOptions const& options)
        : m_criteria(criteria), m_network(criteria.front().network()), m_from(from), m_to(to), m_options(options) {
        for (Weights const& weights : criteria)
            m_to_come.emplace_back(weights.graph(), index(to));
        m_first_state.push_back(0);
        for (std::uint32_t n = 0; n < m_network.node_count(); ++n)
            m_first_state.push_back(m_first_state.back() + m_network.arrival_classes(NodeId(n)));
        m_at_state.resize(m_first_state.back());
    }

    ParetoFront run() {
        auto const starts = m_network.arcs_from(m_from);
        for (auto a = static_cast<std::uint32_t>(starts.first); a < static_cast<std::uint32_t>(starts.last); ++a)
            reach(LabelMarks::no_label, ArcId(a));
        while (!m_queue.empty()) {
            std::uint32_t const position = m_queue.top().position;
            m_queue.pop();
            if (m_labels[position].beaten || is_beaten_by_front(m_labels[position].bounds))
                continue;
            settle(position);
        }
        return front();
    }

private:
    struct Entry {
        Values bounds;
        std::uint32_t position;
        bool operator<(Entry const& other) const noexcept { // the queue gives the largest first
            return bounds != other.bounds ? bounds > other.bounds : position > other.position;
        }
    };

    [[nodiscard]] bool no_worse(Values const& a, Values const& b, double tolerance) const noexcept {
        for (std::size_t k = 0; k < m_criteria.size(); ++k)
            if (a[k] > b[k] + tolerance)
                return false;
        return true;
    }

    [[nodiscard]] bool is_beaten_by_front(Values const& bounds) const noexcept {
        return std::ranges::any_of(m_front,
                                   [&](std::uint32_t point) { return no_worse(m_final[point], bounds, same_within); });
    }

    void settle(std::uint32_t position) {
        NodeId const node = m_network.arc(ArcId(m_labels[position].arc)).head;
        if (node == m_to) {
            note_arrival(position);
            return;
        }
        auto const range = m_network.arcs_from(node);
        for (auto a = static_cast<std::uint32_t>(range.first); a < static_cast<std::uint32_t>(range.last); ++a)
            reach(position, ArcId(a));
    }

    void note_arrival(std::uint32_t position) {
        Values weights = m_labels[position].weights;
        for (std::size_t k = 0; k < m_criteria.size(); ++k)
            weights[k] += m_criteria[k].arrival(ArcId(m_labels[position].arc));
        if (is_beaten_by_front(weights))
            return;
        std::erase_if(m_front, [&](std::uint32_t point) { return no_worse(weights, m_final[point], 0.0); });
        m_front.push_back(static_cast<std::uint32_t>(m_final.size()));
        m_final.push_back(weights);
        m_final_label.push_back(position);
    }

    /// Adds the label of going on by an arc, unless another makes it needless.
    void reach(std::uint32_t parent, ArcId arc) {
        ParetoLabel label{.arc = static_cast<std::uint32_t>(arc), .parent = parent};
        NodeId const head = m_network.arc(arc).head;
        for (std::size_t k = 0; k < m_criteria.size(); ++k) {
            Weights const& weights = m_criteria[k];
            if (!weights.is_open(arc))
                return;
            double const so_far = parent == LabelMarks::no_label
                                      ? weights.departure(arc)
                                      : m_labels[parent].weights[k] + weights.passage(ArcId(m_labels[parent].arc), arc);
            label.weights[k] = so_far + weights.arc(arc);
            double const to_come = head == m_to ? weights.arrival(arc) : m_to_come[k].from_label(label_in(k, arc));
            if (to_come == unreached)
                return;
            label.bounds[k] = label.weights[k] + to_come;
        }
        if (!is_beaten_by_front(label.bounds))
            keep(label, m_first_state[index(head)] + m_network.arrival_class(arc));
    }

    [[nodiscard]] SearchGraph::Label label_in(std::size_t criterion, ArcId arc) const noexcept {
        SearchGraph const& graph = m_criteria[criterion].graph();
        SearchGraph::Label const first = graph.labels_of(index(m_network.arc(arc).head)).first;
        return graph.has_turns() ? first + m_network.arrival_class(arc) : first;
    }

    void keep(ParetoLabel const& label, std::size_t state) {
        std::vector<std::uint32_t>& others = m_at_state[state];
        for (std::uint32_t const other : others)
            if (no_worse(m_labels[other].weights, label.weights, same_within))
                return;
        std::erase_if(others, [&](std::uint32_t other) {
            bool const beaten = no_worse(label.weights, m_labels[other].weights, 0.0);
            m_labels[other].beaten |= beaten;
            return beaten;
        });
        if (m_labels.size() == m_options.max_labels)
            throw NumericError({fmt::format("the Pareto front needs more than {} labels", m_options.max_labels),
                                fmt::format("from '{}' to '{}'", m_network.id(m_from), m_network.id(m_to)),
                                "use fewer criteria, or restrict the network"});
        auto const position = static_cast<std::uint32_t>(m_labels.size());
        m_labels.push_back(label);
        others.push_back(position);
        m_queue.push({label.bounds, position});
    }

    [[nodiscard]] ParetoFront front() const {
        ParetoFront result;
        result.labels = m_labels.size();
        for (std::uint32_t const point : m_front) {
            ParetoPoint entry;
            for (std::uint32_t at = m_final_label[point]; at != LabelMarks::no_label; at = m_labels[at].parent)
                entry.arcs.push_back(ArcId(m_labels[at].arc));
            std::ranges::reverse(entry.arcs);
            for (Weights const& weights : m_criteria)
                entry.weights.push_back(weights.of_path(entry.arcs));
            result.points.push_back(std::move(entry));
        }
        std::ranges::sort(result.points, [](ParetoPoint const& a, ParetoPoint const& b) {
            return std::tie(a.weights, a.arcs) < std::tie(b.weights, b.arcs);
        });
        return result;
    }

    std::span<Weights const> m_criteria;
    Network const& m_network;
    NodeId m_from;
    NodeId m_to;
    ParetoOptions m_options;
    std::vector<DistancesTo> m_to_come;
    std::vector<std::uint32_t> m_first_state;           // by node
    std::vector<std::vector<std::uint32_t>> m_at_state; // labels by node and arrival class
    std::vector<ParetoLabel> m_labels;
    std::priority_queue<Entry> m_queue;
    std::vector<std::uint32_t> m_front; // positions in m_final
    std::vector<Values> m_final;
    std::vector<std::uint32_t> m_final_label;
};

} // namespace

ParetoFront pareto_front(std::span<Weights const> criteria, NodeId from, NodeId to, ParetoOptions const& options) {
    if (criteria.size() < 2 || criteria.size() > max_criteria)
        throw UsageError({fmt::format("{} criteria make no Pareto front", criteria.size()), "Pareto front",
                          fmt::format("give two to {}", max_criteria)});
    for (Weights const& weights : criteria)
        if (&weights.network() != &criteria.front().network())
            throw UsageError({"the criteria belong to different networks", "Pareto front", ""});
    bool const open = std::ranges::all_of(criteria, [&](Weights const& w) { return w.is_open(from) && w.is_open(to); });
    if (!open)
        return {};
    if (from == to)
        return {.points = {{.arcs = {}, .weights = std::vector<double>(criteria.size(), 0.0)}}, .labels = 0};
    return FrontSearch(criteria, from, to, options).run();
}

} // namespace oreway
