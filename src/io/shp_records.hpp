// SPDX-License-Identifier: MIT
#pragma once

// The records of a .shp as they really lie in the file, and what its .shx says of them.
// ESRI Shapefile Technical Description, July 1998.

#include <cstdint>
#include <optional>
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

struct Header {
    std::int32_t type = 0;
    std::int64_t declared_size = 0; ///< of the file, bytes, as the header says
    std::int64_t size = 0;          ///< as it is
    std::string bytes;              ///< all 100
};

struct IndexEntry {
    std::int64_t offset = 0; ///< bytes
    std::int64_t length = 0; ///< bytes
};

/// Where the vertices of a record's content begin, how many there are and in how many parts; count -1 when the content
/// is too short for its counts.
struct Layout {
    std::int64_t vertices_at = 0;
    std::int64_t count = 0;
    std::int64_t parts = 0;
};

/// Records in the order of the file, as far as one leads to the next.
struct Walk {
    std::vector<Record> records;
    bool complete = true; ///< the last one ends where the file ends, and that is where the header says
};

/// The layout of the content of a record (without its header of 8 bytes), whose type is one of the known ones.
[[nodiscard]] Layout layout_of(std::string_view content, std::int32_t type);
/// \throws IoError for a file that is no .shp or has an unknown shape type
[[nodiscard]] Header read_header(std::string const& file);
/// Walks from record to record, beginning at an offset.
[[nodiscard]] Walk walk(std::string const& file, Header const& header, std::int64_t offset = 100);
/// The records that the entries of an index lead to; nothing for an entry that leads astray or where another one led
/// before.
[[nodiscard]] std::vector<std::optional<Record>> visit(std::string const& file, Header const& header,
                                                       std::vector<IndexEntry> const& index);
/// The entries of a .shx; empty when it is missing, cut inside its header or no index at all.
[[nodiscard]] std::vector<IndexEntry> read_index(std::string const& file);
/// The same from the bytes of a .shx.
[[nodiscard]] std::vector<IndexEntry> index_of(std::string_view bytes);
/// The bytes of a .shx for these records.
[[nodiscard]] std::string make_index(Header const& header, std::vector<Record> const& records);

} // namespace oreway::shp
