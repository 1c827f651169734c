// SPDX-License-Identifier: MIT
// The rates table: which row answers, and which rows are refused. The rows are made up for the tests.

#include "oreway/model/rates.hpp"

#include <gtest/gtest.h>

#include "unit/model/found_problem.hpp"
#include "unit/model/layers.hpp"

namespace oreway {
namespace {

using testing::found_problem;
using testing::listed;
using testing::table_layer;

testing::Texts const columns = {"quantity", "mode",  "country", "value",     "unit",
                                "year",     "basis", "source",  "confidence"};

FeatureLayer rows(std::vector<testing::Texts> given) {
    for (auto& row : given)
        row.resize(columns.size());
    return table_layer("rates.csv", columns, given);
}

TEST(Rates, TheCountryBeatsTheStarAndTheModeBeatsAny) {
    Problems problems;
    RateTable const table = RateTable::from_layer(rows({{"speed_kmh", "rail", "*", "35"},
                                                        {"speed_kmh", "rail", "CN", "45"},
                                                        {"mode_dwell_h", "any", "*", "2"},
                                                        {"mode_dwell_h", "rail", "*", "3"}}),
                                                  problems);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    EXPECT_EQ(table.find("speed_kmh", "rail", "CN")->value, 45.0);
    EXPECT_EQ(table.find("speed_kmh", "rail", "KZ")->value, 35.0);
    EXPECT_EQ(table.find("mode_dwell_h", "rail", "KZ")->value, 3.0);
    EXPECT_EQ(table.find("mode_dwell_h", "sea", "KZ")->value, 2.0);
}

TEST(Rates, WhatIsNotThereIsAbsent) {
    Problems problems;
    RateTable const table = RateTable::from_layer(rows({{"speed_kmh", "sea", "CASPIAN", "20"}}), problems);
    EXPECT_EQ(table.find("speed_kmh", "sea", "OCEAN"), nullptr);
    EXPECT_EQ(table.find("tariff_usd_tkm", "sea", "CASPIAN"), nullptr);
}

TEST(Rates, EveryRowThatCannotBeUsedIsAProblem) {
    Problems problems;
    RateTable const table = RateTable::from_layer(rows({{"speed_kmh", "rail", "KZ", "35"},
                                                        {"spead_kmh", "rail", "KZ", "35"},
                                                        {"speed_kmh", "rial", "KZ", "35"},
                                                        {"speed_kmh", "rail", "UZ", "35,5"},
                                                        {"speed_kmh", "rail", "UZ", ""},
                                                        {"tariff_usd_tkm", "rail", "UZ", "-1"},
                                                        {"speed_kmh", "rail", "UZ", "0"},
                                                        {"speed_kmh", "rail", "KZ", "36"}}),
                                                  problems);
    EXPECT_EQ(table.rows().size(), 1U);
    ASSERT_EQ(problems.size(), 7U) << listed(problems);
    EXPECT_EQ(problems[0].parts.what, "unknown quantity 'spead_kmh', did you mean 'speed_kmh'?");
    EXPECT_EQ(problems[0].parts.where, "rates.csv, row 2");
    EXPECT_EQ(problems[2].parts.what, "value '35,5' is no number");
    EXPECT_EQ(problems[5].parts.what, "speed_kmh of zero");
    EXPECT_EQ(problems[6].parts.what, "a second row for speed_kmh, rail, KZ");
}

TEST(Rates, ASpreadHoldsItsValueAndAnEndThatIsLeftOutIsTheValue) {
    Problems problems;
    auto const spread = [](std::vector<testing::Texts> const& given) {
        return table_layer("r.csv", {"quantity", "mode", "country", "value", "value_min", "value_max"}, given);
    };
    RateTable const table = RateTable::from_layer(spread({{"border_dwell_h", "rail", "KZ", "4", "2", "30"},
                                                          {"border_dwell_h", "rail", "UZ", "4", "", "9"},
                                                          {"border_dwell_h", "rail", "TM", "4", "", ""}}),
                                                  problems);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    EXPECT_EQ(table.find("border_dwell_h", "rail", "KZ")->low, 2.0);
    EXPECT_EQ(table.find("border_dwell_h", "rail", "KZ")->high, 30.0);
    EXPECT_EQ(table.find("border_dwell_h", "rail", "UZ")->low, 4.0);
    EXPECT_FALSE(table.find("border_dwell_h", "rail", "TM")->low);

    (void)RateTable::from_layer(spread({{"border_dwell_h", "rail", "KZ", "4", "5", "30"},
                                        {"border_dwell_h", "rail", "UZ", "4", "x", ""},
                                        {"speed_kmh", "rail", "UZ", "30", "0", "40"}}),
                                problems);
    ASSERT_EQ(problems.size(), 3U) << listed(problems);
    EXPECT_EQ(problems[0].parts.what, "value 4 lies outside its spread from 5 to 30");
    EXPECT_EQ(problems[1].parts.what, "end of the spread 'x' is no number of zero or more");
    EXPECT_EQ(problems[2].parts.what, "a spread of speeds that begins at zero");
}

TEST(Rates, AZeroTariffIsKnownToBeZero) {
    Problems problems;
    RateTable const table = RateTable::from_layer(rows({{"border_fee_usd_t", "road", "*", "0"}}), problems);
    ASSERT_NE(table.find("border_fee_usd_t", "road", "KZ"), nullptr);
    EXPECT_EQ(table.find("border_fee_usd_t", "road", "KZ")->value, 0.0);
}

TEST(Rates, AMissingColumnIsNamedWithTheNearestOne) {
    Problems problems;
    RateTable const table =
        RateTable::from_layer(table_layer("r.csv", {"quantity", "mode", "countri", "value"}, {}), problems);
    EXPECT_TRUE(table.rows().empty());
    EXPECT_EQ(found_problem(problems, "rates.column").parts.remedy, "rename 'countri'?");
}

} // namespace
} // namespace oreway
