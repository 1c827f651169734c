// SPDX-License-Identifier: MIT
#pragma once

// Which polygons of a layer overlap one another by more than the width of a drawn border. Countries that share borders
// do not, even where their borders were drawn twice, and telling so must not cost an overlay.

#include <cstdint>
#include <utility>
#include <vector>

#include "measure/ring_chains.hpp"

namespace oreway {

/// How two segments of the plane lie; a crossing with its shares. Ends within a micrometre of the other segment are
/// unclear, far beyond what rounding can mistake.
struct SegmentPair {
    enum class Meets : std::uint8_t { no, crosses, unclear };

    SegmentPair(LonLat a1, LonLat a2, LonLat b1, LonLat b2) noexcept;

    Meets how = Meets::no;
    double share_a = 0.0;
    double share_b = 0.0;
    double offset =
        0.0; ///< of a crossing: how far the nearest of the four ends lies beside the other segment, in degrees
};

/// Pairs of polygons that overlap, the smaller number first, in order: boundaries cross by more than 2 m, or a place 2
/// m inside of one, one for eight edges of its boundary, lies in the other. Overlaps narrower than that are not looked
/// for.
[[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint32_t>> overlapping_pairs(RingChains const& chains);

} // namespace oreway
