// SPDX-License-Identifier: MIT
// Lengths of steps against geodesics between the centres of cells.

#include "oreway/surface/cost_steps.hpp"

#include <cmath>
#include <memory>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geodesy/transform.hpp"

namespace oreway {
namespace {

TEST(StepLengths, InDegreesAreGeodesicsBetweenCentres) {
    GridSpec const spec{.west = -180, .north = 90, .cell_width = 0.5, .cell_height = 0.25, .columns = 720, .rows = 720};
    StepLengths const lengths(spec, StepMeasure::ellipsoid);
    EXPECT_TRUE(lengths.goes_round());
    for (std::size_t const row : {0UL, 1UL, 300UL, 359UL, 718UL, 719UL})
        for (std::size_t k = 0; k < steps.size(); ++k) {
            std::size_t const column = 719;
            CellPlace const there = after_step(lengths, row, column, steps[k]);
            if (!there.inside)
                continue;
            double const expected = geodesic_distance({spec.x_of_centre(column), spec.y_of_centre(row)},
                                                      {spec.x_of_centre(there.column), spec.y_of_centre(there.row)})
                                        .value();
            EXPECT_NEAR(lengths.metres(row, column, k), expected, 1e-6) << row << ' ' << k;
            EXPECT_EQ(lengths.metres(row, column, k), lengths.metres(there.row, there.column, opposite(k)));
        }
}

TEST(StepLengths, OnProjectedGridsAreGeodesicsToAMillimetre) {
    GridSpec spec{.west = 0, .north = 6'000'000, .cell_width = 500, .cell_height = 500, .columns = 4000, .rows = 2000};
    for (char const* crs : {"EPSG:32642", "ESRI:102025", "EPSG:3857"}) {
        spec.crs = crs;
        spec.north = spec.crs == "ESRI:102025" ? 3'000'000 : 6'000'000;
        StepLengths const lengths(spec, StepMeasure::ellipsoid);
        EXPECT_EQ(lengths.scale_count(), std::string(crs) == "EPSG:32642" ? 1U : 8U) << crs;
        Crs const from = Crs::from_user_input(crs);
        auto const transform = make_transform(
            from, Crs::wgs84(), choose_operation(from, Crs::wgs84(), LonLatBox{}, {.allow_ballpark = true}).chosen);
        for (std::size_t row = 5; row < 2000; row += 331)
            for (std::size_t column = 7; column < 4000; column += 533)
                for (std::size_t k = 0; k < steps.size(); ++k) {
                    CellPlace const there = after_step(lengths, row, column, steps[k]);
                    std::vector<XY> ends = {{spec.x_of_centre(column), spec.y_of_centre(row)},
                                            {spec.x_of_centre(there.column), spec.y_of_centre(there.row)}};
                    std::vector<std::uint8_t> failed(2);
                    ASSERT_EQ(transform->apply(ends, failed), 0U);
                    double const expected = geodesic_distance({ends[0].x, ends[0].y}, {ends[1].x, ends[1].y}).value();
                    ASSERT_NEAR(lengths.metres(row, column, k), expected, 2e-6 * expected) << crs << ' ' << row;
                    ASSERT_EQ(lengths.metres(row, column, k), lengths.metres(there.row, there.column, opposite(k)));
                }
    }
}

TEST(StepLengths, InThePlaneAreThoseOfTheGridInMetres) {
    GridSpec const spec{.west = 0,
                        .north = 0,
                        .cell_width = 30,
                        .cell_height = 40,
                        .columns = 5,
                        .rows = 5,
                        .crs = "EPSG:2263"}; // US survey feet
    StepLengths const lengths(spec, StepMeasure::plane);
    constexpr double foot = 1200.0 / 3937.0;
    EXPECT_NEAR(lengths.metres(2, 2, 0), 30 * foot, 1e-9);
    EXPECT_NEAR(lengths.metres(2, 2, 1), 50 * foot, 1e-9);
}

TEST(StepLengths, RefuseWhatHasNone) {
    GridSpec spec{.west = 0, .north = 10, .cell_width = 1, .cell_height = 1, .columns = 5, .rows = 5};
    EXPECT_THROW(StepLengths(spec, StepMeasure::plane), UsageError);
    spec.north = 92;
    EXPECT_THROW(StepLengths(spec, StepMeasure::ellipsoid), DataError);
    spec.rows = 0;
    EXPECT_THROW(StepLengths(spec, StepMeasure::ellipsoid), UsageError);
}

TEST(Steps, HaveTheirWayBack) {
    for (std::size_t k = 0; k < steps.size(); ++k) {
        EXPECT_EQ(steps[opposite(k)].rows, -steps[k].rows);
        EXPECT_EQ(steps[opposite(k)].columns, -steps[k].columns);
        EXPECT_EQ(axis_of(k), axis_of(opposite(k)));
    }
}

} // namespace
} // namespace oreway
