// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Result layers on their way to files: which format a name stands for, where a second layer goes when the format holds one only,
/// and all of it whole or not at all.

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "oreway/geom/feature_layer.hpp"
#include "oreway/io/output_file.hpp"

namespace oreway {

struct OutputOptions {
    std::filesystem::path path;                ///< the extension names the format
    std::string driver;                        ///< GDAL's short name (`-f`); empty: by extension
    std::vector<std::string> creation_options; ///< KEY=VALUE (`--co`, `--lco`)
    OverwritePolicy overwrite = OverwritePolicy::refuse;
};

/// Checks at once, before any work, that the output can be written. \throws UsageError or IoError
void check_output(OutputOptions const& options);

/// Writes the layers: into one file when the format holds several layers (GeoPackage), else the first into `path` and each other
/// one beside it as NAME_LAYER.ext. Geodesic edges are filled with vertices to `drawing_tolerance_m` first, so that QGIS draws what was measured.
/// \return the files that were written
std::vector<std::filesystem::path> write_layers(OutputOptions const& options, std::span<FeatureLayer const> layers,
                                                double drawing_tolerance_m = 10.0);

} // namespace oreway
