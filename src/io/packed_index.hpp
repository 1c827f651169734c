// SPDX-License-Identifier: MIT
#pragma once

// The spatial index of a GeoPackage layer, built at once from rows that are there already. SQLite's R-tree takes rows
// one by one (12 s a million); its three shadow tables, filled with full nodes, take 0.3 s.

#include <cstdint>
#include <memory>
#include <string>

#include "io/gpkg_geometry.hpp"
#include "io/sqlite_handles.hpp"

namespace oreway {

/// Fills an empty R-tree while the rows are written. Memory is that of some 65,536 boxes and a box for each fifty rows.
class IndexPacker {
public:
    /// `tree` is the name of the R-tree. The database must outlive the object.
    IndexPacker(sqlite::Database const& database, std::string const& tree);
    IndexPacker(IndexPacker&&) noexcept;
    ~IndexPacker();

    void add(std::int64_t row, GpkgBox const& box);
    /// The levels above the leaves; called once, after the last row.
    void finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Fills the empty R-tree of a layer of an otherwise finished GeoPackage. \throws IoError
void pack_spatial_index(std::string const& file, std::string const& table, std::string const& geometry_column);

} // namespace oreway
