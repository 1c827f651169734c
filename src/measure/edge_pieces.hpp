// SPDX-License-Identifier: MIT
#pragma once

// Edges cut into pieces short enough to be a chord with a bulge. The curve of a piece is q(t) = a + t d + t(1-t) B,
// where B is four times the sagitta along the ellipsoid's normal; for 20 km it is the geodesic to within millimetres.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "measure/packed_tree.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// Longest chord of a piece.
inline constexpr double longest_piece = 20.0e3;
/// How far the geodesic may leave the curve of its piece, with the rounding of a bulge to 32 bits: measured 2 mm for 20
/// km.
inline constexpr double piece_slack = 0.01;

/// All pieces as a structure of arrays. An edge is named by its first vertex.
struct EdgePieces {
    std::array<std::vector<double>, 3> start; ///< a
    std::array<std::vector<double>, 3> span;  ///< d
    std::array<std::vector<float>, 3> bulge;  ///< B
    std::vector<std::uint32_t> vertex;        ///< first vertex of the edge
    std::vector<float> share_from;            ///< where on the edge the piece begins, in [0, 1]
    std::vector<float> share_span;

    [[nodiscard]] std::size_t size() const noexcept { return vertex.size(); }
    void add(Ecef a, Ecef b, std::uint32_t edge_vertex, double from, double to);
    /// The same pieces in another order.
    [[nodiscard]] EdgePieces reordered(std::vector<std::uint32_t> const& order) const;
    /// A box round the curve of a piece.
    [[nodiscard]] FloatBox<3> box(std::size_t piece) const noexcept;
};

/// Cuts the edge from `a` to `b` and appends its pieces.
void add_edge(EdgePieces& pieces, LonLat a, LonLat b, std::uint32_t vertex);

} // namespace oreway
