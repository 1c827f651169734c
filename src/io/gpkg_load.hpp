// SPDX-License-Identifier: MIT
#pragma once

// What stands around the rows of a GeoPackage layer while many are written at once: triggers are away, the spatial
// index is packed, extent and number of rows are told at the end.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/gpkg_geometry.hpp"
#include "io/packed_index.hpp"
#include "io/sqlite_handles.hpp"

namespace oreway {

/// A name as SQL has it.
[[nodiscard]] std::string sql_name(std::string const& name);

/// The column of the shapes of a table; empty when it has none.
[[nodiscard]] std::string geometry_column_of(sqlite::Database const& database, std::string const& table);

class GpkgLoad {
public:
    /// An empty layer as GDAL has made it; the database must outlive the object.
    GpkgLoad(sqlite::Database const& database, std::string table);

    /// Empty for a table without shapes.
    [[nodiscard]] std::string const& geometry_column() const noexcept { return m_column; }
    [[nodiscard]] std::string const& table() const noexcept { return m_table; }
    /// A shape of a row in the index and in the extent.
    void add(std::int64_t row, GpkgBox const& box);
    /// \throws IoError
    void finish(std::int64_t rows);

private:
    void state_extent() const;
    void state_count(std::int64_t rows) const;

    sqlite::Database const& m_database;
    std::string m_table;
    std::string m_column;
    std::vector<std::string> m_triggers;
    std::optional<IndexPacker> m_index;
    std::optional<GpkgBox> m_extent;
};

} // namespace oreway
