// SPDX-License-Identifier: MIT
// Validity and repair. Expected areas are in square degrees of the plane and come from drawing the shapes on squared
// paper.

#include "oreway/planar/validity.hpp"

#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace oreway {
namespace {

using Ring = std::vector<LonLat>;

Ring const square = {{60, 40}, {64, 40}, {64, 44}, {60, 44}, {60, 40}};
Ring const bow_tie = {{60, 40}, {64, 44}, {64, 40}, {60, 44}, {60, 40}};
constexpr double exact = 1e-9; // coordinates are whole or half degrees

LonLatGeometries polygon(std::vector<Ring> const& rings) {
    LonLatGeometries g;
    g.begin(GeometryKind::polygon);
    for (std::size_t r = 0; r < rings.size(); ++r) {
        g.begin_path(r == 0 ? PathRole::exterior : PathRole::hole);
        g.add(rings[r]);
    }
    g.end();
    return g;
}

double signed_area(std::span<LonLat const> ring) {
    double twice = 0.0;
    for (std::size_t i = 1; i < ring.size(); ++i)
        twice += (ring[i - 1].lon - 60.0) * (ring[i].lat - 40.0) - (ring[i].lon - 60.0) * (ring[i - 1].lat - 40.0);
    return twice / 2.0;
}

double planar_area(LonLatGeometry g) {
    double area = 0.0;
    for (std::size_t p = 0; p < g.path_count(); ++p) {
        double const ring = signed_area(g.path(p));
        EXPECT_EQ(ring > 0.0, g.role(p) == PathRole::exterior) << "exteriors turn left, holes right";
        area += ring;
    }
    return area;
}

struct Repaired {
    LonLatGeometries geometry;
    double area = 0.0;
};

Repaired repair(LonLatGeometries const& g, RepairMethod method) {
    Repaired repaired;
    append_repaired(g[0], method, repaired.geometry);
    EXPECT_EQ(repaired.geometry.size(), 1U);
    EXPECT_FALSE(find_invalidity(repaired.geometry[0])) << name_of(method);
    repaired.area = planar_area(repaired.geometry[0]);
    return repaired;
}

TEST(FindInvalidity, FindsNothingInASquareWithAHole) {
    EXPECT_FALSE(find_invalidity(polygon({square})[0]));
    EXPECT_FALSE(find_invalidity(polygon({square, {{61, 41}, {61, 42}, {62, 42}, {61, 41}}})[0]));
}

TEST(FindInvalidity, TellsWhereABowTieCrossesItself) {
    auto const fault = find_invalidity(polygon({bow_tie})[0]);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->reason, "Self-intersection");
    EXPECT_NEAR(fault->at.lon, 62.0, exact);
    EXPECT_NEAR(fault->at.lat, 42.0, exact);
}

TEST(FindInvalidity, TellsAHoleOutsideItsPolygon) {
    auto const fault = find_invalidity(polygon({square, {{66, 41}, {66, 42}, {67, 42}, {66, 41}}})[0]);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->reason, "Hole lies outside shell");
    EXPECT_GE(fault->at.lon, 66.0);
}

TEST(FindInvalidity, TellsASpike) {
    auto const fault =
        find_invalidity(polygon({{{60, 40}, {64, 40}, {64, 42}, {68, 42}, {64, 42}, {64, 44}, {60, 44}, {60, 40}}})[0]);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->reason, "Self-intersection");
}

TEST(FindInvalidity, LetsRepeatedVerticesPass) {
    EXPECT_FALSE(find_invalidity(polygon({{{60, 40}, {64, 40}, {64, 40}, {64, 44}, {60, 44}, {60, 44}, {60, 40}}})[0]));
}

TEST(FindInvalidity, TellsRingsThatAreNone) {
    EXPECT_EQ(find_invalidity(polygon({{{60, 40}, {64, 40}, {64, 44}, {60, 44}}})[0])->reason, "Ring is not closed");
    EXPECT_EQ(find_invalidity(polygon({{{60, 40}, {64, 40}, {60, 40}}})[0])->reason, "Too few points in ring");
    EXPECT_TRUE(find_invalidity(polygon({{{60, 40}, {60, 40}, {60, 40}, {60, 40}}})[0])) << "one place four times";
    double const nan = std::numeric_limits<double>::quiet_NaN();
    auto const fault = find_invalidity(polygon({{{60, 40}, {64, nan}, {64, 44}, {60, 40}}})[0]);
    ASSERT_TRUE(fault);
    EXPECT_EQ(fault->reason, "Invalid Coordinate");
    EXPECT_EQ(fault->at.lon, 64.0);
}

TEST(FindInvalidity, HasNothingToSayOfPointsLinesAndNulls) {
    LonLatGeometries g;
    g.add_point({60, 40});
    g.add_line(bow_tie);
    g.add_null();
    for (std::size_t i = 0; i < g.size(); ++i)
        EXPECT_FALSE(find_invalidity(g[i]));
}

TEST(FindInvalidity, TellsOverlappingPartsOfAMultipolygon) {
    LonLatGeometries g;
    g.begin(GeometryKind::polygon);
    g.begin_path(PathRole::exterior);
    g.add(square);
    g.begin_path(PathRole::exterior);
    g.add(Ring{{62, 42}, {66, 42}, {66, 46}, {62, 46}, {62, 42}});
    g.end();
    EXPECT_TRUE(find_invalidity(g[0]));
    EXPECT_NEAR(repair(g, RepairMethod::structure).area, 28.0, exact) << "union of 16 and 16 with 4 in common";
    EXPECT_NEAR(repair(g, RepairMethod::linework).area, 24.0, exact) << "even-odd: what is common counts out";
}

