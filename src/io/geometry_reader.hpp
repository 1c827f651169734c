// SPDX-License-Identifier: MIT
#pragma once

// OGR geometries into flat arrays of native coordinates.

#include <cstdint>

#include "io/gdal_handles.hpp"
#include "io/problem_tally.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// Whether the first coordinate of the data is the northing or latitude, against the rule of the house.
enum class AxisOrder { east_north, north_east };

/// Appends one geometry (null for none). Curves are linearised, Z and M dropped, open rings closed, collections of one
/// kind made multi geometries; a mixed collection or a coordinate that is no number gives a null geometry. All of it is
/// counted.
void append_geometry(OGRGeometry const* geometry, AxisOrder order, std::int64_t feature, XYGeometries& out,
                     ProblemTally& problems);

} // namespace oreway
