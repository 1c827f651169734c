// SPDX-License-Identifier: MIT
// Rows are read in chunks; each chunk is sorted into tiles (sort-tile-recursive, Leutenegger, Lopez and Edgington 1997,
// doi:10.1109/ICDE.1997.582015) and written as full leaves. Only the boxes of leaves are kept, one for some fifty rows,
// and packed in the same way into the levels above. Format of nodes: SQLite's rtree.c, "Database Format of R-Tree
// Tables".

#include "io/packed_index.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "io/gdal_handles.hpp"
#include "io/sqlite_handles.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr std::size_t rows_at_once = 65'536;
constexpr std::size_t header_bytes = 4;
constexpr std::size_t cell_bytes = 24;
constexpr std::int64_t root_number = 1;

/// A row or a node with its box, in the order of the R-tree's columns, rounded outwards.
struct Cell {
    std::int64_t number = 0;
    float min_x = 0.0F;
    float max_x = 0.0F;
    float min_y = 0.0F;
    float max_y = 0.0F;
};

float rounded_down(double value) noexcept {
    auto const near = static_cast<float>(value);
    return static_cast<double>(near) > value ? std::nextafter(near, -std::numeric_limits<float>::infinity()) : near;
}
float rounded_up(double value) noexcept {
    auto const near = static_cast<float>(value);
    return static_cast<double>(near) < value ? std::nextafter(near, std::numeric_limits<float>::infinity()) : near;
}

/// Box of a GeoPackage geometry (GeoPackage 1.3, clause 2.1.3): from its header, or by reading the shape where the
/// header has none, as for points. Nothing for null and empty geometries.
std::optional<GpkgBox> box_of(std::span<std::byte const> blob) {
    constexpr std::size_t fixed_header = 8;
    if (blob.size() < fixed_header)
        return std::nullopt;
    unsigned const flags = std::to_integer<unsigned>(blob[3]);
    constexpr std::size_t envelope_bytes[] = {0, 32, 48, 48, 64};
    unsigned const envelope = std::min((flags >> 1U) & 7U, 4U);
    std::size_t const wkb = fixed_header + envelope_bytes[envelope];
    constexpr unsigned empty_flag = 16;
    if ((flags & empty_flag) != 0 || blob.size() < wkb)
        return std::nullopt;
    OGREnvelope box;
    if (envelope != 0 && (flags & 1U) == (std::endian::native == std::endian::little ? 1U : 0U)) {
        double bounds[4];
        std::memcpy(bounds, blob.data() + fixed_header, sizeof bounds);
        box.MinX = bounds[0];
        box.MaxX = bounds[1];
        box.MinY = bounds[2];
        box.MaxY = bounds[3];
    } else {
        OGRGeometry* raw = nullptr;
        OGRErr const error = OGRGeometryFactory::createFromWkb(blob.data() + wkb, nullptr, &raw, blob.size() - wkb);
        gdal::GeometryHandle const geometry(raw);
        if (error != OGRERR_NONE || !geometry || geometry->IsEmpty())
            return std::nullopt;
        geometry->getEnvelope(&box);
    }
    return GpkgBox{box.MinX, box.MaxX, box.MinY, box.MaxY};
}

void put_bytes(std::vector<std::byte>& out, std::uint64_t value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out.push_back(static_cast<std::byte>((value >> shift) & 0xFFU));
}

/// A node of `size` bytes: depth (of the tree, in the root only), number of cells, cells; numbers are big-endian.
std::vector<std::byte> node_bytes(std::span<Cell const> cells, std::size_t depth, std::size_t size) {
    std::vector<std::byte> out;
    out.reserve(size);
    put_bytes(out, depth, 2);
    put_bytes(out, cells.size(), 2);
    for (Cell const& cell : cells) {
        put_bytes(out, static_cast<std::uint64_t>(cell.number), 8);
        for (float const bound : {cell.min_x, cell.max_x, cell.min_y, cell.max_y})
            put_bytes(out, std::bit_cast<std::uint32_t>(bound), 4);
    }
    out.resize(size);
    return out;
}

