// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Redundancy: how many ways between two nodes share no leg, and the fewest legs whose closing cuts them off
/// (Menger 1927: both numbers are equal). Shown by augmenting paths (Ford and Fulkerson 1956); passage costs do not
/// matter for the number.

#include <cstddef>
#include <vector>

#include "oreway/network/shortest_paths.hpp"

namespace oreway {

struct DisjointPaths {
    std::vector<RoutePath> paths; ///< as many as there can be, sorted by weight; no two share a leg
    std::vector<LegId> cut;       ///< as many legs, whose closing leaves no way; those nearest to the origin
};

/// From a node to itself there are none.
[[nodiscard]] DisjointPaths disjoint_paths(Weights const& weights, NodeId from, NodeId to);

} // namespace oreway
