// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Going on after a run that was stopped, by whatever: what is done is recognised by the fingerprints of its inputs, of
/// its parameters and of its outputs, never by dates or names alone.

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>

#include "oreway/base/progress.hpp"
#include "oreway/batch/outcome.hpp"
#include "oreway/batch/plan.hpp"
#include "oreway/batch/settings.hpp"

namespace oreway {

/// Whether datasets that failed in the same way before, with the same bytes and parameters, are tried once more.
enum class Failures { keep, retry };

/// Outcomes of an earlier run, by source, that still hold for tasks of this plan: same bytes of the input, same
/// parameters, operations and version, and every output there with the bytes it had. By number of the task.
[[nodiscard]] std::map<std::size_t, DatasetOutcome>
outcomes_that_hold(Plan const& plan, Settings const& settings, std::map<std::string, DatasetOutcome> const& earlier,
                   Failures failures, Progress& progress);

/// Whether all outputs of an outcome are in the folder with the bytes they had.
[[nodiscard]] bool outputs_are_whole(DatasetOutcome const& outcome, std::filesystem::path const& folder);

} // namespace oreway
