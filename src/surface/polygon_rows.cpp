// SPDX-License-Identifier: MIT
// Walking along a row from boundary to boundary.

#include "surface/polygon_rows.hpp"

#include <algorithm>

#include "measure/chord_bounds.hpp"

namespace oreway {

namespace {

/// The side of a boundary is told by chords that follow it to 0.1 m; within that a cell counts as inside.
constexpr double beside = 0.2;

LonLatGeometries polygons_of(LonLatGeometries const& all, std::vector<std::int32_t>& positions) {
    LonLatGeometries polygons;
    for (std::size_t g = 0; g < all.size(); ++g)
        if (all.kind(g) == GeometryKind::polygon) {
            polygons.add(all[g]);
            positions.push_back(static_cast<std::int32_t>(g));
        }
    return polygons;
}

} // namespace

PolygonRows::PolygonRows(PieceIndex const& boundaries)
    : m_boundaries(boundaries), m_partition(polygons_of(boundaries.geometries(), m_positions)) {}

void PolygonRows::locate(std::span<LonLat const> places, std::span<std::int32_t> holders) const {
    double free_way = -1.0; // no boundary is met nearer than this
    std::int32_t holder = -1;
    Ecef from;
    for (std::size_t i = 0; i < places.size(); ++i) {
        holders[i] = -1;
        if (!is_finite(places[i]))
            continue;
        Ecef const here = to_ecef(places[i]);
        if (free_way < 0.0 || longest_over_chord(norm(here - from)) >= free_way) {
            auto const polygon = m_partition.locate(places[i]);
            holder = polygon ? m_positions[*polygon] : -1;
            auto const hit = m_boundaries.nearest(places[i]);
            free_way = hit ? std::max(0.0, hit->distance.value() - beside) : longest_geodesic;
            from = here;
        }
        holders[i] = holder;
    }
}

} // namespace oreway
