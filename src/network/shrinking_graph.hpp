// SPDX-License-Identifier: MIT
#pragma once

// The edges between the labels of a search graph while labels are taken out one by one and shortcuts come in. Where
// every edge has a twin of the same weight in the other direction, one set of edges serves both.

#include <cstdint>
#include <vector>

#include "network/search_graph.hpp"

namespace oreway {

/// Half of an edge, as one of its ends knows it.
struct HalfEdge {
    std::uint32_t other;
    std::uint32_t via; ///< arc with its flag, or the label between
    double weight;
};

struct Shortcut {
    std::uint32_t tail;
    std::uint32_t head;
    std::uint32_t over; ///< the label between
    double weight;
};

class ShrinkingGraph {
public:
    explicit ShrinkingGraph(SearchGraph const& graph);

    [[nodiscard]] std::size_t size() const noexcept { return m_out.size(); }
    /// One shortcut then stands for both directions, and arcs of in() are those of the other direction.
    [[nodiscard]] bool is_symmetric() const noexcept { return m_symmetric; }
    [[nodiscard]] std::vector<HalfEdge> const& out(std::uint32_t label) const noexcept { return m_out[label]; }
    [[nodiscard]] std::vector<HalfEdge> const& in(std::uint32_t label) const noexcept {
        return m_symmetric ? m_out[label] : m_in[label];
    }
    /// Edges in both directions.
    [[nodiscard]] std::size_t edges_at(std::uint32_t label) const noexcept {
        return out(label).size() + in(label).size();
    }

    /// Adds a shortcut, or improves the edge there is.
    void add(Shortcut const& shortcut);
    /// The neighbours of a label forget it; its own edges stay, for the hierarchy.
    void take_out(std::uint32_t label);

private:
    bool m_symmetric;
    std::vector<std::vector<HalfEdge>> m_out; // to labels that are not taken out; of those taken out as they were
    std::vector<std::vector<HalfEdge>> m_in;  // empty when symmetric
};

} // namespace oreway
