// SPDX-License-Identifier: MIT
// From the words of a user to what is open and what is small; and the demands of a study's groups.

#include "jobs/network_question.hpp"

#include <gtest/gtest.h>

#include "jobs/demand_table.hpp"
#include "oreway/base/error.hpp"

namespace oreway {
namespace {

/// A - B operating; B - C planned, of the corridor "new"; B - D planned, of none; A - C by sea, operating.
StudyNetwork small_study() {
    LegTable legs;
    legs.add_row("AB", "A", "B");
    legs.add_row("BC", "B", "C");
    legs.add_row("BD", "B", "D");
    legs.add_row("AC", "A", "C");
    legs.cost_usd_t = {1.0, 1.0, 1.0, 9.0};
    legs.time_h = {1.0, 1.0, 1.0, 1.0};
    legs.mode = {Mode::rail, Mode::rail, Mode::rail, Mode::sea};
    legs.status = {Status::operating, Status::planned, Status::planned, Status::operating};
    NodeTable nodes;
    for (char const* id : {"A", "B", "C", "D"})
        nodes.id.push_back(id);
    nodes.name = {"Alpha", "Beta", "Gamma", "Delta"};
    nodes.country = {"AA", "BB", "CC", "CC"};
    Study study;
    study.groups = {{.id = "g", .title = "", .origin = "A", .destination = "C", .corridors = {"new"}},
                    {.id = "same", .title = "", .origin = "A", .destination = "C", .corridors = {"new"}},
                    {.id = "region", .title = "", .origin = "A", .destination = "COAST", .corridors = {"new"}}};
    Scenario built{.id = "built", .title = "", .include_status = {}, .closed_legs = {}, .closed_nodes = {}};
    built.open_corridors = {"new"};
    Scenario later{.id = "later", .title = "", .include_status = {"planned"}, .closed_legs = {}, .closed_nodes = {}};
    Scenario shut{.id = "shut", .title = "", .include_status = {}, .closed_legs = {"AC"}, .closed_nodes = {}};
    shut.avoided_countries = {"BB", "ZZ"};
    study.scenarios = {built, later, shut};
    Problems problems;
    return {.file = {},
            .study = std::move(study),
            .rates = {},
            .network = build_network(std::move(legs), std::move(nodes), {}, {}, problems),
            .mines = {},
            .corridor_legs = {{"new", {"AB", "BC"}}},
            .receipts = {}};
}

/// Which legs are open under a choice, in the order AB BC BD AC.
std::string open_legs(NetworkChoice const& choice) {
    StudyNetwork const study = small_study();
    Weights const weights(study.network, objective_of(choice, study), restriction_of(choice, study));
    std::string text;
    for (std::uint32_t i = 0; i < study.network.leg_count(); ++i)
        text += weights.why_closed(LegId(i)).empty() ? '+' : '-';
    return text;
}

TEST(NetworkQuestion, WithoutAScenarioOperatingLegsAreOpen) {
    EXPECT_EQ(open_legs({}), "+--+");
    EXPECT_EQ(open_legs({.scenario = "today"}), "+--+");
}

TEST(NetworkQuestion, AScenarioOpensAStatusOrTheLegsOfACorridorAlone) {
    EXPECT_EQ(open_legs({.scenario = "later"}), "++++");
    EXPECT_EQ(open_legs({.scenario = "built"}), "++-+") << "BD is planned, too, but of no open corridor";
}

TEST(NetworkQuestion, AScenarioClosesAndAvoidsAndMayNameCountriesThatAreNotThere) {
    EXPECT_EQ(open_legs({.scenario = "shut"}), "----");
}

TEST(NetworkQuestion, LegsNodesModesAndCountriesAreClosedByName) {
    EXPECT_EQ(open_legs({.closed = {"AB"}}), "---+");
    EXPECT_EQ(open_legs({.closed = {"gamma"}}), "+---") << "a node by its name";
    EXPECT_EQ(open_legs({.only_modes = {"sea"}}), "---+");
    EXPECT_EQ(open_legs({.avoided = {"BB"}}), "---+");
}

void expect_remedy(NetworkChoice const& choice, std::string const& remedy) {
    try {
        (void)open_legs(choice);
        FAIL() << "not refused";
    } catch (UsageError const& fault) {
        EXPECT_EQ(fault.parts().remedy, remedy);
    }
}

TEST(NetworkQuestion, WordsThatAreNotKnownAreAnsweredWithTheNearestOne) {
    expect_remedy({.scenario = "bilt"}, "did you mean 'built'?");
    expect_remedy({.objective = "coast"}, "did you mean 'cost'?");
    expect_remedy({.only_modes = {"raill"}}, "did you mean 'rail'?");
    EXPECT_THROW((void)open_legs({.closed = {"Betta"}}), UsageError);
}

TEST(NetworkQuestion, AGeneralisedCostNeedsAValueOfTime) {
    expect_remedy({.objective = "generalised-cost"},
                  "give --value-of-time, or a rate value_of_time_usd_th in the study");
    StudyNetwork const study = small_study();
    Objective const objective = objective_of({.objective = "generalised-cost", .value_of_time = 0.25}, study);
    EXPECT_DOUBLE_EQ(objective.value_of_time_usd_th, 0.25);
}

TEST(NetworkQuestion, GroupsGiveOneTonneForEachPairOfNodes) {
    StudyNetwork const study = small_study();
    std::vector<Demand> const demands = demands_of_groups(study.network, study.study);
    ASSERT_EQ(demands.size(), 1U) << "the second group has the same ends, the third a region";
    EXPECT_EQ(study.network.id(demands[0].from), "A");
    EXPECT_EQ(study.network.id(demands[0].to), "C");
    EXPECT_EQ(demands[0].tonnes, 1.0);
    EXPECT_THROW((void)demands_of_groups(study.network, Study{}), UsageError);
}

} // namespace
} // namespace oreway
