// SPDX-License-Identifier: MIT
// The flat container: views, roles, nulls, and its price in memory.

#include <vector>

#include <gtest/gtest.h>

#include "oreway/geom/geometries.hpp"

namespace oreway {
namespace {

TEST(Geometries, ViewsGiveBackWhatWasAdded) {
    LonLatGeometries g;
    g.add_point({1, 2});
    g.add_null();
    g.begin(GeometryKind::polygon);
    g.begin_path(PathRole::exterior);
    std::vector<LonLat> const outer = {{0, 0}, {4, 0}, {4, 4}, {0, 0}};
    g.add(outer);
    g.begin_path(PathRole::hole);
    std::vector<LonLat> const hole = {{1, 0.5}, {2, 0.5}, {2, 1}, {1, 0.5}};
    g.add(hole);
    g.end();

    ASSERT_EQ(g.size(), 3u);
    EXPECT_EQ(g[0].kind(), GeometryKind::point);
    EXPECT_EQ(g[0].path(0)[0], (LonLat{1, 2}));
    EXPECT_EQ(g[1].kind(), GeometryKind::null);
    EXPECT_TRUE(g[1].empty());
    ASSERT_EQ(g[2].path_count(), 2u);
    EXPECT_EQ(g[2].role(1), PathRole::hole);
    EXPECT_EQ(g[2].path(1).size(), 4u);
    EXPECT_EQ(g[2].vertex_count(), 8u);
}

TEST(Geometries, CopyOfAViewIsEqual) {
    LonLatGeometries a;
    std::vector<LonLat> const line = {{0, 0}, {1, 1}, {2, 1}};
    a.add_point({9, 9});
    a.add_line(line);
    LonLatGeometries b;
    b.add(a[1]);
    ASSERT_EQ(b[0].path_count(), 1u);
    EXPECT_TRUE(std::equal(line.begin(), line.end(), b[0].path(0).begin(), b[0].path(0).end()));
}

TEST(Geometries, GeometryWithoutPathsAmongOthersKeepsItsNeighboursRight) {
    LonLatGeometries g;
    g.begin(GeometryKind::line);
    g.end();
    g.add_point({3, 4});
    EXPECT_TRUE(g[0].empty());
    EXPECT_EQ(g[1].path(0)[0], (LonLat{3, 4}));
}

} // namespace
} // namespace oreway
