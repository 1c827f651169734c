// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Writing layers of WGS 84 features in any format of the table that writes, checked by re-opening.

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/geom/feature_layer.hpp"

namespace oreway {

struct WriteOptions {
    std::string driver{}; ///< GDAL's short name; empty: by extension
    /// KEY=VALUE, dataset and layer options alike; each goes where the driver knows it.
    std::vector<std::string> creation_options{};
    int coordinate_decimals = 7; ///< for text formats; 1e-7 degrees is about 1 cm
};

/// GDAL's short name of the driver that writes the file: `driver` when it is given, else by the extension.
/// \throws UsageError when it is unknown, does not write, or does not fit the extension
[[nodiscard]] std::string output_driver(std::filesystem::path const& file, std::string const& driver = {});

/// Whether one file of the driver holds several layers (GeoPackage).
[[nodiscard]] bool holds_several_layers(std::string_view driver) noexcept;

/// What had to be changed to fit the format: fields that were renamed (notes "field.renamed"), texts that were cut
/// (warnings "field.cut"), numbers that lost digits (warnings "field.rounded").
struct WriteReport {
    Problems problems;
};

/// Writes the layers to `file` (which is a temporary name of an OutputFile; it must not exist), closes it, and re-opens
/// it to compare layers, features, null geometries, all attributes, and number, box and sum of the vertices of each
/// feature with what was given. GDAL 3.6.2 may report success on a full disk, so nothing else is trusted.
///
/// Layers are written as multi types when any feature has several parts. A layer without geometry becomes a plain table
/// (GPKG, CSV, GeoJSON with null geometries). Ids are kept in GPKG and GeoJSON when they are unique, ascending and not
/// negative. Numbers that are not finite become null. Same input gives the same bytes (no clock: OGR_CURRENT_DATE and
/// DBF_DATE_LAST_UPDATE are pinned). \throws UsageError for a format that cannot be written or cannot hold the layers
/// \throws DataError for data that the format cannot hold: mixed geometries or more than 2 GB in a shapefile,
/// coordinates that are
///         not finite, texts that are not UTF-8
/// \throws IoError, after removing what was written, when anything is missing
WriteReport write_vector(std::filesystem::path const& file, std::span<FeatureLayer const> layers,
                         WriteOptions const& options = {});

} // namespace oreway
