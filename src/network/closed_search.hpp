// SPDX-License-Identifier: MIT
#pragma once

// The best ways from one origin, and what becomes of them when one leg or one node is closed. Closing makes no way
// better, so what does not hang below the closure in the tree of best ways keeps its weight. What does is found either
// for all at once, by a search forward among the labels below, or for one destination, by a search back from it until a
// label is met that does not hang below, guided by the weights with all open.

#include <cstdint>
#include <optional>
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
    /// Labels that hang below the closure: the work of search_again().
    [[nodiscard]] std::size_t below_count() const noexcept;

    /// The weight of one node with the closure; infinite when it is not reached.
    [[nodiscard]] double weight_round(NodeId to);
    /// Searches all that hangs below the closure.
    void search_again();
    /// The weight of any node after search_again().
    [[nodiscard]] double closed_weight(NodeId to) const noexcept;

private:
    /// Labels that hang below one label, itself included: positions in m_order.
    struct Below {
        std::uint32_t first;
        std::uint32_t last;
    };

    void order_tree();
    void open_all();
    void hang_from(std::uint32_t label);
    /// What can be said of a closed end without a search.
    [[nodiscard]] std::optional<double> weight_of_end(NodeId to) const noexcept;
    [[nodiscard]] bool is_closed(std::uint32_t arc) const noexcept;
    [[nodiscard]] bool is_below(std::uint32_t label) const noexcept;
    /// Weight of a label that is reached and keeps it.
    [[nodiscard]] double kept_weight(std::uint32_t label) const noexcept;
    [[nodiscard]] double best_from_outside(std::uint32_t label, std::uint32_t& arc) const noexcept;
    /// At least what it takes to be about to leave by a back label; exactly that when all is open.
    [[nodiscard]] double least_before(std::uint32_t back) const noexcept;
    /// What it takes by labels that keep their weight.
    [[nodiscard]] double kept_before(std::uint32_t back) const noexcept;
    void reach_back(std::uint32_t back, double weight, std::uint32_t arc, std::uint32_t parent);
    void search_back(std::uint32_t back, double weight);

    Weights const& m_weights;
    SearchGraph const& m_graph;
    ForwardSearch m_open;
    NodeId m_origin{};
    std::vector<std::uint32_t> m_order; // reached labels, each followed by those that hang below it
    std::vector<std::uint32_t> m_begin; // by label: its position in m_order, no_place when it is not reached
    std::vector<std::uint32_t> m_end;   // by label: where those below it end

    std::vector<std::uint32_t> m_closed_arcs; // of a leg
    std::uint32_t m_closed_node = no_node;
    std::vector<Below> m_below; // neither holds another
    LabelMarks m_again;
    LabelMarks m_back; // back labels, towards a destination
    double m_best_back = unreached;

    static constexpr std::uint32_t no_node = 0xFFFFFFFFu;
    static constexpr std::uint32_t no_place = 0xFFFFFFFFu;
};

} // namespace oreway
