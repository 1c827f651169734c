// SPDX-License-Identifier: MIT
// The narrowest lon/lat box leaves out the largest gap of longitude, so points on both sides of the antimeridian get a
// narrow box instead of one round the world.

#include "oreway/geom/box.hpp"

#include <algorithm>
#include <vector>

namespace oreway {

LonLatBox bounding_box(std::span<LonLat const> vertices) {
    LonLatBox box;
    std::vector<double> longitudes;
    longitudes.reserve(vertices.size());
    for (LonLat const p : vertices) {
        if (!is_finite(p))
            continue;
        if (longitudes.empty()) {
            box.south = box.north = p.lat;
        }
        box.south = std::min(box.south, p.lat);
        box.north = std::max(box.north, p.lat);
        longitudes.push_back(p.lon == 180.0 ? 180.0 : wrap_longitude(p.lon));
    }
    if (longitudes.empty())
        return LonLatBox{};
    std::sort(longitudes.begin(), longitudes.end());
    double widest = longitudes.front() + 360.0 - longitudes.back();
    box.west = longitudes.front();
    box.east = longitudes.back();
    for (std::size_t i = 1; i < longitudes.size(); ++i) {
        double const gap = longitudes[i] - longitudes[i - 1];
        if (gap > widest) {
            widest = gap;
            box.west = longitudes[i];
            box.east = longitudes[i - 1];
        }
    }
    return box;
}

} // namespace oreway
