// SPDX-License-Identifier: MIT
// Runs of pieces must stay with their geodesics within the slack that searches allow for, and keep every edge.

#include <gtest/gtest.h>

#include <cmath>

#include "measure/edge_runs.hpp"
#include "unit/measure/geod_solve.hpp"

namespace oreway {
namespace {

/// Rounding of coordinates of 6.4e6 m in 64 bits.
constexpr double rounding = 5e-8;

EdgeRuns runs_of(std::vector<LonLat> const& line) {
    LonLatGeometries g;
    g.add_line(line);
    return EdgeRuns(g);
}

Ecef place_on(EdgeRuns const& runs, EdgeRun const& run, std::size_t piece, double t) {
    Ecef const a = EdgeRuns::origin(run) + runs.knot(run, piece);
    Ecef const d = runs.knot(run, piece + 1) - runs.knot(run, piece);
    return a + t * d + (t * (1.0 - t)) * bulge_over(d, a + 0.5 * d);
}

TEST(EdgeRuns, CurveOfAPieceStaysWithItsGeodesic) {
    witness::Random random(23);
    double worst = 0.0;
    for (int i = 0; i < 300; ++i) {
        LonLat const a = random.place(-180, -90, 180, 90);
        LonLat const b = geodesic_direct(a, Degrees(random.between(-180, 180)), Metres(8.0 * longest_piece)).position;
        EdgeRuns const runs = runs_of({a, b});
        GeodesicEdge const edge(a, b);
        for (EdgeRun const& run : runs.runs())
            for (std::size_t piece = 0; piece < run.count; ++piece)
                for (double t = 0.05; t < 1.0; t += 0.15) {
                    double const share = (static_cast<double>(run.first_piece + piece) + t) / run.pieces_of_edge;
                    Ecef const there = to_ecef(edge.at(share * edge.length()).position);
                    worst = std::max(worst, norm(place_on(runs, run, piece, t) - there));
                }
    }
    EXPECT_LT(worst, 0.6 * piece_slack);
    EXPECT_GT(worst, 0.0);
}

TEST(EdgeRuns, LongEdgesAreCutAndKeepTheirEnds) {
    LonLat const a{80.41, 44.216};
    LonLat const b{51.1975, 43.6532};
    EdgeRuns const runs = runs_of({a, b});
    std::size_t pieces = 0;
    for (EdgeRun const& run : runs.runs())
        pieces += run.count;
    EXPECT_EQ(pieces, 117U); // 2334.02 km in pieces of at most 20 km
    EXPECT_EQ(runs.edge_count(), 1U);
    EXPECT_NEAR(norm(place_on(runs, runs.runs().front(), 0, 0.0) - to_ecef(a)), 0.0, piece_slack);
    EdgeRun const& last = runs.runs().back();
    EXPECT_NEAR(norm(place_on(runs, last, last.count - 1U, 1.0) - to_ecef(b)), 0.0, piece_slack);
}

/// Every edge is one piece of one run, whatever mixture of short and long ones the path is.
TEST(EdgeRuns, HoldEveryEdgeOnce) {
    witness::Random random(24);
    std::vector<LonLat> line{{60, 40}};
    for (int i = 0; i < 200; ++i) {
        double const step = std::pow(10.0, random.between(0.0, 5.5));
        line.push_back(geodesic_direct(line.back(), Degrees(random.between(-180, 180)), Metres(step)).position);
    }
    EdgeRuns const runs = runs_of(line);
    std::vector<double> share(line.size() - 1, 0.0);
    for (EdgeRun const& run : runs.runs())
        for (std::size_t piece = 0; piece < run.count; ++piece)
            share[run.first_vertex + (run.pieces_of_edge > 1 ? 0 : piece)] += 1.0 / run.pieces_of_edge;
    for (double const s : share)
        EXPECT_NEAR(s, 1.0, 1e-9);
    EXPECT_EQ(runs.edge_count(), 200U);
}

TEST(EdgeRuns, StartOfARunIsTheLengthOfThePathBeforeIt) {
    std::vector<LonLat> line;
    for (int i = 0; i < 40; ++i)
        line.push_back({60.0 + 0.1 * i + (i > 20 ? 3.0 : 0.0), 40.0 + std::sin(i)});
    EdgeRuns const runs = runs_of(line);
    for (EdgeRun const& run : runs.runs())
        EXPECT_NEAR(run.start, geodesic_length(std::span(line).first(run.first_vertex + 1)).value(), 1e-6);
}

TEST(GeodesicSeries, StaysWithinItsErrorOfGeodSolve) {
    witness::Random random(25);
    std::vector<LonLat> from;
    std::vector<LonLat> to;
    for (int i = 0; i < 5000; ++i) {
        from.push_back(random.place(-180, -90, 180, 90));
        double const length = std::pow(10.0, random.between(0.0, std::log10(longest_series)));
        to.push_back(geodesic_direct(from.back(), Degrees(random.between(-180, 180)), Metres(length)).position);
    }
    std::vector<witness::Inverse> const truth = witness::inverse(from, to);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        double const allowed = rounding + 0.027 * std::pow(truth[i].distance / 1e6, 5.0);
        EXPECT_NEAR(series_distance(to_ecef(from[i]), to_ecef(to[i])), truth[i].distance, allowed);
    }
}

TEST(GeodesicSeries, LongitudeAndLatitudeComeBack) {
    witness::Random random(26);
    for (int i = 0; i < 2000; ++i) {
        LonLat const p = random.place(-180, -90, 180, 90);
        EXPECT_NEAR(norm(to_ecef(from_ecef(to_ecef(p))) - to_ecef(p)), 0.0, rounding);
    }
}

} // namespace
} // namespace oreway
