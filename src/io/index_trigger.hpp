// SPDX-License-Identifier: MIT
#pragma once

// The trigger by which a GeoPackage fills a spatial index row by row, out of the way while many rows are written.

#include <string>

#include "io/gdal_handles.hpp"

namespace oreway {

/// Takes away the trigger that fills the spatial index row by row; GDAL makes index and triggers before the first
/// query. \return SQL of the trigger, to be executed again after packing; empty when there is no index
[[nodiscard]] std::string suspend_spatial_index(GDALDataset& dataset, std::string const& table,
                                                std::string const& column);

} // namespace oreway
