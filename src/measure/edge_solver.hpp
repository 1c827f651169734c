// SPDX-License-Identifier: MIT
#pragma once

// The nearest place on one geodesic edge, from a starting value.

#include <optional>

#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/edge_index.hpp"

namespace oreway {

/// Longest edge and farthest point for which one descent from a starting value finds the nearest place of the whole
/// edge: within a quarter of the globe the distance along an edge has a single valley.
inline constexpr double single_valley_edge = 9.0e6;
inline constexpr double single_valley_distance = 5.0e6;

/// The nearest place on the edge from `a` to `b`. `start` is a guess of where it lies, as a share of the edge in [0,
/// 1].
[[nodiscard]] EdgeFoot solve_edge(LonLat point, LonLat a, LonLat b, double start);

/// The same for a point at most `longest_series` from the place of `start`, with distances and directions by the series
/// instead of the inverse problem; good to 3e-6 m. Nothing when the descent does not settle or the edge is too long.
[[nodiscard]] std::optional<EdgeFoot> solve_edge_near(Ecef point, LonLat a, LonLat b, double start);

} // namespace oreway
