// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Tables of a result as text, in the form a caller asks for.

#include <cstddef>
#include <span>
#include <string>

#include "oreway/base/problem.hpp"
#include "oreway/base/table.hpp"

namespace oreway {

enum class ResultFormat { table, json, csv };

/// `table`: each table under its name, aligned, cells cut at `max_width` (0: whole), empty tables left out. `json`: one
/// object with a member for each table. `csv`: the first table only, since a CSV file holds one; cells that a
/// spreadsheet would run as a formula are made harmless.
[[nodiscard]] std::string render(std::span<Table const> tables, ResultFormat format, std::size_t max_width = 0);

/// Problems as a table: severity, code, where, what, remedy.
[[nodiscard]] Table problem_table(Problems const& problems);

/// The ranking of a comparison for a screen: one block a scenario and group, best first, and below it why a corridor is
/// not ranked. A scenario that changes nothing for a group is said to be as the first one.
[[nodiscard]] std::string ranking_text(Table const& ranking, std::size_t max_width);

} // namespace oreway
