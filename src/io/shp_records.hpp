// SPDX-License-Identifier: MIT
#pragma once

// The records of a .shp as they really lie in the file, and what its .shx says of them.
// ESRI Shapefile Technical Description, July 1998.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oreway::shp {

struct Record {
    std::int64_t offset = 0; ///< of the record header, bytes
    std::int64_t length = 0; ///< of the content, bytes
    std::int32_t type = 0;
    bool whole = true;  ///< the counts inside agree with the length
    bool in_box = true; ///< no vertex lies outside the box that the record gives of itself
};

struct Scan {
    std::int32_t type = 0;       ///< of the header
    std::int64_t size = 0;       ///< of the file, bytes
    std::vector<Record> records; ///< in the order of the file, as far as one leads to the next
    bool complete = true;        ///< the last record ends where the file ends
};

struct IndexEntry {
    std::int64_t offset = 0; ///< bytes
    std::int64_t length = 0; ///< bytes
};

/// Walks the file from its first record. \throws IoError for a file that is no .shp or has an unknown shape type
[[nodiscard]] Scan scan(std::string const& file);
/// The entries of a .shx; empty when it is missing, cut inside its header or no index at all.
[[nodiscard]] std::vector<IndexEntry> read_index(std::string const& file);
/// The bytes of a .shx for these records.
[[nodiscard]] std::string make_index(std::string_view shp_header, std::vector<Record> const& records);

} // namespace oreway::shp