/// Sorts cells so that runs of `capacity` are compact tiles.
void sort_into_tiles(std::vector<Cell>& cells, std::size_t capacity) {
    if (cells.size() <= capacity)
        return;
    auto const by_x = [](Cell const& a, Cell const& b) {
        return std::pair(a.min_x + a.max_x, a.number) < std::pair(b.min_x + b.max_x, b.number);
    };
    auto const by_y = [](Cell const& a, Cell const& b) {
        return std::pair(a.min_y + a.max_y, a.number) < std::pair(b.min_y + b.max_y, b.number);
    };
    std::ranges::sort(cells, by_x);
    std::size_t const tiles = (cells.size() + capacity - 1) / capacity;
    auto const slices = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(tiles))));
    std::size_t const slice = capacity * ((tiles + slices - 1) / slices);
    for (std::size_t first = 0; first < cells.size(); first += slice)
        std::ranges::sort(std::span(cells).subspan(first, std::min(slice, cells.size() - first)), by_y);
}

Cell united(std::span<Cell const> cells, std::int64_t number) {
    Cell box = cells.front();
    box.number = number;
    for (Cell const& cell : cells) {
        box.min_x = std::min(box.min_x, cell.min_x);
        box.max_x = std::max(box.max_x, cell.max_x);
        box.min_y = std::min(box.min_y, cell.min_y);
        box.max_y = std::max(box.max_y, cell.max_y);
    }
    return box;
}

