// SPDX-License-Identifier: MIT
// Walking a .shp record by record.

#include "io/shp_records.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"

namespace oreway::shp {

namespace {

constexpr std::int64_t header_size = 100;
constexpr std::array<std::int32_t, 14> known_types = {0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28, 31};

std::uint32_t unsigned_at(std::string_view bytes, std::size_t at, bool big_endian) noexcept {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        auto const byte = static_cast<unsigned char>(bytes[at + (big_endian ? i : 3 - i)]);
        value = value << 8 | byte;
    }
    return value;
}

std::int32_t big(std::string_view bytes, std::size_t at) noexcept {
    return std::bit_cast<std::int32_t>(unsigned_at(bytes, at, true));
}
std::int32_t little(std::string_view bytes, std::size_t at) noexcept {
    return std::bit_cast<std::int32_t>(unsigned_at(bytes, at, false));
}
double real(std::string_view bytes, std::size_t at) noexcept {
    std::uint64_t const low = unsigned_at(bytes, at, false);
    std::uint64_t const high = unsigned_at(bytes, at + 4, false);
    return std::bit_cast<double>(high << 32 | low);
}

void append_big(std::string& bytes, std::int64_t value) {
    auto const word = static_cast<std::uint32_t>(value);
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes += static_cast<char>(word >> shift & 0xFF);
}

bool parts_ascend(std::string_view content, std::int64_t parts, std::int64_t points) {
    std::int64_t previous = 0;
    for (std::int64_t p = 0; p < parts; ++p) {
        std::int64_t const start = little(content, static_cast<std::size_t>(44 + 4 * p));
        if (start < previous || start > points || (p == 0 && start != 0))
            return false;
        previous = start;
    }
    return true;
}

/// Whether the vertices lie in the box of their record; tools round the box, so a millionth of the size is let pass.
bool vertices_in_box(std::string_view content, std::int32_t type, Layout const& layout) {
    if (type == 0 || (type % 10 == 1 && type != 31))
        return true;
    std::array<double, 4> const box = {real(content, 4), real(content, 12), real(content, 20), real(content, 28)};
    double const slack = 1e-6 * (1.0 + std::abs(box[2] - box[0]) + std::abs(box[3] - box[1]));
    for (std::int64_t i = 0; i < layout.count; ++i) {
        auto const at = static_cast<std::size_t>(layout.vertices_at + 16 * i);
        double const x = real(content, at);
        double const y = real(content, at + 8);
        bool const inside = x >= box[0] - slack && x <= box[2] + slack && y >= box[1] - slack && y <= box[3] + slack;
        if (!inside)
            return false;
    }
    return true;
}

/// A file read forwards through a window, since millions of small reads are slow.
class Window {
public:
    Window(std::string const& name, std::int64_t size) : m_file(gdal::open_file(name, "rb")), m_size(size) {}

    /// `length` bytes at `offset`; shorter at the end of the file. Going backwards is allowed, but slow.
    std::string_view bytes(std::int64_t offset, std::int64_t length) {
        length = std::clamp<std::int64_t>(length, 0, m_size - offset);
        auto const end = m_start + static_cast<std::int64_t>(m_buffer.size());
        if (offset < m_start || offset + length > end)
            fill(offset, length);
        auto const at = static_cast<std::size_t>(offset - m_start);
        return std::string_view(m_buffer).substr(std::min(at, m_buffer.size()), static_cast<std::size_t>(length));
    }

private:
    void fill(std::int64_t offset, std::int64_t length) {
        constexpr std::int64_t block = std::int64_t{1} << 20;
        m_start = offset;
        m_buffer.resize(static_cast<std::size_t>(std::min(std::max(length, block), m_size - offset)));
        std::size_t got = 0;
        if (m_file && VSIFSeekL(m_file.get(), static_cast<vsi_l_offset>(offset), SEEK_SET) == 0)
            got = VSIFReadL(m_buffer.data(), 1, m_buffer.size(), m_file.get());
        m_buffer.resize(got);
    }

