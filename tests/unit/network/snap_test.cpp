// SPDX-License-Identifier: MIT
// Lines to legs. On the equator of WGS 84 an arc of longitude of 1e-4 degrees is 6378137 m x pi / 180 x 1e-4 =
// 11.131949 m.

#include "oreway/network/snap.hpp"

#include <random>

#include <gtest/gtest.h>

#include "oreway/network/network.hpp"

namespace oreway {
namespace {

constexpr double step_m = 11.131949; // 1e-4 degrees on the equator
constexpr double accuracy_m = 1e-5;

LonLatGeometries lines_of(std::vector<std::vector<LonLat>> const& lines) {
    LonLatGeometries geometries;
    for (auto const& line : lines)
        geometries.add_line(line);
    return geometries;
}

TEST(SnapLines, JoinsEndsWithinTheToleranceAndSaysHowFarTheyMoved) {
    auto const lines = lines_of({{{10.0, 0.0}, {11.0, 0.0}}, {{11.0001, 0.0}, {12.0, 0.0}}});
    auto const snapped = snap_lines(lines, {.tolerance = Metres(12.0)});
    EXPECT_EQ(snapped.nodes.size(), 3u);
    EXPECT_EQ(snapped.to[0], snapped.from[1]);
    ASSERT_EQ(snapped.joins.size(), 1u);
    EXPECT_EQ(snapped.joins[0].piece, 1u);
    EXPECT_NEAR(snapped.joins[0].moved.value(), step_m, accuracy_m);
    EXPECT_EQ(snap_lines(lines, {.tolerance = Metres(11.0)}).nodes.size(), 4u);
}

TEST(SnapLines, NeverChainsJoinsBeyondTheTolerance) {
    // Four ends 11 m apart each: with 12 m the third does not join the first, though it is near the second.
    std::vector<std::vector<LonLat>> lines;
    for (int i = 0; i < 4; ++i)
        lines.push_back({{10.0 + 1e-4 * i, 0.0}, {10.0, 1.0 + i}});
    auto const snapped = snap_lines(lines_of(lines), {.tolerance = Metres(12.0)});
    EXPECT_EQ(snapped.from[0], snapped.from[1]);
    EXPECT_NE(snapped.from[0], snapped.from[2]);
    EXPECT_EQ(snapped.from[2], snapped.from[3]);
    for (SnapJoin const& join : snapped.joins)
        EXPECT_LE(join.moved, Metres(12.0));
}

TEST(SnapLines, MeetsAcrossTheAntimeridianAndAtKnownNodes) {
    auto const snapped = snap_lines(lines_of({{{179.0, 0.0}, {180.0, 0.0}}, {{-180.0, 0.0}, {-179.0, 0.0}}}),
                                    {.tolerance = Metres(1.0), .known_nodes = {{0.0, 50.0}, {179.000001, 0.0}}});
    EXPECT_EQ(snapped.to[0], snapped.from[1]);
    EXPECT_EQ(snapped.from[0], 1u);
}

TEST(SnapLines, CutsLinesWhereTheyShareAVertexWhenAsked) {
    // A cross of two lines with a common vertex in the middle of both.
    auto const lines =
        lines_of({{{10.0, 0.0}, {11.0, 0.0}, {12.0, 0.0}}, {{11.0, -1.0}, {11.0, 0.0}, {11.0, 1.0}, {11.0, 2.0}}});
    EXPECT_EQ(snap_lines(lines, {}).pieces.size(), 2u);
    auto const cut = snap_lines(lines, {.noding = Noding::shared_vertices});
    ASSERT_EQ(cut.pieces.size(), 4u);
    EXPECT_EQ(cut.line_of, (std::vector<std::size_t>{0, 0, 1, 1}));
    EXPECT_EQ(cut.to[0], cut.from[1]);
    EXPECT_EQ(cut.to[0], cut.to[2]);
    EXPECT_EQ(cut.pieces[3].path(0).size(), 3u);
    LegTable const legs = legs_of(cut);
    EXPECT_EQ(legs.id[1], "0.2");
    EXPECT_EQ(legs.from[1], legs.to[0]);
    Problems problems;
    Network const network = build_network(legs, nodes_of(cut), {}, {}, problems);
    EXPECT_EQ(network.parts().size(), 1u);
    EXPECT_EQ(worst(problems), Severity::note);
}

TEST(SnapLines, TellsDeadEndsThatNearlyMeetAnotherLine) {
    // The second line ends 11 m short of the middle of the first.
    auto const lines = lines_of({{{10.0, 0.0}, {12.0, 0.0}}, {{11.0, 1.0}, {11.0, 0.0001}}});
    auto const snapped = snap_lines(lines, {.tolerance = Metres(1.0), .gap_search = Metres(50.0)});
    ASSERT_EQ(snapped.gaps.size(), 1u);
    EXPECT_EQ(snapped.gaps[0].piece, 1u);
    EXPECT_TRUE(snapped.gaps[0].at_end);
    EXPECT_EQ(snapped.gaps[0].other, 0u);
    // Radius of the meridian at the equator a (1 - e2) = 6335439.327 m, times pi / 180 x 1e-4.
    EXPECT_NEAR(snapped.gaps[0].distance.value(), 11.057428, accuracy_m);
    ASSERT_EQ(snapped.problems.size(), 1u);
    EXPECT_EQ(snapped.problems[0].code, "network.gap");
}

TEST(SnapLines, DoesNotTakeASidingForAGap) {
    // A short branch from the end of a line, whose dead end lies 11 m beside the line it branches from.
    auto const lines = lines_of({{{10.0, 0.0}, {11.0, 0.0}}, {{11.0, 0.0}, {10.9, 0.0001}}});
    EXPECT_TRUE(snap_lines(lines, {.gap_search = Metres(50.0)}).gaps.empty());
}

TEST(SnapLines, NamesWhatIsNoLineAndLeavesOutWhatHasNoLength) {
    LonLatGeometries geometries;
    geometries.add_null();
    geometries.add_point({1.0, 2.0});
    geometries.add_line(std::vector<LonLat>{{5.0, 5.0}, {5.0, 5.0}});
    auto const snapped = snap_lines(geometries, {});
    EXPECT_EQ(snapped.pieces.size(), 0u);
    ASSERT_EQ(snapped.problems.size(), 2u);
    EXPECT_EQ(snapped.problems[0].code, "network.line.kind");
    EXPECT_EQ(snapped.problems[1].code, "network.line.null");
}

TEST(SnapLines, MakesOneNetworkOfManyLinesWhoseEndsDoNotQuiteMeet) {
    constexpr int size = 60; // 7,080 streets of about a kilometre, each end up to 5 m off its crossing
    std::mt19937 random(1);
    auto const crossing = [&](int x, int y) {
        auto const off = [&] { return (static_cast<double>(random() % 2001) - 1000.0) * 3.5e-8; };
        return LonLat{60.0 + 0.01 * x + off(), 40.0 + 0.01 * y + off()};
    };
    std::vector<std::vector<LonLat>> streets;
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            if (x + 1 < size)
                streets.push_back({crossing(x, y), crossing(x + 1, y)});
            if (y + 1 < size)
                streets.push_back({crossing(x, y), crossing(x, y + 1)});
        }
    auto const snapped = snap_lines(lines_of(streets), {.tolerance = Metres(12.0)});
    EXPECT_EQ(snapped.nodes.size(), static_cast<std::size_t>(size) * size);
    Problems problems;
    Network const network = build_network(legs_of(snapped), nodes_of(snapped), {}, {}, problems);
    EXPECT_EQ(network.leg_count(), streets.size());
    EXPECT_EQ(network.parts().size(), 1U);
}

} // namespace
} // namespace oreway
