// SPDX-License-Identifier: MIT
// Objectives and restrictions, one by one.

#include "oreway/network/weights.hpp"

#include <gtest/gtest.h>

#include "oreway/network/shortest_paths.hpp"

namespace oreway {
namespace {

Network sample() {
    LegTable legs;
    legs.add_row("kz", "A", "B");
    legs.add_row("ru", "B", "C");
    legs.add_row("plan", "B", "C");
    legs.add_row("road", "A", "C");
    legs.mode = {Mode::rail, Mode::rail, Mode::rail, Mode::road};
    legs.countries = {{{"KZ", 1.0}}, {{"KZ", 0.5}, {"RU", 0.5}}, {{"KZ", 1.0}}, {{"KZ", 1.0}}};
    legs.length_km = {100.0, 200.0, 300.0, 400.0};
    legs.time_h = {2.0, 4.0, 6.0, 5.0};
    legs.cost_usd_t = {4.0, 8.0, 12.0, 40.0};
    legs.co2e_g_tkm = {20.0, 20.0, 20.0, 100.0};
    legs.status = {Status::operating, Status::operating, Status::planned, Status::operating};
    legs.year_from = {0, 0, 2030, 0};
    legs.year_to = {0, 0, 2040, 0};
    Problems problems;
    return build_network(legs, {}, {}, {}, problems);
}

double best(Network const& network, Objective const& objective, Restriction const& restriction = {}) {
    Weights const weights(network, objective, restriction);
    auto const path = ShortestPaths(weights).find(network.find_node("A"), network.find_node("C"));
    return path ? path->weight : -1.0;
}

TEST(Weights, MeasureByEachObjective) {
    Network const network = sample();
    EXPECT_EQ(best(network, {.of = Objective::Of::time}), 5.0);
    EXPECT_EQ(best(network, {.of = Objective::Of::cost}), 12.0);
    EXPECT_EQ(best(network, {.of = Objective::Of::distance}), 300.0);
    EXPECT_EQ(best(network, {.of = Objective::Of::co2e}), 6.0);
    EXPECT_EQ(best(network, {.of = Objective::Of::generalised_cost, .value_of_time_usd_th = 10.0}), 12.0 + 60.0);
    EXPECT_EQ(best(network, {.of = Objective::Of::exposure, .countries = {"RU"}}), 0.0); // by road
}

TEST(Weights, AvoidCountriesWithAnyPartOfALeg) {
    Network const network = sample();
    EXPECT_EQ(best(network, {}, {.avoided_countries = {"RU"}}), 40.0);
    Weights const weights(network, {}, {.avoided_countries = {"RU"}});
    EXPECT_EQ(weights.why_closed(*network.leg_of_id("ru")), "in avoided RU");
    EXPECT_EQ(weights.why_closed(*network.leg_of_id("plan")), "planned");
    EXPECT_EQ(weights.why_closed(*network.leg_of_id("kz")), "");
}

TEST(Weights, RefuseACountryThatIsNowhereInTheNetwork) {
    Network const network = sample();
    EXPECT_THROW(Weights(network, {}, {.avoided_countries = {"RUS"}}), UsageError);
    EXPECT_THROW(Weights(network, {.of = Objective::Of::exposure, .countries = {"XX"}}), UsageError);
    EXPECT_THROW(Weights(network, {.of = Objective::Of::generalised_cost, .value_of_time_usd_th = -1.0}), UsageError);
}

TEST(Weights, OpenAPlannedLegInItsYearsOrByItsStatus) {
    Network const network = sample();
    Restriction without_ru{.avoided_countries = {"RU"}};
    without_ru.year = 2030;
    EXPECT_EQ(best(network, {}, without_ru), 16.0);
    without_ru.year = 2041;
    EXPECT_EQ(best(network, {}, without_ru), 40.0);
    without_ru.year = {};
    without_ru.open_status.push_back(Status::planned);
    EXPECT_EQ(best(network, {}, without_ru), 16.0);
}

TEST(Weights, CloseLegsNodesAndModes) {
    Network const network = sample();
    EXPECT_EQ(best(network, {}, {.closed_legs = {*network.leg_of_id("ru")}}), 40.0);
    EXPECT_EQ(best(network, {}, {.closed_nodes = {network.find_node("B")}}), 40.0);
    EXPECT_EQ(best(network, {}, {.only_modes = {Mode::road}}), 40.0);
    EXPECT_EQ(best(network, {}, {.only_modes = {Mode::sea}}), -1.0);
}

} // namespace
} // namespace oreway
