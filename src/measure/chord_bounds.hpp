// SPDX-License-Identifier: MIT
#pragma once

// What a straight chord through the earth says about the geodesic between its ends. A geodesic of the ellipsoid is a
// space curve whose curvature lies between that of the smallest and the largest normal section, so its length lies
// between two circular arcs over the same chord. These are the bounds by which candidates are dropped; they are never
// guesses.

#include <algorithm>
#include <cmath>

#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

/// Radius of the strongest normal curvature of WGS 84: the meridian at the equator, b2/a = 6335439.3 m.
inline constexpr double strongest_radius = 6335439.0;
/// Radius of the weakest one, at the poles, a2/b = 6399593.6 m, with 0.16 % more because geodesics are not quite plane
/// curves.
inline constexpr double weakest_radius = 6410000.0;
/// Longer than any geodesic: half a meridian is 20003931.5 m.
inline constexpr double longest_geodesic = 20004000.0;

/// No geodesic over this chord is longer.
[[nodiscard]] inline double longest_over_chord(double chord) noexcept {
    double const sine = chord / (2.0 * strongest_radius);
    return sine >= 1.0 ? longest_geodesic : std::min(longest_geodesic, 2.0 * strongest_radius * std::asin(sine));
}

/// No chord under a geodesic of at most this length is longer.
[[nodiscard]] inline double longest_chord_under(double geodesic) noexcept {
    double const half_angle = geodesic / (2.0 * weakest_radius);
    return half_angle >= 1.5707963267948966 ? 2.0 * weakest_radius : 2.0 * weakest_radius * std::sin(half_angle);
}

/// A place whose chord is longer than this cannot be as near along the ellipsoid as one whose chord is `chord`. The
/// difference is 0.02 m at 100 km and 24 m at 1000 km.
[[nodiscard]] inline double rival_chord(double chord) noexcept {
    // chord3/24 (1/strongest2 - 1/weakest2), rounded up; holds with its higher terms up to 2000 km.
    if (chord < 2.0e6)
        return chord + 2.6e-17 * chord * chord * chord;
    return longest_chord_under(longest_over_chord(chord));
}

[[nodiscard]] inline Ecef operator-(Ecef a, Ecef b) noexcept {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}
[[nodiscard]] inline Ecef operator+(Ecef a, Ecef b) noexcept {
    return {a.x + b.x, a.y + b.y, a.z + b.z};
}
[[nodiscard]] inline Ecef operator*(double k, Ecef a) noexcept {
    return {k * a.x, k * a.y, k * a.z};
}
[[nodiscard]] inline double dot(Ecef a, Ecef b) noexcept {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
[[nodiscard]] inline double norm(Ecef a) noexcept {
    return std::sqrt(dot(a, a));
}

} // namespace oreway
