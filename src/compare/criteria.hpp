// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What the criteria of a study weigh: as it gives them, or by its judgements in pairs.

#include <vector>

#include "oreway/model/study.hpp"

namespace oreway {

/// One a criterion. Given weights stay as they are; judged ones sum to 1.
[[nodiscard]] std::vector<double> criteria_weights(Study const& study);

/// The scenarios of a study in order, after the base scenario "today" (operating lines only) unless the study has its
/// own of that name.
[[nodiscard]] std::vector<Scenario> compared_scenarios(Study const& study);

} // namespace oreway
