// SPDX-License-Identifier: MIT
#pragma once

// Where the most accurate operation by bounding box is not the right one: a small table, each row with its reason.

#include <span>
#include <string_view>

#include "oreway/geodesy/transform.hpp"

namespace oreway {

struct RegionalPreference {
    std::string_view datum;     ///< code of the geographic system at either end
    LonLatBox region;           ///< an extent that touches it is meant
    std::string_view operation; ///< code of the datum step to take
    std::string_view reason;
};

[[nodiscard]] std::span<RegionalPreference const> regional_preferences() noexcept;

/// The row that holds for two reference systems and an extent, or nothing.
[[nodiscard]] RegionalPreference const* find_preference(Crs const& source, Crs const& target, LonLatBox const& extent);

} // namespace oreway
