// SPDX-License-Identifier: MIT
#pragma once

// Names of files and folders that are not finished yet: ".<stem>.oreway-<word>-<host>-<process>-<random><extension>",
// in the folder of the target. From the name alone another run can tell whose they are and whether that process still
// lives.

#include <filesystem>
#include <string_view>
#include <vector>

namespace oreway {

/// A name beside `target` that nobody else uses; `word` tells what it is for ("new", "old").
[[nodiscard]] std::filesystem::path temporary_name(std::filesystem::path const& target, std::string_view word = "new");

/// Whether `candidate` is the name of a temporary of `target`, made by a process of this machine that is dead.
[[nodiscard]] bool is_stale_temporary(std::filesystem::path const& candidate, std::filesystem::path const& target,
                                      std::string_view word = "new");

/// Whether the name is that of a temporary of any target.
[[nodiscard]] bool is_temporary(std::filesystem::path const& candidate);

/// Whether the name is that of a temporary of any target, made by a process of this machine that is dead.
[[nodiscard]] bool is_stale_temporary(std::filesystem::path const& candidate);

/// Flushes a file or a folder to the disk. \throws IoError
void flush_to_disk(std::filesystem::path const& path);

/// Brings all that was written to the file systems of these folders to the disk. \throws IoError
void flush_file_systems(std::vector<std::filesystem::path> const& folders);

/// The folder that holds `target`, "." for a plain name.
[[nodiscard]] std::filesystem::path folder_of(std::filesystem::path const& target);

} // namespace oreway
