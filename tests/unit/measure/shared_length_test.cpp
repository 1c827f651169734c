// SPDX-License-Identifier: MIT
// Shared stretches of lines whose answer is known: a line with itself, with a line beside it, with a part of it, across
// it.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/shared_length.hpp"
#include "unit/measure/geod_solve.hpp"

namespace oreway {
namespace {

/// The header promises ends to 1 m.
constexpr double end_error = 1.0;

EdgeIndex index_of(std::span<LonLat const> line) {
    LonLatGeometries g;
    g.add_line(line);
    return EdgeIndex(g);
}

std::vector<LonLat> winding_line(std::uint64_t seed) {
    witness::Random random(seed);
    std::vector<LonLat> line;
    for (int i = 0; i < 60; ++i)
        line.push_back({50.0 + 0.6 * i + random.between(-0.1, 0.1), 43.0 + random.between(-0.5, 0.5)});
    return line;
}

/// The line moved sideways: each vertex by the same distance to the north.
std::vector<LonLat> moved_north(std::vector<LonLat> line, Metres by) {
    for (LonLat& p : line)
        p = geodesic_direct(p, Degrees(0.0), by).position;
    return line;
}

TEST(SharedLength, LineSharesItsWholeLengthWithItself) {
    std::vector<LonLat> const line = winding_line(1);
    for (double const tolerance : {0.5, 100.0, 25000.0}) {
        std::vector<SharedStretch> const shared = shared_stretches(line, index_of(line), Metres(tolerance));
        ASSERT_EQ(shared.size(), 1U) << tolerance;
        EXPECT_EQ(shared[0].from.value(), 0.0);
        EXPECT_NEAR(total_length(shared).value(), geodesic_length(line).value(), 1e-6);
    }
}

TEST(SharedLength, LineBesideItIsSharedWithinItsOffsetAndNotBelow) {
    // A line along a meridian and its parallel 1000 m to the east at latitude 40; at 45 they are 924 m apart.
    std::array const line{LonLat{60, 40}, LonLat{60, 45}};
    double const east = geodesic_direct({60, 40}, Degrees(90.0), Metres(1000.0)).position.lon;
    std::array const beside{LonLat{east, 39}, LonLat{east, 46}};
    double const length = geodesic_length(line).value();
    EXPECT_NEAR(total_length(shared_stretches(line, index_of(beside), 1001.0_m)).value(), length, 1e-6);
    EXPECT_EQ(total_length(shared_stretches(line, index_of(beside), 900.0_m)).value(), 0.0);

    // With 960 m between, the end is where GeodSolve's geodesics say that the other meridian is 960 m away.
    std::vector<SharedStretch> const shared = shared_stretches(line, index_of(beside), 960.0_m);
    ASSERT_EQ(shared.size(), 1U);
    EXPECT_NEAR(shared[0].to.value(), length, 1e-6);
    LonLat const border = GeodesicEdge(line[0], line[1]).at(shared[0].from).position;
    double const slope = 1.4e-4; // metres of distance a metre along: 76 m over 555 km
    double const there =
        witness::nearest_on_edges(std::array{border}, std::array{beside[0]}, std::array{beside[1]})[0].distance;
    EXPECT_NEAR(there, 960.0, slope * end_error);
}

TEST(SharedLength, PartOfALineIsSharedAndMoreByTheToleranceAtItsEnds) {
    std::array const line{LonLat{60, 0}, LonLat{66, 0}}; // on the equator, where along and distance are the same
    std::array const part{LonLat{62, 0}, LonLat{63, 0}};
    double const degree = 111319.490793; // reliability.md 5, row 16: one degree of the equator
    for (double const tolerance : {10.0, 1000.0, 20000.0}) {
        std::vector<SharedStretch> const shared = shared_stretches(line, index_of(part), Metres(tolerance));
        ASSERT_EQ(shared.size(), 1U);
        EXPECT_NEAR(shared[0].from.value(), 2 * degree - tolerance, end_error);
        EXPECT_NEAR(shared[0].to.value(), 3 * degree + tolerance, end_error);
    }
    // The other way round the whole part is shared: the measure is not symmetric.
    EXPECT_NEAR(total_length(shared_stretches(part, index_of(line), 10.0_m)).value(), degree, 1e-5);
}

TEST(SharedLength, CrossingLineSharesTwiceTheToleranceAtARightAngle) {
    std::array const line{LonLat{60, 0}, LonLat{66, 0}};
    std::array const across{LonLat{63, -2}, LonLat{63, 2}};
    std::vector<SharedStretch> const shared = shared_stretches(line, index_of(across), 500.0_m);
    ASSERT_EQ(shared.size(), 1U);
    EXPECT_NEAR(total_length(shared).value(), 1000.0, 2 * end_error);
}

TEST(SharedLength, AgreesWithStepsOfAMetreAlongTheLine) {
    witness::Random random(4);
    std::vector<LonLat> const line = {{60, 40}, {60.05, 40.02}, {60.12, 40.01}, {60.2, 40.06}};
    std::vector<LonLat> const other = {{60.01, 39.99}, {60.06, 40.025}, {60.1, 40.0}, {60.13, 40.03}, {60.25, 40.05}};
    EdgeIndex const index = index_of(other);
    for (double const tolerance : {200.0, 700.0, 1500.0}) {
        double near = 0.0;
        for (std::size_t i = 1; i < line.size(); ++i) {
            GeodesicEdge const edge(line[i - 1], line[i]);
            double const steps = std::ceil(edge.length().value());
            for (double k = 0.5; k < steps; ++k)
                if (index.nearest(edge.at(k / steps * edge.length()).position)->distance.value() <= tolerance)
                    near += edge.length().value() / steps;
        }
        std::vector<SharedStretch> const shared = shared_stretches(line, index, Metres(tolerance));
        double const ends =
            static_cast<double>(2 * shared.size()) * 2.0 * end_error; // each end of both measures to 1 m
        EXPECT_NEAR(total_length(shared).value(), near, ends) << tolerance;
        for (std::size_t i = 1; i < shared.size(); ++i)
            EXPECT_GT(shared[i].from, shared[i - 1].to);
    }
}

TEST(SharedLength, WidthGrowsWithTheTolerance) {
    std::vector<LonLat> const line = winding_line(5);
    EdgeIndex const other = index_of(winding_line(6));
    double before = 0.0;
    for (double const tolerance : {1000.0, 5000.0, 20000.0, 60000.0}) {
        double const now = total_length(shared_stretches(line, other, Metres(tolerance))).value();
        EXPECT_GE(now, before - end_error);
        before = now;
    }
    EXPECT_GT(before, 0.0);
}

TEST(SharedLength, DirectionAndVerticesOfTheOtherLineDoNotMatter) {
    std::vector<LonLat> const line = winding_line(7);
    std::vector<LonLat> const other = moved_north(winding_line(7), 900.0_m);
    std::vector<LonLat> reversed(other.rbegin(), other.rend());
    std::vector<LonLat> split;
    for (std::size_t i = 1; i < other.size(); ++i) {
        GeodesicEdge const edge(other[i - 1], other[i]);
        for (double k = 0; k < 7; ++k)
            split.push_back(edge.at(k / 7.0 * edge.length()).position);
    }
    split.push_back(other.back());
    double const plain = total_length(shared_stretches(line, index_of(other), 850.0_m)).value();
    EXPECT_GT(plain, 1000.0);
    EXPECT_NEAR(total_length(shared_stretches(line, index_of(reversed), 850.0_m)).value(), plain, end_error);
    EXPECT_NEAR(total_length(shared_stretches(line, index_of(split), 850.0_m)).value(), plain, 2 * end_error);
}

TEST(SharedLength, FarLinesAndShortLinesShareNothing) {
    std::array const line{LonLat{60, 40}, LonLat{61, 40}};
    EXPECT_TRUE(shared_stretches(line, index_of(std::array{LonLat{-60, 40}, LonLat{-61, 40}}), 50.0_km).empty());
    EXPECT_TRUE(shared_stretches(std::span(line).first(1), index_of(line), 50.0_km).empty());
    EXPECT_EQ(total_length({}).value(), 0.0);
}

} // namespace
} // namespace oreway
