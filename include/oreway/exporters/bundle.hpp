// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A bundle folder that QGIS opens styled and in place: one GeoPackage with all layers, their styles and the project; the
/// project as .qgz; GeoJSON and rasters with a .qml beside; tables as CSV; manifest.json.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/grid/grid.hpp"
#include "oreway/io/raster_writer.hpp"

namespace oreway {

/// A vector layer of the bundle; geometries are drawn straight in lon/lat, so densify geodesics first.
struct BundleLayer {
    FeatureLayer layer;       ///< `layer.name` is the table and file name
    std::string title;        ///< in the layer panel of QGIS
    std::string style;        ///< name for find_style
    std::string group;        ///< group in the layer panel
    bool visible = true;
    bool geojson = true;      ///< also written as GeoJSON
};
struct BundleRaster {
    std::string name;         ///< file name without extension
    std::string title;
    std::string style;
    Grid<float> grid;
    RasterDescription description;
};
struct BundleTable {
    Table table;              ///< `table.name()` is the file name under tables/ and the name of the attribute table in the GeoPackage
    std::string title;
};
/// Everything the bundle holds. Layers are given from the top of the map to the bottom.
struct Bundle {
    std::string title;
    std::string subtitle;     ///< one line under the title of the print layout (what, when known: never a clock)
    LonLatBox view;           ///< first extent of the map
    std::vector<BundleLayer> layers;
    std::vector<BundleRaster> rasters;
    std::vector<BundleTable> tables;
};

/// Written file and what stands in it, for the receipt.
struct WrittenFile {
    std::string name;         ///< relative to the bundle folder
    std::uintmax_t bytes = 0;
    std::string hash;
};

/// Writes all files of the bundle except the manifest into an existing folder (of an OutputFolder), each checked by re-opening.
/// Same input, same bytes. \throws IoError
[[nodiscard]] std::vector<WrittenFile> write_bundle(std::filesystem::path const& folder, Bundle const& bundle, Progress& progress);

} // namespace oreway
