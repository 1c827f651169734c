// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Ways as tables, as layers and as a chart.

#include <optional>
#include <string>
#include <vector>

#include "jobs/route_plan.hpp"
#include "oreway/base/table.hpp"
#include "oreway/exporters/distance_chart.hpp"
#include "oreway/geom/feature_layer.hpp"

namespace oreway {

/// What the table of ways says beyond the sums.
struct RouteContext {
    Objective objective;
    std::vector<Objective> pareto;
    std::vector<std::string> exposure;    ///< countries; empty: not asked
    std::optional<double> unrestricted{}; ///< the objective without avoidance and closures
};

[[nodiscard]] Table routes_table(StudyNetwork const& study, RouteSet const& set, RouteContext const& context);
[[nodiscard]] Table itinerary_table(StudyNetwork const& study, RouteSet const& set);
enum class ShareBy { country, mode };
/// A row a way and country (or mode), and a row "total" that they sum to.
[[nodiscard]] Table shares_table(RouteSet const& set, ShareBy by);

/// Ways between the ends on the network that share no leg, as many as there can be, and as many legs whose closing
/// leaves none (Menger 1927). Access is left aside.
[[nodiscard]] Table redundancy_table(StudyNetwork const& study, Weights const& weights, RouteSet const& set);

/// Layers routes (a line a way), legs (a line a leg) and stops (points).
[[nodiscard]] std::vector<FeatureLayer> route_layers(StudyNetwork const& study, RouteSet const& set);

/// Time and cost over distance; what is not known of a way is left out with a note.
[[nodiscard]] std::string route_chart(StudyNetwork const& study, RouteSet const& set, Problems& problems);

/// A number that is not known is absent.
[[nodiscard]] Cell known_or_absent(double value, std::string const& reason);

} // namespace oreway
