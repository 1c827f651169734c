// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Lengths as people write them: "50km", "300 m", "2.5mi", "12 nmi". A unit is always needed, so that nobody's degrees
/// or kilometres are taken for metres.
///
///     std::optional<Metres> radius = parse_length("50km"); // 50 000 m
///
/// Units: m, km, mi (the international mile of 1609.344 m), nmi (the nautical mile of 1852 m); letters of either case.

#include <optional>
#include <string>
#include <string_view>

#include "oreway/base/units.hpp"

namespace oreway {

/// A length of zero or more; nothing when the text is anything else: no unit, degrees, a negative number, two numbers.
[[nodiscard]] std::optional<Metres> parse_length(std::string_view text) noexcept;

/// The units for messages: "m, km, mi or nmi".
[[nodiscard]] std::string_view length_units() noexcept;

} // namespace oreway
