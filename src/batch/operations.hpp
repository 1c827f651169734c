// SPDX-License-Identifier: MIT
#pragma once

// One coordinate operation for each pair of reference systems in the whole run.

#include <vector>

#include "oreway/batch/plan.hpp"
#include "oreway/batch/settings.hpp"

namespace oreway {

/// Chooses the operation of every spatial layer of every task that will run. A pair without an allowed operation makes
/// the tasks concerned be refused. \return the choices, in order of first use
[[nodiscard]] std::vector<PairChoice> choose_operations(std::vector<Task>& tasks, Settings const& settings);

} // namespace oreway
