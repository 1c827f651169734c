// SPDX-License-Identifier: MIT
#pragma once

// GDAL's features as rows of a new GeoPackage layer, by one prepared statement. What is written is what GDAL would
// write; layers with a field or a shape of a rare kind are left to it.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/gdal_handles.hpp"
#include "io/gpkg_load.hpp"
#include "oreway/base/problem.hpp"

namespace oreway {

class FeatureRows {
public:
    /// Whether all fields and shapes of such a layer can be written here.
    [[nodiscard]] static bool takes(OGRFeatureDefn const& definition);

    /// An empty layer as GDAL has made it. The database and the definition must outlive the object.
    FeatureRows(sqlite::Database const& database, std::string table, std::string const& id_column,
                OGRFeatureDefn const& definition);

    /// \throws IoError
    void write(OGRFeature& feature);
    /// Finishes the index and what the file says about the layer. \return remarks \throws IoError
    [[nodiscard]] Problems finish();

private:
    std::optional<GpkgBox> bind_shape(OGRGeometry const* shape);
    void bind_field(OGRFeature& feature, int field, int at);
    void note_kind(OGRGeometry const& shape);
    void state_dimensions() const;

    sqlite::Database const& m_database;
    OGRFeatureDefn const& m_definition;
    OGRwkbGeometryType m_type;
    GpkgLoad m_load;
    std::int32_t m_srs_id = 0;
    sqlite::Statement m_insert;
    std::vector<unsigned char> m_blob;
    std::vector<std::string> m_texts; ///< of dates in one row, while SQLite reads them
    std::int64_t m_rows = 0;
    std::int64_t m_of_other_kind = 0; ///< shapes that are not of the declared type
    bool m_has_z = false;
    bool m_has_m = false;
};

} // namespace oreway
