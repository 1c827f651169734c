// SPDX-License-Identifier: MIT
#pragma once

// Pieces of boundary joined to rings, closed along the edge of the map, and nested.

#include <vector>

#include "measure/buffer_contour.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

using Ring = std::vector<LonLat>; ///< closed: the first vertex is repeated

/// Rings with the inside on their left. `whole` tells whether the map is inside where no piece says otherwise.
[[nodiscard]] std::vector<Ring> joined_rings(std::vector<ContourPiece> pieces, bool whole);

/// Appends one (multi)polygon: counterclockwise rings, each with the clockwise rings inside of it; null without rings.
void append_polygon(std::vector<Ring> const& rings, LonLatGeometries& out);

} // namespace oreway
