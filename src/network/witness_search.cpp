// SPDX-License-Identifier: MIT
// A short Dijkstra's search from each neighbour, bounded by weight, by labels settled and by edges on the way.

#include "network/witness_search.hpp"

#include <algorithm>
#include <functional>

namespace oreway {

namespace {

constexpr std::uint32_t most_hops = 5; // longer witnesses are rare and dear to find

} // namespace

void WitnessSearch::reach(std::uint32_t label, double weight, std::uint32_t hops) {
    Mark& mark = m_marks[label];
    if (mark.run == m_run && mark.weight <= weight)
        return;
    mark = {weight, m_run, hops};
    m_heap.emplace_back(weight, label);
    std::ranges::push_heap(m_heap, std::greater<>());
}

void WitnessSearch::search(std::uint32_t from, std::uint32_t round, double limit, std::size_t settles) {
    ++m_run;
    m_heap.clear();
    reach(from, 0.0, 0);
    std::size_t open = m_targets.size();
    for (std::size_t settled = 0; settled < settles && !m_heap.empty();) {
        auto const [weight, label] = m_heap.front();
        if (weight > limit)
            return;
        std::ranges::pop_heap(m_heap, std::greater<>());
        m_heap.pop_back();
        Mark const mark = m_marks[label];
        if (weight > mark.weight)
            continue; // reached better since
        ++settled;
        if (std::ranges::find(m_targets, label, &HalfEdge::other) != m_targets.end() && --open == 0)
            return;
        if (mark.hops == most_hops)
            continue;
        for (HalfEdge const& edge : m_graph.out(label))
            if (edge.other != round && weight + edge.weight <= limit && !m_leaving[edge.other])
                reach(edge.other, weight + edge.weight, mark.hops + 1);
    }
}

void WitnessSearch::find_shortcuts(std::uint32_t label, std::size_t settles, std::vector<Shortcut>& shortcuts) {
    auto const& in = m_graph.in(label);
    auto const& out = m_graph.out(label);
    for (std::size_t i = 0; i < in.size(); ++i) {
        HalfEdge const& first = in[i];
        m_targets.clear();
        double farthest = 0.0;
        // With twins each pair of neighbours is looked at once.
        for (std::size_t j = m_graph.is_symmetric() ? i + 1 : 0; j < out.size(); ++j) {
            if (out[j].other == first.other)
                continue;
            m_targets.push_back(out[j]);
            farthest = std::max(farthest, out[j].weight);
        }
        if (m_targets.empty())
            continue; // only back to where it came from
        search(first.other, label, first.weight + farthest, settles);
        for (HalfEdge const& second : m_targets)
            if (!has_witness(second.other, first.weight + second.weight))
                shortcuts.push_back({first.other, second.other, label, first.weight + second.weight});
    }
}

} // namespace oreway
