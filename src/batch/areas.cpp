// SPDX-License-Identifier: MIT
// Boxes on a round earth.

#include "batch/areas.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace oreway {

namespace {

/// How far east of `west` a longitude lies, in [0, 360).
double east_of(double west, double lon) noexcept {
    double const offset = std::fmod(lon - west, 360.0);
    return offset < 0.0 ? offset + 360.0 : offset;
}

} // namespace

bool covers(LonLatBox const& outer, LonLatBox const& inner) noexcept {
    if (inner.empty())
        return true;
    if (outer.empty() || inner.south < outer.south || inner.north > outer.north)
        return false;
    return outer.width() >= 360.0 || east_of(outer.west, inner.west) + inner.width() <= outer.width();
}

bool covers(LonLatBox const& outer, LonLat point) noexcept {
    return covers(outer, LonLatBox{.west = point.lon, .south = point.lat, .east = point.lon, .north = point.lat});
}

bool touches(LonLatBox const& a, LonLatBox const& b) noexcept {
    if (a.empty() || b.empty() || a.north < b.south || b.north < a.south)
        return false;
    return east_of(a.west, b.west) <= a.width() || east_of(b.west, a.west) <= b.width();
}

LonLatBox united(std::span<LonLatBox const> boxes) {
    constexpr double step = 10.0; // dense enough that a wide box is never taken for the gap beside it
    std::vector<LonLat> vertices;
    for (LonLatBox const& box : boxes) {
        if (box.empty())
            continue;
        for (double offset = 0.0; offset < box.width(); offset += step)
            vertices.push_back({.lon = wrap_longitude(box.west + offset), .lat = box.south});
        vertices.push_back({.lon = wrap_longitude(box.west + box.width()), .lat = box.north});
    }
    return bounding_box(vertices);
}

} // namespace oreway
