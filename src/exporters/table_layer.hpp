// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A table of results as a layer without geometry, for the GeoPackage.

#include "oreway/base/table.hpp"
#include "oreway/geom/feature_layer.hpp"

namespace oreway {

/// Reals are rounded to the decimals of their column, so that every format shows the same number; absent cells are
/// null.
[[nodiscard]] FeatureLayer to_layer(Table const& table);

} // namespace oreway
