// SPDX-License-Identifier: MIT
// Scenarios side by side, criteria with their weights, and the two methods of ranking, on two ways from P to R.

#include <gtest/gtest.h>

#include "oreway/compare/score.hpp"
#include "unit/compare/small_scene.hpp"

namespace oreway {
namespace {

using testing::evaluated;

/// By rail 1400 km through AA and BB, by road 1500 km through AA alone, and a planned short cut of 1340 km.
testing::Layers three_ways() {
    auto layers = testing::small_world();
    layers[LayerRole::legs] = testing::line_layer(
        "legs", {"id", "from", "to", "mode", "gauge_mm", "status", "countries", "length_km", "capacity_t"},
        {{"A", "P", "Q", "rail", "1520", "operating", "AA;BB", "1400", "5000000"},
         {"B", "P", "Q", "road", "", "operating", "AA", "1500", ""},
         {"C", "P", "Q", "rail", "1520", "planned", "AA", "1340", ""}},
        {{{61.0, 0.0}, {69.0, 0.0}}, {{61.0, 0.0}, {65.0, 1.0}, {69.0, 0.0}}, {{61.0, 0.0}, {65.0, 0.5}, {69.0, 0.0}}});
    layers[LayerRole::corridors] = testing::table_layer("corridors", {"id"}, {{"rail"}, {"road"}, {"new"}});
    layers[LayerRole::corridor_legs] = testing::table_layer(
        "uses", {"corridor", "sequence", "leg"}, {{"rail", "1", "A"}, {"road", "1", "B"}, {"new", "1", "C"}});
    return layers;
}

Study three_scenarios() {
    Study study = testing::small_study();
    study.criteria = {{"route_length_km", 1.0}, {"transit_time_h", 3.0}};
    study.groups = {{.id = "pq", .title = "", .origin = "P", .destination = "Q", .corridors = {"rail", "road", "new"}}};
    Scenario avoid{
        .id = "without_bb", .title = "Without BB", .include_status = {}, .closed_legs = {}, .closed_nodes = {}};
    avoid.avoided_countries = {"BB"};
    Scenario built{
        .id = "built", .title = "Short cut built", .include_status = {}, .closed_legs = {}, .closed_nodes = {}};
    built.open_corridors = {"new"};
    Scenario shut{.id = "shut", .title = "", .include_status = {}, .closed_legs = {}, .closed_nodes = {"P"}};
    study.scenarios = {avoid, built, shut};
    study.stability_draws = 100;
    return study;
}

/// Rail 100 km/h, road 50: 14, 30 and 13.4 h.
std::vector<testing::Texts> const speeds = {{"speed_kmh", "rail", "*", "100"}, {"speed_kmh", "road", "*", "50"}};

struct Ranked {
    Table ranking;
    Table scenarios;
};

Ranked ranked(Study const& study) {
    auto const result = evaluated(three_ways(), speeds, study);
    Ranked tables;
    tables.ranking = rank(result.evaluation, result.scene, study);
    tables.scenarios = compare_scenarios(tables.ranking, study);
    return tables;
}

Cell cell(Table const& table, std::size_t row, std::string_view column) {
    return table.rows().at(row)[table.column(column)];
}

TEST(Scenarios, ShowTheFirstCorridorOfEachWithItsDifferenceToTheBase) {
    Table const table = ranked(three_scenarios()).scenarios;
    ASSERT_EQ(table.rows().size(), 4U) << "one group in today and three scenarios";
    EXPECT_EQ(cell(table, 0, "scenario"), Cell(std::string("today")));
    EXPECT_EQ(cell(table, 0, "first"), Cell(std::string("rail")));
    EXPECT_EQ(cell(table, 0, "changed"), Cell(std::string("no")));
    EXPECT_EQ(cell(table, 0, "transit_time_h_change"), Cell(0.0));

    EXPECT_EQ(cell(table, 1, "first"), Cell(std::string("road"))) << "rail passes through BB";
    EXPECT_EQ(cell(table, 1, "ranked"), Cell(std::int64_t{1}));
    EXPECT_EQ(cell(table, 1, "changed"), Cell(std::string("yes")));
    EXPECT_NEAR(std::get<double>(cell(table, 1, "transit_time_h")), 30.0, 1e-9);
    EXPECT_NEAR(std::get<double>(cell(table, 1, "transit_time_h_change")), 16.0, 1e-9);
    EXPECT_NEAR(std::get<double>(cell(table, 1, "route_length_km_change")), 100.0, 1e-9);

    EXPECT_EQ(cell(table, 2, "first"), Cell(std::string("new")));
    EXPECT_NEAR(std::get<double>(cell(table, 2, "transit_time_h_change")), -0.6, 1e-9);
}

TEST(Scenarios, WithoutAnOpenCorridorSayThatNoneIsRanked) {
    Table const table = ranked(three_scenarios()).scenarios;
    EXPECT_TRUE(is_absent(cell(table, 3, "first")));
    EXPECT_TRUE(is_absent(cell(table, 3, "transit_time_h_change")));
    EXPECT_EQ(cell(table, 3, "ranked"), Cell(std::int64_t{0}));
}

TEST(Scenarios, AvoidedCountriesAreNamedWithTheLegThatLiesInThem) {
    Table const table = ranked(three_scenarios()).ranking;
    bool found = false;
    for (std::size_t r = 0; r < table.rows().size(); ++r)
        if (cell(table, r, "scenario") == Cell(std::string("without_bb")) &&
            cell(table, r, "corridor") == Cell(std::string("rail")))
            found = cell(table, r, "remark") ==
                    Cell(std::string("not ranked: leg 'A' lies in BB, which this scenario avoids"));
    EXPECT_TRUE(found);
}

TEST(Scenarios, JudgementsInPairsReplaceTheWeights) {
    Study study = three_scenarios();
    study.judgements.matrix = {{1.0, 9.0}, {1.0 / 9.0, 1.0}};
    Problems problems;
    Table const criteria = criteria_table(study, problems);
    EXPECT_NEAR(std::get<double>(cell(criteria, 0, "weight")), 0.9, 1e-12);
    EXPECT_NEAR(std::get<double>(cell(criteria, 1, "weight")), 0.1, 1e-12);
    EXPECT_EQ(cell(criteria, 0, "weight_from"), Cell(std::string("pairwise")));
    EXPECT_EQ(cell(criteria, 0, "consistency_ratio"), Cell(0.0));
    EXPECT_TRUE(problems.empty());

    study.judgements = {};
    Table const given = criteria_table(study, problems);
    EXPECT_NEAR(std::get<double>(cell(given, 1, "weight")), 0.75, 1e-12);
    EXPECT_TRUE(is_absent(cell(given, 0, "consistency_ratio")));
}

TEST(Scenarios, JudgementsThatContradictAreAWarning) {
    Study study = three_scenarios();
    study.criteria.push_back({"circuity", 0.0});
    study.judgements.matrix = {{1.0, 9.0, 1.0 / 9.0}, {1.0 / 9.0, 1.0, 9.0}, {9.0, 1.0 / 9.0, 1.0}};
    Problems problems;
    (void)criteria_table(study, problems);
    EXPECT_EQ(testing::found_problem(problems, "criteria.consistency").severity, Severity::warning);
}

TEST(Scenarios, RankingByTopsisOrdersByCloseness) {
    Study study = three_scenarios();
    study.ranking_method = RankingMethod::topsis;
    Table const table = ranked(study).ranking;
    // Rail beats road in both criteria: closeness 1 and 0.
    EXPECT_EQ(cell(table, 0, "corridor"), Cell(std::string("rail")));
    EXPECT_NEAR(std::get<double>(cell(table, 0, "topsis")), 1.0, 1e-12);
    EXPECT_NEAR(std::get<double>(cell(table, 1, "topsis")), 0.0, 1e-12);
}

TEST(Capacity, IsThatOfTheNarrowestLegAndSaysHowManyAreKnown) {
    auto const result = evaluated(three_ways(), speeds, three_scenarios());
    EXPECT_EQ(result.number("rail", "capacity_bottleneck_t"), 5'000'000.0);
    EXPECT_EQ(result.reason("road", "capacity_bottleneck_t"), "no leg of the way has a capacity");
}

} // namespace
} // namespace oreway
