// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Places on a polyline by their distance from its start (kilometre posts), and pieces between two of them.

#include <span>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geom/lonlat.hpp"

namespace oreway {

/// The place at a distance along the line; before its start or beyond its end the end itself. Needs at least one
/// vertex.
[[nodiscard]] LonLat place_along(std::span<LonLat const> line, Metres along);

/// The piece of a line between two distances, `from` <= `to`, with all vertices in between. Longitudes run on as in the
/// line.
[[nodiscard]] std::vector<LonLat> piece_between(std::span<LonLat const> line, Metres from, Metres to);

} // namespace oreway
