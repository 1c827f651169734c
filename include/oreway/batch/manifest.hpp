// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// manifest.jsonl: one line of JSON for each dataset, written as soon as its outcome is known, so that a run that was
/// stopped at any moment can tell what it did. A line is appended by one write; a line that is cut by a
/// crash is recognised and passed over. At the end of a run the file is written again in the order of the plan, under a
/// temporary name.

#include <filesystem>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "oreway/batch/outcome.hpp"

namespace oreway {

/// Name of the manifest in the output folder.
inline constexpr std::string_view manifest_name = "manifest.jsonl";

/// An outcome as one line of JSON without a line feed, and back. \throws DataError for a line that is no outcome
[[nodiscard]] std::string to_json_line(DatasetOutcome const& outcome);
[[nodiscard]] DatasetOutcome outcome_from_json(std::string_view line);

/// The manifest of a run, open for appending. Safe to use from several threads.
class Manifest {
public:
    /// \throws IoError when it cannot be opened
    explicit Manifest(std::filesystem::path file);
    Manifest(Manifest const&) = delete;
    Manifest& operator=(Manifest const&) = delete;
    ~Manifest();

    /// Appends one line. \throws IoError
    void append(DatasetOutcome const& outcome);

    /// The last outcome of each source in a manifest; empty when there is no such file. Lines that a crash has cut are
    /// passed over: their datasets are then simply not known to be done. \throws IoError when the file cannot be read
    [[nodiscard]] static std::map<std::string, DatasetOutcome> read(std::filesystem::path const& file);

    /// Writes a whole manifest, one line an outcome, atomically. \throws IoError
    static void write(std::filesystem::path const& file, std::span<DatasetOutcome const> outcomes);

private:
    std::filesystem::path m_file;
    std::mutex m_mutex;
    int m_handle = -1;
};

} // namespace oreway
