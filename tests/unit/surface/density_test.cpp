// SPDX-License-Identifier: MIT
// Kernel densities: cells against a sum over all points with exact geodesics, integrals against weights, areas of cells
// by GeographicLib's polygon areas.

#include "oreway/surface/density.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {
namespace {

GridSpec grid_of(double west, double north, double width, double height, std::size_t columns, std::size_t rows,
                 std::string crs = "EPSG:4326") {
    return {.west = west,
            .north = north,
            .cell_width = width,
            .cell_height = height,
            .columns = columns,
            .rows = rows,
            .crs = std::move(crs)};
}

std::vector<double> density_of(GridFrame const& frame, std::vector<LonLat> const& points,
                               std::vector<double> const& weights, DensityOptions const& options) {
    PointDensity const density(frame, points, weights, options, no_progress());
    return density.rows(0, frame.spec().rows, no_progress());
}

/// Square kilometres of a cell between meridians and parallels, by Karney's area of a polygon with short chords.
double area_of_cell(GridSpec const& spec, std::size_t row, std::size_t column) {
    double const west = spec.west + static_cast<double>(column) * spec.cell_width;
    double const north = spec.north - static_cast<double>(row) * spec.cell_height;
    std::vector<LonLat> ring;
    constexpr int chords = 50;
    for (int i = 0; i <= chords; ++i)
        ring.push_back({west + spec.cell_width * i / chords, north - spec.cell_height});
    for (int i = 0; i <= chords; ++i)
        ring.push_back({west + spec.cell_width * (1.0 - static_cast<double>(i) / chords), north});
    return to_square_kilometres(geodesic_ring_area(ring));
}

double total_of(GridSpec const& spec, std::vector<double> const& cells) {
    double sum = 0.0;
    for (std::size_t r = 0; r < spec.rows; ++r) {
        double const area = area_of_cell(spec, r, 0);
        for (std::size_t c = 0; c < spec.columns; ++c)
            sum += cells[r * spec.columns + c] * area;
    }
    return sum;
}

std::vector<LonLat> mines() {
    return {{66.0, 44.0}, {66.31, 44.12}, {66.32, 44.13}, {68.7, 43.2}, {61.2, 46.9}};
}
std::vector<double> tonnes() {
    return {120.0, 35.0, 0.5, 900.0, 4.0};
}

void expect_sum_over_all_points(GridSpec const& spec, std::vector<LonLat> const& points,
                                std::vector<double> const& weights, DensityOptions const& options) {
    GridFrame const frame(spec);
    auto const cells = density_of(frame, points, weights, options);
    double largest = 0.0;
    for (std::size_t r = 0; r < spec.rows; ++r) {
        auto const centres = frame.centres_of_row(r, 0, spec.columns);
        for (std::size_t c = 0; c < spec.columns; ++c) {
            double twin = 0.0;
            for (std::size_t i = 0; i < points.size(); ++i) {
                double const u = geodesic_distance(points[i], centres[c]).value() / options.radius.value();
                twin += 1e6 * weights[i] * kernel_value(options.kernel, u) /
                        kernel_integral(options.kernel, options.radius, points[i].lat);
            }
            largest = std::max(largest, twin);
            // The index measures distances to 1e-5 m.
            EXPECT_NEAR(cells[r * spec.columns + c], twin, 1e-9 * std::max(1.0, twin)) << r << ", " << c;
        }
    }
    EXPECT_GT(largest, 0.0);
}

TEST(PointDensity, EachCellIsTheSumOverAllPoints) {
    for (Kernel const kernel : {Kernel::quartic, Kernel::epanechnikov, Kernel::gaussian})
        expect_sum_over_all_points(grid_of(60, 48, 0.1, 0.1, 100, 60), mines(), tonnes(),
                                   {.radius = 80.0_km, .kernel = kernel});
    expect_sum_over_all_points(grid_of(0, 5400000, 20000, 20000, 60, 50, "EPSG:32642"), mines(), tonnes(),
                               {.radius = 150.0_km});
}

TEST(PointDensity, EachCellIsTheSumOverAllPointsAcrossTheAntimeridianAndAtThePole) {
    expect_sum_over_all_points(grid_of(170, 72, 0.5, 0.5, 40, 20), {{179.9, 66.0}, {-179.8, 66.2}}, {1.0, 2.0},
                               {.radius = 200.0_km});
    expect_sum_over_all_points(grid_of(-180, 90, 3, 1, 120, 10), {{25.0, 88.0}}, {1.0}, {.radius = 500.0_km});
}

TEST(PointDensity, PlanarKernelsHaveTheirTextbookIntegralWhereTheEarthIsFlat) {
    // Silverman 1986, table 3.1 in two dimensions: pi/3, pi/2, pi R^2; the Gaussian loses exp(-4.5) beyond 3 s.
    constexpr double r = 1000.0;
    double const square = std::numbers::pi * r * r;
    constexpr double curved = 1e-8; // (1 km / 6371 km)^2 / 12 is 2e-9
    EXPECT_NEAR(kernel_integral(Kernel::quartic, Metres(r), 44.0) / (square / 3.0), 1.0, curved);
    EXPECT_NEAR(kernel_integral(Kernel::epanechnikov, Metres(r), 44.0) / (square / 2.0), 1.0, curved);
    EXPECT_NEAR(kernel_integral(Kernel::uniform, Metres(r), 44.0) / square, 1.0, curved);
    EXPECT_NEAR(kernel_integral(Kernel::gaussian, Metres(r), 44.0) / (square * 2.0 / 9.0 * (1.0 - std::exp(-4.5))), 1.0,
                curved);
}

TEST(PointDensity, TheIntegralOfAUniformKernelIsTheAreaOfTheGeodesicCircle) {
    for (double const latitude : {0.0, 44.0, 80.0})
        for (double const radius : {50'000.0, 300'000.0, 1'000'000.0}) {
            constexpr int vertices = 20'000; // chords cut 2e-8 of the circle's area away
            std::vector<LonLat> ring;
            for (int i = 0; i < vertices; ++i)
                ring.push_back(
                    geodesic_direct({66.0, latitude}, Degrees(-360.0 * i / vertices), Metres(radius)).position);
            double const area = geodesic_ring_area(ring).value();
            // What the header promises: 1e-7 at 1000 km; and the chords.
            EXPECT_NEAR(kernel_integral(Kernel::uniform, Metres(radius), latitude) / area, 1.0, 2e-7)
                << latitude << ", " << radius;
        }
}

TEST(PointDensity, FineCellsAddUpToTheWeightByThemselves) {
    GridSpec const spec = grid_of(64, 45.5, 0.02, 0.02, 200, 150);
    auto const cells = density_of(GridFrame(spec), {{66.0, 44.0}}, {120.0}, {.radius = 80.0_km});
    EXPECT_NEAR(total_of(spec, cells), 120.0, 0.12); // 36 cells a radius: a thousandth
}

TEST(PointDensity, ConservedCellsAddUpToTheWeightHoweverCoarse) {
    for (double const radius : {300'000.0, 60'000.0, 20'000.0, 1000.0}) { // the last one reaches no centre
        GridSpec const spec = grid_of(55, 52, 0.5, 0.5, 40, 30);
        auto const cells = density_of(GridFrame(spec), mines(), tonnes(),
                                      {.radius = Metres(radius), .normalisation = Normalisation::cells});
        EXPECT_NEAR(total_of(spec, cells), 1059.5, 1e-5) << radius; // the chords along parallels cost 1e-9
    }
}

TEST(PointDensity, ConservedCellsAddUpAtThePoleAndOnProjectedGrids) {
    GridSpec const polar = grid_of(-180, 90, 3, 1, 120, 30);
    auto const cells = density_of(GridFrame(polar), {{25.0, 88.0}, {179.0, 70.0}}, {1.0, 2.0},
                                  {.radius = 600.0_km, .normalisation = Normalisation::cells});
    EXPECT_NEAR(total_of(polar, cells), 3.0, 1e-6);
    // UTM along its central meridian: the scale is 0.9996, so a cell of 10 km has 100 / 0.9996^2 km2 there.
    GridSpec const utm = grid_of(450000, 4900000, 10000, 10000, 10, 10, "EPSG:32642");
    auto const narrow =
        density_of(GridFrame(utm), {{69.0, 43.8}}, {7.0}, {.radius = 25.0_km, .normalisation = Normalisation::cells});
    double sum = 0.0;
    for (double const value : narrow)
        sum += value * 100.0 / (0.9996 * 0.9996);
    EXPECT_NEAR(sum, 7.0, 7.0 * 1e-4); // 50 km from the meridian the scale has grown by 3e-5
}

TEST(PointDensity, NumberOfThreadsAndBandsDoNotChangeABit) {
    GridFrame const frame(grid_of(60, 48, 0.1, 0.1, 100, 60));
    DensityOptions const options{.radius = 80.0_km, .normalisation = Normalisation::cells};
    set_thread_count(1);
    auto const one = density_of(frame, mines(), tonnes(), options);
    set_thread_count(2);
    auto const two = density_of(frame, mines(), tonnes(), options);
    set_thread_count(0);
    EXPECT_EQ(one, two);
    PointDensity const density(frame, mines(), tonnes(), options, no_progress());
    auto const band = density.rows(20, 30, no_progress());
    EXPECT_TRUE(std::equal(band.begin(), band.end(), one.begin() + 2000));
}

TEST(PointDensity, ImpossibleRadiiAndWeightsAreRefused) {
    GridFrame const frame(grid_of(60, 48, 1, 1, 10, 10));
    EXPECT_THROW((void)density_of(frame, mines(), tonnes(), {.radius = Metres(0.0)}), UsageError);
    EXPECT_THROW((void)density_of(frame, mines(), tonnes(), {.radius = 6000.0_km}), UsageError);
    EXPECT_THROW((void)density_of(frame, {{66, 44}}, {std::nan("")}, {}), NumericError);
}

} // namespace
} // namespace oreway
