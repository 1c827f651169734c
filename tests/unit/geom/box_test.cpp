// SPDX-License-Identifier: MIT
// Boxes and the antimeridian.

#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include "oreway/geom/box.hpp"

namespace oreway {
namespace {

TEST(LonLatBox, PointsOnBothSidesOfTheAntimeridianGetANarrowBox) {
    std::vector<LonLat> const points = {{179.0, 10.0}, {-179.5, 12.0}, {178.0, 11.0}};
    LonLatBox const box = bounding_box(points);
    EXPECT_TRUE(box.crosses_antimeridian());
    EXPECT_EQ(box, (LonLatBox{178.0, 10.0, -179.5, 12.0}));
    EXPECT_DOUBLE_EQ(box.width(), 2.5);
}

TEST(LonLatBox, OrdinaryPointsGetAnOrdinaryBox) {
    std::vector<LonLat> const points = {{46.0, 35.0}, {88.0, 56.0}, {60.0, 40.0}};
    EXPECT_EQ(bounding_box(points), (LonLatBox{46.0, 35.0, 88.0, 56.0}));
}

TEST(LonLatBox, LongitudesBeyond180AreTheSamePlaces) {
    std::vector<LonLat> const points = {{181.0, 0.0}, {179.0, 0.0}};
    EXPECT_EQ(bounding_box(points), (LonLatBox{179.0, 0.0, -179.0, 0.0}));
}

TEST(LonLatBox, WhatIsNotFiniteIsPassedOverAndNothingGivesAnEmptyBox) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<LonLat> points = {{nan, 0.0}};
    EXPECT_TRUE(bounding_box(points).empty());
    points.push_back({5.0, 6.0});
    EXPECT_EQ(bounding_box(points), (LonLatBox{5.0, 6.0, 5.0, 6.0}));
}

TEST(WrapLongitude, StaysInTheHalfOpenInterval) {
    EXPECT_DOUBLE_EQ(wrap_longitude(180.0), -180.0);
    EXPECT_DOUBLE_EQ(wrap_longitude(-180.0), -180.0);
    EXPECT_DOUBLE_EQ(wrap_longitude(540.5), -179.5);
    EXPECT_DOUBLE_EQ(wrap_longitude(-360.0), 0.0);
}

} // namespace
} // namespace oreway
