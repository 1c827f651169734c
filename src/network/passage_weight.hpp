// SPDX-License-Identifier: MIT
#pragma once

// What a passage weighs by an objective.

#include "oreway/network/weights.hpp"

namespace oreway {

/// Zero for objectives that passages do not enter.
[[nodiscard]] double passage_weight(Objective const& objective, PassageCost const& cost) noexcept;

} // namespace oreway
