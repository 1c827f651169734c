// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A way as a traveller reads it: legs and passages in order with cumulated kilometres, hours and USD a tonne (the
/// time/cost-distance table of UN ESCAP), and sums by country and by mode that close to the whole.
///
/// Passages at origin and destination stand before the first and after the last leg. Passages belong to the country of
/// their node. A value that is not known is NaN, and so is every sum it enters. Sums by country and by mode, passages
/// included, equal the totals within 1e-9 of them.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "oreway/network/network.hpp"

namespace oreway {

/// Kilometres, hours, USD a tonne, kg CO2e a tonne.
struct JourneySums {
    double km = 0.0;
    double h = 0.0;
    double usd_t = 0.0;
    double co2e_kg_t = 0.0;

    JourneySums& operator+=(JourneySums const& other) noexcept;
};

/// A leg or a passage on the way.
struct JourneyStep {
    enum class Kind : std::uint8_t { leg, passage } kind = Kind::leg;
    ArcId arc{};        ///< of a leg: the one travelled
    NodeId node{};      ///< of a passage: where; of a leg: where it ends
    PassageItem item;   ///< of a passage: what and why
    JourneySums own;    ///< of this step
    JourneySums so_far; ///< up to and with this step
};

struct JourneyShare {
    std::string key; ///< country, or mode; empty where none is declared
    JourneySums sums;
};

struct Journey {
    NodeId from{};
    NodeId to{};
    std::vector<JourneyStep> steps;
    JourneySums total;
    JourneySums at_nodes;                 ///< passages only
    std::vector<JourneyShare> by_country; ///< sorted; seas under the name of the sea
    std::vector<JourneyShare> by_mode;    ///< sorted; passages under "node"
    int borders = 0;
    int gauge_breaks = 0;
    int mode_changes = 0;           ///< ports included
    double geodesic_km = not_given; ///< between the ends, NaN when a place is not known
};

/// \param arcs  follow each other; may be empty when origin and destination are the same
[[nodiscard]] Journey make_journey(Network const& network, NodeId from, std::span<ArcId const> arcs);

/// The kilometres of a journey in the countries of a set.
[[nodiscard]] double exposed_km(Journey const& journey, std::span<std::string const> countries);

/// The line of a way in order of travel, one path a leg that has a line; null when none has.
void append_line(Network const& network, std::span<ArcId const> arcs, LonLatGeometries& lines);

} // namespace oreway
