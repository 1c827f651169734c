// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// How much of a line runs along another: the stretches of A whose distance to B is at most a tolerance, found on the
/// edges and not by buffering. Not symmetric: ask both ways.

#include <span>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"
#include "oreway/measure/edge_index.hpp"

namespace oreway {

/// A stretch of a line by distance along it.
struct SharedStretch {
    Metres from;
    Metres to;
};

/// The stretches of `line` within `tolerance` of `other`, in order. The distance along a line changes by at most a
/// metre a metre, so a stretch is decided by its middle when that is clearly near or far, and halved otherwise: the
/// ends are exact to 1 m and nothing longer than 2 m is missed.
[[nodiscard]] std::vector<SharedStretch> shared_stretches(std::span<LonLat const> line, EdgeIndex const& other,
                                                          Metres tolerance);

[[nodiscard]] Metres total_length(std::span<SharedStretch const> stretches) noexcept;

} // namespace oreway
