// SPDX-License-Identifier: MIT
// Zip archives: made in memory by GDAL, which leaves the times of members at nought (no valid date); these are set to
// the first day of the format, 1 January 1980. APPNOTE.TXT 6.3.10, sections 4.3.7 and 4.3.12.

#include "oreway/io/zip_writer.hpp"

#include <set>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "io/memory_folder.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/library.hpp"

namespace oreway {

namespace {

constexpr std::string_view first_day = std::string_view("\x00\x00\x21\x00", 4); // time 0:00, date 1980-01-01

std::size_t number_at(std::string const& bytes, std::size_t at, std::size_t size) {
    std::size_t value = 0;
    for (std::size_t i = size; i > 0; --i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
    return value;
}

/// Walks the central directory, and from each entry to the local header of the member.
void set_times(std::string& archive) {
    std::size_t const end = archive.rfind("PK\x05\x06");
    if (end == std::string::npos || end + 22 > archive.size())
        return;
    std::size_t const entries = number_at(archive, end + 10, 2);
    std::size_t at = number_at(archive, end + 16, 4);
    for (std::size_t i = 0; i < entries && at + 46 <= end; ++i) {
        archive.replace(at + 12, first_day.size(), first_day);
        archive.replace(number_at(archive, at + 42, 4) + 10, first_day.size(), first_day);
        at += 46 + number_at(archive, at + 28, 2) + number_at(archive, at + 30, 2) + number_at(archive, at + 32, 2);
    }
}

/// Names that would leave the folder they are unpacked in, or that a second member has, are no names of ours.
void check_names(std::vector<ZipEntry> const& entries) {
    std::set<std::string> names;
    for (ZipEntry const& entry : entries) {
        bool const good = !entry.name.empty() && entry.name.front() != '/' &&
                          entry.name.find("..") == std::string::npos && names.insert(entry.name).second;
        if (!good)
            throw UsageError({.what = fmt::format("'{}' is no name for a member of an archive", entry.name),
                              .where = "",
                              .remedy = ""});
    }
}

std::string zipped(std::vector<ZipEntry> const& entries) {
    gdal::Messages const messages;
    MemoryFolder const memory;
    std::string const name = memory.name_of("archive.zip");
    {
        // The outer handle keeps the archive open while members are added.
        gdal::FileHandle const archive = gdal::open_file("/vsizip/{" + name + "}", "wb");
        for (ZipEntry const& entry : entries)
            gdal::write_member("/vsizip/{" + name + "}/" + entry.name, entry.bytes);
    }
    std::string bytes = gdal::read_bytes(name);
    if (messages.failed())
        throw IoError({.what = "the archive cannot be made: " + messages.text(), .where = "", .remedy = ""});
    set_times(bytes);
    return bytes;
}

} // namespace

void write_zip(std::filesystem::path const& file, std::vector<ZipEntry> const& entries) {
    start_gdal();
    check_names(entries);
    gdal::write_bytes(file.string(), zipped(entries));
}

} // namespace oreway
