// SPDX-License-Identifier: MIT
// Newton's method on two geodesics: from a place on each, the plane through both gives the crossing of the two
// directions; what the plane does not know shrinks with the square of the step.

#include "measure/edge_crossing.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace oreway {

namespace {

constexpr double degree = std::numbers::pi / 180.0;
/// Places nearer than this are the same.
constexpr double same_place = 1e-7;
/// Steps may leave a stretch by this share of it before the crossing is given up.
constexpr double overshoot = 0.05;
constexpr int most_steps = 20;

bool is_near(EdgeStretch const& stretch, double along) {
    double const margin = 1.0 + overshoot * (stretch.to - stretch.from);
    return along >= stretch.from - margin && along <= stretch.to + margin;
}

/// Neighbouring stretches overlap by a metre, for at a flat angle a crossing is not placed more sharply along the edge;
/// the ends of the edge are ends.
bool is_on(EdgeStretch const& stretch, GeodesicEdge const& edge, double along) {
    constexpr double overlap = 1.0;
    return along >= std::max(-same_place, stretch.from - overlap) &&
           along <= std::min(edge.length().value() + same_place, stretch.to + overlap);
}

} // namespace

std::optional<EdgeCrossing> find_crossing(GeodesicEdge const& first, EdgeStretch const& on_first,
                                          GeodesicEdge const& second, EdgeStretch const& on_second) {
    double s = on_first.guess;
    double t = on_second.guess;
    for (int i = 0; i < most_steps; ++i) {
        GeodesicPosition const p = first.at(Metres(s));
        GeodesicPosition const q = second.at(Metres(t));
        GeodesicInverse const way = geodesic_inverse(p.position, q.position);
        double const gap = way.distance.value();
        if (gap < same_place) {
            if (!is_on(on_first, first, s) || !is_on(on_second, second, t))
                return std::nullopt;
            return EdgeCrossing{p.position, std::clamp(s, 0.0, first.length().value()),
                                std::clamp(t, 0.0, second.length().value())};
        }
        // Directions as seen from p; that at q is turned by as much as north turns on the way.
        double const to_second = way.azimuth_from.value() * degree;
        double const along_first = p.azimuth.value() * degree;
        double const along_second = (q.azimuth.value() - way.azimuth_to.value() + way.azimuth_from.value()) * degree;
        double const turn = std::sin(along_first - along_second);
        if (std::abs(turn) < 1e-14)
            return std::nullopt;
        s += gap * std::sin(to_second - along_second) / turn;
        t += gap * std::sin(to_second - along_first) / turn;
        if (!is_near(on_first, s) || !is_near(on_second, t))
            return std::nullopt;
    }
    return std::nullopt;
}

} // namespace oreway
