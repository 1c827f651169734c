// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Writing layers of WGS 84 features in any format of the table that writes, checked by re-opening.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "oreway/geom/feature_layer.hpp"

namespace oreway {

struct WriteOptions {
    std::string driver;                        ///< GDAL's short name; empty: by extension
    std::vector<std::string> creation_options; ///< KEY=VALUE, dataset and layer options alike go where the driver knows them
    int coordinate_decimals = 7;               ///< for text formats; 1e-7 degrees is about 1 cm
};

/// Writes the layers to `file` (which is a temporary name of an OutputFile; it must not exist), closes it, and re-opens it to
/// compare layers, feature counts, null geometries, fields and extents with what was given. GDAL 3.6.2 may report success on a full disk,
/// so nothing else is trusted. Line and polygon layers are written as multi types when any feature has several parts.
/// Same input gives the same bytes (no clock: OGR_CURRENT_DATE and DBF_DATE_LAST_UPDATE are pinned).
/// \throws IoError, after removing what was written, when anything is missing
void write_vector(std::filesystem::path const& file, std::span<FeatureLayer const> layers, WriteOptions const& options = {});

} // namespace oreway
