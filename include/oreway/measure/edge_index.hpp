// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The nearest place on a set of lines, polygon boundaries and points, exact on the ellipsoid.
///
/// Edges are geodesics between neighbouring vertices. They are cut into pieces of at most 20 km, and runs of
/// neighbouring pieces are packed into a bounding volume hierarchy of earth-centred 3D boxes; a straight chord is never
/// longer than the geodesic, so a box that is farther away than the best distance can be left out with certainty, and
/// there is no seam at the antimeridian or a pole. A candidate is then measured on its edge: within 150 km and for
/// edges of at most 5 km by a series for short geodesics that is good to 2e-6 m, in all other cases by iteration on the
/// ellipsoid (Karney 2013, doi:10.1007/s00190-012-0578-z, section 8; Baselga and Martinez-Llario 2018,
/// doi:10.1007/s11200-017-1020-z).
///
///     EdgeIndex index(corridors.geometries);
///     if (auto hit = index.nearest({69.24, 41.30})) use(hit->distance, hit->foot);
///
/// Accuracy: distances within 1e-5 m, feet within 1 mm along the edge, for edges up to half the globe.
/// The index is immutable and safe to query from several threads. Vertices must be valid (is_valid); NumericError
/// otherwise. Empty and null geometries are skipped. Zero-length edges count as points.

#include <cstddef>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// The nearest place on one geometry.
struct NearestHit {
    std::size_t geometry = 0; ///< position in the indexed container
    std::size_t path = 0;     ///< path inside the geometry
    std::size_t edge = 0;     ///< edge inside the path: between vertices edge and edge + 1; for points the vertex
    Metres distance;          ///< from the query point to the foot
    LonLat foot;              ///< the nearest place
    Metres along;             ///< from the start of the edge to the foot
};

class EdgeIndex {
public:
    /// Keeps the geometries; move them in when they are not needed elsewhere (an index takes about 26 bytes a vertex
    /// more).
    explicit EdgeIndex(LonLatGeometries geometries);
    EdgeIndex(EdgeIndex&&) noexcept;
    EdgeIndex& operator=(EdgeIndex&&) noexcept;
    ~EdgeIndex();

    /// The nearest place of all geometries, if one lies within `radius`. Of equally near ones (to 1e-6 m) the first
    /// geometry wins. Polygons count by their boundary.
    [[nodiscard]] std::optional<NearestHit>
    nearest(LonLat point, Metres radius = Metres(std::numeric_limits<double>::infinity())) const;
    /// For each geometry within `radius` its nearest place, sorted by distance, then by position.
    [[nodiscard]] std::vector<NearestHit> within(LonLat point, Metres radius) const;

    /// The same for the `count` nearest geometries only (0: all). Geometries for which `skip` holds do not count.
    /// Geometries as near as the last one (to 1e-6 m) may follow it.
    [[nodiscard]] std::vector<NearestHit> nearest_geometries(LonLat point, std::size_t count, Metres radius,
                                                             std::function<bool(std::size_t)> const& skip = {}) const;

    /// The two vertices of the edge of a hit; twice the same one for a point.
    [[nodiscard]] std::pair<LonLat, LonLat> ends_of(NearestHit const& hit) const;

    /// Number of edges, as a measure of size.
    [[nodiscard]] std::size_t edge_count() const noexcept;

private:
    struct Impl;
    std::unique_ptr<Impl const> m_impl;
};

/// The nearest place on a single geodesic edge; exact as above. Used by the index and open for tests.
struct EdgeFoot {
    Metres distance;
    Metres along; ///< from `a`
    LonLat foot;
};
[[nodiscard]] EdgeFoot nearest_on_edge(LonLat point, LonLat a, LonLat b);

} // namespace oreway
