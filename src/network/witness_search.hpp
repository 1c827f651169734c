// SPDX-License-Identifier: MIT
#pragma once

// What taking a label out of the network needs: for each way over it between two neighbours a search looks for a
// witness, a way round that is no worse. The search stops early: a witness that is missed only costs a shortcut.

#include <cstdint>
#include <utility>
#include <vector>

#include "network/shrinking_graph.hpp"

namespace oreway {

class WitnessSearch {
public:
    /// \param leaving  by label: whether it is being taken out at the same time, so that no witness may pass it
    WitnessSearch(ShrinkingGraph const& graph, std::vector<bool> const& leaving)
        : m_graph(graph), m_leaving(leaving), m_marks(graph.size()) {}

    /// Appends the shortcuts.
    /// \param settles  how many labels each search may settle
    void find_shortcuts(std::uint32_t label, std::size_t settles, std::vector<Shortcut>& shortcuts);

private:
    struct Mark {
        double weight = 0.0;
        std::uint32_t run = 0;
        std::uint32_t hops = 0;
    };
    using Entry = std::pair<double, std::uint32_t>;

    /// Ways from the tail of an edge into a label to the targets, round the label.
    void search(std::uint32_t from, std::uint32_t round, double limit, std::size_t settles);
    void reach(std::uint32_t label, double weight, std::uint32_t hops);
    [[nodiscard]] bool has_witness(std::uint32_t label, double weight) const noexcept {
        return m_marks[label].run == m_run && m_marks[label].weight <= weight;
    }

    ShrinkingGraph const& m_graph;
    std::vector<bool> const& m_leaving;
    std::vector<Mark> m_marks;
    std::uint32_t m_run = 0;
    std::vector<Entry> m_heap;
    std::vector<HalfEdge> m_targets;
};

} // namespace oreway
