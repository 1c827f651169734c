// SPDX-License-Identifier: MIT
// Matrices against single ways and their journeys.

#include "oreway/network/matrix.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "oreway/base/parallel.hpp"
#include "oreway/network/shortest_paths.hpp"
#include "random_network.hpp"

namespace oreway {
namespace {

constexpr double rounding = 1e-9;

std::vector<NodeId> all_nodes(Network const& network) {
    std::vector<NodeId> nodes;
    for (std::uint32_t n = 0; n < network.node_count(); ++n)
        nodes.push_back(NodeId(n));
    return nodes;
}

TEST(RouteMatrix, EqualsSingleWaysAndTheSumsOfTheirJourneys) {
    for (std::uint32_t seed = 0; seed < 150; ++seed) {
        Network const network = twin::random_network(seed);
        Weights const weights(network, {}, twin::random_restriction(seed, network));
        auto const nodes = all_nodes(network);
        ShortestPaths search(weights);
        std::size_t expected_row = 0;
        route_matrix(weights, nodes, nodes, {}, [&](MatrixRow const& row) {
            ASSERT_EQ(row.origin, expected_row++);
            search.run(nodes[row.origin]);
            for (std::size_t i = 0; i < nodes.size(); ++i) {
                MatrixCell const& cell = row.cells[i];
                auto const path = search.path(nodes[i]);
                if (!path) {
                    EXPECT_EQ(cell.weight, twin::none);
                    EXPECT_TRUE(std::isnan(cell.sums.km));
                    continue;
                }
                Journey const journey = make_journey(network, nodes[row.origin], path->arcs);
                EXPECT_NEAR(cell.weight, path->weight, rounding);
                EXPECT_NEAR(cell.sums.km, journey.total.km, rounding);
                EXPECT_NEAR(cell.sums.h, journey.total.h, rounding);
                EXPECT_NEAR(cell.sums.usd_t, journey.total.usd_t, rounding);
                EXPECT_NEAR(cell.sums.usd_t, cell.weight, rounding);
            }
        });
        EXPECT_EQ(expected_row, nodes.size());
    }
}

TEST(RouteMatrix, DoesNotDependOnTheNumberOfThreads) {
    Network const network = twin::random_network(3, {.min_nodes = 150, .max_nodes = 200, .max_legs = 800});
    Weights const weights(network, {});
    auto const nodes = all_nodes(network);
    auto const all = [&] {
        std::vector<double> values;
        route_matrix(weights, nodes, nodes, {}, [&](MatrixRow const& row) {
            for (MatrixCell const& cell : row.cells)
                values.insert(values.end(), {cell.weight, cell.sums.usd_t});
        });
        std::ranges::replace_if(
            values, [](double v) { return std::isnan(v); }, -1.0);
        return values;
    };
    set_thread_count(1);
    auto const one = all();
    set_thread_count(0);
    EXPECT_EQ(one, all());
}

TEST(RouteMatrix, PassesOnAnExceptionOfTheReceiver) {
    Network const network = twin::random_network(3);
    Weights const weights(network, {});
    auto const nodes = all_nodes(network);
    EXPECT_THROW(route_matrix(weights, nodes, nodes, {}, [](MatrixRow const&) { throw Cancelled{}; }), Cancelled);
}

TEST(HansenAccessibility, SumsTheMassesWithTheirDecay) {
    LegTable legs;
    legs.add_row("ab", "A", "B");
    legs.add_row("bc", "B", "C");
    legs.cost_usd_t = {2.0, 3.0};
    NodeTable nodes;
    for (char const* id : {"A", "B", "C", "D"})
        nodes.id.push_back(id);
    Problems problems;
    Network const network = build_network(legs, nodes, {}, {}, problems);
    Weights const weights(network, {});
    auto const all = all_nodes(network);
    std::vector<double> const masses = {100.0, 10.0, 1.0, 1000.0};
    auto const access = hansen_accessibility(weights, all, all, masses, 0.1);
    // By hand: from A, B at 2 and C at 5; D has no way.
    EXPECT_NEAR(access[0], 10.0 * std::exp(-0.2) + std::exp(-0.5), rounding);
    EXPECT_EQ(access[3], 0.0);
    EXPECT_THROW((void)hansen_accessibility(weights, all, all, masses, 0.0), UsageError);
    EXPECT_THROW((void)hansen_accessibility(weights, all, all, std::vector{1.0}, 0.1), UsageError);
}

} // namespace
} // namespace oreway
