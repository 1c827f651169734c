// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The indicators of the corridor comparison: one table with id, unit, formula, source and direction for each, from which the
/// results, the documentation (docs/indicators.md) and the criteria of a study are taken.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/table.hpp"

namespace oreway {

enum class Better { lower, higher, neither };
[[nodiscard]] std::string_view name_of(Better better) noexcept;

/// A row of the table. An indicator whose id holds `<set>` or `<radius>` stands for one a set of countries or a radius of the study
/// ("exposure_<set>_km_share", "mines_within_<radius>").
struct Indicator {
    std::string_view id;
    std::string_view label;
    std::string_view unit;
    int decimals;
    Better better;
    std::string_view formula;
    std::string_view source;  ///< where the definition comes from
    std::string_view needs;   ///< what is missing when it is n/a
};

/// All indicators in the order of the results.
[[nodiscard]] std::span<Indicator const> indicators() noexcept;

/// The documentation of all indicators as Markdown (docs/indicators.md is this text; a test compares them).
[[nodiscard]] std::string indicators_markdown();

} // namespace oreway
