// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A copy of a dataset in which single features are mended and everything else stays as it is: the files are copied
/// byte for byte (a GeoPackage by SQLite's backup, so that a journal beside it counts), and only the features that need
/// it are written again, by the driver of the format or, in GeoJSON, in the text. Fields, order, feature ids, heights,
/// other layers, styles and the reference system are those of the input.
///
///     DatasetRepair copy("mines.gpkg", temporary, {});
///     copy.mend(0, edits, [](std::int64_t id, XYGeometry shape) { return judge(id, shape); });
///     copy.close();
///
/// What a shape has too much or too little of is mended here (open rings, repeated vertices, empty parts, rings the
/// wrong way round); what is to become of an invalid polygon the caller decides.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oreway/geom/geometries.hpp"
#include "oreway/io/vector_reader.hpp"

namespace oreway {

/// What was mended in the shape of a feature, counted.
struct ShapeCleaning {
    std::size_t rings_closed = 0;
    std::size_t vertices_removed = 0; ///< the same as the one before in all their numbers
    std::size_t parts_removed = 0;    ///< without a vertex
    /// Turned so that exteriors run counterclockwise and holes clockwise (RFC 7946, OGC 06-103r4), in a shapefile the
    /// other way round (ESRI 1998).
    std::size_t rings_turned = 0;
    [[nodiscard]] bool any() const noexcept {
        return rings_closed + vertices_removed + parts_removed + rings_turned > 0;
    }
};

struct MendedFeature {
    std::int64_t id = 0;
    ShapeCleaning cleaning;
    bool reshaped = false;           ///< by the caller
    std::size_t heights_guessed = 0; ///< new vertices whose Z or M was taken along the edge they lie on
    XYGeometries shape;              ///< as it is to be read back
};

struct MendedLayer {
    std::vector<MendedFeature> features; ///< those whose shape was changed, in order of the layer
    /// Fields that were too narrow for their new texts: name, width before, width now.
    struct Widened {
        std::string field;
        int before = 0;
        int after = 0;
    };
    std::vector<Widened> widened;
    /// The layer was declared for single polygons; now it is for multipolygons, and all its features are.
    bool made_multi = false;
};

/// New texts of fields: feature id -> field name -> text. Only ASCII, whatever the encoding of the file.
using TextEdits = std::map<std::int64_t, std::map<std::string, std::string>>;

/// What a shape, cleaned, is to be replaced by: one geometry, or nothing to keep it.
using Reshape = std::function<std::optional<XYGeometries>(std::int64_t id, XYGeometry shape)>;

class DatasetRepair {
public:
    /// Copies the files of `input` to `copy`, which is a temporary name of an OutputFile with the extension of the
    /// input. A shapefile with a missing or wrong index or a short table gets a right one; see notes().
    /// \throws DataError for a format that cannot be changed in place, an archive, records that are lost
    /// \throws IoError when something cannot be read or written
    DatasetRepair(std::string const& input, std::filesystem::path const& copy, ReadOptions const& options);
    DatasetRepair(DatasetRepair&&) noexcept;
    DatasetRepair& operator=(DatasetRepair&&) noexcept;
    ~DatasetRepair();

    /// What had to be done to the files as such, for people: "the index (.shx) was written anew".
    [[nodiscard]] std::vector<std::string> const& notes() const noexcept;

    /// Mends the layer of that number (as VectorDataset counts them). \throws IoError
    MendedLayer mend(std::size_t layer, TextEdits const& texts, Reshape const& reshape);

    /// Flushes and closes the copy. \throws IoError
    void close();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace oreway
