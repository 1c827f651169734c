// SPDX-License-Identifier: MIT
// Lengths as people write them: a number and one of four units.

#include "oreway/base/length_text.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

struct LengthUnit {
    std::string_view name;
    double metres;
};

constexpr std::array length_unit_table = {
    LengthUnit{"m", 1.0}, LengthUnit{"km", 1000.0}, LengthUnit{"mi", 1609.344}, // international mile (1959)
    LengthUnit{"nmi", 1852.0}, // First International Extraordinary Hydrographic Conference (1929)
};

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_letters(std::string_view a, std::string_view b) noexcept {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

} // namespace

std::optional<Metres> parse_length(std::string_view text) noexcept {
    text = trim(text);
    std::size_t const last = text.find_last_of("0123456789.");
    if (last == std::string_view::npos)
        return std::nullopt;
    std::optional<double> const number = parse_number(text.substr(0, last + 1));
    std::string_view const name = trim(text.substr(last + 1));
    for (LengthUnit const& unit : length_unit_table)
        if (number && *number >= 0.0 && same_letters(name, unit.name) && std::isfinite(*number * unit.metres))
            return Metres(*number * unit.metres);
    return std::nullopt;
}

std::string_view length_units() noexcept {
    return "m, km, mi or nmi";
}

} // namespace oreway
