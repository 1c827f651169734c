// SPDX-License-Identifier: MIT
// Shares by counting crossings, against a published area, against overlays, and where counting must give way to them.

#include "oreway/measure/area_shares.hpp"

#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/polygon_overlap.hpp"

namespace oreway {
namespace {

using Ring = std::vector<LonLat>;

void add_polygon(LonLatGeometries& g, std::vector<Ring> const& rings) {
    g.begin(GeometryKind::polygon);
    for (std::size_t r = 0; r < rings.size(); ++r) {
        g.begin_path(r == 0 ? PathRole::exterior : PathRole::hole);
        g.add(rings[r]);
        g.add(rings[r].front());
    }
    g.end();
}

LonLatGeometries layer(std::vector<std::vector<Ring>> const& polygons) {
    LonLatGeometries g;
    for (std::vector<Ring> const& rings : polygons)
        add_polygon(g, rings);
    return g;
}

Ring box(double west, double south, double east, double north) {
    return {{west, south}, {east, south}, {east, north}, {west, north}};
}

Ring reversed(Ring ring) {
    return {ring.rbegin(), ring.rend()};
}

/// A star of `count` spikes.
Ring star(LonLat centre, double inner, double outer, int count, double phase) {
    Ring ring;
    for (int i = 0; i < 2 * count; ++i) {
        double const angle = phase + 3.14159265358979 * i / count;
        double const radius = i % 2 == 0 ? outer : inner;
        ring.push_back({centre.lon + radius * std::cos(angle) / std::cos(centre.lat * 0.0174533),
                        centre.lat + radius * std::sin(angle)});
    }
    return ring;
}

std::vector<double> shares(LonLatGeometries const& areas, LonLatGeometries const& polygon) {
    std::vector<double> all(areas.size(), 0.0);
    for (AreaShare const& share : AreaShares(areas).of(polygon[0]))
        all[share.polygon] = share.area.value();
    return all;
}

std::vector<double> overlaid(LonLatGeometries const& areas, LonLatGeometries const& polygon) {
    std::vector<double> all(areas.size(), 0.0);
    for (AreaOverlap const& overlap : PolygonOverlap(areas).with(polygon[0]))
        all[overlap.polygon] = overlap.area.value();
    return all;
}

double area_of(LonLatGeometries const& polygon) {
    return geodesic_area(polygon[0]).value();
}

double twice(LonLatGeometries const& areas, LonLatGeometries const& polygon) {
    return AreaShares(areas).counted_twice(polygon[0]).value();
}

/// Crossings are up to 0.1 m beside the geodesics, whose chords there are up to 5 km long; two crossings.
constexpr double crossing_error = 2.0 * 0.5 * 0.1 * 5e3;
/// Overlays lose slivers and round their crossings.
constexpr double rounding = 10.0;

TEST(AreaShares, TwoBoxesShareWhatGeographicLibGives) {
    // GeographicLib 2.1.2, intersection by its Intersect class: 134623972593 m2, stated to 2000 m2.
    auto const found = shares(layer({{box(65, 42, 75, 47)}}), layer({{box(60, 40, 70, 45)}}));
    EXPECT_NEAR(found[0], 134623972593.0, 2000.0 + crossing_error);
}

TEST(AreaShares, StarsShareWhatTheirOverlaysShare) {
    std::mt19937 seeded(20);
    auto const pick = [&](double low, double high) { return std::uniform_real_distribution(low, high)(seeded); };
    for (int i = 0; i < 40; ++i) {
        LonLat const centre{pick(-170.0, 170.0), pick(-70.0, 70.0)};
        LonLatGeometries const a = layer({{star(centre, 0.4, 1.0, 7, pick(0.0, 1.0))}});
        LonLatGeometries areas;
        for (int k = 0; k < 4; ++k)
            add_polygon(areas, {star({centre.lon + pick(-1.0, 1.0), centre.lat + pick(-1.0, 1.0)}, 0.3, 1.1, 9, k)});
        auto const found = shares(areas, a);
        auto const expected = overlaid(areas, a);
        for (std::size_t k = 0; k < found.size(); ++k)
            EXPECT_NEAR(found[k], expected[k], 30.0 * crossing_error) << centre.lon << ' ' << centre.lat << ' ' << k;
    }
}

TEST(AreaShares, HolesOnEitherSideAreTakenOutWhateverTheDirectionOfTheirRings) {
    Ring const whole = box(60, 40, 62, 42);
    Ring const hole = box(60.5, 40.5, 61, 41);
    for (Ring const& inner : {hole, reversed(hole)})
        for (Ring const& outer : {whole, reversed(whole)}) {
            LonLatGeometries const pierced = layer({{outer, inner}});
            LonLatGeometries const cover = layer({{box(59, 39, 63, 43)}});
            EXPECT_NEAR(shares(cover, pierced)[0], area_of(pierced), rounding);
            EXPECT_NEAR(shares(pierced, cover)[0], area_of(pierced), rounding);
            LonLatGeometries const half = layer({{box(60.7, 39, 63, 43)}});
            EXPECT_NEAR(shares(half, pierced)[0], overlaid(half, pierced)[0], 2.0 * crossing_error);
        }
}

TEST(AreaShares, APolygonWithinAnotherSharesItselfAndOneBesideNothing) {
    LonLatGeometries const small = layer({{box(60.2, 40.2, 60.4, 40.4)}});
    LonLatGeometries const areas = layer({{box(60, 40, 62, 42)}, {box(70, 40, 72, 42)}, {box(60, 43, 62, 44)}});
    auto const found = shares(areas, small);
    EXPECT_NEAR(found[0], area_of(small), rounding);
    EXPECT_EQ(AreaShares(areas).of(small[0]).size(), 1u);
    EXPECT_NEAR(shares(small, layer({{box(60, 40, 62, 42)}}))[0], area_of(small), rounding);
}

TEST(AreaShares, CommonBordersAndTheVeryPolygonAreOverlaid) {
    LonLatGeometries const a = layer({{box(60, 40, 62, 42)}});
    EXPECT_NEAR(shares(a, a)[0], area_of(a), 1e-9 * area_of(a));
    // The border of both runs along 61 E from 40 to 42 N.
    LonLatGeometries const neighbours = layer({{box(60, 39, 61, 43)}, {box(61, 39, 62, 43)}});
    auto const found = shares(neighbours, layer({{box(60.5, 40, 61, 42)}}));
    EXPECT_NEAR(found[0], area_of(layer({{box(60.5, 40, 61, 42)}})), 1e-8 * found[0]);
    EXPECT_EQ(found[1], 0.0);
}

TEST(AreaShares, TheAntimeridianAndThePolesAreNoSeam) {
    LonLatGeometries const at_home = layer({{box(60, 65, 70, 70)}});
    double const expected = shares(at_home, layer({{box(65, 63, 75, 68)}}))[0];
    LonLatGeometries const over = layer({{box(175, 65, 185, 70)}});
    for (double const turn : {0.0, -360.0})
        EXPECT_NEAR(shares(over, layer({{box(180 + turn, 63, 190 + turn, 68)}}))[0], expected, crossing_error);
    // Two caps, one of them half as wide.
    LonLatGeometries const wide = layer({{{{0, 80}, {90, 80}, {180, 80}, {-90, 80}}}});
    LonLatGeometries const narrow = layer({{{{0, 85}, {90, 85}, {180, 85}, {-90, 85}}}});
    EXPECT_NEAR(shares(wide, narrow)[0], area_of(narrow), 1e-9 * area_of(narrow));
}

TEST(AreaShares, SharesOfALayerCutInTwoAddUp) {
    LonLatGeometries const a = layer({{star({60, 45}, 0.5, 1.5, 11, 0.3)}});
    Ring const west{{57, 43}, {60.1, 43}, {59.7, 44}, {60.3, 45.5}, {60, 47}, {57, 47}};
    Ring const east{{63, 43}, {63, 47}, {60, 47}, {60.3, 45.5}, {59.7, 44}, {60.1, 43}};
    auto const found = shares(layer({{west}, {east}}), a);
    EXPECT_NEAR(found[0] + found[1], area_of(a), crossing_error);
    EXPECT_EQ(twice(layer({{west}, {east}}), a), 0.0);
}

TEST(AreaShares, WhatTwoAreasHoldIsCountedTwice) {
    LonLatGeometries const a = layer({{box(60, 40, 64, 42)}});
    double const middle = area_of(layer({{box(61, 40.5, 62, 41.5)}}));
    // Crossing, one in the other, the same twice.
    LonLatGeometries const bars = layer({{box(60.5, 40.5, 63, 41.5)}, {box(61, 40.2, 62, 41.8)}});
    double const common = overlaid(layer({{box(61, 40.2, 62, 41.8)}}), layer({{box(60.5, 40.5, 63, 41.5)}}))[0];
    EXPECT_NEAR(twice(bars, a), common, 4.0 * crossing_error);
    LonLatGeometries const nested = layer({{box(60.5, 40.2, 63, 41.8)}, {box(61, 40.5, 62, 41.5)}});
    EXPECT_NEAR(twice(nested, a), middle, 1e-8 * middle);
    LonLatGeometries const same = layer({{box(61, 40.5, 62, 41.5)}, {box(61, 40.5, 62, 41.5)}});
    EXPECT_NEAR(twice(same, a), middle, 1e-8 * middle);
    EXPECT_EQ(twice(layer({{box(61, 40.5, 62, 41.5)}, {box(62, 40.5, 63, 41.5)}}), a), 0.0);
}

TEST(AreaShares, WhatThreeAreasHoldIsCountedTwiceMore) {
    LonLatGeometries const a = layer({{box(60, 40, 64, 42)}});
    Ring const one = box(61, 40.5, 62, 41.5);
    double const area = area_of(layer({{one}}));
    EXPECT_NEAR(twice(layer({{one}, {one}, {one}}), a), 2.0 * area, 1e-7 * area);
}

TEST(AreaShares, PointsAndLinesHaveNoShare) {
    LonLatGeometries lines;
    lines.add_line(std::vector<LonLat>{{60, 40}, {61, 41}});
    lines.add_null();
    EXPECT_TRUE(AreaShares(layer({{box(60, 40, 62, 42)}})).of(lines[0]).empty());
    EXPECT_TRUE(AreaShares(lines).of(layer({{box(60, 40, 62, 42)}})[0]).empty());
    EXPECT_EQ(AreaShares(lines).counted_twice(layer({{box(60, 40, 62, 42)}})[0]).value(), 0.0);
}

} // namespace
} // namespace oreway
