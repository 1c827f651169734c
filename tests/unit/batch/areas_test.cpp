// SPDX-License-Identifier: MIT
// Boxes on a round earth. Expected values are plain counting on a globe.

#include "batch/areas.hpp"

#include <array>

#include <gtest/gtest.h>

namespace oreway {
namespace {

constexpr LonLatBox central_asia{.west = 46.0, .south = 35.0, .east = 88.0, .north = 56.0};
constexpr LonLatBox fiji{.west = 177.0, .south = -20.0, .east = -178.0, .north = -16.0};

TEST(Areas, ABoxCoversWhatLiesInsideIt) {
    EXPECT_TRUE(covers(central_asia, LonLat{.lon = 69.24, .lat = 41.3}));
    EXPECT_FALSE(covers(central_asia, LonLat{.lon = 37.6, .lat = 55.7}));
    EXPECT_FALSE(covers(central_asia, LonLatBox{.west = 40.0, .south = 40.0, .east = 60.0, .north = 50.0}));
}

TEST(Areas, ABoxAcrossTheAntimeridianCoversBothSides) {
    EXPECT_TRUE(covers(fiji, LonLat{.lon = 179.5, .lat = -17.0}));
    EXPECT_TRUE(covers(fiji, LonLat{.lon = -179.5, .lat = -17.0}));
    EXPECT_FALSE(covers(fiji, LonLat{.lon = 0.0, .lat = -17.0}));
}

TEST(Areas, TheWholeEarthCoversABoxAcrossTheAntimeridian) {
    EXPECT_TRUE(covers(LonLatBox{.west = -180.0, .south = -90.0, .east = 180.0, .north = 90.0}, fiji));
}

TEST(Areas, BoxesOnOppositeSidesDoNotTouch) {
    EXPECT_FALSE(touches(central_asia, fiji));
    EXPECT_TRUE(touches(central_asia, LonLatBox{.west = 87.0, .south = 50.0, .east = 100.0, .north = 60.0}));
}

TEST(Areas, TheUnionTakesTheShortWayRound) {
    std::array const boxes = {LonLatBox{.west = 175.0, .south = 0.0, .east = 178.0, .north = 1.0},
                              LonLatBox{.west = -178.0, .south = 0.0, .east = -175.0, .north = 1.0}};
    EXPECT_DOUBLE_EQ(united(boxes).width(), 10.0);
}

TEST(Areas, AWideBoxIsNotTakenForTheGapBesideIt) {
    std::array const boxes = {LonLatBox{.west = -100.0, .south = 0.0, .east = 150.0, .north = 1.0}};
    EXPECT_NEAR(united(boxes).width(), 250.0, 1e-9);
}

} // namespace
} // namespace oreway
