// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The indicators of the corridor comparison: one table with id, unit, formula, source and direction for each, from
/// which the results, the documentation (docs/indicators.md) and the criteria of a study are taken.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/table.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

enum class Better { lower, higher, neither };
[[nodiscard]] std::string_view name_of(Better better) noexcept;

/// A row of the table. An indicator whose id holds `<set>`, `<radius>`, `<hours>` or `<usd>` stands for one a set of
/// countries or a limit of access of the study ("exposure_<set>_km_share", "mines_within_<radius>").
struct Indicator {
    std::string_view id;
    std::string_view label;
    std::string_view unit;
    int decimals;
    Better better;
    std::string_view formula;
    std::string_view source; ///< where the definition comes from
    std::string_view needs;  ///< what is missing when it is n/a
};

/// All indicators in the order of the results.
[[nodiscard]] std::span<Indicator const> indicators() noexcept;

/// An indicator as one study has it, with its mark filled in ("mines_within_25km").
struct StudyIndicator {
    Indicator const* definition = nullptr;
    std::string id;
    std::string label;
    std::size_t variant = 0; ///< position of the set or the limit in the study; 0 for all others
};

/// The indicators of a study in the order of the results; ids are unique when those of the exposure sets are.
[[nodiscard]] std::vector<StudyIndicator> study_indicators(Study const& study);

/// The column of results for an indicator.
[[nodiscard]] Column column_of(StudyIndicator const& indicator);

/// The documentation of all indicators as Markdown (docs/indicators.md is this text; a test compares them).
[[nodiscard]] std::string indicators_markdown();

} // namespace oreway
