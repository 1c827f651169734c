// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "oreway/exporters/bundle.hpp"

namespace oreway {
namespace {

// Zones from the EPSG registry: 32642 covers 66-72 E of the northern hemisphere, 32719 covers 72-66 W of the southern
// one.
TEST(MapCrs, IsTheUtmZoneInTheMiddleOfTheView) {
    EXPECT_EQ(map_crs_for({46, 35, 88, 56}), "EPSG:32642");
    EXPECT_EQ(map_crs_for({-75, -40, -66, -20}), "EPSG:32719");
    EXPECT_EQ(map_crs_for({6, 45, 6.1, 46}), "EPSG:32632");
}

TEST(MapCrs, AViewAcrossTheAntimeridianHasItsMiddleThere) {
    EXPECT_EQ(map_crs_for({170, 60, -160, 70}), "EPSG:32601");
    EXPECT_EQ(map_crs_for({160, 60, -172, 70}), "EPSG:32660");
}

TEST(MapCrs, ViewsThatUtmCannotShowStayInDegrees) {
    EXPECT_EQ(map_crs_for({0, 0, 61, 10}), "EPSG:4326");
    EXPECT_EQ(map_crs_for({0, 80, 10, 85}), "EPSG:4326");
    EXPECT_EQ(map_crs_for({0, -81, 10, -70}), "EPSG:4326");
    EXPECT_EQ(map_crs_for({}), "EPSG:4326");
}

} // namespace
} // namespace oreway
