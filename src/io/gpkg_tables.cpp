// SPDX-License-Identifier: MIT
// layer_styles and qgis_projects, as QGIS 3.22 and GDAL 3.6 make them.

#include "oreway/io/gpkg_tables.hpp"

#include <fmt/format.h>

#include "io/sqlite_handles.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr char const* styles_table =
    "CREATE TABLE IF NOT EXISTS layer_styles ("
    "id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), "
    "f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, "
    "useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), "
    "update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))";

constexpr char const* register_styles =
    "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) "
    "VALUES ('layer_styles', 'attributes', 'layer_styles', '', '2000-01-01T00:00:00.000Z', 0)";

constexpr char const* add_style = "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
                                  "f_geometry_column, styleName, styleQML, styleSLD, "
                                  "useAsDefault, description, owner, ui, update_time) "
                                  "VALUES ('', '', ?1, ?2, ?3, ?4, '', 1, ?5, '', NULL, '2000-01-01T00:00:00.000Z')";

constexpr char const* projects_table =
    "CREATE TABLE IF NOT EXISTS qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)";

constexpr char const* add_project =
    "INSERT OR REPLACE INTO qgis_projects (name, metadata, content) VALUES (?1, ?2, ?3)";

/// Everything or nothing: an exception on the way rolls back.
class Transaction {
public:
    explicit Transaction(sqlite::Database const& database) : m_database(database) {
        sqlite::execute(database, "BEGIN IMMEDIATE");
    }
    Transaction(Transaction const&) = delete;
    Transaction& operator=(Transaction const&) = delete;
    ~Transaction() {
        if (!m_done)
            sqlite3_exec(m_database.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    void commit() {
        sqlite::execute(m_database, "COMMIT");
        m_done = true;
    }

private:
    sqlite::Database const& m_database;
    bool m_done = false;
};

/// Style and layer are tied together by the name of the geometry column as well. \throws IoError when there is no such
/// layer
std::string geometry_column(sqlite::Database const& database, std::string const& layer, std::string const& file) {
    sqlite::Statement const query =
        sqlite::prepare(database, "SELECT g.column_name FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g "
                                  "ON g.table_name = c.table_name WHERE c.table_name = ?1");
    sqlite::bind(query, 1, layer);
    if (!sqlite::step(query))
        throw IoError({.what = fmt::format("there is no layer '{}' to style", layer), .where = file, .remedy = ""});
    return sqlite::text(query, 0);
}

std::string hexadecimal(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    constexpr std::string_view digits = "0123456789abcdef";
    for (char const c : bytes) {
        auto const byte = static_cast<unsigned char>(c);
        text += digits[byte >> 4];
        text += digits[byte & 0x0F];
    }
    return text;
}

} // namespace

void add_gpkg_styles(std::filesystem::path const& gpkg, std::vector<GpkgStyle> const& styles) {
    sqlite::Database const database = sqlite::open_for_writing(gpkg.string());
    Transaction transaction(database);
    sqlite::execute(database, styles_table);
    sqlite::execute(database, register_styles);
    {
        sqlite::Statement const drop = sqlite::prepare(database, "DELETE FROM layer_styles WHERE f_table_name = ?1");
        sqlite::Statement const insert = sqlite::prepare(database, add_style);
        for (GpkgStyle const& style : styles) {
            std::string const column = geometry_column(database, style.layer, gpkg.string());
            sqlite3_reset(drop.get());
            sqlite::bind(drop, 1, style.layer);
            sqlite::step(drop);
            sqlite3_reset(insert.get());
            int parameter = 0;
            for (std::string const* text : {&style.layer, &column, &style.name, &style.qml, &style.description})
                sqlite::bind(insert, ++parameter, *text);
            sqlite::step(insert);
        }
    }
    transaction.commit();
}

void add_gpkg_project(std::filesystem::path const& gpkg, std::string const& name, std::string const& qgz_bytes) {
    sqlite::Database const database = sqlite::open_for_writing(gpkg.string());
    Transaction transaction(database);
    sqlite::execute(database, projects_table);
    {
        sqlite::Statement const insert = sqlite::prepare(database, add_project);
        sqlite::bind(insert, 1, name);
        sqlite::bind(insert, 2, R"({"last_modified_time": "2000-01-01T00:00:00", "last_modified_user": ""})");
        sqlite::bind(insert, 3, hexadecimal(qgz_bytes));
        sqlite::step(insert);
    }
    transaction.commit();
}

} // namespace oreway
