// SPDX-License-Identifier: MIT
#pragma once

// Search in a hierarchy from one end of a way, only ever to higher ranks.

#include "network/route_index_impl.hpp"

namespace oreway {

class UpwardSearch {
public:
    /// \param ahead     edges that are followed
    /// \param opposite  edges against them, which show that a rank was reached by a detour
    UpwardSearch(RouteIndex::Impl const& index, HierarchySide const& ahead, HierarchySide const& opposite)
        : m_ahead(ahead), m_opposite(opposite), m_core(index.core_begin) {
        m_marks.resize(index.rank_count());
        m_marks.start();
    }

    void start() { m_marks.start(); }
    /// A rank to start from; `arc` is the first arc of a way from its origin, or none.
    void start_at(std::uint32_t rank, double weight, std::uint32_t arc) {
        m_marks.update(rank, weight, arc, LabelMarks::no_label);
    }

    /// Weight of the next rank; infinite at the end.
    [[nodiscard]] double next_weight() const noexcept { return m_marks.next_key(); }

    struct Settled {
        std::uint32_t rank;
        double weight;
        bool by_detour; ///< a better way leads over a higher rank, so no best way goes on from here
    };
    /// Whether the search goes on from the ranks of the core, too.
    enum class Core : std::uint8_t { search, only_enter };

    Settled settle(Core core) {
        auto const [weight, rank] = m_marks.settle();
        // Nothing is above the core, so nothing there is reached by a detour.
        if (rank < m_core)
            for (HierarchyEdge const& edge : m_opposite.of(rank))
                if (m_marks.weight(edge.other) + edge.weight < weight)
                    return {rank, weight, true};
        if (rank < m_core || core == Core::search) {
            std::uint32_t position = m_ahead.first[rank];
            for (HierarchyEdge const& edge : m_ahead.of(rank))
                m_marks.update(edge.other, weight + edge.weight, position++, rank);
        }
        return {rank, weight, false};
    }

    [[nodiscard]] LabelMarks const& marks() const noexcept { return m_marks; }

private:
    HierarchySide const& m_ahead;
    HierarchySide const& m_opposite;
    std::uint32_t m_core; // first rank of the core
    LabelMarks m_marks;   // `arc` holds the position of the edge, at the start the arc
};

/// Starts a search at the origin of ways: with passage costs behind the first arc, else at the node itself.
inline void start_at_origin(RouteIndex::Impl const& index, UpwardSearch& search, NodeId from) {
    search.start();
    if (!index.weights->graph().has_turns()) {
        search.start_at(index.rank_of[oreway::index(from)], 0.0, LabelMarks::no_arc);
        return;
    }
    leave_origin(index.weights->graph(), oreway::index(from),
                 [&](auto label, double weight, auto arc) { search.start_at(index.rank_of[label], weight, arc); });
}

/// Starts a search at the destination of ways, against the edges.
inline void start_at_destination(RouteIndex::Impl const& index, UpwardSearch& search, NodeId to) {
    search.start();
    SearchGraph const& graph = index.weights->graph();
    auto const [first, last] = graph.labels_of(oreway::index(to));
    for (std::uint32_t label = first; label < last; ++label)
        search.start_at(index.rank_of[label], graph.arrival(label), LabelMarks::no_arc);
}

} // namespace oreway