TEST(AppendRepaired, MakesTwoTrianglesOfABowTie) {
    for (RepairMethod const method : {RepairMethod::linework, RepairMethod::structure}) {
        Repaired const repaired = repair(polygon({bow_tie}), method);
        EXPECT_NEAR(repaired.area, 8.0, exact);
        EXPECT_EQ(repaired.geometry[0].path_count(), 2U);
    }
}

TEST(AppendRepaired, MakesAPartOfAHoleThatLiesOutside) {
    // Both methods do: linework by even-odd, structure because JTS's GeometryFixer turns holes disjoint from the shell
    // into polygons.
    LonLatGeometries const g = polygon({square, {{66, 41}, {66, 43}, {68, 43}, {68, 41}, {66, 41}}});
    EXPECT_NEAR(repair(g, RepairMethod::linework).area, 20.0, exact);
    EXPECT_NEAR(repair(g, RepairMethod::structure).area, 20.0, exact);
}

TEST(AppendRepaired, DiffersByMethodForAHoleThatReachesOutside) {
    LonLatGeometries const g = polygon({square, {{62, 41}, {62, 43}, {66, 43}, {66, 41}, {62, 41}}});
    EXPECT_NEAR(repair(g, RepairMethod::linework).area, 16.0, exact) << "16 - 4 inside + 4 outside";
    EXPECT_NEAR(repair(g, RepairMethod::structure).area, 12.0, exact) << "16 - 4 inside";
}

TEST(AppendRepaired, DiffersByMethodForARingWoundTwice) {
    // 4 x 4, then round 2 x 2 of it again and out by 1 x 3 on the left.
    LonLatGeometries const g =
        polygon({{{60, 40}, {64, 40}, {64, 44}, {60, 44}, {60, 41}, {62, 41}, {62, 43}, {59, 43}, {59, 40}, {60, 40}}});
    ASSERT_TRUE(find_invalidity(g[0]));
    EXPECT_NEAR(repair(g, RepairMethod::linework).area, 15.0, exact) << "what is wound twice counts out: 16 - 4 + 3";
    EXPECT_NEAR(repair(g, RepairMethod::structure).area, 19.0, exact) << "what is wound twice counts once: 16 + 3";
}

TEST(AppendRepaired, CutsASpikeOff) {
    LonLatGeometries const g =
        polygon({{{60, 40}, {64, 40}, {64, 42}, {68, 42}, {64, 42}, {64, 44}, {60, 44}, {60, 40}}});
    for (RepairMethod const method : {RepairMethod::linework, RepairMethod::structure})
        EXPECT_NEAR(repair(g, method).area, 16.0, exact) << name_of(method);
}

TEST(AppendRepaired, ClosesAnOpenRingAndKeepsRepeatedVerticesHarmless) {
    EXPECT_NEAR(repair(polygon({{{60, 40}, {64, 40}, {64, 44}, {60, 44}}}), RepairMethod::linework).area, 16.0, exact);
    EXPECT_NEAR(
        repair(polygon({{{60, 40}, {60, 40}, {64, 40}, {64, 44}, {60, 44}, {60, 40}}}), RepairMethod::structure).area,
        16.0, exact);
}

TEST(AppendRepaired, LeavesNullWhenNothingIsLeft) {
    double const infinity = std::numeric_limits<double>::infinity();
    for (Ring const& ring : {Ring{{60, 40}, {64, 40}, {60, 40}}, Ring{{60, 40}, {62, 42}, {64, 44}, {60, 40}}, Ring{},
                             Ring{{60, 40}, {infinity, 40}, {64, 44}, {60, 40}}})
        for (RepairMethod const method : {RepairMethod::linework, RepairMethod::structure}) {
            LonLatGeometries out;
            append_repaired(polygon({ring})[0], method, out);
            ASSERT_EQ(out.size(), 1U);
            EXPECT_EQ(out.kind(0), GeometryKind::null);
        }
}

TEST(AppendRepaired, DropsTheHolesOfADroppedExterior) {
    LonLatGeometries out;
    append_repaired(polygon({{{60, 40}, {64, 40}, {60, 40}}, square})[0], RepairMethod::structure, out);
    EXPECT_EQ(out.kind(0), GeometryKind::null);
}

TEST(AppendRepaired, CopiesLinesAndPoints) {
    LonLatGeometries in;
    in.add_line(bow_tie);
    LonLatGeometries out;
    append_repaired(in[0], RepairMethod::linework, out);
    EXPECT_EQ(out.kind(0), GeometryKind::line);
    EXPECT_EQ(out[0].vertex_count(), bow_tie.size());
}

TEST(Planar, WorksInSeveralThreadsAtOnce) {
    std::vector<int> found(8, 0);
    {
        std::vector<std::jthread> threads;
        for (int& f : found)
            threads.emplace_back([&f] {
                for (int i = 0; i < 200; ++i)
                    f += find_invalidity(polygon({bow_tie})[0]) ? 1 : 0;
            });
    }
    EXPECT_EQ(found, std::vector<int>(8, 200));
}

} // namespace
} // namespace oreway
