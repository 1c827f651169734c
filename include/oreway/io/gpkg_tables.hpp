// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What QGIS looks for in a GeoPackage beyond the standard: default styles (`layer_styles`) and stored projects
/// (`qgis_projects`).

#include <filesystem>
#include <string>
#include <vector>

namespace oreway {

struct GpkgStyle {
    std::string layer; ///< table name
    std::string name;
    std::string qml;
    std::string description;
};

/// Adds default styles, one a layer. The table is registered as attributes, times are fixed. \throws IoError
void add_gpkg_styles(std::filesystem::path const& gpkg, std::vector<GpkgStyle> const& styles);

/// Stores a zipped project (the bytes of a .qgz) under a name; QGIS opens it as geopackage:FILE?projectName=NAME.
/// \throws IoError
void add_gpkg_project(std::filesystem::path const& gpkg, std::string const& name, std::string const& qgz_bytes);

} // namespace oreway
