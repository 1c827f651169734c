// SPDX-License-Identifier: MIT
// Best ways against a plain search over arcs, on random networks with passage costs, parallel and one-way legs and
// closures.

#include "oreway/network/shortest_paths.hpp"

#include <gtest/gtest.h>

#include "random_network.hpp"

namespace oreway {
namespace {

// Sums of at most some dozens of numbers up to 100 in another order.
constexpr double rounding = 1e-9;

constexpr std::uint32_t networks = 1000;

Objective objective_of(std::uint32_t seed) {
    Objective::Of const all[] = {Objective::Of::cost, Objective::Of::time, Objective::Of::distance,
                                 Objective::Of::generalised_cost};
    return {.of = all[seed % 4], .value_of_time_usd_th = 0.5, .countries = {}};
}

void expect_same(double expected, double got, std::string const& what) {
    if (expected == twin::none)
        EXPECT_EQ(got, twin::none) << what;
    else
        EXPECT_NEAR(got, expected, rounding) << what;
}

void expect_chain(Network const& network, RoutePath const& path, NodeId from, NodeId to) {
    NodeId here = from;
    for (ArcId const arc : path.arcs) {
        EXPECT_EQ(network.arc(arc).tail, here);
        here = network.arc(arc).head;
    }
    EXPECT_EQ(here, to);
}

TEST(ShortestPaths, OneToManyAndOneToOneEqualAPlainSearchOnAThousandRandomNetworks) {
    std::size_t pairs_with_a_way = 0;
    for (std::uint32_t seed = 0; seed < networks; ++seed) {
        Network const network = twin::random_network(seed);
        Weights const weights(network, objective_of(seed),
                              seed % 2 == 0 ? Restriction{} : twin::random_restriction(seed, network));
        ShortestPaths many(weights);
        ShortestPaths one(weights);
        for (std::uint32_t from = 0; from < network.node_count(); ++from) {
            auto const truth = twin::weights_from(weights, NodeId(from));
            many.run(NodeId(from));
            std::vector<double> found;
            for (std::uint32_t to = 0; to < network.node_count(); ++to) {
                std::string const what =
                    "seed " + std::to_string(seed) + " from " + std::to_string(from) + " to " + std::to_string(to);
                expect_same(truth[to], many.weight(NodeId(to)), what);
                auto const path = one.find(NodeId(from), NodeId(to));
                expect_same(truth[to], path ? path->weight : twin::none, what);
                auto const tree_path = many.path(NodeId(to));
                ASSERT_EQ(tree_path.has_value(), path.has_value()) << what;
                if (!path)
                    continue;
                ++pairs_with_a_way;
                expect_chain(network, *path, NodeId(from), NodeId(to));
                expect_chain(network, *tree_path, NodeId(from), NodeId(to));
                EXPECT_NEAR(weights.of_path(tree_path->arcs), truth[to], rounding) << what;
            }
        }
    }
    EXPECT_GT(pairs_with_a_way, 10'000u); // the networks are not all empty
}

TEST(ShortestPaths, StopsEarlyWithTargetsAndStillKnowsTheirWeights) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        Network const network = twin::random_network(seed);
        Weights const weights(network, objective_of(seed));
        ShortestPaths search(weights);
        auto const truth = twin::weights_from(weights, NodeId{0});
        NodeId const target{static_cast<std::uint32_t>(seed % network.node_count())};
        search.run(NodeId{0}, std::vector{target, NodeId{0}});
        expect_same(truth[index(target)], search.weight(target), "seed " + std::to_string(seed));
        EXPECT_EQ(search.weight(NodeId{0}), 0.0);
    }
}

TEST(ShortestPaths, LimitKeepsEverythingWithinAndNothingBeyond) {
    constexpr double limit = 40.0;
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        Network const network = twin::random_network(seed);
        Weights const weights(network, {.of = Objective::Of::distance});
        ShortestPaths search(weights);
        auto const truth = twin::weights_from(weights, NodeId{0});
        search.run(NodeId{0}, {}, limit);
        for (std::uint32_t to = 0; to < network.node_count(); ++to)
            expect_same(truth[to] <= limit ? truth[to] : twin::none, search.weight(NodeId(to)),
                        "seed " + std::to_string(seed));
    }
}

TEST(ShortestPaths, FromANodeToItselfTheWayIsEmptyAndWeighsNothing) {
    Network const network = twin::random_network(1);
    Weights const weights(network, {});
    auto const path = ShortestPaths(weights).find(NodeId{0}, NodeId{0});
    ASSERT_TRUE(path);
    EXPECT_TRUE(path->arcs.empty());
    EXPECT_EQ(path->weight, 0.0);
}

TEST(ShortestPaths, ANodeThatIsClosedIsNeitherReachedNorLeft) {
    LegTable legs;
    legs.add_row("a", "A", "B");
    legs.add_row("b", "B", "C");
    legs.cost_usd_t = {1.0, 1.0};
    Problems problems;
    Network const network = build_network(legs, {}, {}, {}, problems);
    NodeId const b = *network.node_of_id("B");
    Weights const weights(
        network, {}, {.avoided_countries = {}, .closed_legs = {}, .closed_nodes = {b}, .only_modes = {}, .year = {}});
    ShortestPaths search(weights);
    EXPECT_FALSE(search.find(*network.node_of_id("A"), b));
    EXPECT_FALSE(search.find(b, *network.node_of_id("A")));
    EXPECT_FALSE(search.find(*network.node_of_id("A"), *network.node_of_id("C")));
    search.run(b);
    EXPECT_EQ(search.weight(b), twin::none);
}

TEST(ShortestPaths, AGaugeBreakDecidesTheWayBetweenLegsThatLookEquallyGoodNodeByNode) {
    // From A to D by B: 1 + 1, with a gauge break of 10 at B. By C: 3 + 3. A search over nodes that ignores by which
    // leg B was reached takes the first.
    LegTable legs;
    legs.add_row("ab", "A", "B");
    legs.add_row("bd", "B", "D");
    legs.add_row("ac", "A", "C");
    legs.add_row("cd", "C", "D");
    legs.add_row("eb", "E", "B");
    legs.cost_usd_t = {1.0, 1.0, 3.0, 3.0, 1.0};
    legs.mode.assign(5, Mode::rail);
    legs.gauge_mm = {1520, 1435, 1435, 1435, 1435};
    NodeTable nodes;
    for (char const* id : {"A", "B", "C", "D", "E"})
        nodes.id.push_back(id);
    nodes.charges = {{.node = "B", .kind = PassageKind::gauge, .dwell_h = 12.0, .fee_usd_t = 10.0}};
    Problems problems;
    Network const network = build_network(legs, nodes, {}, {}, problems);
    Weights const weights(network, {});
    ShortestPaths search(weights);
    EXPECT_DOUBLE_EQ(search.find(*network.node_of_id("A"), *network.node_of_id("D"))->weight, 6.0);
    EXPECT_DOUBLE_EQ(search.find(*network.node_of_id("E"), *network.node_of_id("D"))->weight, 2.0);
}

} // namespace
} // namespace oreway
