// SPDX-License-Identifier: MIT
// Triggers that GDAL made for single rows are taken away for the load and made again behind it.

#include "io/gpkg_load.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace oreway {

namespace {

/// The first column of the first row of a query about a table.
std::string ask(sqlite::Database const& database, char const* sql, std::string const& table) {
    sqlite::Statement const query = sqlite::prepare(database, sql);
    sqlite::bind(query, 1, table);
    return sqlite::step(query) ? sqlite::text(query, 0) : std::string();
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
        sqlite::execute(database, fmt::format("DROP TRIGGER {}", sql_name(name)).c_str());
    return sql;
}

void widen(std::optional<GpkgBox>& all, GpkgBox const& box) {
    if (!all)
        all = box;
    all = GpkgBox{std::min(all->min_x, box.min_x), std::max(all->max_x, box.max_x), std::min(all->min_y, box.min_y),
                  std::max(all->max_y, box.max_y)};
}

} // namespace

std::string sql_name(std::string const& name) {
    std::string out = "\"";
    for (char const c : name)
        out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
}

std::string geometry_column_of(sqlite::Database const& database, std::string const& table) {
    return ask(database, "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?1", table);
}

GpkgLoad::GpkgLoad(sqlite::Database const& database, std::string table)
    : m_database(database), m_table(std::move(table)), m_column(geometry_column_of(database, m_table)),
      m_triggers(drop_triggers(database, m_table)) {
    std::string const tree = fmt::format("rtree_{}_{}", m_table, m_column);
    if (!ask(database, "SELECT name FROM sqlite_master WHERE name = ?1", tree).empty())
        m_index.emplace(database, tree);
}

void GpkgLoad::add(std::int64_t row, GpkgBox const& box) {
    widen(m_extent, box);
    if (m_index)
        m_index->add(row, box);
}

void GpkgLoad::finish(std::int64_t rows) {
    if (m_index)
        m_index->finish();
    state_extent();
    state_count(rows);
    for (std::string const& trigger : m_triggers)
        sqlite::execute(m_database, trigger.c_str());
    m_index.reset();
}

void GpkgLoad::state_extent() const {
    sqlite::Statement const contents = sqlite::prepare(
        m_database, "UPDATE gpkg_contents SET min_x = ?2, min_y = ?3, max_x = ?4, max_y = ?5 WHERE table_name = ?1");
    sqlite::bind(contents, 1, m_table);
    if (m_extent) {
        sqlite3_bind_double(contents.get(), 2, m_extent->min_x);
        sqlite3_bind_double(contents.get(), 3, m_extent->min_y);
        sqlite3_bind_double(contents.get(), 4, m_extent->max_x);
        sqlite3_bind_double(contents.get(), 5, m_extent->max_y);
    }
    sqlite::step(contents);
}

void GpkgLoad::state_count(std::int64_t rows) const {
    sqlite::Statement const count =
        sqlite::prepare(m_database, "UPDATE gpkg_ogr_contents SET feature_count = ?2 WHERE table_name = ?1");
    sqlite::bind(count, 1, m_table);
    sqlite3_bind_int64(count.get(), 2, rows);
    sqlite::step(count);
}

} // namespace oreway
