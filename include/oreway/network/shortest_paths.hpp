// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Best ways on a network, exact with passage costs: a label belongs to a node and the class of the arc it was reached
/// by, so the cost of passing from leg to leg is never guessed and no node is split by hand.
///
///     ShortestPaths search(weights);                  // one a thread; keeps its arrays from run to run
///     if (auto path = search.find(from, to)) ...      // one to one
///     search.run(from); search.weight(to);            // one to many
///
/// A way is a walk: it goes through a node twice only where that saves passage costs (`visits_node_twice`). Of equally
/// good ways the one that the order of the arcs gives is taken, always the same. Weights are sums of doubles from the
/// origin on. From a node to itself the way is empty and weighs 0. Closed nodes are not reached, nor left.

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "oreway/network/weights.hpp"

namespace oreway {

/// A way through the network.
struct RoutePath {
    std::vector<ArcId> arcs = {}; ///< follow each other; empty from a node to itself
    double weight = 0.0;          ///< in the unit of the objective
};

/// Whether a way passes a node more than once.
[[nodiscard]] bool visits_node_twice(Network const& network, std::span<ArcId const> arcs);

class ShortestPaths {
public:
    explicit ShortestPaths(Weights const& weights);
    ShortestPaths(ShortestPaths&&) noexcept;
    ShortestPaths& operator=(ShortestPaths&&) noexcept;
    ~ShortestPaths();

    /// The best way from one node to another, or nothing when there is none. Searches from both ends.
    [[nodiscard]] std::optional<RoutePath> find(NodeId from, NodeId to);

    /// From one node to all, to those within `limit`, or until all `targets` are reached (empty: all).
    void run(NodeId from, std::span<NodeId const> targets = {}, double limit = std::numeric_limits<double>::infinity());

    /// Results of the last run: infinite and nothing for nodes that were not reached.
    [[nodiscard]] double weight(NodeId to) const;
    [[nodiscard]] std::optional<RoutePath> path(NodeId to) const;
    /// What it costs to be at the tail of an open arc and about to travel it, passage included; infinite when not
    /// reached.
    [[nodiscard]] double weight_before(ArcId arc) const;

    /// Labels settled by the last call, as a measure of work.
    [[nodiscard]] std::size_t settled() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace oreway
