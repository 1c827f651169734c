// SPDX-License-Identifier: MIT
#pragma once

// GDAL 3.6.2 may report success on a full disk, so what was written is opened and counted.

#include <string>
#include <vector>

#include "io/gpkg_rows.hpp"
#include "oreway/io/vector_translate.hpp"

namespace oreway {

/// Compares the number of features, of features without geometry and of vertices of each layer.
/// \throws IoError when anything is missing
void check_translation(std::string const& file, std::string const& driver, std::vector<LayerCounts> const& layers);

/// The same for a layer of a GeoPackage whose rows were counted. \throws IoError
void check_layer(LayerCounts const& written, RowCount const& rows, bool spatial, std::string const& file);

} // namespace oreway
