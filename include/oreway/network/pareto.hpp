// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The ways between two nodes that no other way beats in all criteria at once (the Pareto front), exact: multi-criteria
/// label setting (Martins 1984, doi:10.1016/0377-2217(84)90077-8) with the exact distance to the destination in each
/// criterion as a lower bound.
///
///     std::vector<Weights> by = ...;   // time, cost, exposure: same network, same restriction
///     ParetoFront front = pareto_front(by, from, to);
///
/// A way is dominated when another is at least as good in every criterion to within 1e-9 of its unit, and of ways that
/// are equal so, one is kept. Points of the front are sorted by the first criterion, then the next.

#include <cstddef>
#include <span>
#include <vector>

#include "oreway/network/shortest_paths.hpp"

namespace oreway {

struct ParetoPoint {
    std::vector<ArcId> arcs;
    std::vector<double> weights; ///< one a criterion
};

struct ParetoFront {
    std::vector<ParetoPoint> points;
    std::size_t labels = 0; ///< as a measure of work
};

struct ParetoOptions {
    std::size_t max_labels = 20'000'000; ///< about 64 bytes each; beyond it the search throws
};

/// \param criteria  two to four, over one network; an arc must be open in all to be used
/// \throws UsageError for another number of criteria or weights of different networks
/// \throws NumericError when the front needs more than max_labels
[[nodiscard]] ParetoFront pareto_front(std::span<Weights const> criteria, NodeId from, NodeId to,
                                       ParetoOptions const& options = {});

} // namespace oreway
