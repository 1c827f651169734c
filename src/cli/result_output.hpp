// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What a command that writes layers hands back: its tables in the form that was asked for, and the names of its files.

#include <filesystem>
#include <span>
#include <vector>

#include "cli/command.hpp"
#include "oreway/base/problem.hpp"
#include "oreway/base/table.hpp"

namespace oreway::cli {

[[nodiscard]] Outcome outcome_of(Invocation const& invocation, std::span<Table const> tables, Problems problems,
                                 std::vector<std::filesystem::path> const& outputs);

} // namespace oreway::cli
