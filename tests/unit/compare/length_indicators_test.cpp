// SPDX-License-Identifier: MIT
// Lengths on the equator, worked out by hand: a degree is 111.319490793 km. The tolerance of 1 mm is what is promised.

#include <gtest/gtest.h>

#include "unit/compare/small_scene.hpp"

namespace oreway {
namespace {

using testing::equator_degree_km;
using testing::evaluated;
using testing::small_rates;
using testing::small_world;

constexpr double millimetre_km = 1e-6;
/// Borders are meridians here; where a line crosses them is found to 0.1 m.
constexpr double border_km = 2e-4;

TEST(Length, TheLengthOfTheLineIsThatOfItsDegrees) {
    auto const result = evaluated(small_world(), small_rates());
    EXPECT_NEAR(result.number("one", "length_km"), 29.0 * equator_degree_km, millimetre_km);
    EXPECT_NEAR(result.number("one", "length_rail_km"), 19.0 * equator_degree_km, millimetre_km);
    EXPECT_NEAR(result.number("one", "length_sea_km"), 10.0 * equator_degree_km, millimetre_km);
    EXPECT_EQ(result.number("one", "length_road_km"), 0.0);
}

TEST(Length, PublishedLengthsReplaceDrawnOnesInTheRoute) {
    auto const result = evaluated(small_world(), small_rates());
    double const route = 1000.0 + 21.0 * equator_degree_km; // leg PQ has 1000 km published, 8 degrees drawn
    EXPECT_NEAR(result.number("one", "route_length_km"), route, millimetre_km);
    EXPECT_NEAR(result.number("one", "published_share_pct"), 100.0 * 1000.0 / route, 1e-9);
    EXPECT_NEAR(result.number("one", "geodesic_km"), 29.0 * equator_degree_km, millimetre_km);
    EXPECT_NEAR(result.number("one", "circuity"), route / (29.0 * equator_degree_km), 1e-9);
}

TEST(Length, PartsByCountryAndModeAddUpToTheLengthToAMillimetre) {
    auto const result = evaluated(small_world(), small_rates());
    Table const& parts = result.evaluation.length_by_country;
    double sum = 0.0;
    std::map<std::string, double> by_country;
    for (auto const& row : parts.rows()) {
        if (std::get<std::string>(row[0]) != "one")
            continue;
        double const km = std::get<double>(row[parts.column("length_km")]);
        sum += km;
        by_country[std::get<std::string>(row[1]) + " " + std::get<std::string>(row[2])] += km;
    }
    EXPECT_NEAR(sum, result.number("one", "length_km"), millimetre_km);
    EXPECT_NEAR(by_country["AA rail"], 9.0 * equator_degree_km, border_km);
    EXPECT_NEAR(by_country["BB rail"], 10.0 * equator_degree_km, border_km);
    EXPECT_NEAR(by_country["none sea"], 10.0 * equator_degree_km, border_km);
}

TEST(Length, SectionsShowDrawnAgainstKnown) {
    auto const result = evaluated(small_world(), small_rates());
    Table const& sections = result.evaluation.sections;
    auto const& first = sections.rows()[0];
    EXPECT_EQ(std::get<std::string>(first[0]), "PQ");
    EXPECT_NEAR(std::get<double>(first[sections.column("drawn_km")]), 8.0 * equator_degree_km, millimetre_km);
    // (1000 - 890.555926) / 1000
    EXPECT_NEAR(std::get<double>(first[sections.column("shortfall_pct")]), 10.9444074, 1e-6);
    EXPECT_TRUE(is_absent(sections.rows()[1][sections.column("known_km")]));
}

TEST(Length, APublishedLengthBelowTheGeodesicIsReported) {
    auto layers = small_world();
    layers[LayerRole::legs] = testing::line_layer(
        "legs", {"id", "from", "to", "length_km"},
        {{"PQ", "P", "Q", "890.0"}, {"QR", "Q", "R", "400"}, {"RS", "R", "S", "778.45"}, {"ST", "S", "T", ""}},
        {{{61.0, 0.0}, {69.0, 0.0}},
         {{69.0, 0.0}, {73.0, 0.0}},
         {{73.0, 0.0}, {80.0, 0.0}},
         {{80.0, 0.0}, {90.0, 0.0}}});
    auto const result = evaluated(layers, small_rates());
    // Geodesics: 890.556, 445.278 and 779.236 km. 890.0 is within a tenth of a percent; 400 is not; 778.45 is not
    // either, but short by less than a kilometre.
    ASSERT_EQ(result.problems.size(), 2U) << testing::listed(result.problems);
    EXPECT_EQ(result.problems[0].severity, Severity::warning);
    EXPECT_EQ(result.problems[0].parts.what,
              "leg 'QR': the published length of 400 km is shorter than the geodesic between its ends, 445.278 km");
    EXPECT_EQ(result.problems[1].severity, Severity::note);
}

TEST(Length, ACorridorOfOnlyALineHasLengthsButNoModes) {
    testing::Layers layers;
    layers[LayerRole::corridors] = testing::line_layer("c", {"id"}, {{"line"}}, {{{61.0, 0.0}, {69.0, 0.0}}});
    auto const result = evaluated(layers, {});
    EXPECT_NEAR(result.number("line", "length_km"), 8.0 * equator_degree_km, millimetre_km);
    EXPECT_NEAR(result.number("line", "circuity"), 1.0, 1e-9);
    EXPECT_EQ(result.reason("line", "length_rail_km"), "the corridor has no legs, only a line");
    EXPECT_EQ(result.reason("line", "transit_time_h"), "the corridor has no legs, only a line");
    EXPECT_EQ(result.reason("line", "border_crossings"), "the corridor has no legs, only a line");
    EXPECT_EQ(result.reason("line", "mines_within_25km"), "there is no layer of mines");
}

} // namespace
} // namespace oreway
