// SPDX-License-Identifier: MIT
// Distance rasters: every cell against the index itself and against known geodesics, the same for any number of
// threads, refusals.

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cmath>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/measure/edge_index.hpp"
#include "oreway/surface/proximity.hpp"

namespace oreway {
namespace {

LonLatGeometries winding_lines() {
    LonLatGeometries g;
    for (int k = 0; k < 5; ++k) {
        std::vector<LonLat> line;
        for (int i = 0; i < 80; ++i)
            line.push_back({48.0 + 0.5 * i, 40.0 + 3.0 * k + 1.5 * std::sin(0.37 * i + k)});
        g.add_line(line);
    }
    g.add_point({52, 36});
    return g;
}

GridSpec grid_of(double west, double north, double cell, std::size_t columns, std::size_t rows) {
    GridSpec spec;
    spec.west = west;
    spec.north = north;
    spec.cell_width = spec.cell_height = cell;
    spec.columns = columns;
    spec.rows = rows;
    return spec;
}

/// What the header promises.
double promised(double distance) {
    return std::max(0.5, 1e-6 * distance);
}

/// The twin: one query of the index for every cell.
void expect_every_cell_from_the_index(GridSpec const& spec, LonLatGeometries const& geometries) {
    EdgeIndex const index(geometries);
    Grid<float> const grid = proximity(spec, ProximitySources(geometries), no_progress());
    for (std::size_t r = 0; r < spec.rows; ++r)
        for (std::size_t c = 0; c < spec.columns; ++c) {
            double const exact = index.nearest({spec.x_of_centre(c), spec.y_of_centre(r)})->distance.value();
            EXPECT_NEAR(grid.at(r, c), exact, promised(exact)) << "row " << r << ", column " << c;
        }
}

TEST(Proximity, EveryCellIsTheDistanceTheIndexGives) {
    expect_every_cell_from_the_index(grid_of(46, 56, 0.5, 84, 42), winding_lines());
    expect_every_cell_from_the_index(grid_of(60, 48, 0.01, 150, 90), winding_lines());
}

TEST(Proximity, EveryCellIsExactAtPolesAndAcrossTheAntimeridian) {
    LonLatGeometries g;
    g.add_line(std::array{LonLat{170, 80}, LonLat{-170, 85}, LonLat{-60, 88}});
    expect_every_cell_from_the_index(grid_of(170, 90, 0.5, 40, 30), g);
    expect_every_cell_from_the_index(grid_of(170, 88, 0.05, 200, 60), g);
    expect_every_cell_from_the_index(grid_of(-180, 90, 9.0, 40, 20), g);
}

TEST(Proximity, CellOnTheEquatorIsAWholeDegreeFromItsNeighbour) {
    LonLatGeometries g;
    g.add_point({10.5, 0.0});
    Grid<float> const grid = proximity(grid_of(10, 0.5, 1.0, 3, 1), ProximitySources(g), no_progress());
    EXPECT_NEAR(grid.at(0, 0), 0.0, promised(0.0));
    EXPECT_NEAR(grid.at(0, 1), 111319.490793, promised(0.0)); // GeographicLib: one degree of the equator
    EXPECT_NEAR(grid.at(0, 2), 222638.981587, promised(0.0));
}

TEST(Proximity, SourcesOutsideTheGridCount) {
    LonLatGeometries g;
    g.add_point({0.5, 10.0});
    Grid<float> const grid = proximity(grid_of(10, 0.5, 1.0, 2, 1), ProximitySources(g), no_progress());
    EXPECT_GT(grid.at(0, 0), 1.0e6F);
    EXPECT_LT(grid.at(0, 0), grid.at(0, 1));
}

TEST(Proximity, NumberOfThreadsDoesNotChangeABit) {
    ProximitySources const sources(winding_lines());
    GridSpec const spec = grid_of(46, 56, 0.25, 100, 60);
    set_thread_count(1);
    Grid<float> const one = proximity(spec, sources, no_progress());
    set_thread_count(2);
    Grid<float> const two = proximity(spec, sources, no_progress());
    set_thread_count(0);
    EXPECT_TRUE(std::equal(one.values().begin(), one.values().end(), two.values().begin()));
}

struct CountingProgress : Progress {
    std::atomic<std::uint64_t> total = 0;
    std::atomic<std::uint64_t> done = 0;
    bool stop = false;
    void stage(std::string_view, std::uint64_t steps) override { total = steps; }
    void advance(std::uint64_t steps) override { done += steps; }
    [[nodiscard]] bool cancelled() const noexcept override { return stop; }
};

TEST(Proximity, ReportsEveryRowAndStopsWhenAsked) {
    ProximitySources const sources(winding_lines());
    CountingProgress progress;
    (void)proximity(grid_of(46, 56, 1.0, 10, 21), sources, progress);
    EXPECT_EQ(progress.total, 21U);
    EXPECT_EQ(progress.done, 21U);
    progress.stop = true;
    EXPECT_THROW((void)proximity(grid_of(46, 56, 1.0, 10, 21), sources, progress), Cancelled);
}

TEST(Proximity, OtherReferenceSystemsAndEmptyLayersAndImpossibleGridsAreRefused) {
    ProximitySources const sources(winding_lines());
    GridSpec projected = grid_of(0, 0, 1000.0, 2, 2);
    projected.crs = "EPSG:32642";
    EXPECT_THROW((void)proximity(projected, sources, no_progress()), UsageError);
    EXPECT_THROW((void)proximity(grid_of(0, 95, 1.0, 2, 10), sources, no_progress()), UsageError);
    EXPECT_THROW((void)proximity(grid_of(0, 50, 1.0, 400, 10), sources, no_progress()), UsageError);
    EXPECT_THROW((void)proximity(grid_of(0, 50, 1.0, 2, 2), ProximitySources(LonLatGeometries{}), no_progress()),
                 DataError);
}

} // namespace
} // namespace oreway
