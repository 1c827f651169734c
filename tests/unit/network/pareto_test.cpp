// SPDX-License-Identifier: MIT
// Fronts against the list of all loopless ways.

#include "oreway/network/pareto.hpp"

#include <gtest/gtest.h>

#include "random_network.hpp"

namespace oreway {
namespace {

constexpr double rounding = 1e-8; // the front keeps ways to within 1e-9 a node

using Vector = std::vector<double>;

bool no_worse(Vector const& a, Vector const& b, double tolerance) {
    for (std::size_t k = 0; k < a.size(); ++k)
        if (a[k] > b[k] + tolerance)
            return false;
    return true;
}

/// Weights of all loopless ways that no other loopless way beats.
std::vector<Vector> front_by_enumeration(std::vector<Weights> const& criteria, NodeId from, NodeId to) {
    std::vector<Vector> all;
    for (RoutePath const& path : twin::all_loopless(criteria.front(), from, to)) {
        Vector weights;
        for (Weights const& by : criteria)
            weights.push_back(by.of_path(path.arcs));
        all.push_back(weights);
    }
    std::vector<Vector> front;
    for (Vector const& candidate : all)
        if (std::ranges::none_of(all, [&](Vector const& other) {
                return no_worse(other, candidate, rounding) && !no_worse(candidate, other, rounding);
            }))
            front.push_back(candidate);
    return front;
}

std::vector<Weights> criteria_of(Network const& network, Restriction const& restriction, std::size_t count) {
    std::vector<Weights> criteria;
    criteria.emplace_back(network, Objective{.of = Objective::Of::time}, restriction);
    criteria.emplace_back(network, Objective{.of = Objective::Of::cost}, restriction);
    if (count > 2)
        criteria.emplace_back(
            network, Objective{.of = Objective::Of::exposure, .countries = {network.countries().front()}}, restriction);
    return criteria;
}

TEST(ParetoFront, EqualsTheEnumerationOfAllLooplessWaysOnSmallRandomNetworks) {
    std::size_t points = 0;
    std::size_t with_loops = 0;
    for (std::uint32_t seed = 0; seed < 600; ++seed) {
        Network const network = twin::random_network(seed, {.min_nodes = 3, .max_nodes = 7, .max_legs = 26});
        if (network.countries().empty())
            continue;
        auto const criteria = criteria_of(network, twin::random_restriction(seed, network), 2 + seed % 2);
        NodeId const from{0};
        NodeId const to{static_cast<std::uint32_t>(network.node_count() - 1)};
        auto const front = pareto_front(criteria, from, to);
        auto const truth = front_by_enumeration(criteria, from, to);
        bool loopless = true;
        for (ParetoPoint const& point : front.points) {
            loopless = loopless && !visits_node_twice(network, point.arcs);
            EXPECT_TRUE(std::ranges::none_of(truth,
                                             [&](Vector const& other) {
                                                 return no_worse(other, point.weights,
                                                                 -rounding); // better in every criterion
                                             }))
                << "seed " << seed;
        }
        for (Vector const& wanted : truth)
            EXPECT_TRUE(std::ranges::any_of(
                front.points, [&](ParetoPoint const& point) { return no_worse(point.weights, wanted, rounding); }))
                << "seed " << seed;
        with_loops += loopless ? 0u : 1u;
        points += front.points.size();
        if (!loopless)
            continue;
        for (ParetoPoint const& point : front.points)
            EXPECT_TRUE(std::ranges::any_of(truth,
                                            [&](Vector const& wanted) {
                                                return no_worse(point.weights, wanted, rounding) &&
                                                       no_worse(wanted, point.weights, rounding);
                                            }))
                << "seed " << seed;
    }
    EXPECT_GT(points, 400u);
    EXPECT_LT(with_loops, 40u); // going round to save a passage is rare, so nearly all are compared in full
}

TEST(ParetoFront, OfThreeWaysKeepsTheTwoThatNoneBeats) {
    LegTable legs;
    for (char const* id : {"fast", "cheap", "bad"})
        legs.add_row(id, "A", "B");
    legs.time_h = {1.0, 5.0, 5.0};
    legs.cost_usd_t = {9.0, 2.0, 3.0};
    Problems problems;
    Network const network = build_network(legs, {}, {}, {}, problems);
    std::vector<Weights> criteria;
    criteria.emplace_back(network, Objective{.of = Objective::Of::time});
    criteria.emplace_back(network, Objective{.of = Objective::Of::cost});
    auto const front = pareto_front(criteria, *network.node_of_id("A"), *network.node_of_id("B"));
    ASSERT_EQ(front.points.size(), 2u);
    EXPECT_EQ(front.points[0].weights, (Vector{1.0, 9.0}));
    EXPECT_EQ(front.points[1].weights, (Vector{5.0, 2.0}));
}

TEST(ParetoFront, RefusesOneCriterionAndMixedNetworks) {
    Network const a = twin::random_network(1);
    Network const b = twin::random_network(2);
    std::vector<Weights> one;
    one.emplace_back(a, Objective{});
    EXPECT_THROW((void)pareto_front(one, NodeId{0}, NodeId{1}), UsageError);
    one.emplace_back(b, Objective{});
    EXPECT_THROW((void)pareto_front(one, NodeId{0}, NodeId{1}), UsageError);
}

TEST(ParetoFront, StopsWithAnErrorWhenItNeedsMoreLabelsThanAllowed) {
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        Network const network = twin::random_network(seed, {.min_nodes = 10, .max_nodes = 12, .max_legs = 40});
        std::vector<Weights> criteria;
        criteria.emplace_back(network, Objective{.of = Objective::Of::time});
        criteria.emplace_back(network, Objective{.of = Objective::Of::cost});
        std::size_t const needed = pareto_front(criteria, NodeId{0}, NodeId{1}).labels;
        if (needed > 0) {
            EXPECT_THROW((void)pareto_front(criteria, NodeId{0}, NodeId{1}, {.max_labels = needed - 1}), NumericError);
        }
    }
}

} // namespace
} // namespace oreway
