// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// One batch on several machines that share a disk. The plan is written down once; each machine takes its shard of it;
/// at the end the shards' manifests become one.
///
///     write_plan("plan.jsonl", plan, settings);               // once
///     Plan mine = part_of(read_plan("plan.jsonl").plan, {.index = 2, .count = 8}); // everywhere
///
/// Shards are balanced by estimated cost and depend on the plan and their count only, so that every task is in exactly
/// one.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/batch/outcome.hpp"
#include "oreway/batch/plan.hpp"
#include "oreway/batch/settings.hpp"

namespace oreway {

/// Part `index` of `count`, counted from 0.
struct Shard {
    std::size_t index = 0;
    std::size_t count = 1;
    friend bool operator==(Shard const&, Shard const&) = default;
};

/// "2/8". \throws UsageError for anything else
[[nodiscard]] Shard shard_from(std::string_view text);

/// The shard of a task of a Slurm job array, whatever number the array starts from; nothing outside one.
[[nodiscard]] std::optional<Shard> shard_of_environment();

/// A plan as it was written down.
struct StoredPlan {
    Plan plan;
    Settings settings;
};

/// Writes the plan and all that decides its results: JSON lines, the first with settings, version and folder in which
/// relative names hold, then one a task. \throws UsageError or IoError
void write_plan(std::filesystem::path const& file, Plan const& plan, Settings const& settings);

/// \throws IoError when it cannot be read; DataError when it is damaged, or was written by another version or in
/// another
///         folder
[[nodiscard]] StoredPlan read_plan(std::filesystem::path const& file);

/// The tasks of one shard, numbered as in the plan.
[[nodiscard]] Plan part_of(Plan const& plan, Shard shard);

/// "manifest.2-of-8.jsonl"
[[nodiscard]] std::string manifest_name_of(Shard shard);

/// One outcome for each task of the plan, from the manifests of all shards in the output folder, with all outputs
/// checked; writes manifest.jsonl and removes the manifests of shards and what killed shards left.
/// \throws DataError that counts and names tasks without outcome or with outputs that are not whole; IoError
[[nodiscard]] std::vector<DatasetOutcome> merge_shards(StoredPlan const& stored);

} // namespace oreway
