// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// All places within a distance of points, lines and polygons, exact on the ellipsoid: the geodesic buffer.
///
///     Buffer const reach = geodesic_buffer(corridor.geometries, 50.0_km);
///     if (reach.polygons.size() == 1) draw(reach.polygons[0], reach.error_bound);
///
/// Two ways lead to the same boundary, and the cheaper one is taken. The level set d(x) = R of the geodesic distance
/// (that of EdgeIndex; inside polygons it is zero): the lon/lat plane is searched by blocks, and a block is left out
/// only when the distance of its centre proves that the boundary does not pass through it (the distance changes by at
/// most a metre a metre). Signs at the corners of cells of 0.2 to 0.4 R give the rings, which are closed and nested by
/// construction; cells where the nearest places lie in different directions are searched down to the tolerance, so that
/// holes and necks are true ones. Then each chord is halved, with its middle moved onto d = R, until it keeps the
/// tolerance. Or, where R is small against the edges (at most 20 km, and not beyond 84 degrees of latitude), the union
/// of strips made by direct geodesics round each edge: its cost is by the edge, not by the radius.
///
/// Accuracy: vertices and all places of edges, drawn straight in longitude and latitude, have a distance of R within
/// `error_bound`. So the buffer of R1 contains that of R2 when R1 - R2 exceeds the sum of both bounds.
///
/// Polygons are valid in the lon/lat plane (OGC; checked, and mended within the bound where a neck is thinner than the
/// bound), exteriors counterclockwise. They are cut at the antimeridian (RFC 7946, section 3.1.9), and where they hold
/// a pole they run along the edge of the map at 90 degrees. The same input gives the same result for any number of
/// threads. Memory grows with the vertices of the result. Time grows with the vertices, or with the length over R where
/// that is less; beyond 84 degrees of latitude it is always the length over R.

#include <optional>

#include "oreway/base/progress.hpp"
#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

inline constexpr Metres least_buffer_radius{1.0};
inline constexpr Metres greatest_buffer_radius{5'000'000.0};
/// The finest boundary that is offered.
inline constexpr Metres least_buffer_tolerance{0.01};

/// 0.1 % of the radius, at most 10 m, at least 0.01 m.
[[nodiscard]] Metres default_buffer_tolerance(Metres radius) noexcept;

struct Buffer {
    LonLatGeometries polygons; ///< one geometry: a (multi)polygon, null when there was no source
    Metres radius;
    Metres error_bound; ///< largest difference of the boundary's distance from the radius
    SquareMetres area;  ///< of the polygons; differs from that of the exact buffer by less than perimeter x error_bound
};

/// The buffer of all geometries together (overlaps dissolved). Polygons among the sources must be valid
/// (planar::find_invalidity). \param tolerance  wanted error bound; default_buffer_tolerance when left out
/// \throws UsageError for a radius or tolerance out of range, NumericError for vertices that are not valid, Cancelled
[[nodiscard]] Buffer geodesic_buffer(LonLatGeometries const& sources, Metres radius,
                                     std::optional<Metres> tolerance = std::nullopt,
                                     Progress const& progress = no_progress());

/// The places of `outer` that are not in `inner`: a zone between two radii. Both must be buffers of the same sources
/// and the radius of `outer` the greater one by more than the sum of the bounds. Its radius and bound are those of
/// `outer`.
[[nodiscard]] Buffer zone_between(Buffer const& outer, Buffer const& inner);

} // namespace oreway
