// SPDX-License-Identifier: MIT
// Overlays in the plane. Expected areas are in square degrees and come from drawing the shapes on squared paper.

#include "oreway/planar/overlay.hpp"

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "oreway/planar/validity.hpp"

namespace oreway {
namespace {

constexpr double exact = 1e-12; // coordinates are whole degrees

void add_box(LonLatGeometries& g, double west, double south, double east, double north) {
    g.begin(GeometryKind::polygon);
    g.begin_path();
    for (LonLat const p : {LonLat{west, south}, {east, south}, {east, north}, {west, north}, {west, south}})
        g.add(p);
    g.end();
}

double area(LonLatGeometry polygon) {
    double sum = 0.0;
    for (std::size_t p = 0; p < polygon.path_count(); ++p) {
        auto const ring = polygon.path(p);
        for (std::size_t i = 1; i < ring.size(); ++i)
            sum += 0.5 * (ring[i - 1].lon * ring[i].lat - ring[i].lon * ring[i - 1].lat);
    }
    return sum; // holes run the other way round
}

TEST(Overlay, TheCommonAreaOfTwoBoxesIsABox) {
    LonLatGeometries boxes;
    add_box(boxes, 0, 0, 4, 4);
    add_box(boxes, 3, 2, 8, 8);
    LonLatGeometries out;
    append_intersection(boxes[0], boxes[1], out);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_NEAR(area(out[0]), 2.0, exact);
    EXPECT_FALSE(find_invalidity(out[0]));
}

TEST(Overlay, PolygonsThatOnlyTouchShareNothing) {
    LonLatGeometries boxes;
    add_box(boxes, 0, 0, 4, 4);
    add_box(boxes, 4, 0, 8, 4);
    LonLatGeometries out;
    append_intersection(boxes[0], boxes[1], out);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out.kind(0), GeometryKind::null);
}

TEST(Overlay, ABoxWithinAnotherLeavesAHoleInNeitherAndComesOutWhole) {
    LonLatGeometries boxes;
    add_box(boxes, 0, 0, 4, 4);
    add_box(boxes, 1, 1, 2, 2);
    LonLatGeometries out;
    append_intersection(boxes[0], boxes[1], out);
    append_union(boxes, out);
    EXPECT_NEAR(area(out[0]), 1.0, exact);
    EXPECT_NEAR(area(out[1]), 16.0, exact);
}

TEST(Overlay, AUnionCountsWhatTwoPolygonsCoverOnce) {
    LonLatGeometries boxes;
    add_box(boxes, 0, 0, 4, 4);
    add_box(boxes, 3, 2, 8, 8);
    add_box(boxes, 20, 0, 21, 1);
    LonLatGeometries out;
    append_union(boxes, out);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_NEAR(area(out[0]), 16.0 + 30.0 - 2.0 + 1.0, exact);
    EXPECT_EQ(out[0].path_count(), 2U);
}

TEST(Overlay, AUnionOnAGridHasItsVerticesOnTheGrid) {
    LonLatGeometries boxes;
    add_box(boxes, 0, 0, 4.04, 4);
    add_box(boxes, 3.96, 2, 8, 8);
    LonLatGeometries out;
    append_union_on_grid(boxes, 0.1, out);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_NEAR(area(out[0]), 4.0 * 4.0 + 4.0 * 6.0, 1e-9) << "both sides at 4.04 and 3.96 come to lie at 4";
    for (LonLat const v : out.vertices())
        EXPECT_NEAR(std::remainder(v.lon, 0.1), 0.0, 1e-12);
}

TEST(Overlay, AUnionOfNothingIsNull) {
    LonLatGeometries out;
    append_union({}, out);
    ASSERT_EQ(out.size(), 1U);
    EXPECT_EQ(out.kind(0), GeometryKind::null);
}

} // namespace
} // namespace oreway
