// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What the closing of each leg and each node costs: with each closed in turn, the extra weight of all demands, the
/// tonnes that have no way left, and how much is carried over it when all is open.
///
/// Exact: equal to a recomputation from scratch. Incremental: only origins whose best ways use the leg or node are
/// searched again, and only what hangs below it in the tree of best ways. Runs in parallel by origin; sums do not
/// depend on the number of threads. See Jenelius, Petersen and Mattsson 2006 (doi:10.1016/j.tra.2005.11.003) for the
/// measures: importance by extra cost and by unserved demand.

#include <cstdint>
#include <span>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/network/shortest_paths.hpp"

namespace oreway {

/// Tonnes a year from one node to another.
struct Demand {
    NodeId from{};
    NodeId to{};
    double tonnes = 1.0;
};

enum class ClosedKind : std::uint8_t { leg, node };

struct CriticalityOptions {
    bool legs = true;
    bool nodes = true;                   ///< a closed node cuts off the demands that begin or end there, too
    Progress* progress = &no_progress(); ///< advances by one an origin
};

/// One closure.
struct CriticalityRow {
    ClosedKind kind = ClosedKind::leg;
    LegId leg{};              ///< of kind leg
    NodeId node{};            ///< of kind node
    double carried_t = 0.0;   ///< tonnes on it when all is open (weighted betweenness); demands that begin or end at a
                              ///< node count
    double own_t = 0.0;       ///< of a node: those of carried_t that begin or end there
    double extra = 0.0;       ///< sum over the demands still served of tonnes x extra weight (USD a year by cost)
    double worst_extra = 0.0; ///< largest extra weight of one demand still served, per tonne
    double unserved_t = 0.0;  ///< tonnes that have a way when all is open and none with this closed
    std::size_t affected = 0; ///< demands whose weight grows or that are cut off
};

struct Criticality {
    std::vector<CriticalityRow> rows; ///< legs, then nodes, each in their order; legs and nodes closed from the start
                                      ///< are left out
    double total = 0.0;               ///< tonnes x weight with all open, over the demands that have a way
    double unserved_t = 0.0;          ///< tonnes without a way from the start
};

/// \throws UsageError for tonnes that are negative or not finite
[[nodiscard]] Criticality criticality(Weights const& weights, std::span<Demand const> demands,
                                      CriticalityOptions const& options = {});

} // namespace oreway
