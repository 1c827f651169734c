// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What lies in an archive, in place: nothing is unpacked.

#include <cstdint>
#include <string>
#include <vector>

namespace oreway {

struct ArchiveMember {
    std::string name;        ///< as GDAL opens it: "/vsizip/sheets.zip/north/a.shp"
    std::string relative;    ///< inside the archive: "north/a.shp"
    std::uint64_t bytes = 0; ///< unpacked
};

/// Whether the name is that of an archive that can be looked into (.zip, .kmz, .tar, .tgz, .tar.gz).
[[nodiscard]] bool is_archive(std::string const& name);

/// All files in it, sorted by name. \throws IoError when it cannot be read
[[nodiscard]] std::vector<ArchiveMember> archive_members(std::string const& archive);

/// Size of a file of any of GDAL's file systems; 0 when there is none.
[[nodiscard]] std::uint64_t bytes_of(std::string const& name);

/// Fingerprint of a file: that of base/hash.hpp for a plain file; for a member of an archive the hash of the hashes of
/// its 16 MiB blocks, so that it is never whole in memory. \throws IoError when it cannot be read
[[nodiscard]] std::string fingerprint_of(std::string const& name);

} // namespace oreway
