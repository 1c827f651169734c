// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The text of a QGIS project (.qgs): layers by relative path with their styles inside, groups, reference system,
/// ellipsoid, units, first extent, print layout. Everything here was measured with QGIS 3.22, the oldest version
/// supported.

#include <string>
#include <string_view>
#include <vector>

#include "oreway/geom/box.hpp"

namespace oreway {

/// One layer of the project, with its data source relative to the project file.
struct ProjectLayer {
    enum class Kind { point, line, polygon, table, raster };
    Kind kind = Kind::table;
    std::string name;  ///< unique; the id of the layer is made from it
    std::string title; ///< in the layer panel and the legend
    std::string group;
    std::string source; ///< "./oreway.gpkg|layername=mines"
    std::string qml;    ///< whole style; a table has none
    bool visible = true;
};

/// What the project shows. Layers from top to bottom; a group stands where its first layer stands.
struct ProjectContent {
    std::string title;
    std::string subtitle;
    std::string crs;
    XYBox extent;
    std::vector<ProjectLayer> layers;
    std::vector<std::string> notes; ///< sentences under the map of the print layout
};

/// Id of a layer: letters, digits and underscores of its name, and a fingerprint of the whole name. Always longer than
/// ten characters: QGIS 3.22 replaces shorter ids by its own, and the map stays blank.
[[nodiscard]] std::string layer_id(std::string_view name);

[[nodiscard]] std::string to_qgs(ProjectContent const& content);

} // namespace oreway
