// SPDX-License-Identifier: MIT
// Borders, gauge breaks and changes of mode, counted by hand on the small world.

#include <gtest/gtest.h>

#include "unit/compare/small_scene.hpp"

namespace oreway {
namespace {

using testing::evaluated;
using testing::small_rates;
using testing::small_world;

TEST(Transfers, AreCountedOnTheWay) {
    auto const result = evaluated(small_world(), small_rates());
    EXPECT_EQ(result.number("one", "border_crossings"), 2.0) << "AA-BB by rail and BB-DD by sea";
    EXPECT_EQ(result.number("one", "gauge_breaks"), 1.0) << "1520 to 1435 at R";
    EXPECT_EQ(result.number("one", "mode_changes"), 1.0) << "rail to sea at S";
    EXPECT_EQ(result.number("one", "countries"), 3.0);
    EXPECT_EQ(result.number("two", "border_crossings"), 1.0);
    EXPECT_EQ(result.number("two", "gauge_breaks"), 0.0);
}

/// PQ by rail 1520, QR by road, RS by rail 1435.
testing::Layers road_between() {
    auto layers = small_world();
    layers[LayerRole::legs] = testing::line_layer("legs", {"id", "from", "to", "mode", "gauge_mm"},
                                                  {{"PQ", "P", "Q", "rail", "1520"},
                                                   {"QR", "Q", "R", "road", ""},
                                                   {"RS", "R", "S", "rail", "1435"},
                                                   {"ST", "S", "T", "sea", ""}},
                                                  {{{61.0, 0.0}, {69.0, 0.0}},
                                                   {{69.0, 0.0}, {73.0, 0.0}},
                                                   {{73.0, 0.0}, {80.0, 0.0}},
                                                   {{80.0, 0.0}, {90.0, 0.0}}});
    return layers;
}

TEST(Transfers, AGaugeThatChangesAcrossARoadLegIsAModeChangeAndNoBreak) {
    auto const result = evaluated(road_between(), small_rates());
    EXPECT_EQ(result.number("one", "gauge_breaks"), 0.0);
    EXPECT_EQ(result.number("one", "mode_changes"), 3.0);
}

TEST(Transfers, UnknownGaugeModeOrCountryMakesTheCountAbsentWithTheReason) {
    auto layers = small_world();
    layers[LayerRole::nodes] = testing::point_layer("nodes", {"id", "country"},
                                                    {{"P", "AA"}, {"Q", ""}, {"R", "BB"}, {"S", "BB"}, {"T", "DD"}},
                                                    {{61.0, 0.0}, {69.0, 0.0}, {73.0, 0.0}, {80.0, 0.0}, {90.0, 0.0}});
    layers[LayerRole::legs] = testing::line_layer("legs", {"id", "from", "to", "mode", "gauge_mm"},
                                                  {{"PQ", "P", "Q", "rail", ""},
                                                   {"QR", "Q", "R", "rail", "1520"},
                                                   {"RS", "R", "S", "", ""},
                                                   {"ST", "S", "T", "sea", ""}},
                                                  {{{61.0, 0.0}, {69.0, 0.0}},
                                                   {{69.0, 0.0}, {73.0, 0.0}},
                                                   {{73.0, 0.0}, {80.0, 0.0}},
                                                   {{80.0, 0.0}, {90.0, 0.0}}});
    auto const result = evaluated(layers, small_rates());
    EXPECT_EQ(result.reason("two", "border_crossings"), "node 'Q' has no country");
    EXPECT_EQ(result.reason("two", "gauge_breaks"), "leg 'PQ' has no gauge");
    EXPECT_EQ(result.reason("one", "mode_changes"), "leg 'RS' has no mode");
    EXPECT_EQ(result.reason("two", "countries"), "leg 'PQ' declares no country (and 2 more)");
}

TEST(Transfers, ALegInReverseCrossesTheSameBorders) {
    auto layers = small_world();
    layers[LayerRole::corridor_legs] = testing::table_layer("uses", {"corridor", "sequence", "leg", "direction"},
                                                            {{"one", "1", "ST", "reverse"},
                                                             {"one", "2", "RS", "reverse"},
                                                             {"one", "3", "QR", "reverse"},
                                                             {"two", "1", "PQ", "forward"}});
    auto const result = evaluated(layers, small_rates());
    EXPECT_EQ(result.number("one", "border_crossings"), 2.0);
    EXPECT_EQ(result.number("one", "gauge_breaks"), 1.0);
}

} // namespace
} // namespace oreway
