// SPDX-License-Identifier: MIT
#pragma once

// What may be opened at all. The extension of a file does not decide what GDAL makes of it, so names and contents are
// looked at before GDAL sees them.

#include <string>

#include "oreway/io/vector_reader.hpp"

namespace oreway {

/// Refuses names that lead to the network or through an unknown virtual file system. \throws IoError
void check_name(std::string const& name, ReadOptions const& options);

/// Refuses files that name other files: a VRT (unless allowed, and then only with sources beside it), a database with
/// virtual tables, an archive member that is unreasonably larger than its archive; and texts in UTF-16, which no driver
/// reads. \throws IoError
void check_content(std::string const& name, ReadOptions const& options);

} // namespace oreway
