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

/// The rings of a polygon as pieces of boundary: what runs along the edge of the map is left out. `reversed` turns them
/// so that the other side is the inside. Names are numbers from `first_name`.
enum class PieceDirection : std::uint8_t { kept, reversed };
[[nodiscard]] std::vector<ContourPiece> pieces_of(LonLatGeometry polygon, PieceDirection direction,
                                                  std::size_t first_name);

/// Appends one (multi)polygon: counterclockwise rings, each with the clockwise rings inside of it; null without rings.
void append_polygon(std::vector<Ring> const& rings, LonLatGeometries& out);

} // namespace oreway