    gdal::FileHandle m_file;
    std::int64_t m_size;
    std::int64_t m_start = 0;
    std::string m_buffer;
};

/// The record at an offset, unless it does not fit into the file.
std::optional<Record> record_at(Window& window, Header const& header, std::int64_t offset) {
    if (offset < header_size || offset + 12 > header.size)
        return std::nullopt;
    std::string_view const head = window.bytes(offset, 12);
    if (head.size() < 12)
        return std::nullopt;
    Record record{.offset = offset, .length = std::int64_t{big(head, 4)} * 2, .type = little(head, 8)};
    if (record.length < 4 || offset + 8 + record.length > header.size)
        return std::nullopt;
    std::string_view const content = window.bytes(offset + 8, record.length);
    if (content.size() < static_cast<std::size_t>(record.length))
        return std::nullopt;
    bool const known = std::ranges::find(known_types, record.type) != known_types.end();
    Layout const layout = known ? layout_of(content, record.type) : Layout{0, -1, 0};
    record.whole = layout.count >= 0;
    record.in_box = !record.whole || vertices_in_box(content, record.type, layout);
    return record;
}

} // namespace

Layout layout_of(std::string_view content, std::int32_t type) {
    constexpr Layout broken{0, -1, 0};
    auto const size = static_cast<std::int64_t>(content.size());
    bool const has_z = type > 10 && type < 20;
    if (type == 0)
        return {};
    if (type % 10 == 1 && type != 31)
        return size >= (type == 1 ? 20 : 28) ? Layout{4, 1, 0} : broken;
    bool const multipoint = type % 10 == 8;
    if (size < (multipoint ? 40 : 44))
        return broken;
    std::int64_t const parts = multipoint ? 0 : little(content, 36);
    std::int64_t const points = little(content, multipoint ? 36 : 40);
    if (parts < 0 || points < 0)
        return broken;
    std::int64_t const part_bytes = type == 31 ? 8 : 4;
    std::int64_t const vertices_at = multipoint ? 40 : 44 + part_bytes * parts;
    std::int64_t needed = vertices_at + 16 * points;
    if (has_z || type == 31)
        needed += 16 + 8 * points;
    if (needed > size || !parts_ascend(content, parts, points))
        return broken;
    return {vertices_at, points, parts};
}

Header read_header(std::string const& file) {
    std::string const remedy = "get or export the shapefile again";
    Header header;
    header.size = gdal::file_size(file);
    header.bytes = gdal::read_bytes(file, static_cast<std::size_t>(header_size));
    if (header.bytes.size() < static_cast<std::size_t>(header_size) || big(header.bytes, 0) != 9994)
        throw IoError({.what = "is no .shp: the header is missing or wrong", .where = file, .remedy = remedy});
    header.type = little(header.bytes, 32);
    header.declared_size = std::int64_t{big(header.bytes, 24)} * 2;
    if (std::ranges::find(known_types, header.type) == known_types.end())
        throw IoError(
            {.what = fmt::format("has the unknown shape type {}", header.type), .where = file, .remedy = remedy});
    return header;
}

Walk walk(std::string const& file, Header const& header, std::int64_t offset) {
    Walk result;
    Window window(file, header.size);
    while (auto const record = record_at(window, header, offset)) {
        result.records.push_back(*record);
        offset += 8 + record->length;
    }
    result.complete = offset == header.size && header.declared_size <= header.size;
    return result;
}

std::vector<std::optional<Record>> visit(std::string const& file, Header const& header,
                                         std::vector<IndexEntry> const& index) {
    std::vector<std::optional<Record>> records;
    std::unordered_set<std::int64_t> seen;
    Window window(file, header.size);
    for (IndexEntry const& entry : index) {
        auto record = record_at(window, header, entry.offset);
        bool const right = record && record->length == entry.length && seen.insert(entry.offset).second;
        records.push_back(right ? record : std::nullopt);
    }
    return records;
}

std::vector<IndexEntry> index_of(std::string_view bytes) {
    std::vector<IndexEntry> entries;
    if (bytes.size() < static_cast<std::size_t>(header_size) || big(bytes, 0) != 9994)
        return entries;
    for (std::size_t at = static_cast<std::size_t>(header_size); at + 8 <= bytes.size(); at += 8)
        entries.push_back({std::int64_t{big(bytes, at)} * 2, std::int64_t{big(bytes, at + 4)} * 2});
    return entries;
}

std::vector<IndexEntry> read_index(std::string const& file) {
    if (gdal::file_size(file) < header_size)
        return {};
    return index_of(gdal::read_bytes(file));
}

std::string make_index(Header const& header, std::vector<Record> const& records) {
    std::string bytes = header.bytes.substr(0, 24);
    append_big(bytes, header_size / 2 + 4 * static_cast<std::int64_t>(records.size()));
    bytes += header.bytes.substr(28);
    for (Record const& record : records) {
        append_big(bytes, record.offset / 2);
        append_big(bytes, record.length / 2);
    }
    return bytes;
}

} // namespace oreway::shp
