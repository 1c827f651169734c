// SPDX-License-Identifier: MIT
// Tables with every fault, and what the network makes of them; values filled from rates, worked out by hand.

#include "oreway/network/network.hpp"

#include <cmath>
#include <stdexcept>

#include <gtest/gtest.h>

#include "random_network.hpp"

namespace oreway {
namespace {

Problem const* find_problem(Problems const& problems, std::string_view code) {
    auto const at = std::ranges::find(problems, code, &Problem::code);
    return at == problems.end() ? nullptr : &*at;
}

RateTable rates_of(std::vector<std::tuple<std::string, std::string, std::string, double>> const& rows) {
    std::vector<Field> fields(4);
    fields[0].name = "quantity";
    fields[1].name = "mode";
    fields[2].name = "country";
    fields[3].name = "value";
    fields[3].type = FieldType::real;
    FeatureLayer table;
    table.attributes = Attributes(fields);
    for (auto const& [quantity, mode, country, value] : rows)
        table.attributes.add_row({quantity, mode, country, value});
    Problems problems;
    RateTable rates = RateTable::from_layer(table, problems);
    EXPECT_TRUE(problems.empty());
    return rates;
}

/// Legs A-B, B-C and so on.
LegTable chain(std::size_t legs) {
    LegTable table;
    for (std::size_t i = 0; i < legs; ++i)
        table.add_row("L" + std::to_string(i), std::string(1, static_cast<char>('A' + i)),
                      std::string(1, static_cast<char>('B' + i)));
    return table;
}

TEST(BuildNetwork, FillsWhatALegLacksFromRatesOfItsCountriesAndMarksIt) {
    LegTable legs = chain(3);
    legs.mode.assign(3, Mode::rail);
    legs.length_km = {100.0, 200.0, 50.0};
    legs.speed_kmh = {not_given, 40.0, not_given};
    legs.time_h = {not_given, not_given, 9.0};
    legs.countries = {{{"KZ", 0.25}, {"UZ", 0.75}}, {{"KZ", 1.0}}, {{"KZ", 1.0}}};
    RateTable const rates = rates_of({{"speed_kmh", "rail", "KZ", 50.0},
                                      {"speed_kmh", "rail", "*", 25.0},
                                      {"tariff_usd_tkm", "rail", "*", 0.04},
                                      {"co2e_g_tkm", "rail", "*", 20.0}});
    Problems problems;
    Network const network = build_network(legs, {}, rates, {}, problems);
    LegFacts const& first = network.facts(LegId{0});
    EXPECT_DOUBLE_EQ(first.time_h, 25.0 / 50.0 + 75.0 / 25.0);
    EXPECT_EQ(first.time_origin, ValueOrigin::rate_table);
    EXPECT_DOUBLE_EQ(first.cost_usd_t, 4.0);
    EXPECT_DOUBLE_EQ(first.co2e_kg_t, 2.0);
    EXPECT_DOUBLE_EQ(network.facts(LegId{1}).time_h, 5.0);
    EXPECT_EQ(network.facts(LegId{1}).time_origin, ValueOrigin::leg_rate);
    EXPECT_EQ(network.facts(LegId{2}).time_h, 9.0);
    EXPECT_EQ(network.facts(LegId{2}).time_origin, ValueOrigin::column);
    EXPECT_EQ(worst(problems), Severity::note);
}

TEST(BuildNetwork, NamesLegsWithoutAnyRateAndLeavesTheirValuesUnknown) {
    LegTable legs = chain(2);
    legs.mode.assign(2, Mode::rail);
    legs.length_km = {100.0, 100.0};
    legs.countries = {{{"KZ", 1.0}}, {{"BY", 1.0}}};
    Problems problems;
    Network const network = build_network(legs, {}, rates_of({{"speed_kmh", "rail", "KZ", 50.0}}), {}, problems);
    EXPECT_TRUE(std::isnan(network.facts(LegId{1}).time_h));
    EXPECT_EQ(network.facts(LegId{1}).time_origin, ValueOrigin::missing);
    bool named = false;
    for (Problem const& problem : problems)
        named = named ||
                (problem.code == "network.rate.missing" && problem.parts.what.find("speed_kmh") != std::string::npos &&
                 problem.parts.what.find("rail BY") != std::string::npos);
    EXPECT_TRUE(named);
    Weights const weights(network, {.of = Objective::Of::time});
    ASSERT_EQ(weights.problems().size(), 1u);
    EXPECT_EQ(weights.problems()[0].severity, Severity::warning);
    EXPECT_EQ(weights.why_closed(LegId{1}), "without time");
    EXPECT_FALSE(ShortestPaths(weights).find(network.find_node("A"), network.find_node("C")));
}

TEST(BuildNetwork, CallsNumbersBelowZeroAndSpeedsOfZeroErrors) {
    for (auto column : {&LegTable::length_km, &LegTable::speed_kmh, &LegTable::tariff_usd_tkm, &LegTable::time_h,
                        &LegTable::cost_usd_t, &LegTable::co2e_g_tkm, &LegTable::capacity_t})
        for (double const value : {-1.0, twin::none}) {
            LegTable legs = chain(1);
            legs.*column = {value};
            Problems problems;
            Network const network = build_network(legs, {}, {}, {}, problems);
            ASSERT_NE(find_problem(problems, "network.leg.number"), nullptr);
            EXPECT_EQ(worst(problems), Severity::error);
            EXPECT_EQ(network.leg_count(), 0u);
        }
    LegTable legs = chain(1);
    legs.speed_kmh = {0.0};
    Problems problems;
    (void)build_network(legs, {}, {}, {}, problems);
    ASSERT_NE(find_problem(problems, "network.leg.number"), nullptr);
    EXPECT_EQ(find_problem(problems, "network.leg.number")->parts.what, "1 leg with a speed of zero");
}

TEST(BuildNetwork, NamesDoubleIdsUnknownEndsAndLoops) {
    LegTable legs;
    legs.add_row("a", "A", "B");
    legs.add_row("a", "A", "B");
    legs.add_row("b", "A", "X");
    legs.add_row("c", "A", "A");
    legs.add_row("", "A", "B");
    NodeTable nodes;
    for (char const* id : {"A", "B", "B", ""})
        nodes.id.push_back(id);
    Problems problems;
    Network const network = build_network(legs, nodes, {}, {}, problems);
    for (char const* code : {"network.leg.double", "network.leg.end", "network.leg.loop", "network.leg.id",
                             "network.node.double", "network.node.id"})
        EXPECT_NE(find_problem(problems, code), nullptr) << code;
    EXPECT_EQ(network.leg_count(), 1u);
}

TEST(BuildNetwork, GathersTheSameFaultOfManyRowsInOneProblem) {
    LegTable legs = chain(12);
    legs.cost_usd_t.assign(12, -1.0);
    Problems problems;
    (void)build_network(legs, {}, {}, {}, problems);
    EXPECT_EQ(std::ranges::count(problems, "network.leg.number", &Problem::code), 1);
    Problem const* problem = find_problem(problems, "network.leg.number");
    EXPECT_EQ(problem->parts.what, "12 legs with a cost below zero");
    EXPECT_NE(problem->parts.where.find("'L0', 'L1', 'L2', 'L3', 'L4' and 7 more"), std::string::npos);
}

TEST(BuildNetwork, RefusesAColumnOfAnotherLengthAsAMistakeOfTheProgram) {
    LegTable legs = chain(2);
    legs.cost_usd_t = {1.0};
    Problems problems;
    EXPECT_THROW((void)build_network(legs, {}, {}, {}, problems), std::logic_error);
}

TEST(BuildNetwork, NotesParallelLegsAndKeepsWhatThePolicySays) {
    struct Case {
        ParallelLegs policy;
        std::vector<std::string> kept;
    };
    for (Case const& wanted : {Case{ParallelLegs::keep, {"a", "b", "c"}}, Case{ParallelLegs::first, {"a"}},
                               Case{ParallelLegs::last, {"c"}}, Case{ParallelLegs::cheapest, {"b"}}}) {
        LegTable legs;
        legs.add_row("a", "A", "B");
        legs.add_row("b", "B", "A");
        legs.add_row("c", "A", "B");
        legs.cost_usd_t = {3.0, 1.0, 2.0};
        Problems problems;
        Network const network = build_network(legs, {}, {}, {.parallel = wanted.policy}, problems);
        std::vector<std::string> kept;
        for (std::uint32_t i = 0; i < network.leg_count(); ++i)
            kept.emplace_back(network.id(LegId(i)));
        EXPECT_EQ(kept, wanted.kept) << name_of(wanted.policy);
        ASSERT_EQ(network.parallel_groups().size(), 1u);
        EXPECT_EQ(network.parallel_groups()[0].rows.size(), 3u);
        Problem const* problem = find_problem(problems, "network.parallel");
        ASSERT_NE(problem, nullptr);
        EXPECT_EQ(problem->severity, wanted.kept.size() == 3 ? Severity::note : Severity::warning);
    }
}

TEST(BuildNetwork, TwoOneWayLegsOfOppositeDirectionsAreNotParallel) {
    LegTable legs;
    legs.add_row("there", "A", "B");
    legs.add_row("back", "B", "A");
    legs.direction.assign(2, TravelDirection::forward);
    Problems problems;
    Network const network = build_network(legs, {}, {}, {.parallel = ParallelLegs::first}, problems);
    EXPECT_EQ(network.leg_count(), 2u);
    EXPECT_TRUE(network.parallel_groups().empty());
}

TEST(BuildNetwork, APolicyKeepsTheOnlyLegOfADirection) {
    LegTable legs;
    legs.add_row("both", "A", "B");
    legs.add_row("there", "A", "B");
    legs.direction = {TravelDirection::both, TravelDirection::forward};
    Problems problems;
    Network const network = build_network(legs, {}, {}, {.parallel = ParallelLegs::last}, problems);
    ASSERT_EQ(network.leg_count(), 2u);
    EXPECT_EQ(network.facts(LegId{0}).direction, TravelDirection::backward);
    EXPECT_EQ(network.arc_count(), 2u);
}

TEST(BuildNetwork, MeasuresLinesAndWarnsWhenAGivenLengthIsFarOff) {
    // One degree of longitude on the equator of WGS 84 is 6378.137 km x pi / 180 = 111.31949 km.
    std::vector<LonLat> const degree = {{60.0, 0.0}, {61.0, 0.0}};
    LegTable legs = chain(2);
    legs.length_km = {not_given, 120.0};
    legs.lines.add_line(degree);
    legs.lines.add_line(degree);
    Problems problems;
    Network const network = build_network(legs, {}, {}, {}, problems);
    EXPECT_NEAR(network.facts(LegId{0}).length_km, 111.31949, 1e-5);
    EXPECT_EQ(network.facts(LegId{0}).length_origin, ValueOrigin::geometry);
    EXPECT_EQ(network.facts(LegId{1}).length_km, 120.0);
    ASSERT_NE(find_problem(problems, "network.length.differs"), nullptr);
    Problems again;
    Network const measured = build_network(legs, {}, {}, {.length_from = LengthFrom::geometry}, again);
    EXPECT_NEAR(measured.facts(LegId{1}).length_km, 111.31949, 1e-5);
}

TEST(BuildNetwork, TurnsALineRoundThatRunsFromTheSecondNodeAndNamesFarEnds) {
    LegTable legs = chain(1);
    std::vector<LonLat> const line = {{61.0, 40.0}, {60.0, 40.0}};
    legs.lines.add_line(line);
    NodeTable nodes;
    nodes.id.push_back("A");
    nodes.id.push_back("B");
    nodes.position = {{60.0, 40.0}, {61.05, 40.0}}; // B lies 4 km from its end
    Problems problems;
    Network const network = build_network(legs, nodes, {}, {}, problems);
    EXPECT_EQ(network.line(LegId{0}).path(0).front(), line[1]);
    ASSERT_NE(find_problem(problems, "network.end.far"), nullptr);
    EXPECT_EQ(find_problem(problems, "network.end.far")->severity, Severity::warning);
}

TEST(BuildNetwork, NotesSentinelCostsAndClosesThemOnDemand) {
    LegTable legs = chain(2);
    legs.cost_usd_t = {5.0, 100000.0};
    Problems problems;
    EXPECT_EQ(build_network(legs, {}, {}, {}, problems).leg_count(), 2u);
    ASSERT_NE(find_problem(problems, "network.sentinel"), nullptr);
    Problems again;
    EXPECT_EQ(build_network(legs, {}, {}, {.sentinel = NetworkOptions::Sentinel::close}, again).leg_count(), 1u);
}

TEST(BuildNetwork, NotesIslandsAndNodesThatNoLegMeets) {
    LegTable legs;
    legs.add_row("a", "A", "B");
    legs.add_row("b", "C", "D");
    NodeTable nodes;
    for (char const* id : {"A", "B", "C", "D", "E"})
        nodes.id.push_back(id);
    Problems problems;
    Network const network = build_network(legs, nodes, {}, {}, problems);
    EXPECT_NE(find_problem(problems, "network.islands"), nullptr);
    EXPECT_NE(find_problem(problems, "network.stray"), nullptr);
    EXPECT_EQ(network.parts().size(), 3u);
}

TEST(FindNode, TakesIdsThenNamesAndSuggestsTheNearest) {
    LegTable legs;
    legs.add_row("a", "A", "B");
    NodeTable nodes;
    for (char const* id : {"A", "B", "C"})
        nodes.id.push_back(id);
    nodes.name = {"Aktau", "Poti", "poti"};
    Problems problems;
    Network const network = build_network(legs, nodes, {}, {}, problems);
    EXPECT_EQ(network.find_node("aktau"), network.find_node("A"));
    try {
        (void)network.find_node("Aktua");
        FAIL();
    } catch (UsageError const& error) {
        EXPECT_NE(error.parts().remedy.find("Aktau"), std::string::npos);
    }
    try {
        (void)network.find_node("Poti");
        FAIL();
    } catch (UsageError const& error) {
        EXPECT_NE(error.parts().remedy.find("'B', 'C'"), std::string::npos);
    }
}

} // namespace
} // namespace oreway
