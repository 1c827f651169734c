// SPDX-License-Identifier: MIT
#pragma once

// Names of outputs, and everything that can be wrong with them before work begins.

#include <vector>

#include "oreway/batch/plan.hpp"
#include "oreway/batch/settings.hpp"

namespace oreway {

/// Gives every layer of a task its output; the format of the task is known. A format that holds one layer gets a file a
/// layer, NAME_LAYER.ext.
void name_outputs(Task& task, Settings const& settings, std::string const& extension, bool several_layers);

/// Looks at the outputs of all tasks that will run: two with one name (without regard to case), one that is an input,
/// one that exists. With ExistingOutput::skip the tasks whose outputs all exist are skipped.
/// \throws UsageError that lists them
void check_outputs(std::vector<Task>& tasks, Settings const& settings);

} // namespace oreway
