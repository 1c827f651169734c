// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A bundle folder that QGIS opens styled and in place: one GeoPackage with all layers, their styles and the project;
/// the project as .qgz; GeoJSON and rasters with a .qml beside; tables as CSV; manifest.json.

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
    FeatureLayer layer; ///< `layer.name` is the table and file name
    std::string title;  ///< in the layer panel of QGIS
    std::string style;  ///< name for find_style
    std::string group;  ///< group in the layer panel
    bool visible = true;
    bool geojson = true; ///< also written as GeoJSON
};
/// A raster of the bundle. It is drawn below the layers, but above a last group that holds polygons only (the
/// background).
struct BundleRaster {
    std::string name; ///< file name without extension
    std::string title;
    std::string style;
    Grid<float> grid;
    RasterDescription description;
    std::string group = "Distance";
    bool visible = false; ///< a coloured background takes the contrast from everything above it
};
/// A table of results, an attribute table of the GeoPackage and a CSV file.
struct BundleTable {
    Table
        table; ///< `table.name()` is the file name under tables/ and the name of the attribute table in the GeoPackage
    std::string title;
};
/// The map QGIS opens with: its reference system and first extent. This room knows no PROJ, so the caller transforms
/// the view:
///
///     bundle.map.crs = map_crs_for(bundle.view);
///     // points along the edges of bundle.view through a CoordinateTransform from EPSG:4326, then
///     map.extent.extend(...)
struct MapFrame {
    std::string crs = "EPSG:4326"; ///< an authority code that QGIS 3.22 knows
    XYBox extent;                  ///< in `crs`; empty: the view itself, which only EPSG:4326 can take
};

/// The UTM zone of WGS 84 in the middle of the view ("EPSG:32642"): metres, conformal, known to every GIS, and within
/// 30 degrees of the middle true to scale within a few per cent (46-88 E 35-56 N: 4.5 % in the corners). Wider views
/// and views that reach beyond 84 N or 80 S, and empty ones, get "EPSG:4326".
[[nodiscard]] std::string map_crs_for(LonLatBox const& view);

/// Everything the bundle holds. Layers are given from the top of the map to the bottom.
struct Bundle {
    std::string title;
    std::string subtitle; ///< one line under the title of the print layout (what, when known: never a clock)
    LonLatBox view;       ///< first extent of the map, as the study gives it
    MapFrame map;         ///< the same in the reference system of the map
    std::vector<BundleLayer> layers;
    std::vector<BundleRaster> rasters;
    std::vector<BundleTable> tables;
};

/// Written file and what stands in it, for the receipt.
struct WrittenFile {
    std::string name; ///< relative to the bundle folder
    std::uintmax_t bytes = 0;
    std::string hash;
};

/// Writes all files of the bundle except the manifest into an existing folder (of an OutputFolder), each checked by
/// re-opening. Same input, same bytes: ids come from names, nothing from clocks. Names of layers, rasters and tables
/// are file names and table names at once, so they may hold neither / \ | : nor control characters; titles may hold
/// anything. \throws IoError when a file cannot be written; std::logic_error for two equal names, a name as above, an
/// unknown style,
///         or a map in another system than EPSG:4326 without its extent
[[nodiscard]] std::vector<WrittenFile> write_bundle(std::filesystem::path const& folder, Bundle const& bundle,
                                                    Progress& progress);

} // namespace oreway
