// SPDX-License-Identifier: MIT
#pragma once

// Reading a reference system and finding its code costs milliseconds; thousands of files have the same few texts.

#include <string>

#include "oreway/geodesy/crs.hpp"

namespace oreway {

/// The system of a WKT, read once in a process. Safe to use from several threads.
/// \param where  names the file in errors \throws DataError
[[nodiscard]] Crs cached_crs(std::string const& wkt, std::string const& where = {});

/// "EPSG:32642 WGS 84 / UTM zone 42N", or the name alone.
[[nodiscard]] std::string label_of(Crs const& crs);

} // namespace oreway
