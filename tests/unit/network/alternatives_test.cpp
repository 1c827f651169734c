// SPDX-License-Identifier: MIT
// The k best ways against the list of all loopless ways.

#include "oreway/network/alternatives.hpp"

#include <gtest/gtest.h>

#include "random_network.hpp"

namespace oreway {
namespace {

constexpr double rounding = 1e-9;

// A value of time that makes equal sums of different ways most unlikely.
Objective const uneven = {.of = Objective::Of::generalised_cost, .value_of_time_usd_th = 0.3718281828};

std::vector<RoutePath> sorted_ways(Weights const& weights, NodeId from, NodeId to) {
    auto ways = twin::all_loopless(weights, from, to);
    std::ranges::sort(ways, {}, &RoutePath::weight);
    return ways;
}

double repeated_km(Network const& network, RoutePath const& way, RoutePath const& earlier) {
    double km = 0.0;
    for (ArcId const arc : way.arcs)
        if (std::ranges::any_of(earlier.arcs,
                                [&](ArcId other) { return network.arc(other).leg == network.arc(arc).leg; }))
            km += network.facts(network.arc(arc).leg).length_km;
    return km;
}

double length_km(Network const& network, RoutePath const& way) {
    double km = 0.0;
    for (ArcId const arc : way.arcs)
        km += network.facts(network.arc(arc).leg).length_km;
    return km;
}

/// The definition: each the best way that repeats no more than the limit of any chosen before.
std::vector<RoutePath> by_definition(Network const& network, std::vector<RoutePath> const& ways, std::size_t count,
                                     double limit) {
    std::vector<RoutePath> chosen;
    for (RoutePath const& way : ways)
        if (chosen.size() < count && std::ranges::all_of(chosen, [&](RoutePath const& earlier) {
                return repeated_km(network, way, earlier) <= limit * length_km(network, earlier) + rounding;
            }))
            chosen.push_back(way);
    return chosen;
}

TEST(Alternatives, AreTheKBestOfAllLooplessWaysOnRandomNetworks) {
    std::size_t ways = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        Network const network = twin::random_network(seed, {.min_nodes = 3, .max_nodes = 8, .max_legs = 26});
        Weights const weights(network, uneven, twin::random_restriction(seed, network));
        NodeId const from{0};
        NodeId const to{1};
        auto const truth = sorted_ways(weights, from, to);
        auto const found = alternatives(weights, from, to, {.count = 12});
        ASSERT_EQ(found.paths.size(), std::min<std::size_t>(12, truth.size())) << "seed " << seed;
        EXPECT_FALSE(found.gave_up);
        for (std::size_t i = 0; i < found.paths.size(); ++i) {
            EXPECT_NEAR(found.paths[i].weight, truth[i].weight, rounding) << "seed " << seed << " way " << i;
            EXPECT_FALSE(visits_node_twice(network, found.paths[i].arcs));
            for (std::size_t j = 0; j < i; ++j)
                EXPECT_NE(found.paths[i].arcs, found.paths[j].arcs);
        }
        ways += found.paths.size();
    }
    EXPECT_GT(ways, 600u);
}

TEST(Alternatives, WithAnOverlapLimitFollowTheDefinitionOnRandomNetworks) {
    std::size_t limited = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        Network const network = twin::random_network(seed, {.min_nodes = 3, .max_nodes = 8, .max_legs = 26});
        Weights const weights(network, uneven);
        double const limit = 0.1 * static_cast<double>(seed % 10);
        auto const truth = by_definition(network, sorted_ways(weights, NodeId{0}, NodeId{1}), 5, limit);
        auto const found = alternatives(weights, NodeId{0}, NodeId{1}, {.count = 5, .overlap_limit = limit});
        ASSERT_EQ(found.paths.size(), truth.size()) << "seed " << seed;
        for (std::size_t i = 0; i < truth.size(); ++i)
            EXPECT_NEAR(found.paths[i].weight, truth[i].weight, rounding) << "seed " << seed << " way " << i;
        limited += truth.size() > 1 ? 1u : 0u;
    }
    EXPECT_GT(limited, 60u);
}

TEST(Alternatives, KeepTwoLegsBetweenTheSameNodesApart) {
    LegTable legs;
    legs.add_row("a", "A", "B");
    legs.add_row("b", "A", "B");
    legs.cost_usd_t = {2.0, 1.0};
    Problems problems;
    Network const network = build_network(legs, {}, {}, {}, problems);
    Weights const weights(network, {});
    auto const found = alternatives(weights, NodeId{0}, NodeId{1}, {.count = 3});
    ASSERT_EQ(found.paths.size(), 2u);
    EXPECT_EQ(found.paths[0].weight, 1.0);
    EXPECT_EQ(found.paths[1].weight, 2.0);
}

TEST(Alternatives, RefuseACountOfZeroAndAnOverlapThatIsNoShare) {
    Network const network = twin::random_network(1);
    Weights const weights(network, {});
    EXPECT_THROW((void)alternatives(weights, NodeId{0}, NodeId{1}, {.count = 0}), UsageError);
    EXPECT_THROW((void)alternatives(weights, NodeId{0}, NodeId{1}, {.overlap_limit = 1.5}), UsageError);
}

} // namespace
} // namespace oreway
