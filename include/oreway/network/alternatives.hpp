// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The k best loopless ways between two nodes, and the k best that differ enough from each other.
///
/// Exact with passage costs: ways that share a beginning are divided at each of its nodes (Yen 1971,
/// doi:10.1287/mnsc.17.11.712; Lawler 1972, doi:10.1287/mnsc.18.7.401), and the search for the rest of each is guided
/// by the exact distance to the destination. No way passes a node twice. With an overlap limit the ways are those of
/// the "k shortest paths with limited overlap" (Chondrogiannis et al. 2020, doi:10.1007/s00778-020-00604-x): each is
/// the best way that repeats no more than that share of the kilometres of any better one in the list.
///
/// Two legs between the same nodes make two ways. Ways of equal weight come in a fixed order.

#include <cstddef>
#include <vector>

#include "oreway/network/shortest_paths.hpp"

namespace oreway {

struct AlternativeOptions {
    std::size_t count = 3;
    /// Share of the length of each better way that may be repeated, from 0 to 1; 1: no limit. Legs without a length
    /// count by their weight.
    double overlap_limit = 1.0;
    /// With a limit below 1, so many ways are looked at before the search gives up.
    std::size_t max_examined = 20'000;
};

struct Alternatives {
    std::vector<RoutePath> paths; ///< best first; fewer than asked for when there are no more
    bool gave_up = false;         ///< max_examined was reached, so there may be more
};

/// \throws UsageError for a count of zero or an overlap outside [0, 1]
[[nodiscard]] Alternatives alternatives(Weights const& weights, NodeId from, NodeId to,
                                        AlternativeOptions const& options = {});

} // namespace oreway
