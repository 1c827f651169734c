// SPDX-License-Identifier: MIT
// The wave against what is known exactly: geodesic distances for uniform friction, a ray through two layers, and itself
// the other way round.

#include "oreway/surface/cost_eikonal.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geodesy/transform.hpp"

namespace oreway {
namespace {

constexpr float barrier = std::numeric_limits<float>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

std::vector<XY> centres(GridSpec const& spec) {
    std::vector<XY> points;
    for (std::size_t r = 0; r < spec.rows; ++r)
        for (std::size_t c = 0; c < spec.columns; ++c)
            points.push_back({spec.x_of_centre(c), spec.y_of_centre(r)});
    if (spec.crs == "EPSG:4326")
        return points;
    Crs const crs = Crs::from_user_input(spec.crs);
    std::vector<std::uint8_t> failed(points.size());
    make_transform(crs, Crs::wgs84(), choose_operation(crs, Crs::wgs84(), LonLatBox{}, {.allow_ballpark = true}).chosen)
        ->apply(points, failed);
    return points;
}

EikonalSurface wave(Grid<float> const& friction, std::vector<CostSource> const& sources, double most = infinite) {
    StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
    return eikonal_costs({friction, lengths}, sources, most, no_progress());
}

/// Largest error relative to the geodesic distance, beyond five cells.
double worst_error(GridSpec const& spec, CostSource const& source) {
    constexpr float friction = 2.5F;
    Grid<double> const costs = wave(Grid<float>(spec, friction), {source}).costs;
    std::vector<XY> const points = centres(spec);
    XY const origin = points[source.row * spec.columns + source.column];
    double worst = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        double const rows = static_cast<double>(i / spec.columns) - static_cast<double>(source.row);
        double const columns = static_cast<double>(i % spec.columns) - static_cast<double>(source.column);
        if (std::hypot(rows, columns) <= 5.0)
            continue;
        double const exact = geodesic_distance({origin.x, origin.y}, {points[i].x, points[i].y}).value();
        worst = std::max(worst, std::abs(costs.values()[i] / (static_cast<double>(friction) * exact) - 1.0));
    }
    return worst;
}

TEST(EikonalCosts, OfUniformFrictionAreGeodesicDistances) {
    // The demand is 0.5 %; conformal grids do better.
    EXPECT_LT(
        worst_error({.west = 70, .north = 46, .cell_width = 0.01, .cell_height = 0.01, .columns = 150, .rows = 150},
                    {70, 60}),
        1e-4);
    EXPECT_LT(
        worst_error({.west = 60, .north = 88, .cell_width = 0.05, .cell_height = 0.05, .columns = 200, .rows = 150},
                    {60, 90}),
        5e-4);
    EXPECT_LT(worst_error({.west = 400'000,
                           .north = 5'000'000,
                           .cell_width = 500,
                           .cell_height = 500,
                           .columns = 160,
                           .rows = 150,
                           .crs = "EPSG:32642"},
                          {70, 60}),
              1e-4);
    // Not conformal: east and south are not at right angles.
    EXPECT_LT(worst_error({.west = -2'000'000,
                           .north = 3'000'000,
                           .cell_width = 5000,
                           .cell_height = 5000,
                           .columns = 200,
                           .rows = 150,
                           .crs = "ESRI:102025"},
                          {70, 60}),
              5e-3);
}

TEST(EikonalCosts, RunRoundTheGlobe) {
    GridSpec const spec{.west = -180, .north = 60, .cell_width = 1, .cell_height = 1, .columns = 360, .rows = 120};
    Grid<double> const costs = wave(Grid<float>(spec, 1.0F), {{{60, 355}}}).costs;
    double const exact = geodesic_distance({175.5, -0.5}, {-170.5, 3.5}).value();
    EXPECT_NEAR(costs.at(56, 9), exact, 1e-3 * exact);
}

TEST(EikonalCosts, BendAtTheEdgeOfASlowerLayerAsSnellSays) {
    // North of row 100 friction is 1, south of it 2, on a plane of 1 km cells; the ray from (40, 20) to (160, 180).
    GridSpec const spec{.west = 400'000,
                        .north = 5'000'000,
                        .cell_width = 1000,
                        .cell_height = 1000,
                        .columns = 200,
                        .rows = 200,
                        .crs = "EPSG:32642"};
    Grid<float> friction(spec, 1.0F);
    for (std::size_t r = 100; r < 200; ++r)
        std::ranges::fill(friction.row(r), 2.0F);
    StepLengths const lengths(spec, StepMeasure::plane);
    Grid<double> const costs = eikonal_costs({friction, lengths}, {{{40, 20}}}, infinite, no_progress()).costs;
    double least = infinite;
    for (double x = 0.0; x <= 160.0; x += 0.001) // the edge lies between the centres of rows 99 and 100
        least = std::min(least, std::hypot(x, 59.5) + 2.0 * std::hypot(160.0 - x, 60.5));
    EXPECT_NEAR(costs.at(160, 180), 1000.0 * least, 0.005 * 1000.0 * least);
}

TEST(EikonalCosts, GoRoundBarriersAndNotThroughChainsOfThem) {
    GridSpec const spec{.west = 400'000,
                        .north = 5'000'000,
                        .cell_width = 1000,
                        .cell_height = 1000,
                        .columns = 60,
                        .rows = 60,
                        .crs = "EPSG:32642"};
    Grid<float> friction(spec, 1.0F);
    for (std::size_t i = 0; i < 60; ++i)
        friction.row(i)[i] = barrier;
    Grid<double> closed = wave(friction, {{{40, 10}}}).costs;
    EXPECT_TRUE(std::isinf(closed.at(10, 40)));
    EXPECT_TRUE(std::isinf(closed.at(30, 30)));
    friction.row(0)[0] = 1.0F; // a gate in the corner
    Grid<double> open = wave(friction, {{{40, 10}}}).costs;
    double const by_the_gate = 1000.0 * (std::hypot(40.0, 10.0) + std::hypot(10.0, 40.0));
    EXPECT_NEAR(open.at(10, 40), by_the_gate, 0.02 * by_the_gate); // it hugs the stairs of the barrier
}

TEST(EikonalCosts, TakeTheCheapestOfSeveralSourcesWithStartCosts) {
    GridSpec const spec{.west = 70, .north = 46, .cell_width = 0.01, .cell_height = 0.01, .columns = 120, .rows = 40};
    std::vector<CostSource> const sources = {{20, 20, 0.0, 7}, {20, 90, 10'000.0, 8}};
    EikonalSurface const surface = wave(Grid<float>(spec, 1.0F), sources);
    for (std::size_t r = 0; r < 40; ++r)
        for (std::size_t c = 0; c < 120; ++c) {
            auto const from = [&](std::size_t column) {
                return geodesic_distance({spec.x_of_centre(column), spec.y_of_centre(20)},
                                         {spec.x_of_centre(c), spec.y_of_centre(r)})
                    .value();
            };
            double const first = from(20);
            double const second = 10'000.0 + from(90);
            EXPECT_NEAR(surface.costs.at(r, c), std::min(first, second), 0.005 * std::min(first, second) + 20.0);
            if (std::abs(first - second) > 1500.0) { // two cells
                EXPECT_EQ(surface.sources.at(r, c), first < second ? 0 : 1) << r << ' ' << c;
            }
        }
}

TEST(EikonalCosts, OfAToBAreThoseOfBToAOnSmoothGround) {
    // Bumps and hollows of 20 cells, friction from 0.5 to 1.5.
    GridSpec const spec{.west = 70, .north = 46, .cell_width = 0.01, .cell_height = 0.01, .columns = 160, .rows = 160};
    Grid<float> friction(spec, 1.0F);
    constexpr double wave_number = std::numbers::pi / 20.0;
    for (std::size_t r = 0; r < 160; ++r)
        for (std::size_t c = 0; c < 160; ++c)
            friction.row(r)[c] = static_cast<float>(1.0 + 0.5 * std::sin(wave_number * static_cast<double>(r) + 1.0) *
                                                              std::sin(wave_number * static_cast<double>(c) + 2.0));
    std::mt19937 random(3);
    std::vector<CostSource> places;
    std::vector<Grid<double>> costs;
    for (int i = 0; i < 8; ++i) {
        places.push_back({random() % 160, random() % 160});
        costs.push_back(wave(friction, {places.back()}).costs);
    }
    constexpr double demanded = 1e-3;
    for (std::size_t a = 0; a < places.size(); ++a)
        for (std::size_t b = 0; b < a; ++b) {
            double const there = costs[a].at(places[b].row, places[b].column);
            EXPECT_NEAR(there, costs[b].at(places[a].row, places[a].column), demanded * there) << a << ' ' << b;
        }
}

TEST(EikonalCosts, EndAtTheMostCostAsked) {
    GridSpec const spec{.west = 70, .north = 46, .cell_width = 0.01, .cell_height = 0.01, .columns = 50, .rows = 50};
    EikonalSurface const surface = wave(Grid<float>(spec, 1.0F), {{{25, 25}}}, 10'000.0);
    double most = 0.0;
    for (std::size_t i = 0; i < surface.costs.values().size(); ++i) {
        double const cost = surface.costs.values()[i];
        EXPECT_EQ(std::isinf(cost), surface.sources.values()[i] < 0);
        most = std::isinf(cost) ? most : std::max(most, cost);
    }
    EXPECT_LE(most, 10'000.0);
    EXPECT_GT(most, 9'000.0);
}

TEST(EikonalCosts, DoNotKnowSlopes) {
    Grid<float> const friction(GridSpec{.west = 70, .north = 46, .columns = 3, .rows = 3}, 1.0F);
    StepLengths const lengths(friction.spec(), StepMeasure::ellipsoid);
    CostTerrain const terrain{friction, lengths, SlopeRule{.heights = friction}};
    EXPECT_THROW((void)eikonal_costs(terrain, {{{1, 1}}}, infinite, no_progress()), UsageError);
}

} // namespace
} // namespace oreway
