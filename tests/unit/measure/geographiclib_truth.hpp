// SPDX-License-Identifier: MIT
#pragma once

// GeographicLib's library as an independent witness for many pairs: its exact solver by elliptic integrals, where ours
// is PROJ's series, and golden sections, where ours are bisections and a series in space. It shares no code with the
// library.

#include "oreway/geom/lonlat.hpp"

namespace oreway::witness {

/// The shortest distance from a point to the geodesic from `a` to `b`: the edge is sampled, then the valleys round the
/// lowest samples are closed in by golden sections.
double nearest_distance(LonLat point, LonLat a, LonLat b);

} // namespace oreway::witness
