// SPDX-License-Identifier: MIT
// The ranking on the screen.

#include <gtest/gtest.h>

#include "oreway/jobs/render.hpp"

namespace oreway {
namespace {

Table ranking() {
    Table table("ranking", {{"scenario", CellKind::text, "", 0, ""},
                            {"group", CellKind::text, "", 0, ""},
                            {"corridor", CellKind::text, "", 0, ""},
                            {"rank", CellKind::integer, "", 0, ""},
                            {"remark", CellKind::text, "", 0, ""}});
    auto const row = [&](char const* scenario, char const* group, char const* corridor, Cell rank, char const* remark) {
        table.add_row(
            {std::string(scenario), std::string(group), std::string(corridor), std::move(rank), std::string(remark)});
    };
    row("today", "north", "A", std::int64_t{1}, "");
    row("today", "north", "B", Absent{"not ranked"}, "not ranked: planned");
    row("today", "south", "C", std::int64_t{1}, "");
    row("2030", "north", "B", std::int64_t{1}, "planned");
    row("2030", "north", "A", std::int64_t{2}, "");
    row("2030", "south", "C", std::int64_t{1}, "");
    return table;
}

TEST(RankingText, SaysWhyACorridorIsNotRanked) {
    std::string const text = ranking_text(ranking(), 0);
    EXPECT_NE(text.find("north, scenario today"), std::string::npos);
    EXPECT_NE(text.find("  B: not ranked: planned\n"), std::string::npos);
}

TEST(RankingText, RepeatsAScenarioOnlyWhereItChangesSomething) {
    std::string const text = ranking_text(ranking(), 0);
    EXPECT_NE(text.find("north, scenario 2030"), std::string::npos);
    EXPECT_EQ(text.find("south, scenario 2030"), std::string::npos);
    EXPECT_NE(text.find("scenario 2030: south as in scenario today"), std::string::npos);
}

TEST(RankingText, StudyWithoutGroupsSaysSo) {
    Table const empty("ranking", ranking().columns());
    EXPECT_NE(ranking_text(empty, 0).find("no group of the study"), std::string::npos);
}

} // namespace
} // namespace oreway
