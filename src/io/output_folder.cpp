// SPDX-License-Identifier: MIT
// Folders of outputs: built beside, swapped in, healed after a stop.

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>

#include "io/temporary_names.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/output_file.hpp"

namespace oreway {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(std::string what, fs::path const& where, std::string remedy) {
    throw IoError({.what = std::move(what), .where = where.string(), .remedy = std::move(remedy)});
}

fs::path without_last_slash(fs::path target) {
    if (target.empty())
        throw UsageError({.what = "the name of the output is empty", .where = "", .remedy = "name a folder"});
    std::error_code error;
    if (!target.has_filename())
        target = target.parent_path();
    if (target.filename() == "." || target.filename() == ".." || fs::is_symlink(target, error)) {
        fs::path const aim = fs::canonical(target, error);
        if (error)
            fail("is a symbolic link that leads nowhere", target, "remove the link or name another output");
        target = aim;
    }
    return target;
}

/// A run that was stopped may have left a half-built folder, or an old one moved aside while the new one was not yet in
/// place.
void heal(fs::path const& target) {
    std::error_code error;
    std::optional<fs::path> moved_aside;
    for (fs::directory_iterator entry(folder_of(target), error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (is_stale_temporary(entry->path(), target, "new"))
            fs::remove_all(entry->path(), ignored);
        if (!is_stale_temporary(entry->path(), target, "old"))
            continue;
        if (fs::exists(target, ignored))
            fs::remove_all(entry->path(), ignored);
        else
            moved_aside = entry->path();
    }
    if (!moved_aside)
        return;
    fs::rename(*moved_aside, target, error);
    if (error)
        fail("the former output cannot be put back: " + error.message(), *moved_aside, "rename it by hand");
}

void check_replaceable(fs::path const& target, OverwritePolicy policy, std::string_view marker) {
    std::error_code error;
    fs::file_status const status = fs::status(target, error);
    if (!fs::exists(status))
        return;
    if (!fs::is_directory(status))
        fail("is no folder", target, "name a folder");
    if (fs::is_empty(target, error))
        return;
    if (!fs::exists(target / marker, error))
        throw UsageError({.what = fmt::format("holds other files and no {}, so it is not ours to replace", marker),
                          .where = target.string(),
                          .remedy = "name a new or an empty folder"});
    if (policy == OverwritePolicy::refuse)
        throw UsageError(
            {.what = "exists already", .where = target.string(), .remedy = "name another output, or give --overwrite"});
}

void flush_tree(fs::path const& folder) {
    for (fs::directory_entry const& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() || entry.is_directory())
            flush_to_disk(entry.path());
    flush_to_disk(folder);
}

/// Two folders change names in one step, where the file system can do that; there is no moment without a whole output.
bool exchange(fs::path const& a, fs::path const& b) noexcept {
    return renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0;
}

void swap_by_two_renames(fs::path const& built, fs::path const& target) {
    fs::path const aside = temporary_name(target, "old");
    std::error_code error;
    fs::rename(target, aside, error);
    if (error)
        fail("cannot be moved aside: " + error.message(), target, "check the permissions of the folder");
    fs::rename(built, target, error);
    if (error) {
        std::error_code back;
        fs::rename(aside, target, back);
        fail("cannot be put in place: " + error.message(), target, "check the permissions of the folder");
    }
    flush_to_disk(folder_of(target));
    fs::remove_all(aside, error);
}

} // namespace

OutputFolder::OutputFolder(fs::path target, OverwritePolicy policy, std::string_view marker)
    : m_target(without_last_slash(std::move(target))) {
    std::error_code error;
    fs::path const parent = folder_of(m_target);
    if (!fs::is_directory(parent, error))
        fail("there is no such folder", parent, "make it first");
    heal(m_target);
    check_replaceable(m_target, policy, marker);
    m_temporary = temporary_name(m_target);
    if (!fs::create_directory(m_temporary, error))
        fail("no folder can be made in the folder: " + error.message(), parent, "check its permissions");
}

OutputFolder::~OutputFolder() {
    if (m_committed)
        return;
    std::error_code ignored;
    fs::remove_all(m_temporary, ignored);
}

void OutputFolder::commit() {
    std::error_code error;
    flush_tree(m_temporary);
    if (!fs::exists(m_target, error)) {
        fs::rename(m_temporary, m_target, error);
        if (error)
            fail("cannot be put in place: " + error.message(), m_target, "check the permissions of the folder");
    } else if (exchange(m_temporary, m_target)) {
        flush_to_disk(folder_of(m_target));
        fs::remove_all(m_temporary, error); // the old output
    } else {
        swap_by_two_renames(m_temporary, m_target);
    }
    m_committed = true;
    flush_to_disk(folder_of(m_target));
}

} // namespace oreway
