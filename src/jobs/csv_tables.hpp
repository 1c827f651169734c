// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Tables of a result as CSV files beside each other.

#include <filesystem>
#include <vector>

#include "oreway/base/table.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

/// Writes the first table to the output as CSV and each other one beside it as NAME_TABLE.csv. All names are checked
/// before the first is written.
std::vector<std::filesystem::path> write_tables(OutputOptions const& output, std::vector<Table const*> const& tables);

} // namespace oreway
