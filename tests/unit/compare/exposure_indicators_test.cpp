// SPDX-License-Identifier: MIT
// Exposure on the small world, worked out by hand.

#include <gtest/gtest.h>

#include "unit/compare/small_scene.hpp"

namespace oreway {
namespace {

using testing::equator_degree_km;
using testing::evaluated;
using testing::small_rates;
using testing::small_world;

constexpr double border_km = 2e-4; // borders are found to 0.1 m

Study study_with_set() {
    Study study = testing::small_study();
    study.exposures = {{.id = "bb", .title = "B land", .countries = {"BB"}}};
    return study;
}

TEST(Exposure, ALegInTwoCountriesIsSplitByItsDrawnLength) {
    auto const result = evaluated(small_world(), small_rates(), study_with_set());
    // QR: 3 of its 4 degrees in BB; RS: all 7 degrees.
    double const exposed = 10.0 * equator_degree_km;
    double const route = 1000.0 + 21.0 * equator_degree_km;
    EXPECT_NEAR(result.number("one", "exposure_bb_km"), exposed, border_km);
    EXPECT_NEAR(result.number("one", "exposure_bb_km_share"), 100.0 * exposed / route, 1e-4);
}

TEST(Exposure, WithoutPolygonsALegIsSplitInEqualParts) {
    auto layers = small_world();
    layers.erase(LayerRole::countries);
    auto const result = evaluated(layers, small_rates(), study_with_set());
    EXPECT_NEAR(result.number("two", "exposure_bb_km"), 2.0 * equator_degree_km, 1e-6);
    Table const& table = result.evaluation.exposure;
    EXPECT_TRUE(is_absent(table.rows()[0][table.column("geometry_km")]));
}

TEST(Exposure, FollowsTheDeclarationAndListsWhereTheLineSaysOtherwise) {
    auto layers = small_world();
    layers[LayerRole::legs] = testing::line_layer("legs", {"id", "from", "to", "mode", "countries"},
                                                  {{"PQ", "P", "Q", "rail", "AA"},
                                                   {"QR", "Q", "R", "rail", "AA"},
                                                   {"RS", "R", "S", "rail", "BB"},
                                                   {"ST", "S", "T", "sea", ""}},
                                                  {{{61.0, 0.0}, {69.0, 0.0}},
                                                   {{69.0, 0.0}, {73.0, 0.0}},
                                                   {{73.0, 0.0}, {80.0, 0.0}},
                                                   {{80.0, 0.0}, {90.0, 0.0}}});
    auto const result = evaluated(layers, small_rates(), study_with_set());
    EXPECT_EQ(result.number("two", "exposure_bb_km"), 0.0) << "QR declares only AA";
    Table const& table = result.evaluation.exposure;
    auto const& row = table.rows()[1];
    ASSERT_EQ(std::get<std::string>(row[0]), "two");
    EXPECT_NEAR(std::get<double>(row[table.column("geometry_km")]), 3.0 * equator_degree_km, border_km);
    EXPECT_NEAR(std::get<double>(row[table.column("difference_km")]), -3.0 * equator_degree_km, border_km);
    EXPECT_EQ(std::get<std::string>(row[table.column("remark")]), "drawn otherwise than declared: QR");
    auto const note = testing::found_problem(result.problems, "leg.country");
    EXPECT_EQ(note.severity, Severity::note);
    EXPECT_EQ(note.parts.what, "leg 'QR' declares AA, but 334.0 km of its line lie in BB");
}

TEST(Exposure, ALegOnLandThatDeclaresNothingLeavesItUnknown) {
    auto layers = small_world();
    layers[LayerRole::legs] = testing::line_layer("legs", {"id", "from", "to", "mode", "countries"},
                                                  {{"PQ", "P", "Q", "rail", "AA"},
                                                   {"QR", "Q", "R", "rail", ""},
                                                   {"RS", "R", "S", "rail", "BB"},
                                                   {"ST", "S", "T", "sea", ""}},
                                                  {{{61.0, 0.0}, {69.0, 0.0}},
                                                   {{69.0, 0.0}, {73.0, 0.0}},
                                                   {{73.0, 0.0}, {80.0, 0.0}},
                                                   {{80.0, 0.0}, {90.0, 0.0}}});
    EXPECT_EQ(evaluated(layers, small_rates(), study_with_set()).reason("two", "exposure_bb_km_share"),
              "leg 'QR' declares no country");
}

} // namespace
} // namespace oreway
