// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Boxes: of native coordinates, and of longitude and latitude with an eye on the antimeridian.

#include <algorithm>
#include <limits>
#include <span>

#include "oreway/geom/geometries.hpp"
#include "oreway/geom/lonlat.hpp"

namespace oreway {

/// Axis-parallel box of native coordinates; starts empty.
struct XYBox {
    double min_x = std::numeric_limits<double>::infinity();
    double min_y = std::numeric_limits<double>::infinity();
    double max_x = -std::numeric_limits<double>::infinity();
    double max_y = -std::numeric_limits<double>::infinity();

    [[nodiscard]] bool empty() const noexcept { return !(min_x <= max_x && min_y <= max_y); }
    /// Grows to take the point in; points that are not finite are passed over.
    void extend(XY p) noexcept {
        if (!is_finite(p))
            return;
        min_x = std::min(min_x, p.x);
        min_y = std::min(min_y, p.y);
        max_x = std::max(max_x, p.x);
        max_y = std::max(max_y, p.y);
    }
    void extend(XYBox const& other) noexcept {
        if (other.empty())
            return;
        extend(XY{other.min_x, other.min_y});
        extend(XY{other.max_x, other.max_y});
    }
};

/// Box of longitude and latitude, degrees. `west > east` means that it crosses the antimeridian (RFC 7946,
/// section 5.2).
struct LonLatBox {
    double west = 0.0;
    double south = 0.0;
    double east = -1.0;
    double north = -1.0;

    [[nodiscard]] bool empty() const noexcept { return north < south; }
    [[nodiscard]] bool crosses_antimeridian() const noexcept { return !empty() && west > east; }
    [[nodiscard]] double width() const noexcept { return west <= east ? east - west : east - west + 360.0; }
    friend bool operator==(LonLatBox const&, LonLatBox const&) = default;
};

/// The narrowest box round the vertices (longitudes wrapped into [-180, 180], the largest gap of longitude left out).
/// Vertices that are not finite are passed over; no finite vertex gives an empty box.
[[nodiscard]] LonLatBox bounding_box(std::span<LonLat const> vertices);

} // namespace oreway
