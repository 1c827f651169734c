// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A corridor as a journey: its legs in order of travel with the lengths that count, the nodes between them, and what
/// happens there (borders, gauge breaks, changes of mode).

#include <optional>
#include <string>
#include <vector>

#include "compare/measured.hpp"
#include "compare/value.hpp"
#include "oreway/model/scene.hpp"

namespace oreway {

/// Part of a leg for which one country's (or sea's) rates hold.
struct CountryShare {
    std::string country; ///< id, name of a sea, or empty when nothing is declared
    double share = 1.0;
};

/// A leg on the way.
struct Stage {
    std::size_t leg = 0;
    double route_km = 0.0; ///< published where known, else drawn
    double drawn_km = 0.0;
    std::vector<CountryShare> countries; ///< declared; empty when none is
    std::vector<CountryShare> rate_keys; ///< where to look up rates: countries, or the sea
};

/// A node on the way, the first and the last one included.
struct Stop {
    std::optional<std::size_t> node;
    bool is_end = false;
};

/// A border passed on a leg by land: between stops `stage` and `stage + 1`.
struct BorderPassage {
    std::size_t stage = 0;
    std::string country_left;
    std::string country_entered;
};

/// Something at a stop that takes time and money by default.
struct Handling {
    enum class Kind { gauge, port, mode };
    std::size_t stop = 0;
    Kind kind = Kind::gauge;
    std::string sea; ///< of a port
};

struct Itinerary {
    std::vector<Stage> stages;
    std::vector<Stop> stops; ///< one more than stages; empty when there are no legs
    std::vector<BorderPassage> borders_by_land;
    std::vector<Handling> handlings;
    Total border_crossings; ///< by land and sea
    Total gauge_breaks;
    Total mode_changes;
    Total countries;
    double route_km = 0.0;
    double published_km = 0.0;

    [[nodiscard]] bool has_legs() const noexcept { return !stages.empty(); }
};

/// Why indicators that need legs are absent.
inline constexpr char const* no_legs = "the corridor has no legs, only a line";

[[nodiscard]] Itinerary make_itinerary(Scene const& scene, MeasuredScene const& measured, std::size_t corridor);

} // namespace oreway
