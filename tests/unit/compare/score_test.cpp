// SPDX-License-Identifier: MIT
// Who is ranked against whom, in which scenario, and what is said of the others.

#include "oreway/compare/score.hpp"

#include <gtest/gtest.h>

#include "unit/compare/small_scene.hpp"

namespace oreway {
namespace {

using testing::evaluated;
using testing::small_rates;

/// Three corridors from P to R: "rail" straight, "road" by the north, "new" planned; and "sea" on its own.
testing::Layers three_ways() {
    auto layers = testing::small_world();
    layers[LayerRole::legs] =
        testing::line_layer("legs", {"id", "from", "to", "mode", "gauge_mm", "status", "countries", "length_km"},
                            {{"A", "P", "R", "rail", "1520", "operating", "AA;BB", "1400"},
                             {"B", "P", "R", "road", "", "operating", "AA;BB", "1500"},
                             {"C", "P", "R", "rail", "1520", "planned", "AA;BB", "1340"},
                             {"D", "S", "T", "sea", "", "operating", "", ""}},
                            {{{61.0, 0.0}, {73.0, 0.0}},
                             {{61.0, 0.0}, {67.0, 1.0}, {73.0, 0.0}},
                             {{61.0, 0.0}, {67.0, 0.5}, {73.0, 0.0}},
                             {{80.0, 0.0}, {90.0, 0.0}}});
    layers[LayerRole::corridors] = testing::table_layer("corridors", {"id"}, {{"rail"}, {"road"}, {"new"}, {"sea"}});
    layers[LayerRole::corridor_legs] =
        testing::table_layer("uses", {"corridor", "sequence", "leg"},
                             {{"rail", "1", "A"}, {"road", "1", "B"}, {"new", "1", "C"}, {"sea", "1", "D"}});
    return layers;
}

Study ranking_study() {
    Study study = testing::small_study();
    study.criteria = {{"route_length_km", 1.0}, {"transit_time_h", 3.0}};
    study.groups = {{.id = "pr", .title = "", .origin = "P", .destination = "R", .corridors = {"rail", "road", "new"}}};
    study.scenarios = {
        {.id = "later", .title = "", .include_status = {"planned"}, .closed_legs = {}, .closed_nodes = {}},
        {.id = "shut", .title = "", .include_status = {}, .closed_legs = {"B"}, .closed_nodes = {}}};
    study.stability_draws = 200;
    return study;
}

/// Road at 100 km/h takes 15 h plus a border of 1 h; rail at 50 takes 28 h or 26.8 h plus a border of 4 h.
std::vector<testing::Texts> two_speeds() {
    return {{"speed_kmh", "rail", "*", "50"},
            {"speed_kmh", "road", "*", "100"},
            {"border_dwell_h", "rail", "*", "4"},
            {"border_dwell_h", "road", "*", "1"}};
}

struct Row {
    std::map<std::string, Cell> cells;
    [[nodiscard]] std::string text(std::string const& name) const { return std::get<std::string>(cells.at(name)); }
};

Row row_of(Table const& table, std::string const& scenario, std::string const& corridor) {
    for (auto const& row : table.rows()) {
        if (std::get<std::string>(row[0]) != scenario || std::get<std::string>(row[2]) != corridor)
            continue;
        Row result;
        for (std::size_t c = 0; c < row.size(); ++c)
            result.cells[table.columns()[c].name] = row[c];
        return result;
    }
    throw std::logic_error("no row for " + corridor + " in " + scenario);
}

Table ranked(std::vector<testing::Texts> const& rates, Study const& study) {
    auto const result = evaluated(three_ways(), rates, study);
    return rank(result.evaluation, result.scene, study);
}

TEST(Score, RanksOperatingCorridorsTodayAsWorkedOutByHand) {
    Table const table = ranked(two_speeds(), ranking_study());
    // Lengths 1400 (rail), 1500 (road); times 32 and 16 h. Normalised (0, 1) and (1, 0), weights 1/4 and 3/4.
    Row const road = row_of(table, "today", "road");
    EXPECT_EQ(road.cells.at("rank"), Cell(std::int64_t{1}));
    EXPECT_NEAR(std::get<double>(road.cells.at("score")), 0.25, 1e-12);
    Row const rail = row_of(table, "today", "rail");
    EXPECT_EQ(rail.cells.at("rank"), Cell(std::int64_t{2}));
    EXPECT_NEAR(std::get<double>(rail.cells.at("score")), 0.75, 1e-12);
    EXPECT_EQ(rail.text("pareto"), "yes") << "it is shorter";
    EXPECT_EQ(rail.cells.at("route_length_km"), Cell(1400.0));
    EXPECT_NEAR(std::get<double>(road.cells.at("first_rank_share")) +
                    std::get<double>(rail.cells.at("first_rank_share")),
                1.0, 1e-12);
}

TEST(Score, APlannedCorridorIsMarkedAndRankedOnlyWhereItsStatusIsIncluded) {
    Table const table = ranked(two_speeds(), ranking_study());
    Row const today = row_of(table, "today", "new");
    EXPECT_TRUE(is_absent(today.cells.at("rank")));
    EXPECT_EQ(today.text("remark"), "not ranked: status is planned, which this scenario does not include");
    // Later: lengths 1400, 1500, 1340 and times 32, 16, 30.8 h. The planned line beats the rail line in both.
    Row const later = row_of(table, "later", "new");
    EXPECT_EQ(later.cells.at("rank"), Cell(std::int64_t{2}));
    EXPECT_NEAR(std::get<double>(later.cells.at("score")), 0.75 * (30.8 - 16.0) / 16.0, 1e-12);
    EXPECT_EQ(later.text("remark"), "planned");
    EXPECT_EQ(row_of(table, "later", "rail").text("pareto"), "no");
}

TEST(Score, AClosedLegTakesItsCorridorOutAndSaysSo) {
    Table const table = ranked(two_speeds(), ranking_study());
    EXPECT_EQ(row_of(table, "shut", "road").text("remark"), "not ranked: leg 'B' is closed in this scenario");
    EXPECT_EQ(row_of(table, "shut", "rail").text("remark"), "the only one ranked in its group");
}

TEST(Score, AMissingCriterionLeavesACorridorUnrankedAndNamesTheFact) {
    auto rates = two_speeds();
    rates.erase(rates.begin() + 1); // no speed by road
    Table const table = ranked(rates, ranking_study());
    Row const road = row_of(table, "today", "road");
    EXPECT_EQ(road.text("remark"),
              "not ranked: transit_time_h missing (no speed_kmh for road AA on leg 'B' (and 1 more))");
    EXPECT_EQ(std::get<Absent>(road.cells.at("rank")).reason, road.text("remark"));
    EXPECT_EQ(row_of(table, "today", "rail").cells.at("rank"), Cell(std::int64_t{1}));
}

TEST(Score, CorridorsInNoGroupAreListedOnceUnranked) {
    Table const table = ranked(two_speeds(), ranking_study());
    std::size_t count = 0;
    for (auto const& row : table.rows())
        if (std::get<std::string>(row[2]) == "sea")
            ++count;
    EXPECT_EQ(count, 1U);
    EXPECT_EQ(row_of(table, "today", "sea").text("remark"), "not ranked: in no group of the study");
}

TEST(Score, OtherEndsThanThoseOfTheGroupAreStated) {
    Study study = ranking_study();
    study.groups[0].destination = "S";
    Table const table = ranked(two_speeds(), study);
    EXPECT_EQ(row_of(table, "today", "rail").text("remark"), "ends at R, not at S");
    study.groups[0].destination = "COAST";
    EXPECT_EQ(row_of(ranked(two_speeds(), study), "today", "rail").text("remark"), "ends at R (region COAST)");
}

TEST(Score, TheSameStudyGivesTheSameTable) {
    EXPECT_EQ(to_aligned_text(ranked(two_speeds(), ranking_study()), 0),
              to_aligned_text(ranked(two_speeds(), ranking_study()), 0));
}

} // namespace
} // namespace oreway
