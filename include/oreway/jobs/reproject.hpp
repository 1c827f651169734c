// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Batch reprojection: any number of vector and raster datasets into one reference system, every one accounted for.
///
///     ReprojectOptions options{.inputs = {"sheets/"}, .settings = {.target = "EPSG:32642", .output_folder = "utm"}};
///     ReprojectResult result = reproject(options, progress);
///
/// On several machines that share a disk: write_reprojection_plan once, reproject_shard on each, merge_reprojection at
/// the end. The outputs are those of a single run, byte for byte.

#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/error.hpp"
#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/batch/settings.hpp"
#include "oreway/batch/shard.hpp"
#include "oreway/batch/worker.hpp"

namespace oreway {

/// Whether a run does everything, or goes on where an earlier one was stopped: datasets whose input, parameters and
/// outputs have the fingerprints of the manifest are not done again.
enum class StartFrom {
    nothing,
    what_is_done,         ///< failures with the same bytes and parameters stand as they are
    what_is_done_rightly, ///< failures are tried again
};

/// How a run goes about its work; the outputs do not depend on it.
struct RunOptions {
    StartFrom start = StartFrom::nothing;
    /// Worker processes, in which a file that crashes its driver costs only itself. Without a program the work is done
    /// in this process.
    WorkerProgram workers{};
};

struct ReprojectOptions {
    std::vector<std::string> inputs; ///< files, folders, archives, patterns, lists (batch/discovery.hpp)
    Settings settings;
    RunOptions run{};
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

/// Number of datasets that have an outcome in the manifest of an output folder, also of a run that was stopped.
[[nodiscard]] std::size_t datasets_through(std::filesystem::path const& output_folder);

/// Writes the plan of a reprojection to a file. The tables are those of plan_reprojection.
/// \throws as plan_reprojection
[[nodiscard]] ReprojectResult write_reprojection_plan(ReprojectOptions const& options,
                                                      std::filesystem::path const& file, Progress& progress);

/// Runs one shard of a plan; its manifest in the output folder is "manifest.I-of-N.jsonl".
struct ShardOptions {
    std::filesystem::path plan;
    Shard shard;
    RunOptions run{};
};
[[nodiscard]] ReprojectResult reproject_shard(ShardOptions const& options, Progress& progress);

/// Checks that every dataset of a plan has an outcome and every output its bytes, and makes one manifest of those of
/// the shards. \throws DataError when shards are missing
[[nodiscard]] ReprojectResult merge_reprojection(std::filesystem::path const& plan);

} // namespace oreway
