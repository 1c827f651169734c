// SPDX-License-Identifier: MIT
// Grids: alignment and refusals.

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/grid/grid.hpp"

namespace oreway {
namespace {

TEST(LonLatGrid, BundledBoxGives840By420Cells) {
    // (88 - 46) / 0.05 = 840, (56 - 35) / 0.05 = 420, by hand.
    GridSpec const spec = lonlat_grid({46.0, 35.0, 88.0, 56.0}, Degrees(0.05));
    EXPECT_EQ(spec.columns, 840u);
    EXPECT_EQ(spec.rows, 420u);
    EXPECT_DOUBLE_EQ(spec.west, 46.0);
    EXPECT_DOUBLE_EQ(spec.north, 56.0);
    EXPECT_DOUBLE_EQ(spec.x_of_centre(0), 46.025);
    EXPECT_DOUBLE_EQ(spec.y_of_centre(419), 35.025);
}

TEST(LonLatGrid, BoxOffTheGridIsWidenedOutwards) {
    GridSpec const spec = lonlat_grid({0.01, 0.01, 0.99, 0.99}, Degrees(0.25));
    EXPECT_EQ(spec.columns, 4u);
    EXPECT_DOUBLE_EQ(spec.west, 0.0);
    EXPECT_DOUBLE_EQ(spec.north, 1.0);
}

TEST(LonLatGrid, NonsenseIsRefused) {
    EXPECT_THROW((void)lonlat_grid({10, 0, 5, 1}, Degrees(0.1)), UsageError);
    EXPECT_THROW((void)lonlat_grid({0, 0, 1, 1}, Degrees(0.0)), UsageError);
    EXPECT_THROW((void)lonlat_grid({-180, -90, 180, 90}, Degrees(0.001)), UsageError);
}

TEST(Grid, RowsAreStoredFromTheNorth) {
    Grid<float> grid(lonlat_grid({0, 0, 1, 1}, Degrees(0.5)), -1.0f);
    grid.row(1)[0] = 7.0f;
    EXPECT_EQ(grid.at(1, 0), 7.0f);
    EXPECT_EQ(grid.values()[2], 7.0f);
    EXPECT_EQ(grid.at(0, 1), -1.0f);
}

} // namespace
} // namespace oreway
