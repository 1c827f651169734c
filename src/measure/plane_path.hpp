// SPDX-License-Identifier: MIT
#pragma once

// Geodesics as chains of short straight chords in the plane of longitude and latitude, and polygon rings as closed
// chains there. In that plane a crossing is a crossing of two segments and a point is inside when a ray to the north is
// crossed oddly often. Longitudes run on without a jump; a ring that goes round a pole is closed along the pole.

#include <span>
#include <vector>

#include "oreway/geom/lonlat.hpp"

namespace oreway {

/// How far, in metres, a chord may leave its geodesic.
inline constexpr double chord_tolerance = 0.1;
/// Metres a degree of latitude, for turning small distances into degrees.
inline constexpr double metres_a_degree = 111194.9;

/// A place on the way along an edge.
struct Waypoint {
    double share; ///< of the edge's length, in (0, 1]
    LonLat place; ///< longitude without a jump from the start of the edge
};

/// Appends the places at which the chain of chords from `a` to `b` bends, and its end. `a` itself is not appended.
/// With a tolerance finer than the usual one all places lie on the geodesic itself.
void follow_edge(LonLat a, LonLat b, std::vector<Waypoint>& chain, double tolerance = chord_tolerance);

/// A polygon ring as a closed chain (first place repeated at the end) whose westernmost longitude lies in [-180, 180).
/// A ring of fewer than three different vertices gives an empty chain.
[[nodiscard]] std::vector<LonLat> plane_ring(std::span<LonLat const> ring, double tolerance = chord_tolerance);

} // namespace oreway
