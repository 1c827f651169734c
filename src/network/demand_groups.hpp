// SPDX-License-Identifier: MIT
#pragma once

// Demands by origin, because one search serves all demands that begin at the same node.

#include <cstddef>
#include <span>
#include <vector>

#include "oreway/network/criticality.hpp"

namespace oreway {

struct DemandGroup {
    NodeId origin{};
    std::vector<std::size_t> demands; ///< positions, in order
};

/// \throws UsageError for tonnes that are negative or not finite
[[nodiscard]] std::vector<DemandGroup> demand_groups(std::span<Demand const> demands);

} // namespace oreway
