// SPDX-License-Identifier: MIT
#pragma once

// The arrays of a route index. Labels are renumbered by rank: the order in which they were contracted. Each label keeps
// its edges to higher ranks, and the edges that come from higher ranks. The labels of the core come last and keep all
// edges to each other, so that a search that has climbed to the core goes on through it.

#include <vector>

#include "network/exact_sums.hpp"
#include "network/label_search.hpp"
#include "oreway/network/route_index.hpp"

namespace oreway {

/// An edge between two ranks, kept at the lower one: an arc, or a shortcut over a rank lower than both.
struct HierarchyEdge {
    static constexpr std::uint32_t arc_flag = 0x80000000u;

    std::uint32_t other = 0; ///< the higher rank
    std::uint32_t via = 0;   ///< arc with its flag, or the rank between
    double weight = 0.0;     ///< passage from the label it leaves, and arc

    [[nodiscard]] bool is_arc() const noexcept { return (via & arc_flag) != 0; }
    [[nodiscard]] ArcId arc() const noexcept { return ArcId(via & ~arc_flag); }
};

/// Edges of all ranks in one direction.
struct HierarchySide {
    std::vector<std::uint32_t> first; // one more than ranks
    std::vector<HierarchyEdge> edges;
    std::vector<ExactSums> sums; // by edge; empty when labels do not know all passages

    [[nodiscard]] std::span<HierarchyEdge const> of(std::uint32_t rank) const noexcept {
        return std::span(edges).subspan(first[rank], first[rank + 1] - first[rank]);
    }
};

struct RouteIndex::Impl {
    explicit Impl(Weights const& w) : weights(&w) {}

    Weights const* weights;
    std::vector<std::uint32_t> rank_of; // by label
    HierarchySide up;                   // from a rank to higher ones
    HierarchySide down;                 // from higher ranks to a rank
    std::uint32_t core_begin = 0;       // first rank of the core; as many as ranks when there is none

    [[nodiscard]] std::size_t rank_count() const noexcept { return rank_of.size(); }
    [[nodiscard]] bool has_sums() const noexcept { return !up.sums.empty() || !down.sums.empty(); }

    /// Appends the arcs of an edge that leaves one rank for another.
    void unpack(HierarchyEdge const& edge, std::uint32_t tail, std::uint32_t head, std::vector<ArcId>& arcs) const;
    /// The halves of a shortcut: positions in `down` and `up`, both at the rank between.
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> halves(HierarchyEdge const& edge, std::uint32_t tail,
                                                                 std::uint32_t head) const;
    /// What follows from the edges: where the core begins, and kilometres, hours and so on of all edges.
    void complete();

private:
    void find_core();
    void fill_sums();
};

/// Contracts all labels of the weights.
void build_hierarchy(RouteIndex::Impl& index, Progress& progress);

} // namespace oreway
