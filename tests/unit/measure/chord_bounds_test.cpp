// SPDX-License-Identifier: MIT
// The bounds by which candidates are dropped must hold for every geodesic: checked on random pairs of all lengths and
// on the pairs of strongest and weakest curvature.

#include <gtest/gtest.h>

#include <cmath>

#include "measure/chord_bounds.hpp"
#include "unit/measure/geod_solve.hpp"

namespace oreway {
namespace {

/// A chord is computed to 1e-9 m and a geodesic to 15 nm.
constexpr double rounding = 5e-8;

void expect_bounds(LonLat p, LonLat q) {
    double const geodesic = geodesic_distance(p, q).value();
    double const chord = norm(to_ecef(p) - to_ecef(q));
    EXPECT_LE(chord, geodesic + rounding);
    EXPECT_LE(geodesic, longest_over_chord(chord) + rounding)
        << p.lon << ' ' << p.lat << " to " << q.lon << ' ' << q.lat;
    EXPECT_LE(chord, longest_chord_under(geodesic) + rounding)
        << p.lon << ' ' << p.lat << " to " << q.lon << ' ' << q.lat;
}

TEST(ChordBounds, HoldForRandomPairsOfAllLengths) {
    witness::Random random(21);
    for (int i = 0; i < 20000; ++i) {
        LonLat const p = random.place(-180, -90, 180, 90);
        Metres const length(std::pow(10.0, random.between(0.0, 7.3)));
        expect_bounds(p, geodesic_direct(p, Degrees(random.between(-180, 180)), length).position);
    }
}

TEST(ChordBounds, HoldWhereTheEllipsoidIsMostAndLeastCurved) {
    for (double length = 1.0; length < 2.0e7; length *= 1.1) {
        LonLat const equator{0.0, -std::min(45.0, length / 2 / 111e3)};
        expect_bounds(equator, geodesic_direct(equator, Degrees(0.0), Metres(length)).position);
        LonLat const near_pole{0.0, 90.0 - std::min(90.0, length / 2 / 111e3)};
        expect_bounds(near_pole, geodesic_direct(near_pole, Degrees(0.0), Metres(length)).position);
    }
    for (double lon = 179.0; lon <= 180.0; lon += 0.01)
        expect_bounds({0.0, 0.0}, {lon, 0.0});
}

TEST(ChordBounds, NoRivalIsDroppedForItsChord) {
    // Two places seen from p: when one is nearer along the ellipsoid, its chord is within the rival chord of the other.
    witness::Random random(22);
    for (int i = 0; i < 20000; ++i) {
        LonLat const p = random.place(-180, -90, 180, 90);
        double const length = std::pow(10.0, random.between(3.0, 7.3));
        LonLat const near = geodesic_direct(p, Degrees(random.between(-180, 180)), Metres(length)).position;
        LonLat const far =
            geodesic_direct(p, Degrees(random.between(-180, 180)), Metres(length * (1.0 + 1e-12))).position;
        double const near_chord = norm(to_ecef(p) - to_ecef(near));
        double const far_chord = norm(to_ecef(p) - to_ecef(far));
        if (geodesic_distance(p, near) <= geodesic_distance(p, far)) {
            EXPECT_LE(near_chord, rival_chord(far_chord) + rounding);
        }
    }
}

} // namespace
} // namespace oreway
