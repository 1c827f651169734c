// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Ways with everything that belongs to them: access at both ends, what the study adds once for each pair, and steps as
/// a traveller counts them, one for each leg and one for each stop.

#include <string>
#include <vector>

#include "jobs/network_places.hpp"
#include "oreway/network/journey.hpp"

namespace oreway {

/// A leg, a stop at a node with all that happens there, or access.
struct RouteStep {
    enum class Kind { access, leg, stop, pair } kind = Kind::leg;
    std::string what;  ///< "rail", "border + gauge", "access"
    std::string place; ///< where it ends or happens
    std::string place_id;
    std::string country;
    std::string basis;
    ArcId arc{}; ///< of a leg
    JourneySums own;
    JourneySums so_far;
};

struct PlannedRoute {
    std::string name;
    std::vector<ArcId> arcs;
    Journey journey;
    std::vector<RouteStep> steps;
    JourneySums total;               ///< with access
    std::vector<std::string> passed; ///< countries in order of travel, seas among them
    std::size_t from_rates = 0;      ///< legs whose time or cost was filled from the rates
};

struct RouteSet {
    RouteEnd from;
    RouteEnd to;
    std::vector<PlannedRoute> routes;
};

[[nodiscard]] PlannedRoute plan_route(StudyNetwork const& study, RouteEnd const& from, RouteEnd const& to,
                                      std::vector<ArcId> arcs, std::string name);

/// Amount of an objective in sums: km, h, USD a tonne, kg CO2e a tonne, or generalised cost.
[[nodiscard]] double amount_of(Objective const& objective, JourneySums const& sums);

/// The line of a leg in the direction of travel; where it has none, from node to node; empty when these have no place.
[[nodiscard]] std::vector<LonLat> line_of_arc(Network const& network, ArcId arc);

} // namespace oreway
