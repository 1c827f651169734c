// SPDX-License-Identifier: MIT
// Capacity: the leg that lets the fewest tonnes through.

#include <cmath>

#include <fmt/format.h>

#include "compare/families.hpp"

namespace oreway {

namespace {

IndicatorValue bottleneck(Scene const& scene, Itinerary const& way) {
    if (!way.has_legs())
        return {Absent{no_legs}, ""};
    Leg const* narrowest = nullptr;
    std::size_t known = 0;
    for (Stage const& stage : way.stages) {
        Leg const& leg = scene.legs[stage.leg];
        if (!leg.capacity_t)
            continue;
        ++known;
        if (narrowest == nullptr || *leg.capacity_t < *narrowest->capacity_t)
            narrowest = &leg;
    }
    if (narrowest == nullptr)
        return {Absent{"no leg of the way has a capacity"}, ""};
    return {std::int64_t{std::llround(*narrowest->capacity_t)},
            fmt::format("leg '{}'; {} of {} legs have a capacity{}", narrowest->id, known, way.stages.size(),
                        known < way.stages.size() ? ", so that it may be less" : "")};
}

} // namespace

void add_capacity(Comparison const& comparison, ValuesByCorridor& values) {
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i]["capacity_bottleneck_t"] = bottleneck(comparison.scene, comparison.itineraries[i]);
}

} // namespace oreway
