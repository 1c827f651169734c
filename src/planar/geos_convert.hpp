// SPDX-License-Identifier: MIT
#pragma once

// Polygons to GEOS and back. GEOS refuses to build a ring that is not closed or has fewer than four vertices, so such
// rings are told before (validity) or mended or dropped (repair).

#include <span>

#include "oreway/geom/geometries.hpp"
#include "planar/geos_handles.hpp"

namespace oreway::geos {

/// A ring GEOS can build: closed, at least four vertices.
[[nodiscard]] bool is_ring(std::span<LonLat const> path) noexcept;

/// Polygon or multipolygon of the rings GEOS can build, open ones closed; the others are left out.
/// \throws DataError with GEOS's message
[[nodiscard]] Geometry to_geos(LonLatGeometry polygon);

/// Appends the polygonal parts as one geometry (exteriors counterclockwise, holes clockwise); null when there are none.
void append_polygons(GEOSGeometry const* geometry, LonLatGeometries& out);

/// The error of a GEOS function that gave nothing.
[[noreturn]] void fail(char const* doing);

} // namespace oreway::geos
