// SPDX-License-Identifier: MIT
#pragma once

// Where two geodesic edges cross.

#include <optional>

#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

/// A stretch of an edge, metres from its start, and a place on it to begin from.
struct EdgeStretch {
    double from = 0.0;
    double to = 0.0;
    double guess = 0.0;
};

struct EdgeCrossing {
    LonLat place;
    double along_first = 0.0;
    double along_second = 0.0;
};

/// The crossing of two edges within a stretch of each, if there is one. Stretches of at most some 20 km; edges that run
/// on one another have no crossing, but their ends lie on the other edge.
[[nodiscard]] std::optional<EdgeCrossing> find_crossing(GeodesicEdge const& first, EdgeStretch const& on_first,
                                                        GeodesicEdge const& second, EdgeStretch const& on_second);

} // namespace oreway
