// SPDX-License-Identifier: MIT
// Values of our own features, bound to one statement a layer.

#include "io/gpkg_rows.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "io/geometry_writer.hpp"
#include "io/gpkg_geometry.hpp"
#include "io/gpkg_load.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

std::string insert_statement(std::string const& table, std::string const& geometry,
                             std::vector<OutputField> const& fields) {
    std::string columns = "fid, " + sql_name(geometry);
    std::string values = "?1, ?2";
    for (std::size_t f = 0; f < fields.size(); ++f) {
        columns += ", " + sql_name(fields[f].name);
        values += fmt::format(", ?{}", f + 3);
    }
    return fmt::format("INSERT INTO {} ({}) VALUES ({})", sql_name(table), columns, values);
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
    std::vector<OutputField> fields;
    bool multi;
    GpkgLoad load;
    sqlite::Statement insert;
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
        if (box)
            load.add(rows, *box);
    }

    void bind_value(AttributeValue value, std::size_t f, std::size_t row) {
        int const at = static_cast<int>(f) + 3;
        if (auto* text = std::get_if<std::string>(&value)) {
            if (!is_utf8(*text))
                throw DataError(
                    {.what = fmt::format("a text of field '{}' in row {} is not UTF-8", fields[f].name, row),
                     .where = fmt::format("layer '{}'", load.table()),
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
};

GpkgRows::GpkgRows(sqlite::Database const& database, std::string table, std::vector<OutputField> const& fields,
                   bool multi) {
    GpkgLoad load(database, std::move(table));
    sqlite::Statement insert =
        sqlite::prepare(database, insert_statement(load.table(), load.geometry_column(), fields).c_str());
    m_impl = std::make_unique<Impl>(
        Impl{.fields = fields, .multi = multi, .load = std::move(load), .insert = std::move(insert)});
    m_impl->texts.resize(fields.size());
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
    m_impl->insert.reset();
    m_impl->load.finish(m_impl->rows);
}

RowCount count_rows(sqlite::Database const& database, std::string const& table) {
    RowCount count;
    std::string const column = geometry_column_of(database, table);
    sqlite::Statement const rows = sqlite::prepare(
        database,
        fmt::format("SELECT {} FROM {}", column.empty() ? "NULL" : sql_name(column), sql_name(table)).c_str());
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
