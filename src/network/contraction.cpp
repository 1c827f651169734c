// SPDX-License-Identifier: MIT
// Takes the labels out in rounds, cheapest first: those of a round have no edge to each other, so their shortcuts are
// found in parallel and the order does not depend on the number of threads. A dense core stays.

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <tuple>

#include "network/idle_pool.hpp"
#include "network/route_index_impl.hpp"
#include "network/shrinking_graph.hpp"
#include "network/witness_search.hpp"
#include "oreway/base/parallel.hpp"

namespace oreway {

namespace {

// What is looked for to rank a label, and before it is taken out: more finds few more ways round.
constexpr std::size_t settles_to_rank = 12;
constexpr std::size_t settles_to_take_out = 40;
// A label with more edges is left as it is: taking out the last, dense part of a network costs far more than searching
// through it. What is left so is the core; its labels keep their edges to each other in both directions.
constexpr std::size_t core_edges = 48;
constexpr std::size_t labels_at_once = 256; // a block of parallel work
constexpr double level_share = 0.5;

class Contraction {
public:
    Contraction(SearchGraph const& graph, Progress& progress)
        : m_search_graph(graph), m_progress(progress), m_graph(graph), m_leaving(graph.label_count(), false),
          m_priority(graph.label_count(), 0.0), m_level(graph.label_count(), 0), m_shortcut_share(graph.label_count()),
          m_is_stale(graph.label_count(), 1), m_live(graph.label_count()) {
        std::iota(m_live.begin(), m_live.end(), 0U);
    }

    void run(RouteIndex::Impl& index) {
        m_progress.stage("contracting the network", m_graph.size());
        rank(m_live);
        for (;;) {
            std::vector<std::uint32_t> const candidates = firsts_of(m_live);
            if (candidates.empty())
                break;
            rank(candidates);
            take_out(firsts_of(candidates));
        }
        m_progress.advance(m_live.size());
        m_order.insert(m_order.end(), m_live.begin(), m_live.end());
        store(index);
    }

private:
    /// Calls `work(i)` in parallel.
    template <class Work> void in_parallel(std::size_t count, Work const& work) {
        parallel_blocks(count, labels_at_once, [&](std::size_t first, std::size_t last) {
            stop_if_cancelled(m_progress);
            for (std::size_t i = first; i < last; ++i)
                work(i);
        });
    }
    /// The same with a witness search that is nobody else's.
    template <class Work> void in_parallel_with_search(std::size_t count, Work const& work) {
        parallel_blocks(count, labels_at_once, [&](std::size_t first, std::size_t last) {
            stop_if_cancelled(m_progress);
            m_searches.with([&] { return std::make_unique<WitnessSearch>(m_graph, m_leaving); },
                            [&](WitnessSearch& search) {
                                for (std::size_t i = first; i < last; ++i)
                                    work(i, search);
                            });
        });
    }

    /// Counts the shortcuts of those labels whose surroundings have changed since.
    void rank(std::vector<std::uint32_t> const& labels) {
        in_parallel_with_search(labels.size(), [&](std::size_t i, WitnessSearch& search) {
            std::uint32_t const label = labels[i];
            if (m_is_stale[label] == 0)
                return;
            m_is_stale[label] = 0;
            std::size_t const removed = m_graph.edges_at(label);
            if (removed > core_edges) {
                m_priority[label] = std::numeric_limits<double>::infinity();
                return;
            }
            std::vector<Shortcut> shortcuts;
            search.find_shortcuts(label, settles_to_rank, shortcuts);
            double const added = static_cast<double>(shortcuts.size()) * (m_graph.is_symmetric() ? 2.0 : 1.0);
            m_shortcut_share[label] = removed == 0 ? 0.0 : 2.0 * added / static_cast<double>(removed);
            m_priority[label] = priority_of(label);
        });
    }

    /// What is taken out first: labels that need few shortcuts for the edges they take away, and low ones, so that the
    /// order stays even over the network.
    [[nodiscard]] double priority_of(std::uint32_t label) const noexcept {
        return level_share * m_level[label] + m_shortcut_share[label];
    }

    /// Equal priorities are scattered, else a row of equal labels would go one by one from its end.
    [[nodiscard]] bool comes_before(std::uint32_t a, std::uint32_t b) const noexcept {
        constexpr std::uint32_t scatter = 2654435761U; // odd, so that no two labels meet (Knuth)
        return std::tuple(m_priority[a], a * scatter) < std::tuple(m_priority[b], b * scatter);
    }
    [[nodiscard]] bool is_first(std::uint32_t label) const {
        auto const waits = [&](HalfEdge const& edge) { return !comes_before(label, edge.other); };
        return std::isfinite(m_priority[label]) && std::ranges::none_of(m_graph.out(label), waits) &&
               (m_graph.is_symmetric() || std::ranges::none_of(m_graph.in(label), waits));
    }

