// SPDX-License-Identifier: MIT
// From wishes to grids.

#include "oreway/jobs/grid_choice.hpp"

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {
namespace {

LonLatBox const corridors{.west = 50.0, .south = 38.0, .east = 80.0, .north = 50.0};

double east_of(GridSpec const& spec) {
    return spec.west + static_cast<double>(spec.columns) * spec.cell_width;
}
double south_of(GridSpec const& spec) {
    return spec.north - static_cast<double>(spec.rows) * spec.cell_height;
}

TEST(GridChoice, WithoutAnyWishReachesOverTheDataWithRoundCells) {
    GridSpec const spec = resolve_grid({}, corridors);
    EXPECT_EQ(spec.crs, "EPSG:4326");
    EXPECT_EQ(spec.cell_width, 0.025); // 33 degrees: 1,320 cells
    EXPECT_GE(spec.columns, 1000U);
    EXPECT_LE(spec.columns, 2000U);
    EXPECT_LE(spec.west, 48.5);
    EXPECT_GE(east_of(spec), 81.5);
}

TEST(GridChoice, EdgesAndCellsAreThoseThatWereAskedFor) {
    GridSpec const spec =
        resolve_grid({.edges = GridEdges{46, 35, 88, 56}, .cell_size = CellSize{0.0105, 0.00525}}, corridors);
    EXPECT_EQ(spec.columns, 4000U);
    EXPECT_EQ(spec.rows, 4000U);
    EXPECT_EQ(spec.west, 46.0);
    EXPECT_EQ(spec.north, 56.0);
}

TEST(GridChoice, EdgesThatAreNoWholeCellsApartMoveOutwards) {
    GridSpec const spec = resolve_grid({.edges = GridEdges{0, 0, 1.05, 1}, .cell_size = CellSize{0.1, 0.1}}, corridors);
    EXPECT_EQ(spec.columns, 11U);
    EXPECT_EQ(spec.rows, 10U);
}

TEST(GridChoice, WestBeyondEastCrossesTheAntimeridian) {
    GridSpec const spec = resolve_grid({.edges = GridEdges{170, 50, -160, 60}, .cell_size = CellSize{1, 1}}, corridors);
    EXPECT_EQ(spec.columns, 30U);
    EXPECT_EQ(east_of(spec), 200.0);
}

TEST(GridChoice, DataAcrossTheAntimeridianGiveAGridAcrossIt) {
    GridSpec const spec = resolve_grid({}, {.west = 175.0, .south = 60.0, .east = -175.0, .north = 65.0});
    EXPECT_LT(spec.west, 175.0);
    EXPECT_GT(east_of(spec), 185.0);
    EXPECT_LT(east_of(spec), 190.0);
}

TEST(GridChoice, LengthsOnTheGroundBecomeDegreesInTheMiddle) {
    GridSpec const spec = resolve_grid(
        {.edges = GridEdges{60, 44, 61, 46}, .cell_size = CellSize{1000, 1000, CellSize::Unit::metres}}, corridors);
    EXPECT_NEAR(geodesic_distance({60, 45}, {60 + spec.cell_width, 45}).value(), 1000.0, 0.1);
    EXPECT_NEAR(geodesic_distance({60, 45}, {60, 45 + spec.cell_height}).value(), 1000.0, 0.1);
}

TEST(GridChoice, ProjectedGridsTakeTheImageOfTheData) {
    GridSpec const spec = resolve_grid({.crs = "EPSG:32642", .cell_size = CellSize{1000, 1000}},
                                       {.west = 66.0, .south = 40.0, .east = 72.0, .north = 44.0});
    EXPECT_EQ(spec.crs, "EPSG:32642");
    // cs2cs: 66E 40N is 243,900 east 4,432,069 north in UTM zone 42N.
    EXPECT_LT(spec.west, 243'900.0);
    EXPECT_GT(spec.west, 180'000.0);
    EXPECT_LT(south_of(spec), 4'432'069.0);
    EXPECT_EQ(std::remainder(spec.west, 1000.0), 0.0);
}

TEST(GridChoice, GridsNeverReachBeyondThePoles) {
    GridSpec const spec = resolve_grid({}, {.west = -180.0, .south = -89.0, .east = 180.0, .north = 89.0});
    EXPECT_LE(spec.north, 90.0);
    EXPECT_GE(south_of(spec), -90.0);
    EXPECT_LE(static_cast<double>(spec.columns) * spec.cell_width, 360.0);
}

TEST(GridChoice, WishesThatCannotBeAreRefused) {
    auto const refused = [](GridChoice const& choice) {
        EXPECT_THROW(static_cast<void>(resolve_grid(choice, corridors)), UsageError);
    };
    refused({.edges = GridEdges{0, 10, 10, 0}});
    refused({.edges = GridEdges{0, 0, 400'000, 500'000}});           // metres without --t_srs
    refused({.crs = "EPSG:32642", .edges = GridEdges{10, 0, 0, 5}}); // only longitudes go round
    refused({.cell_size = CellSize{0.0, 1.0}});
    refused({.cell_size = CellSize{1e-9, 1e-9}}); // more cells than a file may have
    refused({.like = "other.tif", .crs = "EPSG:32642"});
    EXPECT_THROW(static_cast<void>(resolve_grid({}, {})), UsageError);
}

TEST(GridChoice, CentresOfAProjectedGridComeBackToLongitudeAndLatitude) {
    GridSpec const spec{.west = 499'500.0,
                        .north = 500.0,
                        .cell_width = 1000.0,
                        .cell_height = 1000.0,
                        .columns = 1,
                        .rows = 1,
                        .crs = "EPSG:32642"};
    std::vector<XY> points = {{spec.x_of_centre(0), spec.y_of_centre(0)}};
    std::vector<std::uint8_t> failed(1);
    lonlat_transform(spec)->apply(points, failed);
    EXPECT_EQ(failed[0], 0);
    EXPECT_NEAR(points[0].x, 69.0, 1e-9); // the central meridian of zone 42 meets the equator here
    EXPECT_NEAR(points[0].y, 0.0, 1e-9);
}

} // namespace
} // namespace oreway
