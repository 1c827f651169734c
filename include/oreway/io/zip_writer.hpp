// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Small zip archives (a QGIS .qgz) with the same bytes for the same content.

#include <filesystem>
#include <string>
#include <vector>

namespace oreway {

struct ZipEntry {
    std::string name;
    std::string bytes;
};

/// Writes the archive to `file` (a temporary name of an OutputFile); member times are fixed. \throws IoError
void write_zip(std::filesystem::path const& file, std::vector<ZipEntry> const& entries);

} // namespace oreway
