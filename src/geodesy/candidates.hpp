// SPDX-License-Identifier: MIT
#pragma once

// All operations between two reference systems that PROJ knows for an extent, described in our words, in PROJ's order.

#include <string>
#include <vector>

#include "oreway/geodesy/transform.hpp"

namespace oreway {

struct Candidate {
    Operation operation;
    std::vector<std::string> step_codes; ///< codes of all its steps, projections too
    bool covers_extent = false;          ///< its area of use contains the extent
    bool can_run = false;                ///< PROJ can build it here: no grid is missing

    [[nodiscard]] bool has_code(std::string_view code) const noexcept;
};

enum class Search {
    usual,      ///< those that touch the extent and are not superseded
    exhaustive, ///< wherever they are meant for, and superseded ones too
};

[[nodiscard]] std::vector<Candidate> find_candidates(Crs const& source, Crs const& target, LonLatBox const& extent,
                                                     Search search);

/// Whether one box lies inside another, across the antimeridian too. An empty box lies in every other.
[[nodiscard]] bool contains(LonLatBox const& outer, LonLatBox const& inner) noexcept;
/// Whether two boxes have a point in common.
[[nodiscard]] bool intersects(LonLatBox const& a, LonLatBox const& b) noexcept;

} // namespace oreway
