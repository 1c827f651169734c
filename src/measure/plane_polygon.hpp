// SPDX-License-Identifier: MIT
#pragma once

// A polygon with geodesic edges as a polygon of short chords in the lon/lat plane, with a tree over the chords.

#include <cstdint>
#include <vector>

#include "measure/packed_tree.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// How far, in metres, the chords of a polygon for overlays may leave their geodesics.
inline constexpr double overlay_tolerance = 0.01;

/// The chord after a vertex of a path.
struct ChordPlace {
    std::uint32_t path;
    std::uint32_t vertex;
};

/// A crossing on its way into a polygon: a new vertex on a chord.
struct Crossing {
    ChordPlace chord;
    double share; ///< of the chord
    LonLat place;
};

struct PlanePolygon {
    LonLatGeometries shape;         ///< one polygon; null when nothing is left
    std::vector<ChordPlace> chords; ///< in tree order
    PackedTree<2> tree;

    /// \throws NumericError for vertices that are not valid
    explicit PlanePolygon(LonLatGeometry polygon);

    [[nodiscard]] bool empty() const noexcept { return tree.empty(); }
    [[nodiscard]] FloatBox<2> const& box() const noexcept { return tree.bounds(); }
    [[nodiscard]] LonLat from(ChordPlace chord) const noexcept { return shape[0].path(chord.path)[chord.vertex]; }
    [[nodiscard]] LonLat to(ChordPlace chord) const noexcept { return shape[0].path(chord.path)[chord.vertex + 1]; }

    /// Whether a place that is on no chord lies inside.
    [[nodiscard]] bool holds(LonLat place) const;
    /// Whether a chord may lie in the box.
    [[nodiscard]] bool has_boundary_in(FloatBox<2> const& box) const;
    /// The shape with more vertices, moved east by `turn` degrees.
    [[nodiscard]] LonLatGeometries with_vertices(std::vector<Crossing> crossings, double turn) const;
};

/// The shape of a polygon in the plane before anything is mended. \throws NumericError for vertices that are not valid
[[nodiscard]] LonLatGeometries plane_shape(LonLatGeometry polygon, double tolerance = overlay_tolerance);

[[nodiscard]] FloatBox<2> chord_box(LonLat from, LonLat to) noexcept;
[[nodiscard]] FloatBox<2> moved_east(FloatBox<2> const& box, double turn) noexcept;

} // namespace oreway
