// SPDX-License-Identifier: MIT
// Disjoint ways and their cut prove each other: as many ways as legs in the cut, and the cut cuts.

#include "oreway/network/disjoint_paths.hpp"

#include <gtest/gtest.h>

#include "random_network.hpp"

namespace oreway {
namespace {

void expect_way(Network const& network, RoutePath const& path, NodeId from, NodeId to, std::vector<LegId>& used) {
    NodeId here = from;
    for (ArcId const arc : path.arcs) {
        EXPECT_EQ(network.arc(arc).tail, here);
        here = network.arc(arc).head;
        used.push_back(network.arc(arc).leg);
    }
    EXPECT_EQ(here, to);
    EXPECT_FALSE(visits_node_twice(network, path.arcs));
}

TEST(DisjointPaths, ShareNoLegAndAreAsManyAsTheCutHasLegsOnRandomNetworks) {
    std::size_t several = 0;
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        Network const network = twin::random_network(seed);
        Restriction restriction = twin::random_restriction(seed, network);
        Weights const weights(network, {}, restriction);
        NodeId const from{0};
        NodeId const to{1};
        auto const found = disjoint_paths(weights, from, to);
        std::vector<LegId> used;
        for (RoutePath const& path : found.paths)
            expect_way(network, path, from, to, used);
        std::ranges::sort(used);
        EXPECT_EQ(std::ranges::adjacent_find(used), used.end()) << "seed " << seed;
        EXPECT_EQ(found.paths.size(), found.cut.size()) << "seed " << seed;
        restriction.closed_legs.insert(restriction.closed_legs.end(), found.cut.begin(), found.cut.end());
        EXPECT_FALSE(ShortestPaths(Weights(network, {}, restriction)).find(from, to)) << "seed " << seed;
        several += found.paths.size() > 1 ? 1u : 0u;
    }
    EXPECT_GT(several, 100u);
}

TEST(DisjointPaths, TakeBackALegWhenTheCheapestWayBlocksTheOthers) {
    // The cheapest way A-B-C-D uses B-C; two ways without a common leg are A-B-D and A-C-D.
    LegTable legs;
    legs.add_row("ab", "A", "B");
    legs.add_row("bc", "B", "C");
    legs.add_row("cd", "C", "D");
    legs.add_row("ac", "A", "C");
    legs.add_row("bd", "B", "D");
    legs.cost_usd_t = {1.0, 1.0, 1.0, 4.0, 5.0};
    Problems problems;
    Network const network = build_network(legs, {}, {}, {}, problems);
    Weights const weights(network, {});
    auto const found = disjoint_paths(weights, *network.node_of_id("A"), *network.node_of_id("D"));
    ASSERT_EQ(found.paths.size(), 2u);
    EXPECT_EQ(found.paths[0].weight, 5.0);
    EXPECT_EQ(found.paths[1].weight, 6.0);
}

} // namespace
} // namespace oreway
