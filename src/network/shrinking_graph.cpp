// SPDX-License-Identifier: MIT
// Keeps one edge a pair of labels and direction, the best.

#include "network/shrinking_graph.hpp"

#include <algorithm>
#include <utility>

#include "network/label_search.hpp"
#include "network/route_index_impl.hpp"

namespace oreway {

namespace {

/// Whether each arc without turns has another of the same weight back.
bool has_twins(SearchGraph const& graph) {
    if (graph.has_turns())
        return false;
    std::vector<std::pair<std::uint32_t, double>> out;
    std::vector<std::pair<std::uint32_t, double>> in;
    for (std::size_t node = 0; node < graph.node_count(); ++node) {
        out.clear();
        in.clear();
        auto const [first_out, last_out] = graph.out_of(node);
        for (std::uint32_t i = first_out; i < last_out; ++i)
            out.emplace_back(graph.out_hop(i).label, graph.out_hop(i).weight);
        auto const [first_in, last_in] = graph.into(node);
        for (std::uint32_t i = first_in; i < last_in; ++i)
            in.emplace_back(graph.in_hop(i).label, graph.in_hop(i).weight);
        std::ranges::sort(out);
        std::ranges::sort(in);
        if (out != in)
            return false;
    }
    return true;
}

void add_or_improve(std::vector<HalfEdge>& edges, HalfEdge const& edge) {
    auto const at = std::ranges::find(edges, edge.other, &HalfEdge::other);
    if (at == edges.end())
        edges.push_back(edge);
    else if (edge.weight < at->weight)
        *at = edge;
}

void forget(std::vector<HalfEdge>& edges, std::uint32_t label) {
    std::erase_if(edges, [&](HalfEdge const& edge) { return edge.other == label; });
}

} // namespace

ShrinkingGraph::ShrinkingGraph(SearchGraph const& graph)
    : m_symmetric(has_twins(graph)), m_out(graph.label_count()), m_in(m_symmetric ? 0 : graph.label_count()) {
    for (std::uint32_t label = 0; label < graph.label_count(); ++label)
        leave_label(graph, label, 0.0, [&](std::uint32_t head, double weight, std::uint32_t arc) {
            if (head == label)
                return;
            add_or_improve(m_out[label], {head, arc | HierarchyEdge::arc_flag, weight});
            if (!m_symmetric)
                add_or_improve(m_in[head], {label, arc | HierarchyEdge::arc_flag, weight});
        });
}

void ShrinkingGraph::add(Shortcut const& shortcut) {
    HalfEdge const back{shortcut.tail, shortcut.over, shortcut.weight};
    add_or_improve(m_out[shortcut.tail], {shortcut.head, shortcut.over, shortcut.weight});
    add_or_improve(m_symmetric ? m_out[shortcut.head] : m_in[shortcut.head], back);
}

void ShrinkingGraph::take_out(std::uint32_t label) {
    if (m_symmetric) {
        for (HalfEdge const& edge : m_out[label])
            forget(m_out[edge.other], label);
        return;
    }
    for (HalfEdge const& edge : m_in[label])
        forget(m_out[edge.other], label);
    for (HalfEdge const& edge : m_out[label])
        forget(m_in[edge.other], label);
}

} // namespace oreway
