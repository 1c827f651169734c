// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// How much of a polygon lies in each polygon of a layer, as numbers: what `PolygonOverlap` gives without its pieces,
/// at a tenth of the cost.
///
///     AreaShares const countries(country_layer.geometries);
///     for (AreaShare const& share : countries.of(catchment)) add(share.polygon, share.area);
///
/// The area of a common part is a sum over its boundary, and that consists of the stretches of either boundary that lie
/// inside of the other polygon. So the crossings of the boundaries are all that has to be found; no common part is ever
/// put together. Edges are geodesics, followed to 0.1 m for finding crossings; areas come from the geodesics
/// themselves. Where boundaries run along each other or meet at a vertex, inside and outside cannot be told by
/// counting, and PolygonOverlap answers for that pair. Immutable; safe to ask from several threads.

#include <cstddef>
#include <memory>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

struct AreaShare {
    std::size_t polygon = 0; ///< position in the layer
    SquareMetres area;
};

class AreaShares {
public:
    /// Polygons must be valid (planar::find_invalidity); other kinds have no share.
    /// \throws NumericError for vertices that are not valid
    explicit AreaShares(LonLatGeometries polygons);
    AreaShares(AreaShares&&) noexcept;
    AreaShares& operator=(AreaShares&&) noexcept;
    ~AreaShares();

    /// In the order of the layer; polygons without a common area are left out. Anything but a polygon has no shares.
    [[nodiscard]] std::vector<AreaShare> of(LonLatGeometry polygon) const;

    /// By how much the shares add up to more than the part of the polygon that they cover, because polygons of the
    /// layer overlap one another there. Overlaps of less than 2 m in width, as between two drawings of one border, are
    /// none.
    [[nodiscard]] SquareMetres counted_twice(LonLatGeometry polygon) const;

private:
    struct Impl;
    std::unique_ptr<Impl const> m_impl;
};

} // namespace oreway
