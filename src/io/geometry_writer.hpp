// SPDX-License-Identifier: MIT
#pragma once

// Flat arrays into OGR geometries.

#include "io/gdal_handles.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// What a layer holds: the kind of its geometries (null when they are mixed or there is none) and whether any has
/// parts.
struct LayerShape {
    enum class Kinds { none, one, mixed } kinds = Kinds::none;
    GeometryKind kind = GeometryKind::null;
    bool has_multi = false;
};

/// Whether a geometry has several points, lines or exterior rings.
[[nodiscard]] bool has_parts(LonLatGeometry const& geometry);
[[nodiscard]] LayerShape shape_of(LonLatGeometries const& geometries);
[[nodiscard]] OGRwkbGeometryType layer_type(LayerShape const& shape) noexcept;

/// \param multi  make a multi geometry even of one part
/// \return null for a null geometry
/// \throws DataError when a vertex is not finite
[[nodiscard]] gdal::GeometryHandle to_ogr(LonLatGeometry const& geometry, bool multi);

} // namespace oreway
