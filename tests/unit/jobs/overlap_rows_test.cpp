// SPDX-License-Identifier: MIT
// Pairs and rests of small layers. Lengths and areas are checked against each other (shares close, both directions
// agree); their exactness is proven where they are measured.

#include "jobs/overlap_rows.hpp"

#include <array>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {
namespace {

constexpr double rounding = 1e-9;
constexpr double end_of_a_stretch = 1.0; // metres, as shared_stretches states

void add_box(LonLatGeometries& g, double west, double south, double east, double north) {
    g.begin(GeometryKind::polygon);
    g.begin_path();
    for (LonLat const p : {LonLat{west, south}, {east, south}, {east, north}, {west, north}, {west, south}})
        g.add(p);
    g.end();
}

void add_line(LonLatGeometries& g, std::vector<LonLat> const& line) {
    g.add_line(line);
}

LonLatGeometries mixed_layer() {
    LonLatGeometries g;
    add_box(g, 60, 40, 64, 44);
    add_line(g, {{58, 41}, {63, 42}, {70, 42}});
    g.add_null();
    g.add_point({62, 42});
    add_box(g, 64, 41, 67, 43);
    add_line(g, {{179, 50}, {181, 51}});
    return g;
}

LonLatGeometries other_layer() {
    LonLatGeometries g;
    add_line(g, {{58, 41}, {63, 42}});
    add_box(g, 62, 38, 66, 42);
    add_box(g, 66, 38, 69, 42);
    add_box(g, 178, 49, 180, 52);
    return g;
}

OverlapRows overlaps() {
    return find_overlaps(mixed_layer(), other_layer(), 1.0_km, no_progress());
}

TEST(OverlapRows, SharesOfAFeatureAndItsRestAddUpToOne) {
    std::map<std::pair<OverlapMeasure, std::size_t>, double> of_a;
    std::map<std::pair<OverlapMeasure, std::size_t>, double> of_b;
    for (OverlapRow const& row : overlaps().rows) {
        if (row.a && row.share_a)
            of_a[{row.measure, *row.a}] += *row.share_a;
        if (row.b && row.share_b)
            of_b[{row.measure, *row.b}] += *row.share_b;
    }
    ASSERT_EQ(of_a.size(), 6U); // two polygons in areas, two lines in lengths and in shared
    for (auto const& [key, sum] : of_a)
        EXPECT_NEAR(sum, 1.0, key.first == OverlapMeasure::area ? 1e-8 : rounding) << key.second;
    for (auto const& [key, sum] : of_b)
        EXPECT_NEAR(sum, 1.0, key.first == OverlapMeasure::area ? 1e-8 : rounding) << key.second;
}

TEST(OverlapRows, ExchangingTheLayersExchangesTheSides) {
    OverlapRows const there = overlaps();
    OverlapRows const back = find_overlaps(other_layer(), mixed_layer(), 1.0_km, no_progress());
    ASSERT_EQ(there.rows.size(), back.rows.size());
    for (OverlapRow const& row : there.rows) {
        bool found = false;
        for (OverlapRow const& other : back.rows)
            if (other.measure == row.measure && other.a == row.b && other.b == row.a) {
                found = true;
                EXPECT_NEAR(other.of_b, row.of_a, end_of_a_stretch);
                EXPECT_NEAR(other.of_a, row.of_b, end_of_a_stretch);
            }
        EXPECT_TRUE(found);
    }
}

TEST(OverlapRows, ALineThatIsTheStartOfAnotherSharesItsWholeLength) {
    for (OverlapRow const& row : overlaps().rows)
        if (row.measure == OverlapMeasure::shared && row.a == 1U && row.b == 0U) {
            std::array const line{LonLat{58, 41}, LonLat{63, 42}};
            double const length = geodesic_length(line).value();
            EXPECT_NEAR(row.of_b, length, end_of_a_stretch);
            EXPECT_NEAR(*row.share_b, 1.0, 1e-5);
            // Beyond the end of the other, the line stays within a kilometre of it for about a kilometre.
            EXPECT_NEAR(row.of_a, length + 1000.0, 20.0);
            ASSERT_FALSE(row.piece.empty());
            EXPECT_NEAR(geodesic_length(row.piece[0]).value(), row.of_a, 1e-3);
            return;
        }
    FAIL() << "no such pair";
}

TEST(OverlapRows, ALineAcrossTheAntimeridianIsCutByAPolygonThatEndsThere) {
    for (OverlapRow const& row : overlaps().rows)
        if (row.measure == OverlapMeasure::length && row.a == 5U && row.b == 3U) {
            EXPECT_NEAR(*row.share_a, 0.5, 0.01);
            return;
        }
    FAIL() << "no such pair";
}

TEST(OverlapRows, RowsAreInOrderWhateverTheNumberOfThreads) {
    OverlapRows const many = overlaps();
    set_thread_count(1);
    OverlapRows const one = overlaps();
    set_thread_count(0);
    ASSERT_EQ(many.rows.size(), one.rows.size());
    for (std::size_t i = 0; i < many.rows.size(); ++i) {
        EXPECT_EQ(many.rows[i].a, one.rows[i].a);
        EXPECT_EQ(many.rows[i].b, one.rows[i].b);
        EXPECT_EQ(many.rows[i].of_a, one.rows[i].of_a);
    }
}

TEST(OverlapRows, PolygonsOfBThatOverlapOneAnotherAreSaidToCountTwice) {
    LonLatGeometries a;
    add_box(a, 60, 40, 70, 45);
    LonLatGeometries b;
    add_box(b, 60, 40, 70, 45);
    add_box(b, 62, 41, 64, 42);
    OverlapRows const found = find_overlaps(a, b, 1.0_km, no_progress());
    EXPECT_NEAR(found.counted_twice_in_a, geodesic_area(b[1]).value(), 1.0);
    EXPECT_EQ(found.counted_twice_in_b, 0.0);
    EXPECT_EQ(found.rows.size(), 2U); // nothing is left of any
}

TEST(OverlapRows, EmptyLayersGiveNoRows) {
    EXPECT_TRUE(find_overlaps({}, mixed_layer(), 1.0_km, no_progress()).rows.empty());
    EXPECT_TRUE(find_overlaps(mixed_layer(), {}, 1.0_km, no_progress()).rows.empty());
}

} // namespace
} // namespace oreway
