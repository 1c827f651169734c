// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Geodesics on the WGS 84 ellipsoid: the shortest way between two points, its length and its directions, and the area
/// of polygons with geodesic edges.
///
///     Metres d = geodesic_distance({76.8829, 43.238}, {69.2401, 41.2995});   // Almaty - Tashkent: 665 993.502 m
///
/// Units: degrees for positions and azimuths (clockwise from north, in [-180, 180]), metres, square metres.
/// Accuracy: 15 nm in distance, about 0.1 m2 a vertex in area, for any pair of points including nearly antipodal ones
/// (Karney 2013, "Algorithms for geodesics", J. Geodesy 87, 43-55, doi:10.1007/s00190-012-0578-z; PROJ's geodesic.h).
/// Longitudes may lie outside [-180, 180]; differences are taken modulo 360. Between points with several shortest ways
/// one of them is taken. A coordinate that is not finite or a latitude beyond 90 degrees throws NumericError.

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"
#include "oreway/geom/lonlat.hpp"

namespace oreway {

/// WGS 84 (EPSG:7030): semi-major axis in metres and flattening.
inline constexpr double wgs84_semi_major_axis = 6378137.0;
inline constexpr double wgs84_flattening = 1.0 / 298.257223563;
/// How the ellipsoid is named in results and receipts.
inline constexpr char const* ellipsoid_name = "WGS 84 (a = 6378137 m, 1/f = 298.257223563)";

struct GeodesicInverse {
    Metres distance;
    Degrees azimuth_from; ///< direction of the geodesic at the first point
    Degrees azimuth_to;   ///< forward direction at the second point
};
struct GeodesicPosition {
    LonLat position; ///< longitude in [-180, 180]
    Degrees azimuth; ///< forward direction there
};

[[nodiscard]] GeodesicInverse geodesic_inverse(LonLat from, LonLat to);
[[nodiscard]] Metres geodesic_distance(LonLat from, LonLat to);
/// The point at `distance` (may be negative) from `from` in direction `azimuth`.
[[nodiscard]] GeodesicPosition geodesic_direct(LonLat from, Degrees azimuth, Metres distance);

/// Length of a polyline; fewer than two vertices give zero.
[[nodiscard]] Metres geodesic_length(std::span<LonLat const> line);
/// Length of all paths of a geometry: of lines their length, of polygons the perimeter of all rings, of points zero.
[[nodiscard]] Metres geodesic_length(LonLatGeometry geometry);

/// Area of the smaller of the two sides of a ring: positive when that side lies on the left (counterclockwise),
/// negative when it lies on the right, so the reversed ring has the same size with the other sign. The ring may be open
/// or closed; it may go round a pole or cross the antimeridian.
[[nodiscard]] SquareMetres geodesic_ring_area(std::span<LonLat const> ring);
/// Area of a polygon geometry: exteriors less holes, whatever the orientation of the rings (each ring counts with the
/// smaller of its two sides). Zero for points and lines.
[[nodiscard]] SquareMetres geodesic_area(LonLatGeometry geometry);

/// The area between a chain of geodesics and the equator, from the start of the chain to each of its vertices, in
/// square metres; ways to the east count positive in the north. Rings, and rings made of stretches of several chains,
/// are sums of these. Longitudes run on without a jump (a chain may leave [-180, 180]); between two vertices at a pole
/// the chain runs along the edge of the map. \throws NumericError
[[nodiscard]] std::vector<double> areas_below(std::span<LonLat const> chain);

/// A geodesic between two points that is asked for many positions.
class GeodesicEdge {
public:
    GeodesicEdge(LonLat from, LonLat to);

    [[nodiscard]] Metres length() const noexcept { return m_length; }
    [[nodiscard]] Degrees azimuth_from() const noexcept { return m_azimuth_from; }
    /// Position at a distance from the first point along the edge; beyond the ends the geodesic goes on.
    [[nodiscard]] GeodesicPosition at(Metres along) const noexcept;

private:
    Metres m_length;
    Degrees m_azimuth_from;
    alignas(8) std::array<std::byte, 512> m_line; // PROJ's geod_geodesicline, kept out of the public headers
};

/// Earth-centred, earth-fixed position on the ellipsoid's surface, metres.
struct Ecef {
    double x = 0.0;
    double y = 0.0;
    double z = 0.0;
};
[[nodiscard]] Ecef to_ecef(LonLat p) noexcept;

} // namespace oreway
