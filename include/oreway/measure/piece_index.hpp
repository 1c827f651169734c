// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The edges of EdgeIndex for those who measure many places at once, such as the cells of a raster: all pieces of edges
/// that can matter for a whole neighbourhood are handed out as chords in space, and who has them measures by himself.
///
///     PieceIndex index(corridors.geometries);
///     index.append_pieces(to_ecef(middle), radius, pieces); // enough for every place within `radius`
///
/// Accuracy: as EdgeIndex. Immutable and safe to query from several threads.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/edge_index.hpp"

namespace oreway {

/// A stretch of at most 20 km of a geodesic edge. The geodesic is a + t d + t(1-t) B with B four times its sagitta
/// (see measure/geodesic_series.hpp), within `most_piece_error`. A point has d = 0.
struct EdgePiece {
    Ecef a;
    Ecef d;
    std::uint32_t geometry = 0;
};

/// How far a geodesic may leave the curve of its piece, metres.
inline constexpr double most_piece_error = 0.03;

class PieceIndex {
public:
    /// Keeps the geometries. \throws NumericError for vertices that are not valid
    explicit PieceIndex(LonLatGeometries geometries);
    PieceIndex(PieceIndex&&) noexcept;
    PieceIndex& operator=(PieceIndex&&) noexcept;
    ~PieceIndex();

    /// Appends every piece that is the nearest one, along the ellipsoid, of some place whose chord to `middle` is at
    /// most `reach` and that is at most `most` away from a piece. The order is fixed.
    void append_pieces(Ecef middle, double reach, std::vector<EdgePiece>& pieces,
                       double most = std::numeric_limits<double>::infinity()) const;

    /// As EdgeIndex::nearest.
    [[nodiscard]] std::optional<NearestHit>
    nearest(LonLat point, Metres radius = Metres(std::numeric_limits<double>::infinity())) const;

    [[nodiscard]] std::size_t edge_count() const noexcept;
    [[nodiscard]] LonLatGeometries const& geometries() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl const> m_impl;
};

} // namespace oreway
