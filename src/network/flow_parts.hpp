// SPDX-License-Identifier: MIT
#pragma once

// What the kinds of flow share.

#include <optional>
#include <span>
#include <vector>

#include "oreway/network/flow.hpp"

namespace oreway {

/// The best way of each demand, or nothing. \throws UsageError for tonnes that are negative or not finite
[[nodiscard]] std::vector<std::optional<RoutePath>> best_paths(Weights const& weights, std::span<Demand const> demands,
                                                               Progress& progress);

/// Adds a path with its tonnes to the legs, the paths and the total.
void add_path(Network const& network, FlowPath path, FlowResult& result);

} // namespace oreway
