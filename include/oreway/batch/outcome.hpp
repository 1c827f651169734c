// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What became of a dataset. Absence, failure and partial success are different things: each dataset of a run has
/// exactly one outcome, whatever happened.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/error.hpp"
#include "oreway/base/problem.hpp"
#include "oreway/base/table.hpp"
#include "oreway/io/output_file.hpp"
#include "oreway/io/vector_translate.hpp"

namespace oreway {

/// done: everything is in the output. lost_some: there is an output, and what is missing in it is listed. refused:
/// nothing was tried, because it would have been wrong. failed: it was tried and there is no output. skipped: there was
/// nothing to do, as the user asked.
enum class DatasetStatus : std::uint8_t { done, lost_some, refused, failed, skipped };

[[nodiscard]] std::string_view name_of(DatasetStatus status) noexcept;
[[nodiscard]] DatasetStatus status_from(std::string_view name);

/// What went in and came out of one layer, and how it was transformed.
struct LayerOutcome {
    LayerCounts counts;
    std::string source_crs; ///< label
    std::string crs_origin; ///< "sidecar", "embedded", "assumed", "format"
    std::string target_crs; ///< label
    std::string operation;  ///< name and code
    std::string accuracy;   ///< "4.5 m", "unknown"
};

/// A file of an outcome with the fingerprint of its bytes.
struct FileHash {
    std::string file; ///< inputs as the user named them; outputs relative to the output folder
    std::string hash; ///< base/hash.hpp
    std::uint64_t bytes = 0;
};

struct DatasetOutcome {
    std::size_t number = 0; ///< of the task
    std::string source;
    DatasetStatus status = DatasetStatus::failed;
    std::string key; ///< hash of the bytes of the input and of the parameters; empty when the input was not read
    std::vector<LayerOutcome> layers;
    std::vector<FileHash> inputs;
    std::vector<FileHash> outputs;
    Problems problems;
    double seconds = 0.0;
    std::vector<Placement> pending{}; ///< outputs that are whole but not yet under their final names
};

/// The status that the problems and counts ask for when an output was written.
[[nodiscard]] DatasetStatus status_of_written(std::span<LayerOutcome const> layers, Problems const& problems) noexcept;

/// done when nothing was lost anywhere, failed when there is no output at all though there was something to do, else
/// incomplete.
[[nodiscard]] ExitCode exit_code_of(std::span<DatasetOutcome const> outcomes) noexcept;

/// `summary`: datasets, features and pixels by status; `datasets`: a row for each dataset that is not simply done.
[[nodiscard]] std::vector<Table> outcome_tables(std::span<DatasetOutcome const> outcomes);

} // namespace oreway
