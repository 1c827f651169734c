// SPDX-License-Identifier: MIT
#pragma once

// Best ways when legs have prices besides their weights: what column generation asks for.

#include <optional>
#include <span>
#include <vector>

#include "network/demand_groups.hpp"
#include "network/search_graph.hpp"

namespace oreway {

/// A way with its weight and price.
struct PricedPath {
    std::vector<ArcId> arcs;
    double priced_weight = 0.0;
};

/// The best way of each demand by `factor` x weight + the prices of its legs; with a factor of zero by prices alone.
[[nodiscard]] std::vector<std::optional<PricedPath>> priced_paths(Weights const& weights,
                                                                  std::span<double const> leg_prices, double factor,
                                                                  std::span<Demand const> demands,
                                                                  std::vector<DemandGroup> const& groups);

} // namespace oreway
