// SPDX-License-Identifier: MIT
#pragma once

// The closest places of a line or polygon boundary and the geometries of a tree.
//
// On a surface of positive curvature a shortest way between two geodesics that do not cross has an end at a vertex:
// were both ends inside their edges, it would meet both at right angles, and moving it along both edges at once would
// shorten it (the second variation of its length is minus the integral of the curvature; Synge). So the closest places
// of two edges are a crossing or a vertex and its foot, and nothing has to be searched between.

#include <functional>

#include "measure/edge_tree.hpp"
#include "measure/nearest_ranking.hpp"

namespace oreway {

/// Adds to the ranking for every geometry of `indexed` its closest pair with the geometry of `query`, as far as it
/// counts.
void search_pairs(EdgeTree const& query, EdgeTree const& indexed, std::function<bool(std::size_t)> const& skip,
                  NearestRanking& ranking);

/// The pair of a place and what was found nearest to it.
[[nodiscard]] NearestPair pair_of(LonLat from, EdgeTree const& indexed, EdgeTree::Found const& found);

} // namespace oreway
