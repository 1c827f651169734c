// SPDX-License-Identifier: MIT
#pragma once

// Rings of polygons as chains in the lon/lat plane, with the area below each chain from its start to every vertex. The
// area of any stretch of a ring is then the difference of two numbers. A tree over runs of a few edges finds what is
// near a box.

#include <cstdint>
#include <span>
#include <vector>

#include "measure/packed_tree.hpp"
#include "measure/plane_path.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// How far, in metres, chains may leave their geodesics. Their vertices lie on them, so areas do not suffer.
inline constexpr double ring_chain_tolerance = chord_tolerance;

class RingChains {
public:
    struct Ring {
        std::uint32_t first; ///< vertex; the first one is repeated as the last
        std::uint32_t last;  ///< one behind the last vertex
        std::uint32_t polygon;
        double sign; ///< times the area below the whole ring: the area of an exterior, minus that of a hole
        FloatBox<2> box;
    };
    /// Neighbouring edges of one ring, each named by its first vertex.
    struct Run {
        std::uint32_t first;
        std::uint32_t last; ///< one behind the last edge
        std::uint32_t ring;
        FloatBox<2> box;
    };

    /// Polygons are added in order of their numbers. \throws NumericError for vertices that are not valid
    void add(LonLatGeometry polygon, std::uint32_t number);
    /// Builds the tree; nothing is added afterwards.
    void pack();

    [[nodiscard]] std::vector<Ring> const& rings() const noexcept { return m_rings; }
    /// In tree order.
    [[nodiscard]] std::vector<Run> const& runs() const noexcept { return m_runs; }
    [[nodiscard]] PackedTree<2> const& tree() const noexcept { return m_tree; }
    [[nodiscard]] LonLat vertex(std::uint32_t v) const noexcept { return m_vertices[v]; }
    /// Area below the ring from its start to a vertex.
    [[nodiscard]] double below(std::uint32_t v) const noexcept { return m_below[v]; }

    /// The polygons that hold a place of the plane which lies on no edge, in order.
    [[nodiscard]] std::vector<std::uint32_t> holders(LonLat place) const;

private:
    std::vector<LonLat> m_vertices;
    std::vector<double> m_below; // by vertex
    std::vector<Ring> m_rings;
    std::vector<Run> m_runs;
    PackedTree<2> m_tree;
};

} // namespace oreway
