// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Common areas of polygons whose edges are geodesics on the ellipsoid.
///
///     PolygonOverlap const countries(layer.geometries);
///     for (AreaOverlap const& overlap : countries.with(concession))
///         use(overlap.polygon, overlap.area);
///
/// Edges are followed in the lon/lat plane by chords that stay within 1 cm of the geodesic; where two boundaries cross,
/// the crossing is moved to the very intersection of the two geodesics (a micrometre) before GEOS assembles the pieces,
/// and the pieces are measured as geodesic polygons (Karney 2013, doi:10.1007/s00190-012-0578-z). So
/// area(A) + area(B) = area(A or B) + area(A and B) to about 1e-9; a vertex that lies on the other boundary, give or
/// take 1 cm, may cost 1 cm times the length of the edges that meet there.
///
/// Polygons may cross the antimeridian, be cut along it, or hold a pole; a ring that goes round a pole bounds the
/// smaller of its two sides. Pieces that are narrower than 2 cm on average are no overlap: they come from common
/// boundaries that do not share their vertices. Polygons must be valid with geodesic edges; what the bend of an edge
/// makes invalid is mended. Vertices that are no place on the Earth throw NumericError.

#include <cstddef>
#include <memory>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// What a polygon has in common with one of the indexed polygons.
struct AreaOverlap {
    std::size_t polygon = 0; ///< position in the indexed container
    SquareMetres area;
    LonLatGeometries piece; ///< one polygon geometry on [-180, 180], cut along the antimeridian
};

class PolygonOverlap {
public:
    explicit PolygonOverlap(LonLatGeometries const& polygons);
    PolygonOverlap(PolygonOverlap&&) noexcept;
    PolygonOverlap& operator=(PolygonOverlap&&) noexcept;
    ~PolygonOverlap();

    /// The overlaps of a polygon, in order of position. Anything but a polygon has none.
    [[nodiscard]] std::vector<AreaOverlap> with(LonLatGeometry polygon) const;
    /// The same for a polygon of another index, which is not prepared a second time.
    [[nodiscard]] std::vector<AreaOverlap> with(PolygonOverlap const& others, std::size_t position) const;

    /// Whether two of the indexed polygons may have an area in common. False is certain: they are apart, or touch along
    /// vertices of both.
    [[nodiscard]] bool may_overlap(std::size_t i, std::size_t j) const;

private:
    struct Impl;
    std::unique_ptr<Impl const> m_impl;
};

/// The area that the pieces of one or several overlaps cover together; what two of them cover counts once.
[[nodiscard]] SquareMetres covered_area(LonLatGeometries const& pieces);

/// Whether a polygon is valid when its edges are geodesics, whatever it looks like in the lon/lat plane: a ring along a
/// parallel round a pole has no area there and is a fine polygon on the Earth.
[[nodiscard]] bool is_valid_on_the_earth(LonLatGeometry polygon);

} // namespace oreway
