// SPDX-License-Identifier: MIT
#pragma once

// The buffer as the union of a strip round each edge: the better way where the radius is small against the edges, for
// its cost is by the edge, while that of the level set is by the radius along the boundary. A strip has the offsets of
// the edge at the radius on both sides and half circles round its ends, all by direct geodesics.
//
// The bound holds by construction. Sides of a strip, drawn straight in longitude and latitude, leave the places at the
// radius by less than the tolerance. A place on the boundary of the union lies on a side of one strip and in no other,
// so its distance to that edge is the radius within the tolerance, and to all others at least the radius less the
// tolerance.

#include <optional>

#include "oreway/base/progress.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// The buffer as one polygon on the map. Nothing when the level set is the better way: for radii of more than 20 km,
/// near a pole, for crowded vertices, and for vertices that are not valid. \throws Cancelled
[[nodiscard]] std::optional<LonLatGeometries> buffer_by_strips(LonLatGeometries const& sources, double radius,
                                                               double tolerance, Progress const& progress);

} // namespace oreway
