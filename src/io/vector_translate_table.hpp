// SPDX-License-Identifier: MIT
#pragma once

// The attributes of a shapefile beside its rewritten shapes.

#include <cstdint>
#include <string>
#include <vector>

#include "io/native_layer.hpp"

namespace oreway {

/// Copies the .dbf (without the rows of dropped records) and the .cpg, byte for byte; a table that was too short gets
/// the blank rows it was read with. \throws IoError
void copy_table(NativeLayer const& in, std::string const& stem, std::vector<std::int64_t> const& dropped);

} // namespace oreway
