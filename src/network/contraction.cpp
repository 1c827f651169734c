// SPDX-License-Identifier: MIT
// Contracts the labels one by one, cheapest first: a label is taken out, and where a best way between two of its
// neighbours led through it, a shortcut takes its place. A dense core stays.

#include <algorithm>
#include <queue>

#include "network/route_index_impl.hpp"

namespace oreway {

namespace {

constexpr std::size_t witness_settles = 120; // more finds few more ways round, and a missed one only costs a shortcut
// A label with more edges is left as it is: taking out the last, dense part of a network costs far more than searching
// through it. What is left so is the core; its labels keep their edges to each other in both directions.
constexpr std::size_t core_edges = 56;
constexpr std::uint64_t progress_every = 1024;

/// Half of an edge, as one of its ends knows it.
struct HalfEdge {
    std::uint32_t other;
    std::uint32_t via; // arc with its flag, or the label between
    double weight;
};

struct Shortcut {
    std::uint32_t tail;
    std::uint32_t head;
    double weight;
};

class Contraction {
public:
    Contraction(SearchGraph const& graph, Progress& progress)
        : m_graph(graph), m_progress(progress), m_out(graph.label_count()), m_in(graph.label_count()),
          m_level(graph.label_count(), 0), m_shortcut_share(graph.label_count(), 0), m_rank_of(graph.label_count(), 0) {
        m_marks.resize(graph.label_count());
        for (std::uint32_t label = 0; label < graph.label_count(); ++label)
            leave_label(graph, label, 0.0, [&](std::uint32_t head, double weight, std::uint32_t arc) {
                if (head != label)
                    add_edge(label, head, weight, arc | HierarchyEdge::arc_flag);
            });
    }

    void run(RouteIndex::Impl& index) {
        m_progress.stage("contracting the network", m_out.size());
        for (std::uint32_t label = 0; label < m_out.size(); ++label) {
            count_shortcuts(label);
            m_queue.push({priority_of(label), label});
        }
        std::vector<std::uint32_t> order;
        std::vector<std::uint32_t> core;
        order.reserve(m_out.size());
        while (!m_queue.empty()) {
            std::uint32_t const label = m_queue.top().second;
            m_queue.pop();
            // The level is cheap to look up; shortcuts are counted anew only when the label is first even so.
            if (waits(label))
                continue;
            if (m_out[label].size() + m_in[label].size() > core_edges) {
                core.push_back(label);
                continue;
            }
            count_shortcuts(label);
            if (waits(label))
                continue;
            contract(label);
            order.push_back(label);
            if (order.size() % progress_every == 0)
                report(progress_every);
        }
        report(order.size() % progress_every + core.size());
        std::ranges::sort(core);
        order.insert(order.end(), core.begin(), core.end());
        store(order, index);
    }

private:
    using Entry = std::pair<std::uint64_t, std::uint32_t>;

    void report(std::uint64_t steps) {
        m_progress.advance(steps);
        stop_if_cancelled(m_progress);
    }

    static HalfEdge* find_half(std::vector<HalfEdge>& edges, std::uint32_t other) {
        auto const at = std::ranges::find(edges, other, &HalfEdge::other);
        return at == edges.end() ? nullptr : &*at;
    }

    /// Adds an edge, or improves the one there is.
    void add_edge(std::uint32_t tail, std::uint32_t head, double weight, std::uint32_t via) {
        HalfEdge* out = find_half(m_out[tail], head);
        if (out == nullptr) {
            m_out[tail].push_back({head, via, weight});
            m_in[head].push_back({tail, via, weight});
        } else if (weight < out->weight) {
            *out = {head, via, weight};
            *find_half(m_in[head], tail) = {tail, via, weight};
        }
    }

    /// Weights from `from` round a label, as far as a few settled labels show, up to a limit.
    void search_witnesses(std::uint32_t from, std::uint32_t round, double limit) {
        m_marks.start();
        m_marks.update(from, 0.0, LabelMarks::no_arc, LabelMarks::no_label);
        for (std::size_t settled = 0; settled < witness_settles && !m_marks.heap().empty(); ++settled) {
            auto const [weight, label] = m_marks.heap().top();
            if (weight > limit)
                return;
            m_marks.heap().pop();
            for (HalfEdge const& edge : m_out[label])
                if (edge.other != round)
                    m_marks.update(edge.other, weight + edge.weight, LabelMarks::no_arc, label);
        }
    }

