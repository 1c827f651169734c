// SPDX-License-Identifier: MIT
#pragma once

// Geometries of a GeoPackage as its rows hold them: a short header with the box, then well-known binary (GeoPackage
// 1.3, clause 2.1.3). Written as GDAL writes them, without a geometry object on the way.

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "oreway/geom/geometries.hpp"

namespace oreway {

/// Bounds of a geometry in longitude and latitude.
struct GpkgBox {
    double min_x = 0.0;
    double max_x = 0.0;
    double min_y = 0.0;
    double max_y = 0.0;
};

/// Replaces `blob` by a geometry of EPSG:4326. A multi geometry is made when `multi` holds.
/// \return its box; nothing for an empty geometry \throws DataError when a vertex is not finite
std::optional<GpkgBox> encode_gpkg(LonLatGeometry geometry, bool multi, std::vector<std::byte>& blob);

/// Number of vertices of a geometry with points, lines or polygons. Nothing when it is cut short.
[[nodiscard]] std::optional<std::size_t> gpkg_vertex_count(std::span<std::byte const> blob);

} // namespace oreway
