// SPDX-License-Identifier: MIT
// Sites near the equator. The meridian distance from the equator is a numerical integral of the radius of curvature
// (Simpson, 200000 steps): 22.114856 km for 0.2, 44.229718 km for 0.4, 88.459478 km for 0.8 degrees.

#include <gtest/gtest.h>

#include "oreway/base/text.hpp"
#include "unit/compare/small_scene.hpp"

namespace oreway {
namespace {

using testing::evaluated;
using testing::small_world;

constexpr double millimetre_km = 1e-6;

testing::Evaluated with_mines() {
    auto layers = small_world();
    layers[LayerRole::mines] =
        testing::point_layer("mines", {"id", "commodities", "production_t", "production_of"},
                             {{"M1", "Cu;Mo", "1000", ""},
                              {"M2", "Cu", "", ""},
                              {"M3", "U", "50", "U"},
                              {"M4", "Au", "", ""},
                              {"M5", "Cu", "7000000", "ore"},
                              {"M0", "Cu", "500", "Cu"}},
                             {{65.0, 0.2}, {66.0, -0.4}, {67.0, 0.8}, {68.0, 2.0}, {62.0, 0.2}, {63.0, 0.8}});
    return evaluated(layers, testing::small_rates());
}

TEST(Access, CountsSitesByTrueDistance) {
    auto const result = with_mines();
    EXPECT_EQ(result.number("one", "mines_within_25km"), 2.0);
    EXPECT_EQ(result.number("one", "mines_within_50km"), 3.0);
    EXPECT_EQ(result.number("one", "mines_within_100km"), 5.0);
}

TEST(Access, CountsSitesByTimeAndByCostOfTheRoadToTheLine) {
    auto layers = small_world();
    layers[LayerRole::mines] = testing::point_layer(
        "mines", {"id", "country", "commodities", "production_t"},
        {{"N1", "AA", "Cu", "1000"}, {"N2", "BB", "Cu", "500"}, {"N3", "AA", "U", ""}}, // 22, 22 and 88 km away
        {{65.0, 0.2}, {75.0, 0.2}, {66.0, 0.8}});
    auto rates = testing::small_rates();
    rates.push_back({"speed_kmh", "road", "AA", "44"});      // half an hour and two hours
    rates.push_back({"speed_kmh", "road", "BB", "11"});      // two hours
    rates.push_back({"tariff_usd_tkm", "road", "*", "0.1"}); // 2.2, 2.2 and 8.8 USD/t
    Study study = testing::small_study();
    study.catchments = {};
    study.catchment_hours = {1.0, 3.0};
    study.catchment_usd_t = {5.0};
    auto const result = evaluated(layers, rates, study);
    EXPECT_EQ(result.number("one", "mines_within_1h"), 1.0);
    EXPECT_EQ(result.number("one", "mines_within_3h"), 3.0);
    EXPECT_EQ(result.number("one", "mines_within_5usd_t"), 2.0);
    EXPECT_TRUE(result.evaluation.mines_in_reach.rows().empty()) << "no radius was asked for";

    Table const& table = result.evaluation.tonnes_by_access;
    std::map<std::string, Cell> copper;
    for (auto const& row : table.rows())
        if (row[0] == Cell(std::string("one")) && row[4] == Cell(std::string("Cu")))
            copper[std::get<std::string>(row[1]) + shortest(std::get<double>(row[2]))] =
                row[table.column("tonnes_per_year")];
    EXPECT_EQ(copper.at("time1"), Cell(1000.0));
    EXPECT_EQ(copper.at("time3"), Cell(1500.0));
    EXPECT_EQ(copper.at("cost5"), Cell(1500.0));
}

TEST(Access, ByTimeIsUnknownWhenASiteThatMayBeNearHasNoRate) {
    auto layers = small_world();
    layers[LayerRole::mines] =
        testing::point_layer("mines", {"id", "country"}, {{"N1", "AA"}, {"N2", "DD"}}, {{65.0, 0.2}, {75.0, 0.2}});
    auto rates = testing::small_rates();
    Study study = testing::small_study();
    study.catchment_hours = {1.0};
    EXPECT_EQ(evaluated(layers, rates, study).reason("one", "mines_within_1h"), "no speed_kmh for road");
    rates.push_back({"speed_kmh", "road", "AA", "44"});
    EXPECT_EQ(evaluated(layers, rates, study).reason("one", "mines_within_1h"),
              "no speed_kmh for road DD at site 'N2'");
}

TEST(Access, ListsSitesByDistanceThenId) {
    auto const result = with_mines();
    Table const& table = result.evaluation.mines_in_reach;
    std::vector<std::string> order;
    for (auto const& row : table.rows())
        if (std::get<std::string>(row[0]) == "one")
            order.push_back(std::get<std::string>(row[1]));
    EXPECT_EQ(order.size(), 5U);
    EXPECT_EQ(std::vector(order.begin() + 2, order.begin() + 3), std::vector<std::string>{"M2"});
    auto const& third = table.rows()[2];
    EXPECT_NEAR(std::get<double>(third[table.column("distance_km")]), 44.229718, millimetre_km);
    EXPECT_EQ(std::get<double>(third[table.column("within_km")]), 50.0);
    EXPECT_TRUE(is_absent(third[table.column("production_t")]));
}

TEST(Access, TonnesAreAddedByCommodityAndSitesWithoutFigureCountedApart) {
    auto const result = with_mines();
    Table const& table = result.evaluation.tonnes_in_reach;
    std::map<std::string, std::vector<Cell>> rows;
    for (auto const& row : table.rows())
        if (std::get<std::string>(row[0]) == "one" && std::get<double>(row[1]) == 100.0)
            rows[std::get<std::string>(row[2])] = row;
    ASSERT_EQ(rows.size(), 3U) << "Cu, U, and ore, which is not added to metal";
    std::size_t const tonnes = table.column("tonnes_per_year");
    EXPECT_EQ(std::get<double>(rows["Cu"][tonnes]), 1500.0);
    EXPECT_EQ(std::get<std::int64_t>(rows["Cu"][table.column("mines")]), 3);
    EXPECT_EQ(std::get<std::int64_t>(rows["Cu"][table.column("mines_without_figure")]), 1);
    EXPECT_EQ(std::get<double>(rows["U"][tonnes]), 50.0);
    EXPECT_EQ(std::get<double>(rows["ore"][tonnes]), 7000000.0);
}

TEST(Access, NoFigureAtAllIsAbsentAndNotZero) {
    auto layers = small_world();
    layers[LayerRole::mines] = testing::point_layer("mines", {"id", "commodities"}, {{"M", "Au"}}, {{65.0, 0.0}});
    auto const result = evaluated(layers, testing::small_rates());
    Table const& table = result.evaluation.tonnes_in_reach;
    EXPECT_EQ(table.rows()[0][table.column("tonnes_per_year")], Cell(Absent{"no site has a figure"}));
}

} // namespace
} // namespace oreway
