// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The families of indicators. Each computes its indicators for all corridors and fills its tables; `evaluate` calls
/// them in turn. Values are written to one place a corridor, so the order of threads does not matter.

#include <vector>

#include "compare/itinerary.hpp"
#include "compare/measured.hpp"
#include "compare/reliability.hpp"
#include "compare/value.hpp"
#include "oreway/compare/evaluate.hpp"

namespace oreway {

/// What all families read.
struct Comparison {
    Scene const& scene;
    Study const& study;
    MeasuredScene const& measured;
    std::vector<Itinerary> const& itineraries; ///< parallel to Scene::corridors
};

/// Values by corridor, parallel to Scene::corridors.
using ValuesByCorridor = std::vector<IndicatorValues>;

void add_length(Comparison const& comparison, ValuesByCorridor& values);
void add_transfers(Comparison const& comparison, ValuesByCorridor& values);
[[nodiscard]] Table add_time_and_cost(Comparison const& comparison, ValuesByCorridor& values); ///< rates_used
/// The time of a journey by its parts.
struct TimeParts {
    double fixed_h = 0.0;
    std::vector<VaryingTime> varying;
};
void add_reliability(TimeParts const& parts, Total const& transit, ReliabilityOptions const& options,
                     IndicatorValues& values);
void add_capacity(Comparison const& comparison, ValuesByCorridor& values);
[[nodiscard]] Table add_exposure(Comparison const& comparison, ValuesByCorridor& values, Problems& problems);
[[nodiscard]] Table add_overlap(Comparison const& comparison, ValuesByCorridor& values, Progress& progress);

struct AccessTables {
    Table mines_in_reach;
    Table tonnes_in_reach;
    Table tonnes_by_access;
};
[[nodiscard]] AccessTables add_access(Comparison const& comparison, ValuesByCorridor& values, Progress& progress);

[[nodiscard]] Table length_by_country_table(Comparison const& comparison);
[[nodiscard]] Table sections_table(Comparison const& comparison, Problems& problems);

} // namespace oreway
