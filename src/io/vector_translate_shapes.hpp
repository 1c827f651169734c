// SPDX-License-Identifier: MIT
#pragma once

// From shapefile to shapefile: coordinates are rewritten record by record, the table is copied byte for byte.

#include <string>

#include "io/native_layer.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/io/vector_translate.hpp"

namespace oreway {

/// Writes the .shp, .shx, .dbf, .prj and .cpg beside translation.file and walks through what it has written.
/// \throws DataError with FailedPoints::fail; IoError; Cancelled. The caller removes the files then
[[nodiscard]] TranslateReport rewrite_shapefile(NativeLayer const& in, LayerTranslation const& translation,
                                                TranslateOptions const& options, Progress& progress);

} // namespace oreway
