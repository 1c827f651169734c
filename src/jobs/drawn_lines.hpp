// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Geodesics as maps draw them: programs draw the edges of longitude and latitude straight, and cut nothing at the
/// antimeridian.

#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// Lines and rings with vertices along their geodesics, so that straight edges stay within `max_deviation` of them;
/// lines that cross the antimeridian are split there (RFC 7946, section 3.1.9), with all longitudes in [-180, 180].
[[nodiscard]] LonLatGeometries drawn_geodesics(LonLatGeometries const& geometries, Metres max_deviation);

} // namespace oreway
