// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Common areas and unions of polygons in the lon/lat plane, by GEOS. Edges are straight in that plane: whoever means
/// geodesics follows them by short chords first (measure/polygon_overlap.hpp does). Nothing here knows that the plane
/// closes at the antimeridian; the caller brings polygons to common turns of longitude.

#include "oreway/geom/geometries.hpp"

namespace oreway {

/// Appends the common area of two polygons as one geometry, exteriors counterclockwise and holes clockwise; null when
/// they share no area (touching is none). Both must be valid (find_invalidity). Vertices of the two polygons that come
/// out keep their coordinates bit for bit. \throws DataError when GEOS gives up
void append_intersection(LonLatGeometry a, LonLatGeometry b, LonLatGeometries& out);

/// Appends the area that any polygon of the container covers as one geometry; null when there is none.
/// \throws DataError when GEOS gives up
void append_union(LonLatGeometries const& polygons, LonLatGeometries& out);

/// The same with all vertices, given ones and those of crossings, moved to a grid (GEOS's snap rounding). It never
/// gives up over boundaries that all but coincide, as the exact union does for many arcs round one centre.
void append_union_on_grid(LonLatGeometries const& polygons, double grid_degrees, LonLatGeometries& out);

} // namespace oreway
