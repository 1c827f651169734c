// SPDX-License-Identifier: MIT
// A piece that ends at the edge of the map goes on counterclockwise along it, for the inside is on the left, until the
// next piece begins there.

#include "measure/buffer_rings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace oreway {

namespace {

constexpr std::array<LonLat, 4> map_corners = {LonLat{-180.0, -90.0}, LonLat{180.0, -90.0}, LonLat{180.0, 90.0},
                                               LonLat{-180.0, 90.0}};

/// How far along the edge of the map a place lies, counterclockwise from the south-west; a side counts one.
double way_along_edge(LonLat p) noexcept {
    double const east = (p.lon + 180.0) / 360.0;
    double const north = (p.lat + 90.0) / 180.0;
    if (std::abs(p.lat) == 90.0)
        return p.lat < 0.0 ? east : 3.0 - east;
    return p.lon < 0.0 ? 4.0 - north : 1.0 + north;
}

bool is_on_edge(LonLat p) noexcept {
    return std::abs(p.lon) == 180.0 || std::abs(p.lat) == 90.0;
}

/// Whether the straight line between two places runs along the edge of the map.
bool is_along_edge(LonLat a, LonLat b) noexcept {
    return (a.lon == b.lon && std::abs(a.lon) == 180.0) || (a.lat == b.lat && std::abs(a.lat) == 90.0);
}

/// The map's corners passed on the way along its edge from one place to another.
void append_corners(double from, double to, Ring& ring) {
    double const end = to > from ? to : to + 4.0;
    for (int corner = 1; corner < 8; ++corner)
        if (corner > from && corner < end)
            ring.push_back(map_corners[static_cast<std::size_t>(corner) % 4]);
}

class RingJoiner {
public:
    explicit RingJoiner(std::vector<ContourPiece> pieces) : m_pieces(std::move(pieces)), m_used(m_pieces.size(), 0) {
        for (std::size_t i = 0; i < m_pieces.size(); ++i) {
            m_by_start.emplace(m_pieces[i].from, i);
            if (!(m_pieces[i].from == m_pieces[i].to) && is_on_edge(m_pieces[i].places.front()))
                m_on_edge.emplace(way_along_edge(m_pieces[i].places.front()), i);
        }
    }

    [[nodiscard]] std::vector<Ring> join() {
        std::vector<Ring> rings;
        for (std::size_t i = 0; i < m_pieces.size(); ++i)
            if (!m_used[i])
                rings.push_back(ring_from(i));
        return rings;
    }
    [[nodiscard]] bool touches_edge() const noexcept { return !m_on_edge.empty(); }

private:
    Ring ring_from(std::size_t first) {
        Ring ring;
        for (std::size_t piece = first; !m_used[piece];) {
            m_used[piece] = 1;
            std::vector<LonLat>& places = m_pieces[piece].places;
            bool const goes_on = !ring.empty() && ring.back() == places.front();
            ring.insert(ring.end(), places.begin() + (goes_on ? 1 : 0), places.end());
            LonLat const end = places.back();
            CrossingName const name = m_pieces[piece].to;
            std::vector<LonLat>().swap(places);
            auto const next = m_by_start.find(name);
            piece = next != m_by_start.end() ? next->second : along_edge(end, ring, first);
        }
        if (ring.front() != ring.back())
            ring.push_back(ring.front());
        return ring;
    }

    std::size_t along_edge(LonLat end, Ring& ring, std::size_t first) const {
        if (m_on_edge.empty())
            return first;
        double const here = way_along_edge(end);
        auto next = m_on_edge.upper_bound(here);
        if (next == m_on_edge.end())
            next = m_on_edge.begin();
        append_corners(here, next->first, ring);
        return next->second;
    }

