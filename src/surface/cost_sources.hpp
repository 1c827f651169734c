// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What both solvers ask of their sources.

#include <span>

#include "oreway/surface/cost.hpp"

namespace oreway {

/// \throws UsageError as path_costs does
void require_sources(CostTerrain const& terrain, std::span<CostSource const> sources);

} // namespace oreway
