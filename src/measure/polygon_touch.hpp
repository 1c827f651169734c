// SPDX-License-Identifier: MIT
#pragma once

// Whether the insides of two polygons of the plane are certainly apart. Most pairs of a layer of countries only touch,
// along vertices that both share; telling so costs a walk along the common boundary, where an overlay would build both
// polygons anew.

#include "measure/plane_polygon.hpp"

namespace oreway {

/// Whether the boundaries meet at shared vertices only and neither runs inside of the other polygon. `turn` moves b
/// east. False also when that is not certain: a vertex beside a chord of the other, or the same polygon twice.
[[nodiscard]] bool surely_only_touch(PlanePolygon const& a, PlanePolygon const& b, double turn);

/// Whether both have the same vertices, path by path.
[[nodiscard]] bool are_same(PlanePolygon const& a, PlanePolygon const& b, double turn);

} // namespace oreway
