// SPDX-License-Identifier: MIT
// What lies within a limit, against the plain search.

#include "oreway/network/isochrone.hpp"

#include <gtest/gtest.h>

#include "random_network.hpp"

namespace oreway {
namespace {

constexpr double rounding = 1e-9;

/// Weight at the tail of each arc and about to travel it, from the plain search.
std::vector<double> weights_before(Weights const& weights, NodeId from) {
    Network const& network = weights.network();
    auto const ends = twin::weights_at_arc_ends(weights, from);
    std::vector<double> before(network.arc_count(), twin::none);
    for (std::uint32_t out = 0; out < network.arc_count(); ++out) {
        if (network.arc(ArcId(out)).tail == from)
            before[out] = weights.departure(ArcId(out));
        for (std::uint32_t in = 0; in < network.arc_count(); ++in)
            if (network.arc(ArcId(in)).head == network.arc(ArcId(out)).tail)
                before[out] = std::min(before[out], ends[in] + weights.passage(ArcId(in), ArcId(out)));
    }
    return before;
}

/// Weight at a place on a leg, by the better direction.
double weight_on(Weights const& weights, std::vector<double> const& before, LegId leg, double share) {
    double best = twin::none;
    for (TravelDirection const direction : {TravelDirection::forward, TravelDirection::backward})
        if (auto const arc = weights.network().arc_of(leg, direction); arc && weights.is_open(*arc)) {
            double const along = direction == TravelDirection::forward ? share : 1.0 - share;
            best = std::min(best, before[index(*arc)] + weights.arc(*arc) * along);
        }
    return best;
}

TEST(Isochrone, CoversExactlyThePlacesWithinTheLimitOnRandomNetworks) {
    constexpr double limit = 25.0;
    constexpr double places[] = {0.03, 0.21, 0.47, 0.5, 0.68, 0.97};
    std::size_t inside = 0;
    std::size_t outside = 0;
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        Network const network = twin::random_network(seed);
        Weights const weights(network, {.of = Objective::Of::time});
        auto const before = weights_before(weights, NodeId{0});
        auto const reached = isochrone(weights, NodeId{0}, limit);
        for (std::uint32_t leg = 0; leg < network.leg_count(); ++leg)
            for (double const share : places) {
                double const truth = weight_on(weights, before, LegId(leg), share);
                if (std::abs(truth - limit) < rounding)
                    continue;
                auto const part = std::ranges::find_if(reached.parts, [&](ReachedPart const& p) {
                    return p.leg == LegId(leg) && p.begin <= share && share <= p.end;
                });
                ASSERT_EQ(part != reached.parts.end(), truth < limit) << "seed " << seed << " leg " << leg;
                (truth < limit ? inside : outside) += 1;
                if (part == reached.parts.end())
                    continue;
                double const t = (share - part->begin) / (part->end - part->begin);
                EXPECT_NEAR(part->weight_begin + t * (part->weight_end - part->weight_begin), truth, 1e-6)
                    << "seed " << seed << " leg " << leg << " at " << share;
            }
        auto const nodes = twin::weights_from(weights, NodeId{0});
        std::size_t const expected =
            static_cast<std::size_t>(std::ranges::count_if(nodes, [&](double w) { return w <= limit; }));
        EXPECT_EQ(reached.nodes.size(), expected) << "seed " << seed;
    }
    EXPECT_GT(inside, 1000u);
    EXPECT_GT(outside, 1000u);
}

TEST(Isochrone, OfALineOfTwoLegsEndsWhereTheLimitIs) {
    LegTable legs;
    legs.add_row("ab", "A", "B");
    legs.add_row("cb", "C", "B"); // travelled from its second node
    legs.length_km = {10.0, 10.0};
    Problems problems;
    Network const network = build_network(legs, {}, {}, {}, problems);
    Weights const weights(network, {.of = Objective::Of::distance});
    auto const reached = isochrone(weights, *network.node_of_id("A"), 14.0);
    ASSERT_EQ(reached.parts.size(), 2u);
    EXPECT_EQ(reached.parts[0].begin, 0.0);
    EXPECT_EQ(reached.parts[0].end, 1.0);
    EXPECT_DOUBLE_EQ(reached.parts[1].begin, 0.6);
    EXPECT_EQ(reached.parts[1].end, 1.0);
    EXPECT_DOUBLE_EQ(reached.parts[1].weight_begin, 14.0);
    EXPECT_DOUBLE_EQ(reached.parts[1].weight_end, 10.0);
    EXPECT_EQ(reached.nodes.size(), 2u);
}

TEST(Isochrone, RefusesALimitThatIsNoNumberAndAClosedNode) {
    Network const network = twin::random_network(1);
    Weights const weights(network, {}, {.closed_nodes = {NodeId{1}}});
    EXPECT_THROW((void)isochrone(weights, NodeId{0}, -1.0), UsageError);
    EXPECT_THROW((void)isochrone(weights, NodeId{0}, not_given), UsageError);
    EXPECT_THROW((void)isochrone(weights, NodeId{1}, 1.0), UsageError);
}

} // namespace
} // namespace oreway
