// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Batch reprojection: any number of vector and raster datasets into one reference system, every one accounted for.
///
///     ReprojectOptions options{.inputs = {"sheets/"}, .settings = {.target = "EPSG:32642", .output_folder = "utm"}};
///     ReprojectResult result = reproject(options, progress);

#include <string>
#include <vector>

#include "oreway/base/error.hpp"
#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/batch/settings.hpp"

namespace oreway {

struct ReprojectOptions {
    std::vector<std::string> inputs; ///< files, folders, archives, patterns, lists (batch/discovery.hpp)
    Settings settings;
};

struct ReprojectResult {
    std::vector<Table> tables;
    Problems problems;                   ///< what stands in no row of the tables
    ExitCode exit_code = ExitCode::done; ///< of the datasets
};

/// What would be done, and nothing is written: a row for each layer, and for each pair of reference systems the chosen
/// operation and its rivals. \throws UsageError, IoError, Cancelled
[[nodiscard]] ReprojectResult plan_reprojection(ReprojectOptions const& options, Progress& progress);

/// Reprojects all datasets and writes manifest.jsonl into the output folder, a line as soon as a dataset is through.
/// When the user stops the run, what is through stays, and stands in the manifest. \throws UsageError before any work
/// for what concerns the run as a whole; IoError, Cancelled
[[nodiscard]] ReprojectResult reproject(ReprojectOptions const& options, Progress& progress);

} // namespace oreway
