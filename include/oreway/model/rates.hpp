// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Rates of the cost model: speed, tariff, dwell, fees, emission factors by mode and country, each with its source. A
/// rate that is not in the table is absent; nothing is made up.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/geom/feature_layer.hpp"

namespace oreway {

enum class Mode { rail, road, sea };
[[nodiscard]] std::string_view name_of(Mode mode) noexcept;
[[nodiscard]] std::optional<Mode> parse_mode(std::string_view text) noexcept;

/// One row of the rates table.
struct Rate {
    std::string quantity; ///< "speed_kmh"
    std::string mode;     ///< "rail", "road", "sea", "any"
    std::string country;  ///< alpha-2, a sea (CASPIAN, BLACK_SEA, OCEAN), or "*"
    double value = 0.0;
    std::string unit;
    std::string year;
    std::string basis; ///< site, national, corridor_mean, model, example
    std::string source;
    std::string confidence;
    std::optional<double> low =
        std::nullopt; ///< the spread of the value, low <= value <= high; given together or not at all
    std::optional<double> high = std::nullopt;
};

class RateTable {
public:
    RateTable() = default;
    /// From a table with columns quantity, mode, country, value, unit, year, basis, source, confidence,
    /// value_min, value_max. Unknown quantities, two rows for one key, values that are no number or below zero, and
    /// spreads that do not hold their value are problems. An end of a spread that is left out is the value itself.
    [[nodiscard]] static RateTable from_layer(FeatureLayer const& table, Problems& problems);

    /// The rate for a mode and a country: exact country first, then "*"; exact mode first, then "any".
    [[nodiscard]] Rate const* find(std::string_view quantity, std::string_view mode,
                                   std::string_view country) const noexcept;
    [[nodiscard]] std::vector<Rate> const& rows() const noexcept { return m_rows; }

private:
    std::vector<Rate> m_rows;
};

} // namespace oreway
