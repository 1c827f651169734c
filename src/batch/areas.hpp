// SPDX-License-Identifier: MIT
#pragma once

// Boxes of longitude and latitude against each other.

#include <span>

#include "oreway/geom/box.hpp"

namespace oreway {

/// Whether one box lies inside another, across the antimeridian too. An empty box lies in every other.
[[nodiscard]] bool covers(LonLatBox const& outer, LonLatBox const& inner) noexcept;
[[nodiscard]] bool covers(LonLatBox const& outer, LonLat point) noexcept;
/// Whether two boxes have a point in common.
[[nodiscard]] bool touches(LonLatBox const& a, LonLatBox const& b) noexcept;
/// The narrowest box round all of them.
[[nodiscard]] LonLatBox united(std::span<LonLatBox const> boxes);

} // namespace oreway
