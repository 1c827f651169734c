// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The nearest features of a layer to a point, a line or a polygon, exact on the ellipsoid. Where a feature lies in a
/// polygon, or crosses it or a line, the distance is zero.
///
///     FeatureIndex const rails(rail_layer.geometries);
///     for (NearestPair const& pair : rails.nearest(mine, {.count = 3, .radius = 50.0_km})) use(pair.geometry,
///     pair.distance);
///
/// Two lines or boundaries that do not cross are closest at a vertex of one of them (the surface is curved outwards
/// everywhere), so the closest pair is found exactly: distances within 1e-5 m, see EdgeIndex. Distances below 1e-6 m
/// count as zero. Beside the boundary of a polygon the side of its geodesic decides, so a place is never taken for
/// inside by the width of a chord. Built on the edges of EdgeIndex and on PolygonPartition (insides). Immutable; safe
/// to query from several threads.

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// The closest places of a query geometry and one indexed geometry.
struct NearestPair {
    std::size_t geometry = 0; ///< position in the indexed container
    Metres distance;
    LonLat from;          ///< the place on the query geometry
    LonLat to;            ///< the place on the indexed geometry (equal to `from` when they touch)
    std::size_t path = 0; ///< path of the indexed geometry that `to` lies on
    Metres along; ///< from the start of that path to `to`: the kilometre post; zero for points and inside polygons
};

/// Direction of the pair's geodesic where it leaves `from`, clockwise from north, in [-180, 180]; good to 3e-9 degrees,
/// or to what 1e-5 m of its ends make of it where they are near. Zero where they touch.
[[nodiscard]] Degrees azimuth_of(NearestPair const& pair);

struct NearestRequest {
    std::size_t count = 1; ///< how many geometries at most; 0: all within the radius
    Metres radius{std::numeric_limits<double>::infinity()};
    std::function<bool(std::size_t)> skip = {}; ///< geometries that do not count (the query itself); empty: none
};

class FeatureIndex {
public:
    /// Keeps the geometries; move them in when they are not needed elsewhere.
    /// \throws NumericError for vertices that are not valid
    explicit FeatureIndex(LonLatGeometries geometries);
    FeatureIndex(FeatureIndex&&) noexcept;
    FeatureIndex& operator=(FeatureIndex&&) noexcept;
    ~FeatureIndex();

    /// Sorted by distance, then by position. An empty query geometry has no nearest feature.
    [[nodiscard]] std::vector<NearestPair> nearest(LonLatGeometry query, NearestRequest const& request = {}) const;

private:
    struct Impl;
    std::unique_ptr<Impl const> m_impl;
};

} // namespace oreway
