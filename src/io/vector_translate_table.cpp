// SPDX-License-Identifier: MIT
// Copying bytes, checked at every step.

#include "io/vector_translate_table.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "io/dbf_table.hpp"
#include "io/memory_folder.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr std::size_t block_bytes = std::size_t{4} << 20;

[[noreturn]] void fail(std::string const& file) {
    throw IoError({.what = "cannot be written", .where = file, .remedy = "make room on the disk and run again"});
}

/// A file that is written piece by piece.
class Output {
public:
    explicit Output(std::string name) : m_name(std::move(name)), m_file(gdal::open_file(m_name, "wb")) {}

    void put(std::string_view bytes) {
        if (!m_file || (!bytes.empty() && VSIFWriteL(bytes.data(), 1, bytes.size(), m_file.get()) != bytes.size()))
            fail(m_name);
        m_size += static_cast<std::int64_t>(bytes.size());
    }
    void close() {
        if (!m_file || VSIFCloseL(m_file.release()) != 0 || gdal::file_size(m_name) != m_size)
            fail(m_name);
    }

private:
    std::string m_name;
    gdal::FileHandle m_file;
    std::int64_t m_size = 0;
};

/// A file that is read piece by piece.
class Input {
public:
    explicit Input(std::string name) : m_name(std::move(name)), m_file(gdal::open_file(m_name, "rb")) {
        if (!m_file)
            throw IoError({.what = "cannot be read", .where = m_name, .remedy = "check the permissions"});
    }
    /// At most `size` bytes; fewer at the end only.
    [[nodiscard]] std::string next(std::size_t size) {
        std::string bytes(size, '\0');
        bytes.resize(VSIFReadL(bytes.data(), 1, size, m_file.get()));
        return bytes;
    }

private:
    std::string m_name;
    gdal::FileHandle m_file;
};

void copy_bytes(std::string const& from, std::string const& to) {
    std::int64_t const size = gdal::file_size(from);
    std::size_t const block = std::clamp<std::size_t>(static_cast<std::size_t>(size), 1, block_bytes);
    Input input(from);
    Output output(to);
    std::int64_t copied = 0;
    for (std::string bytes = input.next(block); !bytes.empty(); bytes = input.next(block)) {
        output.put(bytes);
        copied += static_cast<std::int64_t>(bytes.size());
    }
    output.close();
    if (copied != size)
        throw IoError({.what = "changed while reading", .where = from, .remedy = "run again when it is at rest"});
}

/// Copies a table without some of its rows.
void copy_rows(std::string const& from, std::string const& to, std::vector<std::int64_t> const& dropped) {
    dbf::Table const table = dbf::read(from);
    Input input(from);
    Output output(to);
    std::string head = input.next(static_cast<std::size_t>(table.header_size));
    auto const rows = static_cast<std::uint32_t>(
        table.whole_rows - std::ranges::count_if(dropped, [&](std::int64_t row) { return row < table.whole_rows; }));
    constexpr std::size_t count_at = 4;
    for (std::size_t i = 0; i < 4; ++i)
        head[count_at + i] = static_cast<char>(rows >> (8 * i) & 0xFFU);
    output.put(head);
    for (std::int64_t row = 0; row < table.whole_rows; ++row) {
        std::string const bytes = input.next(static_cast<std::size_t>(table.row_size));
        if (!std::ranges::binary_search(dropped, row))
            output.put(bytes);
    }
    output.put("\x1A");
    output.close();
}

} // namespace

void copy_table(NativeLayer const& in, std::string const& stem, std::vector<std::int64_t> const& dropped) {
    std::string table = sibling(in.file, "dbf");
    MemoryFolder const memory;
    if (in.shapefile->new_table) {
        table = memory.name_of("table.dbf");
        gdal::write_bytes(table, *in.shapefile->new_table);
    }
    if (in.shapefile->has_attributes && dropped.empty())
        copy_bytes(table, stem + ".dbf");
    else if (in.shapefile->has_attributes)
        copy_rows(table, stem + ".dbf", dropped);
    std::string const encoding = sibling(in.file, "cpg");
    if (gdal::file_size(encoding) >= 0)
        copy_bytes(encoding, stem + ".cpg");
}

} // namespace oreway
