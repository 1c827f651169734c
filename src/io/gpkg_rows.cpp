// SPDX-License-Identifier: MIT
// Triggers that GDAL made for single rows are taken away for the load and made again behind it.

#include "io/gpkg_rows.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "io/geometry_writer.hpp"
#include "io/gpkg_geometry.hpp"
#include "io/packed_index.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

std::string quoted(std::string const& name) {
    std::string out = "\"";
    for (char const c : name)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

/// The first column of the first row of a query about a table.
std::string ask(sqlite::Database const& database, char const* sql, std::string const& table) {
    sqlite::Statement const query = sqlite::prepare(database, sql);
    sqlite::bind(query, 1, table);
    return sqlite::step(query) ? sqlite::text(query, 0) : std::string();
}

std::string geometry_column(sqlite::Database const& database, std::string const& table) {
    return ask(database, "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?1", table);
}

/// Takes the triggers of a table away. \return the SQL that makes them again
std::vector<std::string> drop_triggers(sqlite::Database const& database, std::string const& table) {
    std::vector<std::string> names;
    std::vector<std::string> sql;
    {
        sqlite::Statement const query = sqlite::prepare(
            database, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?1 ORDER BY rowid");
        sqlite::bind(query, 1, table);
        while (sqlite::step(query)) {
            names.push_back(sqlite::text(query, 0));
            sql.push_back(sqlite::text(query, 1));
        }
    }
    for (std::string const& name : names)
        sqlite::execute(database, fmt::format("DROP TRIGGER {}", quoted(name)).c_str());
    return sql;
}

std::string insert_statement(std::string const& table, std::string const& geometry,
                             std::vector<OutputField> const& fields) {
    std::string columns = "fid, " + quoted(geometry);
    std::string values = "?1, ?2";
    for (std::size_t f = 0; f < fields.size(); ++f) {
        columns += ", " + quoted(fields[f].name);
        values += fmt::format(", ?{}", f + 3);
    }
    return fmt::format("INSERT INTO {} ({}) VALUES ({})", quoted(table), columns, values);
}

void widen(std::optional<GpkgBox>& all, GpkgBox const& box) {
    if (!all)
        all = box;
    all = GpkgBox{std::min(all->min_x, box.min_x), std::max(all->max_x, box.max_x), std::min(all->min_y, box.min_y),
                  std::max(all->max_y, box.max_y)};
}

} // namespace

sqlite::Database open_for_rows(std::string const& file) {
    sqlite::Database database = sqlite::open_for_writing(file);
    sqlite::execute(database, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; "
                              "PRAGMA cache_size = -32768; BEGIN");
    return database;
}

void finish_rows(sqlite::Database const& database) {
    sqlite::execute(database, "COMMIT");
}

struct GpkgRows::Impl {
    sqlite::Database const& database;
    std::string table;
    std::vector<OutputField> fields;
    bool multi;
    std::string column;
    std::vector<std::string> triggers;
    sqlite::Statement insert;
    std::optional<IndexPacker> index{};
    std::optional<GpkgBox> extent{};
    std::int64_t rows = 0;
    std::vector<std::byte> blob{};
    std::vector<std::string> texts{}; ///< of one row, while SQLite reads them

    void bind_geometry(LonLatGeometry geometry) {
        if (geometry.kind() == GeometryKind::null) {
            sqlite3_bind_null(insert.get(), 2);
            return;
        }
        auto const box = encode_gpkg(geometry, multi || has_parts(geometry), blob);
        sqlite3_bind_blob64(insert.get(), 2, blob.data(), blob.size(), SQLITE_STATIC);
        if (!box)
            return;
        widen(extent, *box);
        if (index)
            index->add(rows, *box);
    }

    void bind_value(AttributeValue value, std::size_t f, std::size_t row) {
        int const at = static_cast<int>(f) + 3;
        if (auto* text = std::get_if<std::string>(&value)) {
            if (!is_utf8(*text))
                throw DataError(
                    {.what = fmt::format("a text of field '{}' in row {} is not UTF-8", fields[f].name, row),
                     .where = fmt::format("layer '{}'", table),
                     .remedy = "name the encoding of the input"});
            texts[f] = std::move(*text);
            sqlite3_bind_text64(insert.get(), at, texts[f].data(), texts[f].size(), SQLITE_STATIC, SQLITE_UTF8);
        } else if (auto const* integer = std::get_if<std::int64_t>(&value)) {
            sqlite3_bind_int64(insert.get(), at, *integer);
        } else if (auto const* real = std::get_if<double>(&value); real != nullptr && std::isfinite(*real)) {
            sqlite3_bind_double(insert.get(), at, *real);
        } else {
            sqlite3_bind_null(insert.get(), at);
        }
    }

    void state_extent() const {
        sqlite::Statement const contents = sqlite::prepare(
            database, "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5 WHERE table_name = ?1");
        sqlite::bind(contents, 1, table);
        if (extent) {
            sqlite3_bind_double(contents.get(), 2, extent->min_x);
            sqlite3_bind_double(contents.get(), 3, extent->min_y);
            sqlite3_bind_double(contents.get(), 4, extent->max_x);
            sqlite3_bind_double(contents.get(), 5, extent->max_y);
        }
        sqlite::step(contents);
    }

    void state_count() const {
        sqlite::Statement const count =
            sqlite::prepare(database, "UPDATE gpkg_ogr_contents SET feature_count = ?2 WHERE table_name = ?1");
        sqlite::bind(count, 1, table);
        sqlite3_bind_int64(count.get(), 2, rows);
        sqlite::step(count);
    }
};

GpkgRows::GpkgRows(sqlite::Database const& database, std::string table, std::vector<OutputField> const& fields,
                   bool multi) {
    std::string const column = geometry_column(database, table);
    std::vector<std::string> triggers = drop_triggers(database, table);
    sqlite::Statement insert = sqlite::prepare(database, insert_statement(table, column, fields).c_str());
    std::string const tree = fmt::format("rtree_{}_{}", table, column);
    bool const is_indexed = !ask(database, "SELECT name FROM sqlite_master WHERE name = ?1", tree).empty();
    m_impl = std::make_unique<Impl>(Impl{.database = database,
                                         .table = std::move(table),
                                         .fields = fields,
                                         .multi = multi,
                                         .column = column,
                                         .triggers = std::move(triggers),
                                         .insert = std::move(insert)});
    m_impl->texts.resize(fields.size());
    if (is_indexed)
        m_impl->index.emplace(database, tree);
}

GpkgRows::GpkgRows(GpkgRows&&) noexcept = default;
GpkgRows::~GpkgRows() = default;

void GpkgRows::write(LonLatGeometries const& geometries, Attributes const& attributes) {
    Impl& impl = *m_impl;
    for (std::size_t row = 0; row < geometries.size(); ++row) {
        ++impl.rows;
        sqlite3_bind_int64(impl.insert.get(), 1, impl.rows);
        impl.bind_geometry(geometries[row]);
        for (std::size_t f = 0; f < impl.fields.size(); ++f)
            impl.bind_value(attributes.value(row, f), f, row);
        sqlite::step(impl.insert);
        sqlite3_reset(impl.insert.get());
    }
}

void GpkgRows::finish() {
    if (m_impl->index)
        m_impl->index->finish();
    m_impl->state_extent();
    m_impl->state_count();
    for (std::string const& trigger : m_impl->triggers)
        sqlite::execute(m_impl->database, trigger.c_str());
    m_impl->insert.reset();
    m_impl->index.reset();
}

RowCount count_rows(sqlite::Database const& database, std::string const& table) {
    RowCount count;
    sqlite::Statement const rows = sqlite::prepare(
        database, fmt::format("SELECT {} FROM {}", quoted(geometry_column(database, table)), quoted(table)).c_str());
    while (sqlite::step(rows)) {
        auto const* bytes = static_cast<std::byte const*>(sqlite3_column_blob(rows.get(), 0));
        auto const size = static_cast<std::size_t>(sqlite3_column_bytes(rows.get(), 0));
        auto const vertices = bytes == nullptr ? std::optional<std::size_t>(0) : gpkg_vertex_count({bytes, size});
        if (!vertices)
            throw IoError({.what = fmt::format("feature {} of layer '{}' is cut short", count.features + 1, table),
                           .where = "",
                           .remedy = ""});
        count.add(*vertices);
    }
    return count;
}

} // namespace oreway
