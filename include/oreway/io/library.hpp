// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Start-up of GDAL for this process, and the versions that go into receipts.

#include <string>
#include <utility>
#include <vector>

namespace oreway {

/// Registers the drivers of the format table, quiets GDAL's own messages (they become Oreway's errors), pins dates of
/// written files, forbids Python in VRT. Called by everything in the room; cheap after the first time; safe from
/// several threads. \throws IoError when the data folders of GDAL or PROJ are missing, naming the variable to set
void start_gdal();

/// Names and versions of the C libraries of this room: {"GDAL", "3.6.2"}, {"SQLite", "3.40.1"}.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> io_library_versions();

} // namespace oreway
