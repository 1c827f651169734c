// SPDX-License-Identifier: MIT
// Between a place and the nearest place of a boundary there is no other boundary, so the side of that ring is the side
// of the polygon. At a vertex the place lies in the wedge outside of the turn of its two edges.

#include "measure/polygon_sides.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "measure/plane_path.hpp"

namespace oreway {

namespace {

constexpr double degree = std::numbers::pi / 180.0;
/// Wider than the band in which the partition leaves the side open.
constexpr double band = 1.0;

/// Whether a direction turns to the left of another one, both azimuths.
bool turns_left(Degrees from, Degrees to) {
    return std::sin((to.value() - from.value()) * degree) < 0.0;
}

} // namespace

PolygonSides::PolygonSides(EdgeTree const& tree)
    : m_tree(tree), m_partition(tree.geometries()), m_left(new std::atomic<signed char>[tree.paths().size()] {}) {}

std::vector<std::size_t> PolygonSides::holders(LonLat place) const {
    PolygonPartition::Holders const found = m_partition.holders(place);
    std::vector<std::size_t> holders;
    std::set_difference(found.inside.begin(), found.inside.end(), found.beside.begin(), found.beside.end(),
                        std::back_inserter(holders));
    for (std::size_t const polygon : found.beside) {
        if (holds_beside_boundary(polygon, place))
            holders.push_back(polygon);
    }
    std::sort(holders.begin(), holders.end());
    return holders;
}

bool PolygonSides::holds_beside_boundary(std::size_t polygon, LonLat place) const {
    auto const others = [polygon](std::size_t geometry) { return geometry != polygon; };
    std::vector<EdgeTree::Found> const found = m_tree.find_geometries(place, 1, band, others);
    if (found.empty()) {
        // Only the edge of the map is beside the place, which bounds nothing: ask half a metre away from the pole.
        double const aside = std::copysign(0.5 * band / metres_a_degree, place.lat);
        std::vector<std::size_t> const inside = m_partition.holders({place.lon, place.lat - aside}).inside;
        return std::binary_search(inside.begin(), inside.end(), polygon);
    }
    EdgeTree::Found const& nearest = found.front();
    if (nearest.hit.distance.value() < tie)
        return true;
    return is_left_of_ring(place, nearest) == inside_is_left(m_tree.runs()[nearest.ref.run].path);
}

bool PolygonSides::inside_is_left(std::uint32_t path) const {
    signed char known = m_left[path].load(std::memory_order_relaxed);
    if (known == 0) {
        EdgePath const& p = m_tree.paths()[path];
        LonLatGeometry const polygon = m_tree.geometries()[p.geometry];
        bool const encloses_left = geodesic_ring_area(polygon.path(p.path)).value() > 0.0;
        known = encloses_left == (polygon.role(p.path) == PathRole::exterior) ? 1 : -1;
        m_left[path].store(known, std::memory_order_relaxed);
    }
    return known > 0;
}

bool PolygonSides::is_left_of_ring(LonLat place, EdgeTree::Found const& nearest) const {
    std::span<LonLat const> const ring = m_tree.geometries()[nearest.hit.geometry].path(nearest.hit.path);
    std::size_t const edge = nearest.hit.edge;
    bool const at_start = nearest.hit.foot == ring[edge];
    bool const at_end = !at_start && nearest.hit.foot == ring[edge + 1];
    if (!at_start && !at_end) {
        Degrees const ahead = GeodesicEdge(ring[edge], ring[edge + 1]).at(nearest.hit.along).azimuth;
        return turns_left(ahead, geodesic_inverse(nearest.hit.foot, place).azimuth_from);
    }
    // The last vertex repeats the first; edges without length have no direction.
    std::size_t const edges = ring.size() - 1;
    std::size_t before = at_end ? edge : (edge + edges - 1) % edges;
    std::size_t after = at_end ? (edge + 1) % edges : edge;
    for (std::size_t i = 0; i < edges && ring[before] == ring[before + 1]; ++i)
        before = (before + edges - 1) % edges;
    for (std::size_t i = 0; i < edges && ring[after] == ring[after + 1]; ++i)
        after = (after + 1) % edges;
    Degrees const arriving = geodesic_inverse(ring[before], nearest.hit.foot).azimuth_to;
    Degrees const leaving = geodesic_inverse(nearest.hit.foot, ring[after + 1]).azimuth_from;
    bool const straight = std::abs(std::sin((leaving.value() - arriving.value()) * degree)) < 1e-6;
    if (straight)
        return turns_left(arriving, geodesic_inverse(nearest.hit.foot, place).azimuth_from);
    return !turns_left(arriving, leaving);
}

} // namespace oreway