    /// The shortcuts that taking out a label needs, into m_shortcuts.
    void find_shortcuts(std::uint32_t label) {
        m_shortcuts.clear();
        double farthest = 0.0;
        for (HalfEdge const& out : m_out[label])
            farthest = std::max(farthest, out.weight);
        for (HalfEdge const& in : m_in[label]) {
            if (m_out[label].size() == 1 && m_out[label].front().other == in.other)
                continue; // only back to where it came from
            search_witnesses(in.other, label, in.weight + farthest);
            for (HalfEdge const& out : m_out[label])
                if (out.other != in.other && in.weight + out.weight < m_marks.weight(out.other))
                    m_shortcuts.push_back({in.other, out.other, in.weight + out.weight});
        }
    }

    /// What is contracted first: labels that need few shortcuts for the edges they take away, and low ones, so that the
    /// order stays even over the network.
    [[nodiscard]] std::uint64_t priority_of(std::uint32_t label) const noexcept {
        return 1000 * m_level[label] + m_shortcut_share[label];
    }

    /// Puts a label back when another comes first by now.
    bool waits(std::uint32_t label) {
        Entry const now = {priority_of(label), label};
        if (m_queue.empty() || now < m_queue.top())
            return false;
        m_queue.push(now);
        return true;
    }

    void count_shortcuts(std::uint32_t label) {
        find_shortcuts(label);
        std::uint64_t const removed = m_out[label].size() + m_in[label].size();
        m_shortcut_share[label] = removed == 0 ? 0 : 2000 * m_shortcuts.size() / removed;
    }

    /// Uses the shortcuts that count_shortcuts() has just found.
    void contract(std::uint32_t label) {
        for (Shortcut const& shortcut : m_shortcuts)
            add_edge(shortcut.tail, shortcut.head, shortcut.weight, label);
        for (HalfEdge const& in : m_in[label]) {
            std::erase_if(m_out[in.other], [&](HalfEdge const& edge) { return edge.other == label; });
            m_level[in.other] = std::max(m_level[in.other], m_level[label] + 1);
        }
        for (HalfEdge const& out : m_out[label]) {
            std::erase_if(m_in[out.other], [&](HalfEdge const& edge) { return edge.other == label; });
            m_level[out.other] = std::max(m_level[out.other], m_level[label] + 1);
        }
    }

    void store_side(std::vector<std::vector<HalfEdge>> const& edges, std::vector<std::uint32_t> const& order,
                    HierarchySide& side) const {
        side.first.assign(1, 0);
        for (std::uint32_t const label : order) {
            std::size_t const begin = side.edges.size();
            for (HalfEdge const& edge : edges[label])
                side.edges.push_back({.other = m_rank_of[edge.other],
                                      .via = (edge.via & HierarchyEdge::arc_flag) != 0 ? edge.via : m_rank_of[edge.via],
                                      .weight = edge.weight});
            std::sort(side.edges.begin() + static_cast<std::ptrdiff_t>(begin), side.edges.end(),
                      [](HierarchyEdge const& a, HierarchyEdge const& b) { return a.other < b.other; });
            side.first.push_back(static_cast<std::uint32_t>(side.edges.size()));
        }
    }

    void store(std::vector<std::uint32_t> const& order, RouteIndex::Impl& index) {
        for (std::uint32_t rank = 0; rank < order.size(); ++rank)
            m_rank_of[order[rank]] = rank;
        store_side(m_out, order, index.up);
        store_side(m_in, order, index.down);
        index.rank_of = std::move(m_rank_of);
    }

    SearchGraph const& m_graph;
    Progress& m_progress;
    std::vector<std::vector<HalfEdge>> m_out; // to labels that are not contracted; of contracted ones as they were
    std::vector<std::vector<HalfEdge>> m_in;
    std::vector<std::uint64_t> m_level;
    std::vector<std::uint64_t> m_shortcut_share; // thousandths, doubled
    std::vector<std::uint32_t> m_rank_of;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> m_queue;
    std::vector<Shortcut> m_shortcuts;
    LabelMarks m_marks;
};

} // namespace

void build_hierarchy(RouteIndex::Impl& index, Progress& progress) {
    Contraction(index.weights->graph(), progress).run(index);
}

} // namespace oreway
