// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What lies within a time, cost or distance of a node: nodes, and the parts of legs that are reached.
///
/// Along a leg the weight grows evenly. A leg that is reached from both ends may be covered by two parts; where they
/// meet, both are as far from the origin. Parts are given along the leg from its first to its second node.

#include <vector>

#include "oreway/network/shortest_paths.hpp"

namespace oreway {

struct ReachedNode {
    NodeId node{};
    double weight = 0.0; ///< passages on the way included, arrival as at a destination
};

/// A part of a leg, reached in one direction.
struct ReachedPart {
    LegId leg{};
    ArcId arc{};        ///< the direction of travel
    double begin = 0.0; ///< share of the leg from its first node, begin <= end
    double end = 1.0;
    double weight_begin = 0.0; ///< at `begin`
    double weight_end = 0.0;   ///< at `end`; smaller than at `begin` when travelled backward
};

struct Isochrone {
    std::vector<ReachedNode> nodes; ///< by node
    std::vector<ReachedPart> parts; ///< by leg, then by begin; they do not overlap
};

/// \throws UsageError when the limit is negative or not finite, or the node is closed
[[nodiscard]] Isochrone isochrone(Weights const& weights, NodeId from, double limit);

} // namespace oreway