    std::vector<ContourPiece> m_pieces;
    std::vector<char> m_used;
    std::unordered_map<CrossingName, std::size_t, CrossingNameHash> m_by_start;
    std::map<double, std::size_t> m_on_edge;
};

double signed_area(Ring const& ring) noexcept {
    double sum = 0.0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        sum += (ring[i].lon - ring[0].lon) * (ring[i + 1].lat - ring[0].lat) -
               (ring[i + 1].lon - ring[0].lon) * (ring[i].lat - ring[0].lat);
    return 0.5 * sum;
}

bool is_in_ring(LonLat p, Ring const& ring) noexcept {
    bool in = false;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        LonLat const a = ring[i];
        LonLat const b = ring[i + 1];
        if ((a.lat > p.lat) != (b.lat > p.lat) && p.lon < a.lon + (p.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon))
            in = !in;
    }
    return in;
}

/// A hole lies in the smallest exterior that holds its first vertex; a boundary is never touched by another one there.
std::size_t exterior_of(Ring const& hole, std::vector<Ring> const& rings, std::vector<double> const& areas) {
    std::size_t best = rings.size();
    for (std::size_t i = 0; i < rings.size(); ++i)
        if (areas[i] > 0.0 && (best == rings.size() || areas[i] < areas[best]) && is_in_ring(hole.front(), rings[i]))
            best = i;
    return best;
}

void append_ring(Ring const& ring, PathRole role, LonLatGeometries& out) {
    out.begin_path(role);
    out.add(ring);
}

} // namespace

std::vector<Ring> joined_rings(std::vector<ContourPiece> pieces, bool whole) {
    RingJoiner joiner(std::move(pieces));
    std::vector<Ring> rings = joiner.join();
    if (whole && !joiner.touches_edge()) {
        Ring edge(map_corners.begin(), map_corners.end());
        edge.push_back(edge.front());
        rings.push_back(std::move(edge));
    }
    std::erase_if(rings, [](Ring const& ring) { return ring.size() < 4; });
    return rings;
}

std::vector<ContourPiece> pieces_of(LonLatGeometry polygon, PieceDirection direction, std::size_t first_name) {
    std::vector<ContourPiece> pieces;
    auto const add = [&](std::vector<LonLat> places, bool closed) {
        if (places.size() < 2)
            return;
        auto const name = static_cast<std::int64_t>(first_name + pieces.size());
        if (direction == PieceDirection::reversed)
            std::reverse(places.begin(), places.end());
        pieces.push_back({{{name, -1}, 0, 0}, {{name, -1}, closed ? 0 : 1, 0}, std::move(places)});
    };
    for (std::size_t p = 0; p < polygon.path_count(); ++p) {
        std::span<LonLat const> const ring = polygon.path(p);
        std::size_t const sides = ring.empty() ? 0 : ring.size() - 1;
        std::size_t start = 0; // begin behind a stretch of the edge, so that no piece is torn
        while (start < sides && !is_along_edge(ring[start], ring[start + 1]))
            ++start;
        if (start == sides) {
            add({ring.begin(), ring.end()}, true);
            continue;
        }
        std::vector<LonLat> places;
        for (std::size_t i = 1; i <= sides; ++i) {
            LonLat const from = ring[(start + i) % sides];
            LonLat const to = ring[(start + i) % sides + 1];
            if (is_along_edge(from, to)) {
                add(std::exchange(places, {}), false);
                continue;
            }
            if (places.empty())
                places.push_back(from);
            places.push_back(to);
        }
        add(std::move(places), false);
    }
    return pieces;
}

void append_polygon(std::vector<Ring> const& rings, LonLatGeometries& out) {
    if (rings.empty()) {
        out.add_null();
        return;
    }
    std::vector<double> areas;
    for (Ring const& ring : rings)
        areas.push_back(signed_area(ring));
    std::vector<std::vector<std::size_t>> holes(rings.size() + 1);
    for (std::size_t i = 0; i < rings.size(); ++i)
        if (areas[i] < 0.0)
            holes[exterior_of(rings[i], rings, areas)].push_back(i);
    out.begin(GeometryKind::polygon);
    for (std::size_t i = 0; i < rings.size(); ++i) {
        if (!(areas[i] > 0.0))
            continue;
        append_ring(rings[i], PathRole::exterior, out);
        for (std::size_t const hole : holes[i])
            append_ring(rings[hole], PathRole::hole, out);
    }
    out.end();
}

} // namespace oreway
