// SPDX-License-Identifier: MIT
#pragma once

// One-to-many search; its labels stay readable until the next run.

#include <optional>
#include <span>
#include <vector>

#include "network/label_search.hpp"

namespace oreway {

class ForwardSearch {
public:
    explicit ForwardSearch(SearchGraph const& graph);

    /// Settles labels up to `limit`, or until the best way to each of the targets is certain (none given: all labels).
    /// Returns how many were settled.
    std::size_t run(NodeId from, std::span<NodeId const> targets, double limit);
    /// No label is reached any more, and there is no origin.
    void forget();

    /// The best way to a node, arrival included: from the origin itself with no label.
    struct Best {
        double weight = unreached;
        std::uint32_t label = LabelMarks::no_label;
    };
    [[nodiscard]] Best best_at(NodeId node) const noexcept;

    /// The arcs from the origin to a label; none for no_label.
    [[nodiscard]] std::vector<ArcId> arcs_to(std::uint32_t label) const;
    /// Weight at the tail of an open arc and about to travel it.
    [[nodiscard]] double weight_before(Network const& network, ArcId arc) const noexcept;

    [[nodiscard]] LabelMarks& marks() noexcept { return m_marks; }
    [[nodiscard]] LabelMarks const& marks() const noexcept { return m_marks; }

private:
    SearchGraph const& m_graph;
    LabelMarks m_marks;
    std::optional<NodeId> m_origin;
    std::vector<double> m_target_weight; // by node; NaN for nodes that are no target
};

} // namespace oreway
