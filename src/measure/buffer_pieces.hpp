// SPDX-License-Identifier: MIT
#pragma once

// Edges cut into pieces short enough to be a chord with a bulge, in full precision: a buffer of 1 m is drawn to
// millimetres, where the 32-bit knots of EdgeRuns would show. The curve of a piece is q(t) = a + t d + t(1-t) B.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "measure/packed_tree.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geom/lonlat.hpp"

namespace oreway {

/// Longest chord of a piece of a buffer's source.
inline constexpr double longest_buffer_piece = 20.0e3;
/// How far the geodesic may leave the curve of its piece, with the rounding of a bulge to 32 bits: measured 2 mm for 20
/// km.
inline constexpr double buffer_piece_slack = 0.01;

/// All pieces as a structure of arrays. An edge is named by its position in the source.
struct BufferPieces {
    std::array<std::vector<double>, 3> start; ///< a
    std::array<std::vector<double>, 3> span;  ///< d
    std::array<std::vector<float>, 3> bulge;  ///< B
    std::vector<std::uint32_t> edge;
    std::vector<float> share_from; ///< where on the edge the piece begins, in [0, 1]
    std::vector<float> share_span;

    [[nodiscard]] std::size_t size() const noexcept { return edge.size(); }
    /// Cuts an edge and appends its pieces.
    void add_edge(LonLat a, LonLat b, std::uint32_t name);
    /// The same pieces in another order.
    [[nodiscard]] BufferPieces reordered(std::vector<std::uint32_t> const& order) const;
    /// A box round the curve of a piece.
    [[nodiscard]] FloatBox<3> box(std::size_t piece) const noexcept;

private:
    void add(Ecef a, Ecef b, std::uint32_t name, double from, double to);
};

} // namespace oreway
