// SPDX-License-Identifier: MIT
// The two ways to look round a closure against each other, on random networks; both against a search from scratch are
// in criticality_test.cpp.

#include "network/closed_search.hpp"

#include <gtest/gtest.h>

#include "unit/network/random_network.hpp"

namespace oreway {
namespace {

constexpr double rounding = 1e-9; // sums of a few hundred numbers below 100, in another order

void expect_same_both_ways(ClosedSearch& search, Network const& network, std::string const& what) {
    search.search_again();
    for (std::uint32_t n = 0; n < network.node_count(); ++n) {
        double const forward = search.closed_weight(NodeId(n));
        double const backward = search.weight_round(NodeId(n));
        if (forward == unreached)
            EXPECT_EQ(backward, unreached) << what << " node " << n;
        else
            EXPECT_NEAR(backward, forward, rounding) << what << " node " << n;
    }
}

TEST(ClosedSearch, FindsTheSameWeightsBackFromOneDestinationAndForwardToAll) {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
        Network const network = twin::random_network(seed, {.min_nodes = 4, .max_nodes = 20, .max_legs = 60});
        Weights const weights(network, {.of = seed % 2 == 0 ? Objective::Of::cost : Objective::Of::distance},
                              twin::random_restriction(seed + 1, network));
        ClosedSearch search(weights);
        search.run(NodeId(static_cast<std::uint32_t>(seed % network.node_count())));
        for (std::uint32_t leg = 0; leg < network.leg_count(); ++leg) {
            search.close(LegId(leg));
            expect_same_both_ways(search, network, "seed " + std::to_string(seed) + " leg " + std::to_string(leg));
        }
        for (std::uint32_t node = 0; node < network.node_count(); ++node) {
            search.close(NodeId(node));
            expect_same_both_ways(search, network, "seed " + std::to_string(seed) + " shut " + std::to_string(node));
        }
    }
}

TEST(ClosedSearch, KeepsTheWeightsOfWhatDoesNotHangBelowTheClosure) {
    LegTable legs;
    legs.add_row("AB", "A", "B");
    legs.add_row("BC", "B", "C");
    legs.add_row("AD", "A", "D");
    legs.cost_usd_t = {1.0, 1.0, 1.0};
    Problems problems;
    Network const network = build_network(std::move(legs), {}, {}, {}, problems);
    Weights const weights(network, {.of = Objective::Of::cost});
    ClosedSearch search(weights);
    search.run(*network.node_of_id("A"));
    search.close(*network.leg_of_id("AB"));
    EXPECT_EQ(search.below_count(), 3U) << "B, C, and A as it is come back to";
    search.search_again();
    EXPECT_EQ(search.closed_weight(*network.node_of_id("C")), unreached);
    EXPECT_EQ(search.closed_weight(*network.node_of_id("D")), 1.0);
}

} // namespace
} // namespace oreway
