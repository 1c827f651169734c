// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Lines cut by polygons: which part of a route lies in which country. The pieces of a line are given by their distance
/// along it, so their lengths add up to the length of the line by construction.
///
/// Edges of polygons and lines are geodesics; they are followed to 0.1 m by short chords in the lon/lat plane for
/// finding crossings, and every length is geodesic. Polygons must be valid (planar::find_invalidity). Where two
/// polygons overlap, the first in the container takes the piece. A place within 0.1 m of a boundary counts as on it,
/// and stretches shorter than 0.2 m join their neighbour, so that the common boundary of two countries leaves no
/// sliver.
///
/// Polygons may cross the antimeridian, be cut along it, or hold a pole, with or without edges along the edge of the
/// map. A ring that goes round a pole bounds the smaller of its two sides.

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// A stretch of a line inside one polygon, or outside of all.
struct LineStretch {
    Metres from; ///< distance along the line
    Metres to;
    std::optional<std::size_t> polygon;
};

class PolygonPartition {
public:
    /// \throws NumericError for vertices that are not valid
    explicit PolygonPartition(LonLatGeometries const& polygons);
    PolygonPartition(PolygonPartition&&) noexcept;
    PolygonPartition& operator=(PolygonPartition&&) noexcept;
    ~PolygonPartition();

    /// The first polygon that holds the point (its boundary included), if any.
    [[nodiscard]] std::optional<std::size_t> locate(LonLat point) const;

    /// All polygons that hold a point, by crossings of their chords, and all whose boundary lies within 0.1 m of it
    /// (for those the crossings may err). Both in order.
    struct Holders {
        std::vector<std::size_t> inside;
        std::vector<std::size_t> beside;
    };
    [[nodiscard]] Holders holders(LonLat point) const;

    /// The stretches of a line in order, without gaps: the first starts at 0, the last ends at its geodesic length.
    /// Neighbouring stretches of the same polygon are joined. A line of fewer than two vertices gives none.
    [[nodiscard]] std::vector<LineStretch> split(std::span<LonLat const> line) const;

private:
    struct Impl;
    std::unique_ptr<Impl const> m_impl;
};

} // namespace oreway
