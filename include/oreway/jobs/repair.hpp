// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Repaired copies of a user's data: every change is listed with what stood there before, and nothing else is changed.

#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/io/output_file.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/planar/validity.hpp"

namespace oreway {

struct RepairOptions {
    InputOptions input;
    RepairMethod method = RepairMethod::linework;
    /// Field whose country codes become ISO 3166-1 alpha-3; empty: none, or those that `study` names for the file.
    std::string country_field{};
    std::filesystem::path study{}; ///< study file that says which fields hold countries; empty: none
    OverwritePolicy overwrite = OverwritePolicy::refuse;
};

struct RepairResult {
    /// A row a change: dataset, layer, feature, change, before, after, area_before_km2, area_after_km2.
    Table changes;
    /// What is still wrong in the copies, and what could not be mended. Notes of the check are left out.
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// The kinds of change, a row of one table each: its name in `changes` and what is done.
struct RepairKind {
    std::string_view name;
    std::string_view what;
};
[[nodiscard]] std::vector<RepairKind> const& repair_kinds();

/// Writes a repaired copy of every input: to `output` when there is one input and `output` is no folder, else into the
/// folder `output` under the same names. The copies have the format of their inputs. Each copy is written under a
/// temporary name, read again and compared with its input: ids, order, fields and every value and vertex that was not
/// meant to change are the same, or nothing is put in place. Holds the changed features of a layer in memory.
/// \throws UsageError for outputs that cannot be, DataError for formats that cannot be mended, IoError
[[nodiscard]] RepairResult repair(std::vector<std::string> const& inputs, std::filesystem::path const& output,
                                  RepairOptions const& options, Progress& progress);

} // namespace oreway
