// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Straight lines stay what they are: an edge that is straight in a projection is filled with vertices before it is
/// brought to longitude and latitude, and a geodesic is filled with vertices before somebody draws it straight in
/// longitude and latitude.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"
#include "oreway/geom/ports.hpp"

namespace oreway {

/// What happened when native geometries were brought to WGS 84.
struct UnprojectReport {
    std::size_t vertices_added = 0;
    std::vector<std::size_t>
        failed; ///< positions of geometries with a vertex that has no image or is not finite; they become null
};

/// Appends `native`, transformed to WGS 84, to `out`. With `max_deviation`, an edge is halved in native coordinates
/// until the geodesic between neighbouring vertices leaves the straight native edge by no more than that (checked at
/// the quarter points). A geometry with a vertex that has no image becomes null. \throws UsageError for a deviation
/// below 1 mm
UnprojectReport append_unprojected(XYGeometries const& native, CoordinateTransform& to_wgs84,
                                   std::optional<Metres> max_deviation, LonLatGeometries& out);

/// A line with extra vertices along its geodesics, so that straight lon/lat edges between them stay within
/// `max_deviation`. Longitudes run on without a jump at the antimeridian (a value may exceed 180); over a pole they
/// turn along its parallel. \throws UsageError for a deviation below 1 mm, NumericError for a coordinate that is no
/// position
[[nodiscard]] std::vector<LonLat> densify_geodesic(std::span<LonLat const> line, Metres max_deviation);

/// All lines and rings of a container treated in that way; points are copied.
[[nodiscard]] LonLatGeometries densify_geodesic(LonLatGeometries const& geometries, Metres max_deviation);

} // namespace oreway
