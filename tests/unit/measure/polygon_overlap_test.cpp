// SPDX-License-Identifier: MIT
// Overlaps of polygons with geodesic edges: published and independently computed areas, seams, poles, identities.

#include "oreway/measure/polygon_overlap.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {
namespace {

using Ring = std::vector<LonLat>;

void add_polygon(LonLatGeometries& g, std::vector<Ring> const& rings) {
    g.begin(GeometryKind::polygon);
    for (std::size_t r = 0; r < rings.size(); ++r) {
        g.begin_path(r == 0 ? PathRole::exterior : PathRole::hole);
        g.add(rings[r]);
        if (!(rings[r].front() == rings[r].back()))
            g.add(rings[r].front());
    }
    g.end();
}

LonLatGeometries polygon(std::vector<Ring> const& rings) {
    LonLatGeometries g;
    add_polygon(g, rings);
    return g;
}

Ring box(double west, double south, double east, double north) {
    return {{west, south}, {east, south}, {east, north}, {west, north}};
}

double common_area(LonLatGeometries const& a, LonLatGeometries const& b) {
    double sum = 0.0;
    for (AreaOverlap const& overlap : PolygonOverlap(b).with(a[0]))
        sum += overlap.area.value();
    return sum;
}

/// Half the last digit of the figures of the reference list.
constexpr double half_a_square_metre = 0.5;

TEST(PolygonOverlap, TwoBoxesShareWhatGeographicLibGives) {
    // GeographicLib 2.1.2, intersection by its Intersect class: 134623972593 m2, stated to 2000 m2.
    LonLatGeometries const a = polygon({box(60, 40, 70, 45)});
    LonLatGeometries const b = polygon({box(65, 42, 75, 47)});
    EXPECT_NEAR(common_area(a, b), 134623972593.0, 2000.0);
    EXPECT_NEAR(common_area(b, a), common_area(a, b), half_a_square_metre);
}

TEST(PolygonOverlap, APolygonOverlapsItselfByItsArea) {
    for (Ring const& ring : {box(60, 40, 70, 45), box(170, 65, 190, 70), Ring{{0, 89}, {90, 89}, {180, 89}, {270, 89}},
                             Ring{{0, 90}, {0, 0}, {90, 0}}, Ring{{60, 45}, {180, 45}, {-60, 45}}}) {
        LonLatGeometries const p = polygon({ring});
        double const area = geodesic_area(p[0]).value();
        EXPECT_NEAR(common_area(p, p), area, 1e-12 * area + 1.0) << ring[0].lon << ' ' << ring[0].lat;
    }
}

TEST(PolygonOverlap, ShiftingAllLongitudesChangesNothing) {
    double const at_home = common_area(polygon({box(60, 40, 70, 45)}), polygon({box(65, 42, 75, 47)}));
    for (double const shift : {-245.0, -113.0, 77.5, 112.0, 115.0, 118.0, 300.0})
        for (double const turn : {0.0, 360.0, -360.0}) {
            double const west = wrap_longitude(65 + shift) + turn;
            if (std::abs(west) > 400.0)
                continue;
            double const moved =
                common_area(polygon({box(60 + shift, 40, 70 + shift, 45)}), polygon({box(west, 42, west + 10, 47)}));
            EXPECT_NEAR(moved, at_home, half_a_square_metre) << shift << ' ' << turn;
        }
}

TEST(PolygonOverlap, PartsCutAtTheAntimeridianMeetAPolygonAcrossIt) {
    LonLatGeometries const across = polygon({box(175, 60, 185, 70)});
    LonLatGeometries cut;
    cut.begin(GeometryKind::polygon);
    for (Ring const& ring : {box(170, 60, 180, 70), box(-180, 60, -170, 70)}) {
        cut.begin_path();
        cut.add(ring);
        cut.add(ring.front());
    }
    cut.end();
    // Only the bend of the northern and southern edges differs, which have other ends.
    double const whole = geodesic_area(across[0]).value();
    LonLatGeometries const left = polygon({box(175, 60, 180, 70)});
    LonLatGeometries const right = polygon({box(-180, 60, -175, 70)});
    double const sum = common_area(left, cut) + common_area(right, cut);
    EXPECT_NEAR(common_area(across, cut), sum, 0.02 * whole);
    EXPECT_NEAR(common_area(across, cut), common_area(cut, across), half_a_square_metre);
    EXPECT_GT(common_area(across, cut), 0.97 * whole);
}

TEST(PolygonOverlap, APolarCapAndAnOctantShareAQuarterOfTheCap) {
    // A cap with four equal sides is cut into quarters by its meridians; GeographicLib gives the whole as
    // 24952305678.0 m2.
    LonLatGeometries const cap = polygon({Ring{{0, 89}, {90, 89}, {180, 89}, {270, 89}}});
    LonLatGeometries const octant = polygon({Ring{{0, 90}, {0, 0}, {90, 0}}});
    EXPECT_NEAR(common_area(cap, octant), 24952305678.0 / 4, 1.0);
    EXPECT_NEAR(common_area(octant, cap), 24952305678.0 / 4, 1.0);
    LonLatGeometries const three_quarters = polygon({Ring{{0, 90}, {90, 10}, {180, 10}, {270, 10}, {0, 10}}});
    EXPECT_NEAR(common_area(cap, three_quarters), 24952305678.0 * 3 / 4, 1.0);
}

TEST(PolygonOverlap, AHoleIsNoOverlap) {
    LonLatGeometries const ring = polygon({box(60, 40, 70, 45), box(62, 41, 68, 44)});
    LonLatGeometries const inside = polygon({box(63, 42, 64, 43)});
    LonLatGeometries const hole = polygon({box(62, 41, 68, 44)});
    EXPECT_EQ(common_area(ring, inside), 0.0);
    EXPECT_EQ(common_area(ring, hole), 0.0);
    LonLatGeometries const outer = polygon({box(60, 40, 70, 45)});
    double const area = geodesic_area(ring[0]).value();
    EXPECT_NEAR(common_area(ring, outer), area, 1e-9 * area);
}

TEST(PolygonOverlap, NeighboursWithACommonBoundaryShareNothingWhereverTheirVerticesLie) {
    LonLatGeometries const west = polygon({box(60, 40, 65, 45)});
    EXPECT_EQ(common_area(west, polygon({box(65, 40, 70, 45)})), 0.0);
    // The same boundary, a geodesic of 10 degrees of longitude, with a vertex in its middle.
    LonLatGeometries const south = polygon({box(60, 40, 70, 45)});
    LonLat const middle = GeodesicEdge({60, 45}, {70, 45}).at(0.5 * GeodesicEdge({60, 45}, {70, 45}).length()).position;
    LonLatGeometries const north = polygon({Ring{{60, 45}, middle, {70, 45}, {70, 50}, {60, 50}}});
    EXPECT_EQ(common_area(south, north), 0.0);
}

TEST(PolygonOverlap, PolygonsThatTouchAlongSharedVerticesSurelyDoNotOverlap) {
    LonLatGeometries layer = polygon({Ring{{60, 40}, {65, 40}, {65, 42}, {65, 45}, {60, 45}}});
    layer.add(polygon({Ring{{65, 40}, {70, 40}, {70, 45}, {65, 45}, {65, 42}}})[0]); // a neighbour
    layer.add(polygon({Ring{{64, 41}, {66, 41}, {66, 42}, {64, 42}}})[0]);           // over both
    layer.add(polygon({Ring{{60, 40}, {65, 45}, {60, 45}}})[0]);                     // inside the first, by its corners
    layer.add(polygon({Ring{{80, 40}, {81, 40}, {81, 41}}})[0]);                     // apart
    PolygonOverlap const index(layer);
    EXPECT_FALSE(index.may_overlap(0, 1));
    EXPECT_TRUE(index.may_overlap(0, 2));
    EXPECT_TRUE(index.may_overlap(2, 1));
    EXPECT_TRUE(index.may_overlap(3, 0));
    EXPECT_FALSE(index.may_overlap(3, 1)) << "they have a corner in common";
    EXPECT_FALSE(index.may_overlap(4, 0));
    EXPECT_TRUE(index.may_overlap(1, 1)) << "the same polygon is no neighbour of itself";
}

TEST(PolygonOverlap, AnIslandThatTwoPolygonsShareIsFoundThoughNoBoundaryCrosses) {
    LonLatGeometries first = polygon({box(60, 40, 61, 41)});
    LonLatGeometries both;
    both.begin(GeometryKind::polygon);
    for (Ring const& ring : {box(60, 40, 61, 41), box(61, 40, 62, 41)}) {
        both.begin_path();
        both.add(ring);
        both.add(ring.front());
    }
    both.end();
    double const area = geodesic_area(first[0]).value();
    EXPECT_NEAR(common_area(first, both), area, 1e-9 * area);
    EXPECT_NEAR(common_area(both, first), area, 1e-9 * area);
}

/// A star-shaped ring with radii between a half and one.
Ring random_star(std::mt19937_64& random, LonLat centre, double radius) {
    std::uniform_real_distribution<double> factor(0.5, 1.0);
    Ring ring;
    for (int i = 0; i < 12; ++i)
        ring.push_back(geodesic_direct(centre, Degrees(-30.0 * i), Metres(radius * factor(random))).position);
    return ring;
}

TEST(PolygonOverlap, AreasAddUpToUnionAndIntersection) {
    // An identity that holds for exact areas; 1e-9 is the bound of the reference list. The longitudes include the
    // antimeridian, the latitudes the poles.
    std::mt19937_64 random(20240607);
    std::uniform_real_distribution<double> lon(-180.0, 180.0);
    std::uniform_real_distribution<double> lat(-89.9, 89.9);
    for (double const radius : {300.0, 10e3, 200e3, 900e3})
        for (int i = 0; i < 25; ++i) {
            LonLat const centre{i % 5 == 0 ? 179.999 : lon(random), lat(random)};
            LonLat const other = geodesic_direct(centre, Degrees(lon(random)), Metres(0.7 * radius)).position;
            LonLatGeometries const a = polygon({random_star(random, centre, radius)});
            LonLatGeometries const b = polygon({random_star(random, other, radius)});
            LonLatGeometries both;
            std::vector<AreaOverlap> const overlaps = PolygonOverlap(b).with(a[0]);
            ASSERT_EQ(overlaps.size(), 1U);
            double const common = overlaps[0].area.value();
            double const sum = geodesic_area(a[0]).value() + geodesic_area(b[0]).value();
            both.add(PolygonOverlap(a).with(a[0])[0].piece[0]);
            both.add(PolygonOverlap(b).with(b[0])[0].piece[0]);
            // The union meets at crossings of chords, so each of up to twelve may be off by 1 cm times 700 m.
            double const crossings = 12 * 0.5 * 0.01 * std::min(radius, 700.0);
            EXPECT_NEAR(covered_area(both).value() + common, sum, 1e-9 * sum + crossings)
                << radius << " at " << centre.lon << ' ' << centre.lat;
        }
}

TEST(PolygonOverlap, PiecesOfAPartitionAddUpToThePolygon) {
    // Boxes of meridians and long common edges; the parts have vertices that the whole does not share.
    std::mt19937_64 random(7);
    LonLatGeometries cells;
    for (int i = 0; i < 8; ++i)
        for (int j = 0; j < 6; ++j)
            add_polygon(cells, {box(56.0 + 2 * i, 36.0 + 2 * j, 58.0 + 2 * i, 38.0 + 2 * j)});
    PolygonOverlap const grid(cells);
    for (int i = 0; i < 20; ++i) {
        LonLatGeometries const star = polygon({random_star(random, {64.0, 42.0}, 350e3)});
        double sum = 0.0;
        LonLatGeometries pieces;
        for (AreaOverlap const& overlap : grid.with(star[0])) {
            sum += overlap.area.value();
            pieces.add(overlap.piece[0]);
        }
        double const area = geodesic_area(star[0]).value();
        EXPECT_NEAR(sum, area, 1e-9 * area);
        EXPECT_NEAR(covered_area(pieces).value(), area, 1e-9 * area);
    }
}

TEST(PolygonOverlap, RingsAlongAParallelRoundAPoleAreValidOnTheEarthAndABowTieIsNot) {
    EXPECT_TRUE(is_valid_on_the_earth(polygon({Ring{{0, 89}, {90, 89}, {180, 89}, {270, 89}}})[0]));
    EXPECT_TRUE(is_valid_on_the_earth(polygon({Ring{{60, 45}, {180, 45}, {-60, 45}}})[0]));
    EXPECT_FALSE(is_valid_on_the_earth(polygon({Ring{{60, 40}, {64, 44}, {64, 40}, {60, 44}}})[0]));
    EXPECT_FALSE(is_valid_on_the_earth(polygon({Ring{{60, 40}, {64, 44}, {60, 40}}})[0]));
}

TEST(PolygonOverlap, OtherKindsOverlapNothingAndBadVerticesAreRefused) {
    LonLatGeometries mixed;
    mixed.add_null();
    mixed.add_point({62, 42});
    mixed.add_line(box(60, 40, 70, 45));
    add_polygon(mixed, {box(60, 40, 70, 45)});
    PolygonOverlap const overlap(mixed);
    EXPECT_TRUE(overlap.with(mixed[0]).empty());
    EXPECT_TRUE(overlap.with(mixed[2]).empty());
    std::vector<AreaOverlap> const found = overlap.with(mixed[3]);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].polygon, 3U);
    double const nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(static_cast<void>(overlap.with(polygon({Ring{{60, 40}, {nan, 41}, {61, 42}}})[0])), NumericError);
}

} // namespace
} // namespace oreway
