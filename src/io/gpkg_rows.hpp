// SPDX-License-Identifier: MIT
#pragma once

// Rows of new GeoPackage layers by prepared statements. GDAL makes the file and its empty layers; rows, spatial index,
// extent and number of features are then written here, at a third of the cost of a feature by GDAL. SQLite writes its
// own pages, and says when the disk is full.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/output_fields.hpp"
#include "io/sqlite_handles.hpp"
#include "oreway/geom/attributes.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// What is counted while writing, and again when reading.
struct RowCount {
    std::size_t features = 0;
    std::size_t without_geometry = 0;
    std::size_t vertices = 0;
    friend bool operator==(RowCount const&, RowCount const&) = default;

    void add(std::size_t vertex_count) {
        ++features;
        without_geometry += vertex_count == 0 ? 1U : 0U;
        vertices += vertex_count;
    }
};

/// A new GeoPackage open for its rows, in one transaction. The file is a temporary one: it becomes whole or is removed,
/// so nothing is kept for taking the transaction back.
[[nodiscard]] sqlite::Database open_for_rows(std::string const& file);
void finish_rows(sqlite::Database const& database);

class GpkgRows {
public:
    /// An empty layer as GDAL has made it. `multi` tells whether its declared type is a multi type.
    GpkgRows(sqlite::Database const& database, std::string table, std::vector<OutputField> const& fields, bool multi);
    GpkgRows(GpkgRows&&) noexcept;
    ~GpkgRows();

    /// Appends features, numbered from 1. \throws DataError for texts that are not UTF-8 and coordinates that are not
    /// finite \throws IoError
    void write(LonLatGeometries const& geometries, Attributes const& attributes);
    /// Finishes the index and what the file says about the layer. \throws IoError
    void finish();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

/// Reads the geometries of a layer again. \throws IoError when one is not whole
[[nodiscard]] RowCount count_rows(sqlite::Database const& database, std::string const& table);

} // namespace oreway
