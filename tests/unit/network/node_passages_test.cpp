// SPDX-License-Identifier: MIT
// What passing a node costs, case by case, by hand from the rule in network.hpp.

#include "oreway/network/network.hpp"

#include <gtest/gtest.h>

#include "random_network.hpp"

namespace oreway {
namespace {

/// A - M - B with M in the middle; the arcs A to M and M to B, and M back to A.
struct Middle {
    LegTable legs;
    NodeTable nodes;
    RateTable rates =
        twin::random_tables(0).rates; // border 3 h and 7 USD by rail, gauge 12 h and 9 USD, port 14 and 11

    Middle() {
        legs.add_row("am", "A", "M");
        legs.add_row("mb", "M", "B");
        legs.mode.assign(2, Mode::rail);
        for (char const* id : {"A", "M", "B"})
            nodes.id.push_back(id);
        nodes.country = {"KZ", "KZ", "KZ"};
        nodes.kind = {"station", "station", "station"};
    }
    [[nodiscard]] Network build() const {
        Problems problems;
        return build_network(legs, nodes, rates, {}, problems);
    }
};

ArcId ahead(Network const& network, char const* leg) {
    return *network.arc_of(*network.leg_of_id(leg), TravelDirection::forward);
}

PassageCost through(Network const& network) {
    return network.passage(ahead(network, "am"), ahead(network, "mb"));
}

TEST(Passage, InOneCountryOneModeAndOneGaugeIsFree) {
    Network const network = Middle().build();
    EXPECT_EQ(through(network).hours, 0.0);
    EXPECT_EQ(through(network).usd_t, 0.0);
    EXPECT_TRUE(network.passages(NodeId{1}).empty());
}

TEST(Passage, BetweenGaugesCostsTheRateOfAGaugeBreak) {
    Middle middle;
    middle.legs.gauge_mm = {1520, 1435};
    Network const network = middle.build();
    EXPECT_EQ(through(network).hours, 12.0);
    EXPECT_EQ(through(network).usd_t, 9.0);
    // Back the way it came nothing is changed.
    auto const back = *network.arc_of(LegId{0}, TravelDirection::backward);
    EXPECT_EQ(network.passage(ahead(network, "am"), back).hours, 0.0);
}

TEST(Passage, BetweenSeaAndRailIsAPortBetweenRoadAndRailAChangeOfMode) {
    Middle middle;
    middle.legs.mode = {Mode::sea, Mode::rail};
    EXPECT_EQ(through(middle.build()).hours, 14.0);
    middle.legs.mode = {Mode::road, Mode::rail};
    EXPECT_EQ(through(middle.build()).hours, 2.0);
    EXPECT_EQ(through(middle.build()).usd_t, 5.0);
}

TEST(Passage, OfABorderFallsOnTheBorderNodeElseOnTheCountryEntered) {
    Middle middle;
    middle.nodes.country = {"KZ", "UZ", "UZ"};
    Network const entered = middle.build();
    EXPECT_EQ(through(entered).usd_t, 7.0);
    EXPECT_EQ(entered.departure(ahead(entered, "am")).usd_t, 0.0);
    auto const leaving = *entered.arc_of(LegId{0}, TravelDirection::backward);
    EXPECT_EQ(entered.departure(leaving).usd_t, 0.0); // towards A the border is passed at A
    EXPECT_EQ(entered.arrival(leaving).usd_t, 7.0);
    middle.nodes.kind[0] = "border";
    Network const at_border_node = middle.build();
    EXPECT_EQ(through(at_border_node).usd_t, 0.0);
    EXPECT_EQ(at_border_node.departure(ahead(at_border_node, "am")).usd_t, 7.0);
}

TEST(Passage, TakesTheChargeOfThePairOfCountriesBeforeTheGeneralOne) {
    Middle middle;
    middle.nodes.country = {"KZ", "UZ", "UZ"};
    middle.nodes.charges = {
        {.node = "M", .kind = PassageKind::border, .fee_usd_t = 1.0},
        {.node = "M", .kind = PassageKind::border, .country_to = "UZ", .fee_usd_t = 2.0},
        {.node = "M", .kind = PassageKind::border, .country_from = "KZ", .country_to = "UZ", .fee_usd_t = 3.0},
        {.node = "M", .kind = PassageKind::border, .country_from = "UZ", .country_to = "KZ", .fee_usd_t = 4.0}};
    Network const network = middle.build();
    EXPECT_EQ(through(network).usd_t, 3.0);
    EXPECT_EQ(through(network).hours, 3.0); // no dwell is charged there, so the rate holds
}

TEST(Passage, ChargeForAnyPassageCoversAllThatHappensAndIsDueOnce) {
    Middle middle;
    middle.nodes.country = {"KZ", "UZ", "UZ"};
    middle.legs.gauge_mm = {1520, 1435};
    middle.nodes.fee_usd_t = {not_given, 50.0, not_given};
    Network const network = middle.build();
    EXPECT_EQ(through(network).usd_t, 50.0);
    EXPECT_EQ(through(network).hours, 15.0); // dwell has no such charge: border 3 and gauge 12 by the rates
    // At the destination only the border is passed, which the charge covers.
    EXPECT_EQ(network.arrival(ahead(network, "am")).usd_t, 50.0);
    EXPECT_EQ(network.departure(ahead(network, "mb")).usd_t, 0.0);
}

TEST(Passage, SharedByHalvesFallsOnOriginAndDestinationToo) {
    Middle middle;
    middle.nodes.fee_usd_t = {not_given, 50.0, not_given};
    middle.nodes.sharing.assign(3, FeeSharing::half_per_leg);
    Network const network = middle.build();
    EXPECT_EQ(through(network).usd_t, 50.0);
    EXPECT_EQ(network.arrival(ahead(network, "am")).usd_t, 25.0);
    EXPECT_EQ(network.departure(ahead(network, "mb")).usd_t, 25.0);
}

TEST(Passage, WaivedForDomesticLegsIsFreeBetweenThemAndWholeToTheOutside) {
    Middle middle;
    middle.nodes.country = {"KZ", "KZ", "UZ"};
    middle.nodes.kind = {"station", "border", "station"};
    middle.nodes.fee_usd_t = {not_given, 50.0, not_given};
    middle.nodes.sharing.assign(3, FeeSharing::half_per_leg);
    middle.nodes.domestic.assign(3, DomesticLegs::waived);
    Network const network = middle.build();
    EXPECT_EQ(through(network).usd_t, 50.0);
    EXPECT_EQ(network.arrival(ahead(network, "am")).usd_t, 0.0);
    EXPECT_EQ(network.departure(ahead(network, "mb")).usd_t, 25.0);
    auto const back = *network.arc_of(LegId{0}, TravelDirection::backward);
    EXPECT_EQ(network.passage(ahead(network, "am"), back).usd_t, 0.0);
}

TEST(Passage, WithoutAnyChargeOrRateIsFreeAndNamed) {
    Middle middle;
    middle.rates = {};
    middle.legs.gauge_mm = {1520, 1435};
    Problems problems;
    Network const network = build_network(middle.legs, middle.nodes, middle.rates, {}, problems);
    EXPECT_EQ(through(network).hours, 0.0);
    EXPECT_EQ(std::ranges::count(problems, "network.charge", &Problem::code), 2); // dwell and fee
    auto const items = network.passage_items(ahead(network, "am"), ahead(network, "mb"));
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items[0].kind, PassageKind::gauge);
}

TEST(Passage, ItemsSumToThePassageOnRandomNetworks) {
    std::size_t passages = 0;
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        Network const network = twin::random_network(seed);
        for (std::uint32_t in = 0; in < network.arc_count(); ++in)
            for (std::uint32_t out = 0; out < network.arc_count(); ++out) {
                if (network.arc(ArcId(in)).head != network.arc(ArcId(out)).tail)
                    continue;
                PassageCost sum;
                for (PassageItem const& item : network.passage_items(ArcId(in), ArcId(out))) {
                    sum.hours += item.cost.hours;
                    sum.usd_t += item.cost.usd_t;
                }
                EXPECT_EQ(sum.hours, network.passage(ArcId(in), ArcId(out)).hours);
                EXPECT_EQ(sum.usd_t, network.passage(ArcId(in), ArcId(out)).usd_t);
                ++passages;
            }
    }
    EXPECT_GT(passages, 5000u);
}

TEST(Passage, ChargesBelowZeroAndAtUnknownNodesAreErrors) {
    Middle middle;
    middle.nodes.charges = {{.node = "X", .kind = PassageKind::gauge, .fee_usd_t = 1.0},
                            {.node = "M", .kind = PassageKind::gauge, .fee_usd_t = -1.0}};
    Problems problems;
    (void)build_network(middle.legs, middle.nodes, middle.rates, {}, problems);
    EXPECT_EQ(std::ranges::count(problems, "network.charge.node", &Problem::code), 1);
    EXPECT_EQ(std::ranges::count(problems, "network.node.number", &Problem::code), 1);
}

} // namespace
} // namespace oreway
