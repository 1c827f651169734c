// SPDX-License-Identifier: MIT
// Splitting of filled lines at the antimeridian. Their longitudes run on without a jump, so that the world they are in
// (which multiple of 360 degrees) tells where they cross it.

#include "jobs/drawn_lines.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/densify.hpp"

namespace oreway {

namespace {

constexpr double half_turn = 180.0;
constexpr double full_turn = 360.0;

bool within_one_world(LonLatGeometry geometry) {
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        if (std::ranges::any_of(geometry.path(p), [](LonLat v) { return std::abs(v.lon) > half_turn; }))
            return false;
    return true;
}

/// The world an edge runs in: 0 for longitudes in [-180, 180]. An edge that only touches a border belongs to its
/// middle.
double world_of(LonLat a, LonLat b) {
    return std::floor((0.5 * (a.lon + b.lon) + half_turn) / full_turn);
}

LonLat into_world(LonLat p, double world) {
    return {std::clamp(p.lon - world * full_turn, -half_turn, half_turn), p.lat};
}

/// Adds one line in as many parts as worlds it runs through.
class Splitter {
public:
    explicit Splitter(LonLatGeometries& out) : m_out(out) {}

    void add(std::span<LonLat const> line) {
        m_open = false;
        if (line.size() == 1)
            add_edge(line.front(), line.front());
        for (std::size_t i = 0; i + 1 < line.size(); ++i)
            add_whole_edge(line[i], line[i + 1]);
    }

private:
    /// Cuts an edge at each border between its ends.
    void add_whole_edge(LonLat a, LonLat b) {
        double const step = a.lon < b.lon ? 1.0 : -1.0;
        double border = step > 0.0 ? std::floor((a.lon + half_turn) / full_turn) + 1.0
                                   : std::ceil((a.lon + half_turn) / full_turn) - 1.0;
        LonLat from = a;
        for (;; border += step) {
            double const lon = border * full_turn - half_turn;
            if ((b.lon - lon) * step <= 0.0)
                break;
            LonLat const cut{lon, a.lat + (b.lat - a.lat) * (lon - a.lon) / (b.lon - a.lon)};
            add_edge(from, cut);
            from = cut;
        }
        add_edge(from, b);
    }

    void add_edge(LonLat a, LonLat b) {
        double const world = world_of(a, b);
        if (!m_open || world != m_world) {
            m_out.begin_path();
            m_out.add(into_world(a, world));
            m_open = true;
            m_world = world;
        }
        m_out.add(into_world(b, world));
    }

    LonLatGeometries& m_out;
    bool m_open = false;
    double m_world = 0.0;
};

/// Geometries [first, last) made ready.
LonLatGeometries drawn_block(LonLatGeometries const& geometries, std::size_t first, std::size_t last,
                             Metres max_deviation) {
    LonLatGeometries block;
    for (std::size_t i = first; i < last; ++i)
        block.add(geometries[i]);
    LonLatGeometries const filled = densify_geodesic(block, max_deviation);
    LonLatGeometries out;
    for (std::size_t i = 0; i < filled.size(); ++i) {
        LonLatGeometry const geometry = filled[i];
        if (geometry.kind() != GeometryKind::line || within_one_world(geometry)) {
            out.add(geometry);
            continue;
        }
        out.begin(GeometryKind::line);
        Splitter splitter(out);
        for (std::size_t p = 0; p < geometry.path_count(); ++p)
            splitter.add(geometry.path(p));
        out.end();
    }
    return out;
}

} // namespace

LonLatGeometries drawn_geodesics(LonLatGeometries const& geometries, Metres max_deviation) {
    bool has_edges = false;
    for (std::size_t i = 0; i < geometries.size() && !has_edges; ++i)
        has_edges = geometries.kind(i) == GeometryKind::line || geometries.kind(i) == GeometryKind::polygon;
    if (!has_edges)
        return geometries;
    constexpr std::size_t block_size = 256;
    std::vector<LonLatGeometries> blocks((geometries.size() + block_size - 1) / block_size);
    parallel_for(blocks.size(), [&](std::size_t block) {
        std::size_t const first = block * block_size;
        std::size_t const last = std::min(first + block_size, geometries.size());
        blocks[block] = drawn_block(geometries, first, last, max_deviation);
    });
    LonLatGeometries out;
    for (LonLatGeometries const& block : blocks)
        for (std::size_t i = 0; i < block.size(); ++i)
            out.add(block[i]);
    return out;
}

} // namespace oreway
