// SPDX-License-Identifier: MIT
// Buffers by strips against the exact distance of the index, areas by hand, and the level set, which shares nothing
// with strips but the distance.

#include "measure/buffer_strips.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/buffer.hpp"
#include "oreway/measure/edge_index.hpp"
#include "oreway/measure/polygon_partition.hpp"
#include "oreway/planar/validity.hpp"

namespace oreway {
namespace {

constexpr LonLat khorgos{80.41, 44.216};
constexpr LonLat aktau{51.1975, 43.6532};

LonLatGeometries line(std::vector<LonLat> const& vertices) {
    LonLatGeometries layer;
    layer.add_line(vertices);
    return layer;
}

/// A walk with turns of any size, so that strips meet in corners of all kinds and cross.
std::vector<LonLat> walk(LonLat from, int edges, double longest, unsigned seed) {
    std::mt19937_64 random(seed);
    std::uniform_real_distribution<double> share(0.0, 1.0);
    std::vector<LonLat> places = {from};
    for (int i = 0; i < edges; ++i)
        places.push_back(
            geodesic_direct(places.back(), Degrees(360.0 * share(random)), Metres(1.0 + longest * share(random)))
                .position);
    return places;
}

bool is_on_edge_of_map(LonLat a, LonLat b) {
    return a.lon == b.lon && std::abs(a.lon) == 180.0;
}

/// The largest difference of the distance of vertices and places on edges from the radius.
double worst_error(LonLatGeometries const& sources, LonLatGeometry polygon, double radius) {
    EdgeIndex const index(sources);
    double worst = 0.0;
    for (std::size_t p = 0; p < polygon.path_count(); ++p)
        for (std::size_t i = 0; i + 1 < polygon.path(p).size(); ++i) {
            LonLat const a = polygon.path(p)[i];
            LonLat const b = polygon.path(p)[i + 1];
            for (double t = 0.0; t < 1.0 && !is_on_edge_of_map(a, b); t += 0.25) {
                LonLat const place{a.lon + t * (b.lon - a.lon), a.lat + t * (b.lat - a.lat)};
                worst = std::max(worst, std::abs(index.nearest(place)->distance.value() - radius));
            }
        }
    return worst;
}

LonLatGeometries strips(LonLatGeometries const& sources, double radius, double tolerance) {
    auto polygon = buffer_by_strips(sources, radius, tolerance, no_progress());
    EXPECT_TRUE(polygon) << "strips are the way for radius " << radius;
    return polygon ? std::move(*polygon) : LonLatGeometries();
}

TEST(BufferStrips, AMetreRoundALegOfTwoThousandKilometresIsAThinBand) {
    Buffer const buffer = geodesic_buffer(line({khorgos, aktau}), 1.0_m);
    EXPECT_FALSE(find_invalidity(buffer.polygons[0]));
    EXPECT_LE(worst_error(line({khorgos, aktau}), buffer.polygons[0], 1.0), buffer.error_bound.value());
    // Twice the published length and a circle; the band bends with the earth by nothing that shows here.
    double const by_hand = 2.0 * 2334019.689889 + std::numbers::pi;
    EXPECT_NEAR(buffer.area.value(), by_hand, 0.01 * by_hand) << "the bound, 1 cm of a metre on either side";
}

TEST(BufferStrips, WalksKeepTheBoundAndAreValidEverywhere) {
    struct Case {
        LonLat from;
        double longest;
        double radius;
    };
    for (auto const& [from, longest, radius] :
         {Case{{69.2, 41.3}, 5e3, 100.0}, Case{{179.99, 52.0}, 3e3, 60.0}, Case{{-180.0, -16.5}, 900.0, 20.0},
          Case{{20.0, 78.0}, 20e3, 300.0}, Case{{0.0, 0.0}, 200e3, 2000.0}}) {
        SCOPED_TRACE(from.lon);
        for (unsigned seed = 1; seed <= 3; ++seed) {
            LonLatGeometries const sources = line(walk(from, 40, longest, seed));
            LonLatGeometries const polygon = strips(sources, radius, 0.01 * radius);
            ASSERT_EQ(polygon.size(), 1U);
            EXPECT_FALSE(find_invalidity(polygon[0]));
            EXPECT_LE(worst_error(sources, polygon[0], radius), 0.01 * radius);
        }
    }
}

TEST(BufferStrips, PlacesAreInsideWhenTheyAreWithinTheRadius) {
    LonLatGeometries const sources = line(walk({69.2, 41.3}, 60, 4e3, 7));
    LonLatGeometries const polygon = strips(sources, 200.0, 2.0);
    PolygonPartition const inside(polygon);
    EdgeIndex const index(sources);
    std::mt19937_64 random(3);
    std::normal_distribution<double> beside(0.0, 250.0);
    std::uniform_int_distribution<std::size_t> vertex(0, sources.vertex_count() - 1);
    for (int i = 0; i < 3000; ++i) {
        LonLat const near = geodesic_direct(sources.vertices()[vertex(random)], Degrees(beside(random)),
                                            Metres(std::abs(beside(random))))
                                .position;
        double const distance = index.nearest(near)->distance.value();
        if (std::abs(distance - 200.0) < 2.2) // the bound and the width of a boundary of the partition
            continue;
        EXPECT_EQ(inside.locate(near).has_value(), distance < 200.0) << near.lon << ' ' << near.lat;
    }
}

TEST(BufferStrips, ALongTrackOfGentleTurnsHasTheAreaOfItsBand) {
    // Arcs round the same vertex all but coincide in such a track, which the exact union of polygons does not bear.
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> turn(-15.0, 15.0);
    std::vector<LonLat> track = {{58.0, 41.0}};
    double heading = 80.0;
    for (int i = 0; i < 1500; ++i)
        track.push_back(geodesic_direct(track.back(), Degrees(heading += turn(random)), Metres(3000.0)).position);
    Buffer const buffer = geodesic_buffer(line(track), 1.0_m);
    EXPECT_FALSE(find_invalidity(buffer.polygons[0]));
    // By hand, but for the corners: each overlaps by R2 tan(turn / 2) within and lacks less without.
    double const by_hand = 2.0 * 1500.0 * 3000.0;
    EXPECT_NEAR(buffer.area.value(), by_hand, 0.01 * by_hand);
    EXPECT_LE(worst_error(line(track), buffer.polygons[0], 1.0), 0.01);
}

TEST(BufferStrips, HaveTheAreaOfTheLevelSet) {
    // A radius at which the level set is chosen for a line of many vertices, and strips for the same line of few.
    std::vector<LonLat> const few = walk({69.2, 41.3}, 12, 60e3, 11);
    std::vector<LonLat> many;
    for (std::size_t i = 0; i + 1 < few.size(); ++i) {
        GeodesicEdge const edge(few[i], few[i + 1]);
        for (double k = 0.0; k < 400.0; ++k)
            many.push_back(edge.at(Metres(k / 400.0 * edge.length().value())).position);
    }
    many.push_back(few.back());
    ASSERT_FALSE(buffer_by_strips(line(many), 2000.0, 2.0, no_progress()));
    Buffer const by_level = geodesic_buffer(line(many), 2.0_km, 2.0_m);
    LonLatGeometries const by_strips = strips(line(few), 2000.0, 2.0);
    double const perimeter = geodesic_length(by_level.polygons[0]).value();
    EXPECT_NEAR(geodesic_area(by_strips[0]).value(), by_level.area.value(), perimeter * 4.0);
}

TEST(BufferStrips, APolygonAndItsHoleGrowAndShrinkByTheRadius) {
    LonLatGeometries block;
    block.begin(GeometryKind::polygon);
    block.begin_path();
    block.add(std::vector<LonLat>{{60, 40}, {62, 40}, {62, 41}, {60, 41}, {60, 40}});
    block.begin_path(PathRole::hole);
    block.add(std::vector<LonLat>{{60.5, 40.2}, {60.5, 40.8}, {61.5, 40.8}, {61.5, 40.2}, {60.5, 40.2}});
    block.end();
    LonLatGeometries const polygon = strips(block, 50.0, 0.5);
    ASSERT_EQ(polygon[0].path_count(), 2U);
    EXPECT_LE(worst_error(block, polygon[0], 50.0), 0.5);
    double const grown = geodesic_area(polygon[0]).value() - geodesic_area(block[0]).value();
    double const band = 50.0 * geodesic_length(block[0]).value();
    EXPECT_NEAR(grown, band, 0.01 * band);
}

TEST(BufferStrips, LeaveWideRadiiAndPolesToTheLevelSet) {
    EXPECT_FALSE(buffer_by_strips(line({khorgos, aktau}), 50e3, 10.0, no_progress()));
    EXPECT_FALSE(buffer_by_strips(line({{0, 80}, {170, 80}}), 10.0, 0.1, no_progress()));
    EXPECT_FALSE(buffer_by_strips(line({{0, 95}, {1, 80}}), 10.0, 0.1, no_progress()));
}

} // namespace
} // namespace oreway
