// SPDX-License-Identifier: MIT
// Journeys whose sums must close, and one worked out by hand.

#include "oreway/network/journey.hpp"

#include <gtest/gtest.h>

#include "oreway/network/shortest_paths.hpp"
#include "random_network.hpp"

namespace oreway {
namespace {

constexpr double rounding = 1e-9;

JourneySums sum_of(std::vector<JourneyShare> const& shares) {
    JourneySums sum;
    for (JourneyShare const& share : shares)
        sum += share.sums;
    return sum;
}

TEST(Journey, SumsByCountryAndModeCloseAndEqualTheWeightsOfTheWay) {
    std::size_t journeys = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        Network const network = twin::random_network(seed);
        Weights const cost(network, {.of = Objective::Of::cost});
        Weights const time(network, {.of = Objective::Of::time});
        Weights const distance(network, {.of = Objective::Of::distance});
        auto const path = ShortestPaths(cost).find(NodeId{0}, NodeId{1});
        if (!path)
            continue;
        ++journeys;
        Journey const journey = make_journey(network, NodeId{0}, path->arcs);
        EXPECT_NEAR(journey.total.usd_t, cost.of_path(path->arcs), rounding);
        EXPECT_NEAR(journey.total.h, time.of_path(path->arcs), rounding);
        EXPECT_NEAR(journey.total.km, distance.of_path(path->arcs), rounding);
        for (auto const& shares : {journey.by_country, journey.by_mode}) {
            JourneySums const sum = sum_of(shares);
            EXPECT_NEAR(sum.km, journey.total.km, rounding);
            EXPECT_NEAR(sum.h, journey.total.h, rounding);
            EXPECT_NEAR(sum.usd_t, journey.total.usd_t, rounding);
        }
        EXPECT_EQ(journey.to, NodeId{1});
        EXPECT_EQ(journey.steps.back().so_far.usd_t, journey.total.usd_t);
    }
    EXPECT_GT(journeys, 100u);
}

TEST(Journey, CountsBordersGaugeBreaksAndPortsAndSharesLegsByCountry) {
    // A(KZ) -rail 1520- B(KZ, port) -sea- C(AZ, port) -rail 1520- D(GE, border) -rail 1435- E(TR)
    LegTable legs;
    legs.add_row("ab", "A", "B");
    legs.add_row("bc", "B", "C");
    legs.add_row("cd", "C", "D");
    legs.add_row("de", "D", "E");
    legs.mode = {Mode::rail, Mode::sea, Mode::rail, Mode::rail};
    legs.gauge_mm = {1520, std::nullopt, 1520, 1435};
    legs.sea = {"", "CASPIAN", "", ""};
    legs.length_km = {100.0, 400.0, 300.0, 200.0};
    legs.countries = {{{"KZ", 1.0}}, {}, {{"AZ", 0.75}, {"GE", 0.25}}, {{"GE", 0.5}, {"TR", 0.5}}};
    NodeTable nodes;
    for (char const* id : {"A", "B", "C", "D", "E"})
        nodes.id.push_back(id);
    nodes.country = {"KZ", "KZ", "AZ", "GE", "TR"};
    nodes.kind = {"station", "port", "port", "border", "station"};
    nodes.charges = {{.node = "D", .kind = PassageKind::border, .dwell_h = 4.0, .fee_usd_t = 20.0},
                     {.node = "D", .kind = PassageKind::gauge, .dwell_h = 12.0, .fee_usd_t = 10.0}};
    Problems problems;
    Network const network = build_network(legs, nodes, {}, {}, problems);
    Weights const weights(network, {.of = Objective::Of::distance});
    auto const path = ShortestPaths(weights).find(network.find_node("A"), network.find_node("E"));
    ASSERT_TRUE(path);
    Journey const journey = make_journey(network, network.find_node("A"), path->arcs);
    EXPECT_EQ(journey.borders, 2); // AZ-GE and GE-TR, both at D; the sea crossing is none on land
    EXPECT_EQ(journey.gauge_breaks, 1);
    EXPECT_EQ(journey.mode_changes, 2);
    EXPECT_EQ(journey.total.km, 1000.0);
    EXPECT_EQ(journey.at_nodes.h, 4.0 + 4.0 + 12.0);
    EXPECT_EQ(journey.at_nodes.usd_t, 20.0 + 20.0 + 10.0);
    auto const km_in = [&](std::string const& country) { return exposed_km(journey, std::vector{country}); };
    EXPECT_EQ(km_in("KZ"), 100.0);
    EXPECT_EQ(km_in("CASPIAN"), 400.0);
    EXPECT_EQ(km_in("AZ"), 225.0);
    EXPECT_EQ(km_in("GE"), 175.0);
    EXPECT_EQ(km_in("TR"), 100.0);
}

TEST(Journey, OfNoArcsStaysWhereItIs) {
    Network const network = twin::random_network(5);
    Journey const journey = make_journey(network, NodeId{1}, {});
    EXPECT_EQ(journey.to, NodeId{1});
    EXPECT_TRUE(journey.steps.empty());
    EXPECT_EQ(journey.total.km, 0.0);
}

TEST(Journey, LineRunsInTheDirectionOfTravel) {
    LegTable legs;
    legs.add_row("ab", "A", "B");
    legs.add_row("cb", "C", "B");
    std::vector<LonLat> const ab = {{60.0, 40.0}, {61.0, 40.0}};
    std::vector<LonLat> const cb = {{62.0, 40.0}, {61.5, 40.1}, {61.0, 40.0}};
    legs.lines.add_line(ab);
    legs.lines.add_line(cb);
    Problems problems;
    Network const network = build_network(legs, {}, {}, {}, problems);
    auto const path = ShortestPaths(Weights(network, {.of = Objective::Of::distance}))
                          .find(network.find_node("A"), network.find_node("C"));
    ASSERT_TRUE(path);
    LonLatGeometries lines;
    append_line(network, path->arcs, lines);
    ASSERT_EQ(lines[0].path_count(), 2u);
    EXPECT_EQ(lines[0].path(1).front(), cb.back());
    EXPECT_EQ(lines[0].path(1).back(), cb.front());
}

} // namespace
} // namespace oreway
