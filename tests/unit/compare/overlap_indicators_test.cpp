// SPDX-License-Identifier: MIT
// Overlaps on the small world: shared legs by identity, a parallel line by geometry.

#include <gtest/gtest.h>

#include "unit/compare/small_scene.hpp"

namespace oreway {
namespace {

using testing::equator_degree_km;
using testing::evaluated;
using testing::small_world;

/// Stretches are found to 1 m at each end, plus what lies within the tolerance round the end of the other line.
constexpr double stretch_km = 0.002;

struct Pair {
    double shared_km;
    double share_pct;
};

Pair pair_of(Table const& table, std::string const& a, std::string const& b) {
    for (auto const& row : table.rows())
        if (std::get<std::string>(row[0]) == a && std::get<std::string>(row[1]) == b)
            return {std::get<double>(row[table.column("shared_km")]),
                    std::get<double>(row[table.column("share_of_a_pct")])};
    return {-1.0, -1.0};
}

TEST(Overlap, SharedLegsCountWholeInBothDirections) {
    auto const result = evaluated(small_world(), testing::small_rates());
    Table const& table = result.evaluation.overlap;
    ASSERT_EQ(table.rows().size(), 2U) << "every ordered pair";
    EXPECT_NEAR(pair_of(table, "two", "one").share_pct, 100.0, 1e-9);
    // "one" shares PQ and QR, 12 degrees, and the first kilometre of RS, which lies within the tolerance of the end of
    // "two".
    EXPECT_NEAR(pair_of(table, "one", "two").shared_km, 12.0 * equator_degree_km + 1.0, stretch_km);
    EXPECT_NEAR(result.number("two", "largest_overlap_pct"), 100.0, 1e-9);
}

TEST(Overlap, AParallelLineWithinTheToleranceIsFoundByGeometry) {
    auto layers = small_world();
    layers.erase(LayerRole::corridor_legs);
    // 0.005 degrees of latitude are 0.553 km, within 1 km; the second line is half as long.
    layers[LayerRole::corridors] =
        testing::line_layer("corridors", {"id"}, {{"one"}, {"near"}, {"far"}},
                            {{{61.0, 0.0}, {63.0, 0.0}}, {{61.0, 0.005}, {62.0, 0.005}}, {{61.0, 3.0}, {62.0, 3.0}}});
    auto const result = evaluated(layers, testing::small_rates());
    Table const& table = result.evaluation.overlap;
    EXPECT_NEAR(pair_of(table, "near", "one").share_pct, 100.0, 1e-6);
    // One degree, and at its end the part of the equator within 1 km of the other's end: sqrt(1 - 0.55287^2) = 0.8333
    // km.
    EXPECT_NEAR(pair_of(table, "one", "near").shared_km, equator_degree_km + 0.8333, stretch_km);
    EXPECT_EQ(pair_of(table, "one", "far").shared_km, 0.0);
}

TEST(Overlap, ALoneCorridorHasNone) {
    testing::Layers layers;
    layers[LayerRole::corridors] = testing::line_layer("c", {"id"}, {{"line"}}, {{{61.0, 0.0}, {69.0, 0.0}}});
    EXPECT_EQ(evaluated(layers, {}).reason("line", "largest_overlap_pct"), "there is no other corridor");
}

} // namespace
} // namespace oreway
