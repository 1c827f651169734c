// SPDX-License-Identifier: MIT
// Kilometre posts: the length to a place is the distance asked for; pieces add up to the line.

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/line_position.hpp"
#include "unit/measure/geod_solve.hpp"

namespace oreway {
namespace {

/// Rounding of sums of lengths and of positions in degrees.
constexpr double rounding = 1e-6;

TEST(LinePosition, EndsAreTheVerticesThemselves) {
    std::vector<LonLat> const line{{60, 40}, {61, 40}, {70, 45}};
    EXPECT_EQ(place_along(line, Metres(0.0)), line.front());
    EXPECT_EQ(place_along(line, Metres(-5.0)), line.front());
    EXPECT_EQ(place_along(line, geodesic_length(line) + Metres(1.0)), line.back());
    EXPECT_EQ(place_along(line, geodesic_distance({60, 40}, {61, 40})), line[1]);
}

/// GeodSolve says where 100 km east of 60 E 40 N along the geodesic to 61 E 40 N and beyond would lie.
TEST(LinePosition, PlaceOnAnEdgeIsThatOfGeodSolve) {
    std::vector<LonLat> const from{{60, 40}};
    std::vector<LonLat> const to{{75, 47}};
    double const azimuth = witness::inverse(from, to).front().azimuth_from;
    std::vector<double> const azimuths{azimuth};
    std::vector<double> const distances{250e3};
    LonLat const truth = witness::direct(from, azimuths, distances).front();
    LonLat const place = place_along(std::vector<LonLat>{from[0], to[0]}, Metres(250e3));
    EXPECT_LT(geodesic_distance(place, truth).value(), rounding);
}

TEST(LinePosition, PiecesAddUpToTheLine) {
    witness::Random random(41);
    for (int trial = 0; trial < 50; ++trial) {
        std::vector<LonLat> line;
        for (int i = 0; i < 10; ++i)
            line.push_back(random.place(50, 30, 90, 60));
        Metres const length = geodesic_length(line);
        Metres const cut = random.between(0.0, 1.0) * length;
        std::vector<LonLat> const head = piece_between(line, Metres(0.0), cut);
        std::vector<LonLat> const tail = piece_between(line, cut, length);
        EXPECT_NEAR(geodesic_length(head).value(), cut.value(), rounding);
        EXPECT_NEAR((geodesic_length(head) + geodesic_length(tail)).value(), length.value(), rounding);
        EXPECT_EQ(head.back(), tail.front());
        EXPECT_EQ(head.size() + tail.size(), line.size() + 2);
    }
}

TEST(LinePosition, LongitudesRunOnAcrossTheAntimeridian) {
    std::vector<LonLat> const line{{170, 10}, {190, 12}, {200, 12}};
    for (double along = 0.0; along < 3.2e6; along += 0.1e6) {
        LonLat const place = place_along(line, Metres(along));
        EXPECT_GE(place.lon, 170.0);
        EXPECT_LE(place.lon, 200.0);
    }
    std::vector<LonLat> const west{{-170, 10}, {-190, 12}};
    EXPECT_LT(place_along(west, Metres(1.6e6)).lon, -180.0);
}

TEST(LinePosition, LineOfOneVertexIsThatVertex) {
    std::vector<LonLat> const line{{60, 40}};
    EXPECT_EQ(place_along(line, Metres(10.0)), line[0]);
    EXPECT_EQ(piece_between(line, Metres(0.0), Metres(10.0)).size(), 2U);
}

TEST(LinePosition, LineWithoutVerticesAndNoNumberAreRefused) {
    EXPECT_THROW((void)place_along({}, Metres(0.0)), NumericError);
    std::vector<LonLat> const line{{60, 40}, {61, 40}};
    EXPECT_THROW((void)place_along(line, Metres(std::numeric_limits<double>::quiet_NaN())), NumericError);
}

} // namespace
} // namespace oreway
