// SPDX-License-Identifier: MIT
// Output files, with the siblings of a shapefile: written beside, flushed, renamed.

#include "oreway/io/output_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <iterator>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "io/temporary_names.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace fs = std::filesystem;

namespace {

/// Files that belong to a .shp and are written with it. The .shp itself is moved last: it is what people open.
constexpr std::array shapefile_siblings = {".dbf", ".shx", ".prj", ".cpg"};
/// Indexes that other programs left beside an older shapefile; they would be wrong for the new one.
constexpr std::array shapefile_leftovers = {".qix", ".sbn", ".sbx", ".qpj"};

/// What GDAL writes beside a raster that has class names or an attribute table.
constexpr char const* raster_sibling = ".aux.xml";
/// What other programs left beside an older raster: its overviews and mask.
constexpr std::array raster_leftovers = {".ovr", ".msk"};

bool is_geotiff(fs::path const& target) {
    std::string const extension = fold(target.extension().string());
    return extension == ".tif" || extension == ".tiff";
}

bool is_shapefile(fs::path const& target) {
    return fold(target.extension().string()) == ".shp";
}

fs::path with_extension(fs::path path, char const* extension) {
    return path.replace_extension(extension);
}

[[noreturn]] void fail(std::string what, fs::path const& where, std::string remedy) {
    throw IoError({.what = std::move(what), .where = where.string(), .remedy = std::move(remedy)});
}

/// A link is followed only to a plain file; nothing else than a plain file is ever replaced.
fs::path checked_target(fs::path target, OverwritePolicy policy) {
    if (target.empty())
        throw UsageError({.what = "the name of the output is empty", .where = "", .remedy = "name a file"});
    std::error_code error;
    if (fs::is_symlink(target, error)) {
        fs::path const aim = fs::canonical(target, error);
        if (error)
            fail("is a symbolic link that leads nowhere", target, "remove the link or name another output");
        target = aim;
    }
    fs::file_status const status = fs::status(target, error);
    if (!fs::exists(status))
        return target;
    if (fs::is_directory(status))
        fail("is a folder", target, "name a file");
    if (!fs::is_regular_file(status))
        fail("is no plain file but a device, pipe or socket", target, "name a plain file");
    if (policy == OverwritePolicy::refuse)
        throw UsageError(
            {.what = "exists already", .where = target.string(), .remedy = "name another output, or give --overwrite"});
    return target;
}

/// Makes a file in the folder and removes it: permissions alone do not tell (read-only mounts, quotas, network drives).
void require_writable_folder(fs::path const& temporary) {
    fs::path const folder = folder_of(temporary);
    std::error_code error;
    if (!fs::is_directory(folder, error))
        fail("there is no such folder", folder, "make it first");
    int const file = open(temporary.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    int const reason = errno;
    if (file < 0)
        fail(fmt::format("no file can be made in the folder: {}", std::strerror(reason)), folder,
             "check its permissions");
    close(file);
    unlink(temporary.c_str());
}

void remove_quietly(fs::path const& path) noexcept {
    std::error_code ignored;
    fs::remove(path, ignored);
}

/// The temporary files of an output.
std::vector<fs::path> parts_of(fs::path const& temporary) {
    std::vector<fs::path> parts;
    std::error_code error;
    if (is_shapefile(temporary))
        for (char const* extension : shapefile_siblings)
            if (fs::path const part = with_extension(temporary, extension); fs::exists(part, error))
                parts.push_back(part);
    if (is_geotiff(temporary))
        if (fs::path const part = temporary.string() + raster_sibling; fs::exists(part, error))
            parts.push_back(part);
    parts.push_back(temporary);
    return parts;
}

void remove_parts(fs::path const& temporary) noexcept {
    remove_quietly(temporary);
    if (is_shapefile(temporary))
        for (char const* extension : shapefile_siblings)
            remove_quietly(with_extension(temporary, extension));
    if (is_geotiff(temporary))
        remove_quietly(temporary.string() + raster_sibling);
}

void require_written(Placement const& file) {
    std::error_code error;
    if (!fs::is_regular_file(file.temporary, error))
        fail("nothing was written", file.target, "");
}

void rename_part(fs::path const& from, fs::path const& to) {
    std::error_code error;
    fs::file_status const old = fs::status(to, error);
    if (fs::is_regular_file(old))
        fs::permissions(from, old.permissions(), error);
    fs::rename(from, to, error);
    if (error)
        fail("cannot be put in place: " + error.message(), to, "check the permissions of the file and its folder");
}

/// A part that the new output does not have is not left over from the old one.
void rename_or_remove(fs::path const& from, fs::path const& to) {
    std::error_code error;
    if (fs::exists(from, error))
        rename_part(from, to);
    else
        remove_quietly(to);
}

/// Renames the parts of an output, which are on the disk, and removes what other programs left beside an older one.
void rename_parts(Placement const& file) {
    if (is_shapefile(file.target)) {
        for (char const* extension : shapefile_siblings)
            rename_or_remove(with_extension(file.temporary, extension), with_extension(file.target, extension));
        for (char const* extension : shapefile_leftovers)
            remove_quietly(with_extension(file.target, extension));
    }
    if (is_geotiff(file.target)) {
        rename_or_remove(file.temporary.string() + raster_sibling, file.target.string() + raster_sibling);
        for (char const* suffix : raster_leftovers)
            remove_quietly(file.target.string() + suffix);
    }
    rename_part(file.temporary, file.target);
}

/// Folders of files, each once.
std::vector<fs::path> folders_of(std::span<Placement const> files) {
    std::vector<fs::path> folders;
    for (Placement const& file : files)
        folders.push_back(folder_of(file.target));
    std::ranges::sort(folders);
    folders.erase(std::unique(folders.begin(), folders.end()), folders.end());
    return folders;
}

/// A few files are brought to the disk one by one; many by one call that takes all that was written to their file
/// system, which costs as much as two or three files.
void flush_all(std::span<Placement const> files) {
    constexpr std::size_t few = 2;
    std::vector<fs::path> parts;
    for (Placement const& file : files)
        std::ranges::copy(parts_of(file.temporary), std::back_inserter(parts));
    if (parts.size() <= few)
        std::ranges::for_each(parts, flush_to_disk);
    else
        flush_file_systems(folders_of(files));
}

void flush_folders(std::vector<fs::path> const& folders) {
    constexpr std::size_t few = 3;
    if (folders.size() <= few)
        std::ranges::for_each(folders, flush_to_disk);
    else
        flush_file_systems(folders);
}

} // namespace

OutputFile::OutputFile(fs::path target, OverwritePolicy policy, Leftovers leftovers)
    : m_target(checked_target(std::move(target), policy)), m_temporary(temporary_name(m_target)) {
    require_writable_folder(m_temporary);
    if (leftovers == Leftovers::remove)
        remove_stale_temporaries(m_target);
}

OutputFile::~OutputFile() {
    if (!m_committed)
        remove_parts(m_temporary);
}

void OutputFile::commit() {
    Placement const file{m_temporary, m_target};
    require_written(file);
    std::ranges::for_each(parts_of(m_temporary), flush_to_disk);
    rename_parts(file);
    m_committed = true;
    flush_to_disk(folder_of(m_target));
}

Placement OutputFile::hand_over() noexcept {
    m_committed = true;
    return {std::move(m_temporary), m_target};
}

std::vector<std::optional<ErrorParts>> place_together(std::span<Placement const> files) {
    std::vector<std::optional<ErrorParts>> faults(files.size());
    auto const guarded = [&](std::size_t f, auto const& step) {
        try {
            step();
        } catch (Error const& error) {
            faults[f] = error.parts();
            remove_parts(files[f].temporary);
        }
    };
    auto const guarded_all = [&](auto const& step) {
        try {
            step();
        } catch (Error const& error) {
            for (std::size_t f = 0; f < files.size(); ++f)
                guarded(f, [&] { throw IoError(error.parts()); });
        }
    };
    guarded_all([&] { flush_all(files); });
    for (std::size_t f = 0; f < files.size(); ++f)
        if (!faults[f])
            guarded(f, [&] {
                require_written(files[f]);
                rename_parts(files[f]);
            });
    guarded_all([&] { flush_folders(folders_of(files)); });
    return faults;
}

void remove_stale_temporaries(fs::path const& target) {
    std::error_code error;
    for (fs::directory_iterator entry(folder_of(target), error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (is_stale_temporary(entry->path(), target))
            fs::remove(entry->path(), ignored);
    }
}

namespace {

template <class Condition> void remove_files_under(fs::path const& folder, Condition const& condition) {
    std::error_code error;
    auto const options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator entry(folder, options, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (entry->is_regular_file(ignored) && condition(entry->path()))
            remove_quietly(entry->path());
    }
}

} // namespace

void remove_leftovers(fs::path const& folder) {
    remove_files_under(folder, [](fs::path const& file) { return is_stale_temporary(file); });
}

void remove_all_temporaries(fs::path const& folder) {
    remove_files_under(folder, [](fs::path const& file) { return is_temporary(file); });
}

void write_text_file(fs::path const& target, std::string_view text, OverwritePolicy policy) {
    OutputFile file(target, policy);
    int const handle = open(file.temporary().c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (handle < 0)
        fail(std::string("cannot be created: ") + std::strerror(errno), target, "check the folder");
    int reason = 0;
    while (!text.empty() && reason == 0) {
        ssize_t const written = write(handle, text.data(), text.size());
        if (written >= 0)
            text.remove_prefix(static_cast<std::size_t>(written));
        else if (errno != EINTR)
            reason = errno;
    }
    if (close(handle) != 0 && reason == 0)
        reason = errno;
    if (reason != 0)
        fail(std::string("cannot be written: ") + std::strerror(reason), target, "make room on the disk");
    file.commit();
}

} // namespace oreway
