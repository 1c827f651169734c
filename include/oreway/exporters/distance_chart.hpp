// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The time/cost-distance chart of UN ESCAP as a drawing (SVG): kilometres along the bottom, cumulated hours or money
/// upward. A leg is a slope, a stop at a border, port or gauge break is a vertical step. Several routes lie over each
/// other, several charts below each other.
///
///     DistanceChart chart{.title = "Cost", .unit = "USD/t", .routes = {...}};
///     std::string svg = to_svg("Zhezkazgan to Poti", {chart});
///
/// The drawing stands by itself (no script, no font file, no link), has the same bytes for the same input, and is one
/// file that browsers, Inkscape and word processors open. Names of places are put where they hide no other name and as
/// little as possible of the lines; a name that finds no room is left out, steps before ordinary places.

#include <span>
#include <string>
#include <vector>

namespace oreway {

/// What a corner of a route's line is.
enum class ChartCorner {
    origin,
    leg,    ///< the end of a leg
    step,   ///< after a stop: at the same kilometre as the corner before
    finish, ///< the destination
};

struct ChartVertex {
    double km = 0.0;
    double value = 0.0;
    ChartCorner corner = ChartCorner::leg;
    std::string place; ///< name at this corner
    std::string why;   ///< of a step: "border", "port", "gauge"; several joined by " + "
};

struct ChartRoute {
    std::string name;
    std::vector<ChartVertex> vertices; ///< km and value do not fall; finite
};

struct DistanceChart {
    std::string title; ///< "Cost"
    std::string unit;  ///< "USD/t"
    std::vector<ChartRoute> routes;
};

/// \throws std::logic_error when there is no chart or no route, or a value is not finite
[[nodiscard]] std::string to_svg(std::string const& heading, std::span<DistanceChart const> charts);

} // namespace oreway
