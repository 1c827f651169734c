// SPDX-License-Identifier: MIT
// Time, cost and emissions on the small world, worked out by hand. Lengths are exact on the equator; where the border
// cuts a leg is found to 0.1 m, which is 1e-5 h at most.

#include <gtest/gtest.h>

#include "unit/compare/small_scene.hpp"

namespace oreway {
namespace {

using testing::equator_degree_km;
using testing::evaluated;
using testing::small_rates;
using testing::small_world;

constexpr double near_enough = 1e-4;

/// Nodes of the small world with other values at one of them.
testing::Layers with_nodes(std::vector<testing::Texts> const& rows) {
    auto layers = small_world();
    layers[LayerRole::nodes] = testing::point_layer("nodes", {"id", "country", "kind", "dwell_h", "fee_usd_t"}, rows,
                                                    {{61.0, 0.0}, {69.0, 0.0}, {73.0, 0.0}, {80.0, 0.0}, {90.0, 0.0}});
    return layers;
}

std::vector<testing::Texts> without(std::string const& quantity, std::string const& mode) {
    auto rates = small_rates();
    std::erase_if(rates, [&](testing::Texts const& row) { return row[0] == quantity && row[1] == mode; });
    return rates;
}

TEST(TimeAndCost, AreSumsOfLegsAndNodes) {
    auto const result = evaluated(small_world(), small_rates());
    // PQ 1000 km at 50; QR 4 degrees, a quarter at 50 in AA and the rest at 25 in BB; RS 7 degrees at 25; ST 10 degrees
    // at 20.
    double const driving = 1000.0 / 50.0 + equator_degree_km * (1.0 / 50.0 + 3.0 / 25.0 + 7.0 / 25.0 + 10.0 / 20.0);
    EXPECT_NEAR(result.number("one", "driving_h"), driving, near_enough);
    // Border and gauge at R: 4 + 12; port S in BB: 14. The border BB-DD is cleared in the port.
    EXPECT_NEAR(result.number("one", "node_h"), 30.0, 1e-12);
    EXPECT_NEAR(result.number("one", "transit_time_h"), driving + 30.0, near_enough);
    // Fees 20 + 10 at R; the port of S has no rate of its own, that of the sea is 5.
    EXPECT_NEAR(result.number("one", "node_fees_usd_t"), 35.0, 1e-12);
    double const haulage = 0.04 * (1000.0 + 11.0 * equator_degree_km) + 0.01 * 10.0 * equator_degree_km;
    EXPECT_NEAR(result.number("one", "haulage_usd_t"), haulage, near_enough);
    double const time_cost = 0.1 * (driving + 30.0);
    EXPECT_NEAR(result.number("one", "time_cost_usd_t"), time_cost, near_enough);
    EXPECT_NEAR(result.number("one", "generalised_cost_usd_t"), haulage + 35.0 + time_cost, near_enough);
    EXPECT_NEAR(result.number("one", "node_cost_share_pct"), 100.0 * (35.0 + 3.0) / (haulage + 35.0 + time_cost),
                near_enough);
    EXPECT_NEAR(result.number("one", "co2e_kg_t"),
                0.018 * (1000.0 + 11.0 * equator_degree_km) + 0.015 * 10.0 * equator_degree_km, near_enough);
}

TEST(TimeAndCost, Tfi3IsTheMoneyOf20TonnesOver500Kilometres) {
    auto const result = evaluated(small_world(), small_rates());
    // Corridor "two": 1000 km and 4 degrees by rail at 0.04, one border for 20.
    double const km = 1000.0 + 4.0 * equator_degree_km;
    EXPECT_NEAR(result.number("two", "tfi3_usd"), (0.04 * km + 20.0) * 20.0 * 500.0 / km, near_enough);
}

TEST(TimeAndCost, ReliabilityNeedsASpreadAndTakesItFromRatesAndNodes) {
    auto rates = small_rates();
    EXPECT_EQ(evaluated(small_world(), rates).reason("two", "transit_p95_h"),
              "no rate and no node of the way has a spread");
    rates[5] = {"border_dwell_h", "rail", "*", "4", "4", "40"};
    auto const result = evaluated(small_world(), rates);
    double const likely = result.number("two", "transit_time_h");
    EXPECT_GT(result.number("two", "transit_p50_h"), likely) << "the spread goes up only";
    EXPECT_LT(result.number("two", "transit_p95_h"), likely + 36.0);
    // scipy.stats.beta(1, 5, 4, 36): ppf 0.5 and 0.95; five standard errors for 10000 draws.
    EXPECT_NEAR(result.number("two", "transit_p50_h") - likely, 4.6602, 0.25);
    EXPECT_NEAR(result.number("two", "transit_p95_h") - likely, 16.2259, 0.75);
}

TEST(TimeAndCost, SpeedWithDelayIsNeverAboveSpeedWithoutAndTheDelayShareJoinsThem) {
    auto const result = evaluated(small_world(), small_rates());
    for (char const* corridor : {"one", "two"}) {
        double const swd = result.number(corridor, "swd_kmh");
        double const swod = result.number(corridor, "swod_kmh");
        EXPECT_LE(swd, swod);
        EXPECT_NEAR(result.number(corridor, "node_time_share_pct"), 100.0 * (1.0 - swd / swod), 1e-9)
            << "CAREC CPMM, delay share";
    }
}

TEST(TimeAndCost, ASiteValueReplacesAllDefaultsAtItsNodeOnce) {
    auto const result = evaluated(with_nodes({{"P", "AA", "", "", ""},
                                              {"Q", "AA", "", "", ""},
                                              {"R", "BB", "border", "30", "47.77"},
                                              {"S", "BB", "port", "", ""},
                                              {"T", "DD", "port", "", ""}}),
                                  small_rates());
    EXPECT_NEAR(result.number("one", "node_h"), 30.0 + 14.0, 1e-12);
    EXPECT_NEAR(result.number("one", "node_fees_usd_t"), 47.77 + 5.0, 1e-12);
}

TEST(TimeAndCost, ASiteValueOfZeroIsKnownToBeZero) {
    auto const result = evaluated(with_nodes({{"P", "AA", "", "", ""},
                                              {"Q", "AA", "", "", ""},
                                              {"R", "BB", "border", "0", ""},
                                              {"S", "BB", "port", "0", ""},
                                              {"T", "DD", "port", "", ""}}),
                                  small_rates());
    EXPECT_EQ(result.number("one", "node_h"), 0.0);
    EXPECT_EQ(result.number("one", "node_fees_usd_t"), 35.0) << "fees keep their defaults";
}

TEST(TimeAndCost, EndsAreNotHandledExceptForABorderPassedThere) {
    // Corridor "two" ends at R, the border node: its site value counts for the border. That of P does not.
    auto const result = evaluated(with_nodes({{"P", "AA", "", "99", ""},
                                              {"Q", "AA", "", "", ""},
                                              {"R", "BB", "border", "30", ""},
                                              {"S", "BB", "port", "", ""},
                                              {"T", "DD", "port", "", ""}}),
                                  small_rates());
    EXPECT_NEAR(result.number("two", "node_h"), 30.0, 1e-12);
}

TEST(TimeAndCost, TheCountryEnteredDecidesTheBorderAndElseTheCountryLeft) {
    auto rates = small_rates();
    rates.push_back({"border_dwell_h", "rail", "AA", "6"});
    EXPECT_NEAR(evaluated(small_world(), rates).number("two", "node_h"), 6.0, 1e-12) << "AA is left, BB has no rate";
    rates.push_back({"border_dwell_h", "rail", "BB", "9"});
    EXPECT_NEAR(evaluated(small_world(), rates).number("two", "node_h"), 9.0, 1e-12);
}

TEST(TimeAndCost, AMissingSpeedMakesTimeAbsentWithTheReasonAndNoPartOfTheSumIsPrinted) {
    auto const result = evaluated(small_world(), without("speed_kmh", "sea"));
    std::string const reason = "no speed_kmh for sea OCEAN on leg 'ST'";
    for (char const* id :
         {"driving_h", "transit_time_h", "swod_kmh", "swd_kmh", "time_cost_usd_t", "generalised_cost_usd_t"})
        EXPECT_EQ(result.reason("one", id), reason) << id;
    EXPECT_NEAR(result.number("one", "node_h"), 30.0, 1e-12);
    EXPECT_GT(result.number("two", "transit_time_h"), 0.0) << "the other corridor has no sea";
}

TEST(TimeAndCost, AMissingDwellNamesTheNode) {
    auto const result = evaluated(small_world(), without("port_dwell_h", "sea"));
    EXPECT_EQ(result.reason("one", "transit_time_h"), "no port_dwell_h for sea BB OCEAN at 'S'");
}

TEST(TimeAndCost, WithoutAValueOfTimeThereIsNoGeneralisedCost) {
    auto const result = evaluated(small_world(), without("value_of_time_usd_th", "any"));
    EXPECT_EQ(result.reason("one", "generalised_cost_usd_t"), "no value_of_time_usd_th");
    EXPECT_GT(result.number("one", "haulage_usd_t"), 0.0);
}

TEST(TimeAndCost, AnUnknownGaugeLeavesTheTimeAtNodesUnknown) {
    auto layers = small_world();
    layers[LayerRole::legs] = testing::line_layer("legs", {"id", "from", "to", "mode", "gauge_mm", "countries"},
                                                  {{"PQ", "P", "Q", "rail", "", "AA"},
                                                   {"QR", "Q", "R", "rail", "1520", "BB"},
                                                   {"RS", "R", "S", "rail", "", "BB"},
                                                   {"ST", "S", "T", "sea", "", ""}},
                                                  {{{61.0, 0.0}, {69.0, 0.0}},
                                                   {{69.0, 0.0}, {73.0, 0.0}},
                                                   {{73.0, 0.0}, {80.0, 0.0}},
                                                   {{80.0, 0.0}, {90.0, 0.0}}});
    EXPECT_EQ(evaluated(layers, small_rates()).reason("two", "node_h"), "leg 'PQ' has no gauge");
}

TEST(TimeAndCost, RatesUsedAreListedWithHowOften) {
    auto const result = evaluated(small_world(), small_rates());
    Table const& used = result.evaluation.rates_used;
    std::map<std::string, std::int64_t> uses;
    for (auto const& row : used.rows())
        uses[std::get<std::string>(row[0]) + " " + std::get<std::string>(row[2])] =
            std::get<std::int64_t>(row[used.column("uses")]);
    EXPECT_EQ(uses["speed_kmh AA"], 4) << "PQ and part of QR, in both corridors";
    EXPECT_EQ(uses["speed_kmh BB"], 3) << "part of QR twice, RS once";
    EXPECT_EQ(uses["port_fee_usd_t OCEAN"], 1);
}

} // namespace
} // namespace oreway
