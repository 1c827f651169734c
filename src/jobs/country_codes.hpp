// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Country codes of ISO 3166-1, the full list, and the code that is meant by what stands in data.

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace oreway {

struct CountryCode {
    std::string_view alpha2;
    std::string_view alpha3;
    int numeric = 0;
    std::string_view name; ///< short, in English
};

/// All 249 entries, sorted by alpha-3.
[[nodiscard]] std::span<CountryCode const> country_codes() noexcept;

/// The entry of an alpha-2 or alpha-3 code, in capitals as the standard has them; nullptr for anything else.
[[nodiscard]] CountryCode const* find_country_code(std::string_view code) noexcept;

/// Codes that the standard leaves to its users and will never assign: AA, QM to QZ, XA to XZ, ZZ, and with three
/// letters the codes that begin so.
[[nodiscard]] bool is_user_assigned(std::string_view code) noexcept;

/// The alpha-3 code of what is written: a code of either length in any case, a number ("398"), a name in English, long
/// or former names, names in Russian, withdrawn codes and codes of other lists ("ROM", "IRI"). A code of the standard
/// always wins over a mistake that looks the same.
[[nodiscard]] std::optional<std::string> alpha3_of(std::string_view written);

} // namespace oreway
