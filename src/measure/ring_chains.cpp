// SPDX-License-Identifier: MIT
// A place is inside of what the meridian north of it crosses oddly often.

#include "measure/ring_chains.hpp"

#include <algorithm>

#include "measure/plane_polygon.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

constexpr std::uint32_t edges_a_run = 8;

} // namespace

void RingChains::add(LonLatGeometry polygon, std::uint32_t number) {
    LonLatGeometries const shape = plane_shape(polygon, ring_chain_tolerance);
    for (std::size_t p = 0; p < shape[0].path_count(); ++p) {
        std::span<LonLat const> const chain = shape[0].path(p);
        std::vector<double> const below = areas_below(chain);
        double const side = shape[0].role(p) == PathRole::exterior ? 1.0 : -1.0;
        auto const first = static_cast<std::uint32_t>(m_vertices.size());
        m_vertices.insert(m_vertices.end(), chain.begin(), chain.end());
        m_below.insert(m_below.end(), below.begin(), below.end());
        m_rings.push_back(
            {first, static_cast<std::uint32_t>(m_vertices.size()), number, below.back() >= 0.0 ? side : -side, {}});
    }
}

void RingChains::pack() {
    std::vector<Run> runs;
    std::vector<FloatBox<2>> boxes;
    for (std::uint32_t r = 0; r < m_rings.size(); ++r) {
        Ring& ring = m_rings[r];
        for (std::uint32_t v = ring.first; v + 1 < ring.last; v += edges_a_run) {
            Run run{v, std::min(v + edges_a_run, ring.last - 1), r, {}};
            for (std::uint32_t e = run.first; e < run.last; ++e)
                run.box.extend(chord_box(m_vertices[e], m_vertices[e + 1]));
            ring.box.extend(run.box);
            runs.push_back(run);
            boxes.push_back(run.box);
        }
    }
    m_tree = PackedTree<2>(boxes);
    m_runs.reserve(runs.size());
    for (std::uint32_t const i : m_tree.take_order())
        m_runs.push_back(runs[i]);
}

std::vector<std::uint32_t> RingChains::holders(LonLat place) const {
    std::vector<std::uint32_t> crossed;
    auto const is_crossed = [&](LonLat a, LonLat b) {
        if ((a.lon <= place.lon) == (b.lon <= place.lon))
            return false;
        double const t = (place.lon - a.lon) / (b.lon - a.lon);
        return a.lat + t * (b.lat - a.lat) > place.lat;
    };
    FloatBox<2> const north = chord_box(place, {place.lon, 91.0});
    m_tree.visit_overlapping(north, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i)
            for (std::uint32_t e = m_runs[i].first; e < m_runs[i].last; ++e)
                if (is_crossed(m_vertices[e], m_vertices[e + 1]))
                    crossed.push_back(m_rings[m_runs[i].ring].polygon);
    });
    std::sort(crossed.begin(), crossed.end());
    std::vector<std::uint32_t> inside;
    for (std::size_t i = 0; i < crossed.size();) {
        std::size_t const run = i;
        while (i < crossed.size() && crossed[i] == crossed[run])
            ++i;
        if ((i - run) % 2 == 1)
            inside.push_back(crossed[run]);
    }
    return inside;
}

} // namespace oreway
