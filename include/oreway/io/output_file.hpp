// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Outputs that are whole or not there. A file is written under a temporary name in its own folder, checked by its
/// writer, flushed to disk and renamed; a folder is built beside and swapped in. Whatever stops the run, the old output
/// stays as it was.

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/error.hpp"

namespace oreway {

enum class OverwritePolicy { refuse, replace };

/// What happens to temporaries of the target that processes of this machine left when they were killed.
enum class Leftovers { remove, keep };

/// A temporary file that is whole, and where it belongs.
struct Placement {
    std::filesystem::path temporary;
    std::filesystem::path target;
};

/// One output file.
///
///     OutputFile file("ranking.csv", OverwritePolicy::replace);
///     write_everything_to(file.temporary());
///     file.commit();
class OutputFile {
public:
    /// Checks that the output can be written, before any work: the folder exists and takes a file, the name is no
    /// folder, device or FIFO, and nothing is in the way unless it may be replaced. A symbolic link to a plain file is
    /// followed. \throws UsageError (exists) or IoError (cannot be written)
    OutputFile(std::filesystem::path target, OverwritePolicy policy, Leftovers leftovers = Leftovers::remove);
    OutputFile(OutputFile const&) = delete;
    OutputFile& operator=(OutputFile const&) = delete;
    /// Removes the temporary file when it was not committed.
    ~OutputFile();

    /// Where to write. The name keeps the extension of the target, since drivers look at it.
    [[nodiscard]] std::filesystem::path const& temporary() const noexcept { return m_temporary; }
    [[nodiscard]] std::filesystem::path const& target() const noexcept { return m_target; }
    /// Flushes the temporary file, renames it to the target and flushes the folder. \throws IoError
    void commit();
    /// Leaves the file to place_together, also of another process. It is no longer removed when this object goes.
    [[nodiscard]] Placement hand_over() noexcept;

private:
    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    bool m_committed = false;
};

/// Does for many files what commit() does for one, and waits for the disk twice in all: first everything that was
/// written to the file systems of the targets is brought to the disk, then the files are renamed, then their folders
/// are brought to the disk. \return for each file what went wrong, if anything; its temporary is removed then
[[nodiscard]] std::vector<std::optional<ErrorParts>> place_together(std::span<Placement const> files);

/// A folder of outputs that appear together.
class OutputFolder {
public:
    /// `marker` is a file that every folder of this kind holds ("manifest.json"): a folder that is neither empty nor
    /// has the marker is not ours and is never replaced. \throws UsageError or IoError
    OutputFolder(std::filesystem::path target, OverwritePolicy policy, std::string_view marker);
    OutputFolder(OutputFolder const&) = delete;
    OutputFolder& operator=(OutputFolder const&) = delete;
    ~OutputFolder();

    /// The folder to write into; it lies beside the target.
    [[nodiscard]] std::filesystem::path const& temporary() const noexcept { return m_temporary; }
    [[nodiscard]] std::filesystem::path const& target() const noexcept { return m_target; }
    /// Flushes all files, moves an old target aside, moves the new one in, removes the old one. \throws IoError
    void commit();

private:
    std::filesystem::path m_target;
    std::filesystem::path m_temporary;
    bool m_committed = false;
};

/// Removes temporaries of a target that processes of this machine left when they were killed. OutputFile does so by
/// itself.
void remove_stale_temporaries(std::filesystem::path const& target);

/// Removes temporaries that killed processes of this machine left anywhere under a folder.
void remove_leftovers(std::filesystem::path const& folder);

/// Removes temporaries of all processes and machines under a folder; only when nobody is at work there any more.
void remove_all_temporaries(std::filesystem::path const& folder);

/// Writes text to a file under a temporary name and renames it. \throws UsageError or IoError
void write_text_file(std::filesystem::path const& target, std::string_view text, OverwritePolicy policy);

} // namespace oreway
