// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Coordinates that say what they are. `LonLat` is WGS 84 in degrees, `XY` is a position in the native coordinates of
/// some named reference system (axis order always easting/longitude first). The compiler keeps the two apart.

#include <cmath>

namespace oreway {

/// WGS 84 longitude and latitude, degrees. Longitude may lie outside [-180, 180] (a line across the antimeridian);
/// latitude must lie in [-90, 90].
struct LonLat {
    double lon = 0.0;
    double lat = 0.0;
    friend bool operator==(LonLat const&, LonLat const&) = default;
};

/// Position in a native reference system: first the east or longitude value, then the north or latitude value.
struct XY {
    double x = 0.0;
    double y = 0.0;
    friend bool operator==(XY const&, XY const&) = default;
};

[[nodiscard]] inline bool is_finite(LonLat p) noexcept {
    return std::isfinite(p.lon) && std::isfinite(p.lat);
}
[[nodiscard]] inline bool is_finite(XY p) noexcept {
    return std::isfinite(p.x) && std::isfinite(p.y);
}

/// Finite, latitude in [-90, 90], longitude in [-540, 540].
[[nodiscard]] inline bool is_valid(LonLat p) noexcept {
    return is_finite(p) && std::abs(p.lat) <= 90.0 && std::abs(p.lon) <= 540.0;
}

/// Longitude brought into [-180, 180).
[[nodiscard]] inline double wrap_longitude(double lon) noexcept {
    double const turned = std::fmod(lon + 180.0, 360.0);
    return (turned < 0.0 ? turned + 360.0 : turned) - 180.0;
}

} // namespace oreway