std::string quoted(std::string const& name) {
    std::string out = "\"";
    for (char const c : name)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

/// The three shadow tables of one R-tree.
class ShadowTables {
public:
    ShadowTables(sqlite::Database const& database, std::string const& tree)
        : m_node(sqlite::prepare(database, insert_into(tree, "_node", "nodeno, data").c_str())),
          m_row(sqlite::prepare(database, insert_into(tree, "_rowid", "rowid, nodeno").c_str())),
          m_parent(sqlite::prepare(database, insert_into(tree, "_parent", "nodeno, parentnode").c_str())) {
        sqlite::Statement const root = sqlite::prepare(
            database,
            fmt::format("SELECT length(data) FROM {} WHERE nodeno = {}", quoted(tree + "_node"), root_number).c_str());
        if (!sqlite::step(root))
            throw IoError({.what = "the spatial index has no root", .where = tree, .remedy = ""});
        m_size = static_cast<std::size_t>(sqlite3_column_int64(root.get(), 0));
    }

    [[nodiscard]] std::size_t capacity() const noexcept { return (m_size - header_bytes) / cell_bytes; }

    void add_node(std::int64_t number, std::span<Cell const> cells, std::size_t depth) {
        std::vector<std::byte> const bytes = node_bytes(cells, depth, m_size);
        sqlite3_bind_int64(m_node.get(), 1, number);
        sqlite3_bind_blob(m_node.get(), 2, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
        run(m_node);
    }
    void add_row(std::int64_t row, std::int64_t node) { add_pair(m_row, row, node); }
    void add_parent(std::int64_t node, std::int64_t parent) { add_pair(m_parent, node, parent); }

private:
    static std::string insert_into(std::string const& tree, char const* suffix, char const* columns) {
        return fmt::format("INSERT OR REPLACE INTO {} ({}) VALUES (?1, ?2)", quoted(tree + suffix), columns);
    }
    static void add_pair(sqlite::Statement const& statement, std::int64_t first, std::int64_t second) {
        sqlite3_bind_int64(statement.get(), 1, first);
        sqlite3_bind_int64(statement.get(), 2, second);
        run(statement);
    }
    static void run(sqlite::Statement const& statement) {
        sqlite::step(statement);
        sqlite3_reset(statement.get());
    }

    sqlite::Statement m_node;
    sqlite::Statement m_row;
    sqlite::Statement m_parent;
    std::size_t m_size = 0;
};

/// Builds the tree from its leaves up.
class Packer {
public:
    explicit Packer(ShadowTables& tables) : m_tables(tables) {}

    /// Leaves of one chunk of rows, which come in the order of their numbers.
    void add_rows(std::vector<Cell> rows) {
        // SQLite appends rows in order; rows in any order it would have to find a place for.
        std::vector<std::pair<std::int64_t, std::int64_t>> leaf_of_row;
        leaf_of_row.reserve(rows.size());
        for_each_tile(rows, [&](std::span<Cell const> tile) {
            std::int64_t const node = m_next++;
            m_tables.add_node(node, tile, 0);
            for (Cell const& row : tile)
                leaf_of_row.emplace_back(row.number, node);
            m_level.push_back(united(tile, node));
        });
        std::ranges::sort(leaf_of_row);
        for (auto const& [row, node] : leaf_of_row)
            m_tables.add_row(row, node);
    }

    /// The levels above the leaves, up to the root.
    void finish() {
        std::size_t depth = 1; // the root stands above the leaves, even above a single one
        while (m_level.size() > m_tables.capacity()) {
            std::vector<Cell> above;
            for_each_tile(m_level, [&](std::span<Cell const> tile) {
                std::int64_t const node = m_next++;
                m_tables.add_node(node, tile, 0);
                for (Cell const& child : tile)
                    m_tables.add_parent(child.number, node);
                above.push_back(united(tile, node));
            });
            m_level = std::move(above);
            ++depth;
        }
        if (m_level.empty())
            return; // the empty root that is there is right
        m_tables.add_node(root_number, m_level, depth);
        for (Cell const& child : m_level)
            m_tables.add_parent(child.number, root_number);
    }

private:
    template <class Use> void for_each_tile(std::vector<Cell>& cells, Use const& use) {
        std::size_t const capacity = m_tables.capacity();
        sort_into_tiles(cells, capacity);
        for (std::size_t first = 0; first < cells.size(); first += capacity)
            use(std::span<Cell const>(cells).subspan(first, std::min(capacity, cells.size() - first)));
    }

    ShadowTables& m_tables;
    std::vector<Cell> m_level;
    std::int64_t m_next = root_number + 1;
};

} // namespace

struct IndexPacker::Impl {
    ShadowTables tables;
    Packer packer{tables};
    std::vector<Cell> chunk{};

    Impl(sqlite::Database const& database, std::string const& tree) : tables(database, tree) {}

    void add(std::int64_t row, GpkgBox const& box) {
        chunk.push_back(
            {row, rounded_down(box.min_x), rounded_up(box.max_x), rounded_down(box.min_y), rounded_up(box.max_y)});
        if (chunk.size() == rows_at_once)
            packer.add_rows(std::exchange(chunk, {}));
    }
    void finish() {
        packer.add_rows(std::exchange(chunk, {}));
        packer.finish();
    }
};

IndexPacker::IndexPacker(sqlite::Database const& database, std::string const& tree)
    : m_impl(std::make_unique<Impl>(database, tree)) {}
IndexPacker::IndexPacker(IndexPacker&&) noexcept = default;
IndexPacker::~IndexPacker() = default;

void IndexPacker::add(std::int64_t row, GpkgBox const& box) {
    m_impl->add(row, box);
}

void IndexPacker::finish() {
    m_impl->finish();
}

void pack_spatial_index(std::string const& file, std::string const& table, std::string const& geometry_column) {
    sqlite::Database const database = sqlite::open_for_writing(file);
    // The file is still a temporary one: it is whole or removed, and flushed before it is put in place.
    sqlite::execute(database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN");
    {
        IndexPacker index(database, fmt::format("rtree_{}_{}", table, geometry_column));
        sqlite::Statement const rows = sqlite::prepare(
            database,
            fmt::format("SELECT _rowid_, {} FROM {} ORDER BY _rowid_", quoted(geometry_column), quoted(table)).c_str());
        while (sqlite::step(rows)) {
            auto const* bytes = static_cast<std::byte const*>(sqlite3_column_blob(rows.get(), 1));
            auto const size = static_cast<std::size_t>(sqlite3_column_bytes(rows.get(), 1));
            if (auto const box = box_of({bytes, size}))
                index.add(sqlite3_column_int64(rows.get(), 0), *box);
        }
        index.finish();
    }
    sqlite::execute(database, "COMMIT");
}

} // namespace oreway
