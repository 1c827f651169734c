// SPDX-License-Identifier: MIT
#pragma once

// The best ways from one origin, and what becomes of them when one leg or one node is closed: only what hangs below it
// in the tree of best ways is searched again. All else keeps its weight, because closing makes no way better.

#include <cstdint>
#include <vector>

#include "network/forward_search.hpp"

namespace oreway {

class ClosedSearch {
public:
    explicit ClosedSearch(Weights const& weights);

    /// Finds the best ways from an origin to all nodes with everything open.
    void run(NodeId origin);
    [[nodiscard]] double weight(NodeId to) const noexcept;
    [[nodiscard]] std::vector<ArcId> arcs_to(NodeId to) const;

    /// Closes a leg or a node, and opens what was closed before.
    void close(LegId leg);
    void close(NodeId node);
    /// The weight of a node with the last closure; infinite when it is not reached.
    [[nodiscard]] double closed_weight(NodeId to) const noexcept;

    /// Labels searched again by the last closure, as a measure of work.
    [[nodiscard]] std::size_t searched() const noexcept { return m_below.size(); }

private:
    void order_tree();
    void take_below(std::uint32_t label);
    void search_again();
    [[nodiscard]] bool is_closed(std::uint32_t arc) const noexcept;
    [[nodiscard]] bool is_below(std::uint32_t label) const noexcept { return m_stamp[label] == m_closure; }
    [[nodiscard]] double best_from_outside(std::uint32_t label, std::uint32_t& arc) const noexcept;

    Weights const& m_weights;
    SearchGraph const& m_graph;
    ForwardSearch m_open;
    NodeId m_origin{};
    std::vector<std::uint32_t> m_first_child; // by label, one more than labels
    std::vector<std::uint32_t> m_children;

    std::vector<std::uint32_t> m_closed_arcs; // of a leg
    std::uint32_t m_closed_node = no_node;
    std::vector<std::uint32_t> m_below;
    std::vector<std::uint32_t> m_stamp; // by label: the closure for which it is below
    std::uint32_t m_closure = 0;
    LabelMarks m_again;

    static constexpr std::uint32_t no_node = 0xFFFFFFFFu;
};

} // namespace oreway