    /// Those labels that come before all their neighbours.
    [[nodiscard]] std::vector<std::uint32_t> firsts_of(std::vector<std::uint32_t> const& labels) {
        std::vector<char> is_one(labels.size(), 0);
        in_parallel(labels.size(), [&](std::size_t i) { is_one[i] = is_first(labels[i]) ? 1 : 0; });
        std::vector<std::uint32_t> firsts;
        for (std::size_t i = 0; i < labels.size(); ++i)
            if (is_one[i] != 0)
                firsts.push_back(labels[i]);
        return firsts;
    }

    void take_out(std::vector<std::uint32_t> const& labels) {
        if (labels.empty())
            return;
        for (std::uint32_t const label : labels)
            m_leaving[label] = true;
        std::vector<std::vector<Shortcut>> shortcuts(labels.size());
        in_parallel_with_search(labels.size(), [&](std::size_t i, WitnessSearch& search) {
            search.find_shortcuts(labels[i], settles_to_take_out, shortcuts[i]);
        });
        for (std::size_t i = 0; i < labels.size(); ++i) {
            m_graph.take_out(labels[i]);
            for (Shortcut const& shortcut : shortcuts[i])
                m_graph.add(shortcut);
            touch(m_graph.out(labels[i]), m_level[labels[i]]);
            touch(m_graph.in(labels[i]), m_level[labels[i]]);
        }
        std::erase_if(m_live, [&](std::uint32_t label) { return m_leaving[label]; });
        m_order.insert(m_order.end(), labels.begin(), labels.end());
        m_progress.advance(labels.size());
    }

    /// The neighbours of a label that goes; their shortcuts are counted anew only when they come first even so.
    void touch(std::vector<HalfEdge> const& edges, std::uint32_t level) {
        for (HalfEdge const& edge : edges) {
            m_is_stale[edge.other] = 1;
            m_level[edge.other] = std::max(m_level[edge.other], level + 1);
            m_priority[edge.other] = priority_of(edge.other);
        }
    }

    void store_edge(HalfEdge const& edge, std::uint32_t via, HierarchySide& side) const {
        bool const is_arc = (via & HierarchyEdge::arc_flag) != 0;
        side.edges.push_back(
            {.other = m_rank_of[edge.other], .via = is_arc ? via : m_rank_of[via], .weight = edge.weight});
    }

    /// The arc into a label that is twin to one out of it.
    [[nodiscard]] std::uint32_t twin_of(HalfEdge const& edge, std::uint32_t label) const noexcept {
        auto const [first, last] = m_search_graph.into(label);
        for (std::uint32_t i = first; i < last; ++i)
            if (SearchGraph::Hop const& hop = m_search_graph.in_hop(i);
                hop.label == edge.other && hop.weight == edge.weight)
                return hop.arc | HierarchyEdge::arc_flag;
        return edge.via; // never: a symmetric graph has a twin for each arc
    }

    void store_rank(std::uint32_t label, HierarchySide& up, HierarchySide& down) const {
        for (HalfEdge const& edge : m_graph.out(label))
            store_edge(edge, edge.via, up);
        for (HalfEdge const& edge : m_graph.in(label)) {
            bool const needs_twin = m_graph.is_symmetric() && (edge.via & HierarchyEdge::arc_flag) != 0;
            store_edge(edge, needs_twin ? twin_of(edge, label) : edge.via, down);
        }
        for (HierarchySide* side : {&up, &down}) {
            std::sort(side->edges.begin() + static_cast<std::ptrdiff_t>(side->first.back()), side->edges.end(),
                      [](HierarchyEdge const& a, HierarchyEdge const& b) { return a.other < b.other; });
            side->first.push_back(static_cast<std::uint32_t>(side->edges.size()));
        }
    }

    void store(RouteIndex::Impl& index) {
        m_rank_of.resize(m_order.size());
        for (std::uint32_t rank = 0; rank < m_order.size(); ++rank)
            m_rank_of[m_order[rank]] = rank;
        index.up.first.assign(1, 0);
        index.down.first.assign(1, 0);
        for (std::uint32_t const label : m_order)
            store_rank(label, index.up, index.down);
        index.rank_of = std::move(m_rank_of);
    }

    SearchGraph const& m_search_graph;
    Progress& m_progress;
    ShrinkingGraph m_graph;
    std::vector<bool> m_leaving; // by label: taken out, or just being so
    std::vector<double> m_priority;
    std::vector<std::uint32_t> m_level;
    std::vector<double> m_shortcut_share;
    std::vector<char> m_is_stale;       // by label; not bits, because threads write it
    std::vector<std::uint32_t> m_live;  // labels that are not taken out, in order
    std::vector<std::uint32_t> m_order; // labels as they were taken out
    std::vector<std::uint32_t> m_rank_of;
    IdlePool<WitnessSearch> m_searches;
};

} // namespace

void build_hierarchy(RouteIndex::Impl& index, Progress& progress) {
    Contraction(index.weights->graph(), progress).run(index);
}

} // namespace oreway
