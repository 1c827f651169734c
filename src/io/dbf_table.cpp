// SPDX-License-Identifier: MIT
// Looking through a .dbf.

#include "io/dbf_table.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "oreway/base/text.hpp"

namespace oreway::dbf {

namespace {

constexpr std::size_t descriptor_size = 32;

struct TextField {
    std::size_t offset = 0;
    std::size_t width = 0;
};

std::int64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) noexcept {
    std::int64_t value = 0;
    for (std::size_t i = size; i > 0; --i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i - 1]);
    return value;
}

/// Text fields of the header; notes a fault when the descriptors do not fit the sizes.
std::vector<TextField> read_descriptors(std::string_view header, Table& table) {
    std::vector<TextField> fields;
    std::size_t offset = 1; // the deletion mark
    for (std::size_t at = descriptor_size; at + descriptor_size <= header.size() && header[at] != '\r';
         at += descriptor_size) {
        std::string_view const descriptor = header.substr(at, descriptor_size);
        auto width = static_cast<std::size_t>(static_cast<unsigned char>(descriptor[16]));
        if (descriptor[11] == 'C') {
            width += static_cast<std::size_t>(static_cast<unsigned char>(descriptor[17])) * 256; // long texts of FoxPro
            fields.push_back({offset, width});
        }
        table.texts.add(descriptor.substr(0, std::min<std::size_t>(11, descriptor.find('\0'))));
        offset += width;
    }
    if (static_cast<std::int64_t>(offset) > table.row_size)
        table.fault = fmt::format("its fields need {} bytes a row, its header says {}", offset, table.row_size);
    return fields;
}

void look_through_rows(std::string const& file, std::vector<TextField> const& fields, Table& table) {
    gdal::FileHandle const handle = gdal::open_file(file, "rb");
    if (!handle || VSIFSeekL(handle.get(), static_cast<vsi_l_offset>(table.header_size), SEEK_SET) != 0)
        return;
    auto const row_size = static_cast<std::size_t>(table.row_size);
    std::int64_t const rows_a_block = std::max<std::int64_t>(1, (std::int64_t{1} << 20) / table.row_size);
    std::string block;
    for (std::int64_t done = 0; done < table.whole_rows; done += rows_a_block) {
        block.resize(row_size * static_cast<std::size_t>(std::min(rows_a_block, table.whole_rows - done)));
        if (VSIFReadL(block.data(), 1, block.size(), handle.get()) != block.size())
            return;
        for (std::size_t at = 0; at < block.size(); at += row_size) {
            std::string_view const row = std::string_view(block).substr(at, row_size);
            if (row[0] == '*')
                ++table.deleted;
            for (TextField const& field : fields)
                table.texts.add(trim(row.substr(field.offset, field.width)));
        }
    }
}

} // namespace

Table read(std::string const& file) {
    Table table;
    std::int64_t const size = gdal::file_size(file);
    std::string const start = size >= 32 ? gdal::read_bytes(file, 65536) : std::string{};
    if (start.size() < 32) {
        table.fault = "its header is cut";
        return table;
    }
    table.rows = number_at(start, 4, 4);
    table.header_size = number_at(start, 8, 2);
    table.row_size = number_at(start, 10, 2);
    table.language = static_cast<unsigned char>(start[29]);
    if (table.header_size < 33 || table.header_size > size || table.row_size < 1) {
        table.fault = fmt::format("its header of {} bytes with rows of {} bytes makes no sense", table.header_size,
                                  table.row_size);
        return table;
    }
    auto const fields =
        read_descriptors(std::string_view(start).substr(0, static_cast<std::size_t>(table.header_size)), table);
    table.readable = table.fault.empty();
    if (!table.readable)
        return table;
    table.whole_rows = std::min(table.rows, (size - table.header_size) / table.row_size);
    look_through_rows(file, fields, table);
    return table;
}

std::string with_rows(std::string const& file, Table const& table, std::int64_t rows) {
    std::int64_t const kept = std::min(rows, table.whole_rows);
    std::string bytes = gdal::read_bytes(file, static_cast<std::size_t>(table.header_size + kept * table.row_size));
    bytes.append(static_cast<std::size_t>((rows - kept) * table.row_size), ' ');
    bytes += '\x1A';
    for (std::size_t i = 0; i < 4; ++i)
        bytes[4 + i] = static_cast<char>(rows >> (8 * i) & 0xFF);
    return bytes;
}

} // namespace oreway::dbf
