// SPDX-License-Identifier: MIT
// Transfers: borders, gauges and modes that change on the way, counted by the itinerary.

#include <cmath>

#include "compare/families.hpp"

namespace oreway {

namespace {

Cell count(Total const& total) {
    return total.cell([](double sum) -> Cell { return static_cast<std::int64_t>(std::llround(sum)); });
}

} // namespace

void add_transfers(Comparison const& comparison, ValuesByCorridor& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
        Itinerary const& way = comparison.itineraries[i];
        values[i]["countries"] = {count(way.countries), "declared countries of legs and nodes"};
        values[i]["border_crossings"] = {count(way.border_crossings), "countries of the nodes"};
        values[i]["gauge_breaks"] = {count(way.gauge_breaks), "gauges of the legs"};
        values[i]["mode_changes"] = {count(way.mode_changes), "modes of the legs"};
    }
}

} // namespace oreway
