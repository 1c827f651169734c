// SPDX-License-Identifier: MIT
// Archives by GDAL's file systems for them.

#include "oreway/io/archive.hpp"

#include <algorithm>

#include "io/dataset_members.hpp"
#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/hash.hpp"
#include "oreway/base/text.hpp"
#include "oreway/io/library.hpp"

namespace oreway {

namespace {

bool is_zip(std::string const& name) {
    return has_extension(name, "zip") || has_extension(name, "kmz") || has_extension(name, "shz");
}

} // namespace

bool is_archive(std::string const& name) {
    return is_zip(name) || has_extension(name, "tar") || has_extension(name, "tgz") || fold(name).ends_with(".tar.gz");
}

std::vector<ArchiveMember> archive_members(std::string const& archive) {
    start_gdal();
    std::string const root = (is_zip(archive) ? "/vsizip/" : "/vsitar/") + archive;
    gdal::Messages const messages;
    CPLStringList const names(VSIReadDirRecursive(root.c_str()));
    if (names.Count() == 0)
        throw IoError({.what = "is no readable archive, or an empty one",
                       .where = archive,
                       .remedy = "get it again, or unpack it yourself"});
    std::vector<ArchiveMember> members;
    for (int i = 0; i < names.size(); ++i) {
        std::string const relative = names[i];
        std::string const name = root + "/" + relative;
        if (std::int64_t const size = gdal::file_size(name); size >= 0)
            members.push_back({name, relative, static_cast<std::uint64_t>(size)});
    }
    std::ranges::sort(members, {}, &ArchiveMember::name);
    return members;
}

std::string fingerprint_of(std::string const& name) {
    if (!name.starts_with("/vsi"))
        return hash_file(name);
    constexpr std::size_t block = std::size_t{16} << 20;
    gdal::Messages const messages;
    gdal::FileHandle const file = gdal::open_file(name, "rb");
    if (!file)
        throw IoError({.what = "cannot be read", .where = name, .remedy = "check the archive"});
    std::string hashes;
    std::string bytes(block, '\0');
    for (std::size_t got = block; got == block;) {
        got = VSIFReadL(bytes.data(), 1, block, file.get());
        hashes += hash_bytes(std::string_view(bytes).substr(0, got));
    }
    return hash_bytes(hashes);
}

std::uint64_t bytes_of(std::string const& name) {
    std::int64_t const size = gdal::file_size(name);
    return size > 0 ? static_cast<std::uint64_t>(size) : 0;
}

} // namespace oreway
