// SPDX-License-Identifier: MIT
// The hierarchy against the plain search, on random networks with passage costs and closures, small and middling.

#include "oreway/network/route_index.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "oreway/base/parallel.hpp"
#include "random_network.hpp"

namespace oreway {
namespace {

constexpr double rounding = 1e-9; // sums of up to a hundred numbers up to 100, in another order

// A value of time that makes equal sums of different ways most unlikely.
Objective const uneven = {.of = Objective::Of::generalised_cost, .value_of_time_usd_th = 0.3718281828};

std::vector<NodeId> all_nodes(Network const& network) {
    std::vector<NodeId> nodes;
    for (std::uint32_t n = 0; n < network.node_count(); ++n)
        nodes.push_back(NodeId(n));
    return nodes;
}

void expect_same_as_plain(Weights const& weights, RouteIndex const& index, std::string const& what) {
    IndexedPaths indexed(index);
    ShortestPaths plain(weights);
    for (NodeId const from : all_nodes(weights.network())) {
        plain.run(from);
        for (NodeId const to : all_nodes(weights.network())) {
            auto const path = indexed.find(from, to);
            ASSERT_EQ(path.has_value(), plain.path(to).has_value()) << what;
            if (!path)
                continue;
            EXPECT_NEAR(path->weight, plain.weight(to), rounding) << what;
            NodeId here = from;
            for (ArcId const arc : path->arcs) {
                ASSERT_EQ(weights.network().arc(arc).tail, here) << what;
                here = weights.network().arc(arc).head;
            }
            EXPECT_EQ(here, to) << what;
        }
    }
}

TEST(RouteIndex, FindsTheSameWaysAsThePlainSearchOnAThousandRandomNetworks) {
    for (std::uint32_t seed = 0; seed < 1000; ++seed) {
        Network const network = twin::random_network(seed);
        Weights const weights(network, seed % 3 == 0 ? Objective{.of = Objective::Of::distance} : uneven,
                              seed % 2 == 0 ? Restriction{} : twin::random_restriction(seed, network));
        expect_same_as_plain(weights, RouteIndex(weights), "seed " + std::to_string(seed));
    }
}

TEST(RouteIndex, FindsTheSameWaysOnLargerNetworksWithManyShortcuts) {
    for (std::uint32_t seed = 0; seed < 2; ++seed) {
        Network const network = twin::random_network(seed, {.min_nodes = 150, .max_nodes = 200, .max_legs = 900});
        Weights const weights(network, uneven);
        RouteIndex const index(weights);
        EXPECT_GT(index.edge_count(), weights.network().arc_count() / 2);
        expect_same_as_plain(weights, index, "seed " + std::to_string(seed));
    }
}

TEST(RouteIndex, FindsTheSameWaysOnDenseNetworksWhoseCoreIsNotContracted) {
    for (std::uint32_t seed = 0; seed < 2; ++seed) {
        Network const network = twin::random_network(seed, {.min_nodes = 50, .max_nodes = 60, .max_legs = 6000});
        Weights const weights(network, uneven);
        expect_same_as_plain(weights, RouteIndex(weights), "seed " + std::to_string(seed));
    }
}

TEST(RouteIndex, MatricesEqualThoseWithoutItSumsIncluded) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        Network const network = twin::random_network(seed);
        Weights const weights(network, uneven, twin::random_restriction(seed, network));
        RouteIndex const index(weights);
        auto const nodes = all_nodes(network);
        std::vector<MatrixCell> plain;
        route_matrix(weights, nodes, nodes, {},
                     [&](MatrixRow const& row) { plain.insert(plain.end(), row.cells.begin(), row.cells.end()); });
        std::size_t at = 0;
        route_matrix(index, nodes, nodes, {}, [&](MatrixRow const& row) {
            for (MatrixCell const& cell : row.cells) {
                MatrixCell const& wanted = plain[at++];
                ASSERT_EQ(std::isfinite(cell.weight), std::isfinite(wanted.weight)) << "seed " << seed;
                ASSERT_EQ(std::isnan(cell.sums.km), std::isnan(wanted.sums.km)) << "seed " << seed;
                if (!std::isfinite(wanted.weight))
                    continue;
                EXPECT_NEAR(cell.weight, wanted.weight, rounding) << "seed " << seed;
                EXPECT_EQ(cell.sums.km, wanted.sums.km) << "seed " << seed;
                EXPECT_EQ(cell.sums.h, wanted.sums.h) << "seed " << seed;
                EXPECT_EQ(cell.sums.usd_t, wanted.sums.usd_t) << "seed " << seed;
            }
        });
        EXPECT_EQ(at, plain.size());
    }
}

/// Streets without passage costs, open both ways, some of them twice: one set of edges serves both directions.
Network streets(std::uint32_t size) {
    std::mt19937 random(size);
    LegTable legs;
    auto const node = [](std::uint32_t n) { return "N" + std::to_string(n); };
    auto const add = [&](std::uint32_t from, std::uint32_t to) {
        legs.add_row("L" + std::to_string(legs.size()), node(from), node(to));
        legs.length_km.push_back(0.1 + static_cast<double>(random() % 100'000) * 1.1e-5);
        legs.cost_usd_t.push_back(1.0 + static_cast<double>(random() % 100'000) * 3.3e-5);
    };
    for (std::uint32_t n = 0; n < size * size; ++n)
        for (std::uint32_t repeat = 0; repeat <= random() % 2; ++repeat) {
            if ((n + 1) % size != 0)
                add(n, n + 1);
            if (n + size < size * size)
                add(n, n + size);
        }
    Problems problems;
    return build_network(std::move(legs), {}, {}, {}, problems);
}

TEST(RouteIndex, OfStreetsOpenBothWaysGivesTheSameWaysAndSumsAndTheSameBytesOnOneThread) {
    Network const network = streets(24);
    Weights const weights(network, {.of = Objective::Of::cost});
    RouteIndex const index(weights);
    expect_same_as_plain(weights, index, "streets");
    auto const nodes = all_nodes(network);
    std::vector<MatrixCell> plain;
    route_matrix(weights, nodes, nodes, {},
                 [&](MatrixRow const& row) { plain.insert(plain.end(), row.cells.begin(), row.cells.end()); });
    std::size_t at = 0;
    std::size_t differing = 0;
    route_matrix(index, nodes, nodes, {}, [&](MatrixRow const& row) {
        for (MatrixCell const& cell : row.cells)
            differing += cell.sums.km != plain[at].sums.km || cell.sums.usd_t != plain[at].sums.usd_t ? 1U : 0U, ++at;
    });
    EXPECT_EQ(at, plain.size());
    EXPECT_EQ(differing, 0U);
    std::string const bytes = index.to_bytes();
    set_thread_count(1);
    EXPECT_EQ(RouteIndex(weights).to_bytes(), bytes);
    set_thread_count(0);
}

TEST(RouteIndex, GivesSumsOfPassagesEvenWhenTheObjectiveDoesNotCountThem) {
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        Network const network = twin::random_network(seed);
        Weights const weights(network, {.of = Objective::Of::distance});
        auto const nodes = all_nodes(network);
        std::vector<double> hours;
        route_matrix(weights, nodes, nodes, {}, [&](MatrixRow const& row) {
            for (MatrixCell const& cell : row.cells)
                hours.push_back(std::isfinite(cell.weight) ? cell.sums.h : -1.0);
        });
        std::size_t at = 0;
        route_matrix(RouteIndex(weights), nodes, nodes, {}, [&](MatrixRow const& row) {
            for (MatrixCell const& cell : row.cells)
                EXPECT_EQ(std::isfinite(cell.weight) ? cell.sums.h : -1.0, hours[at++]) << "seed " << seed;
        });
    }
}

TEST(RouteIndex, ReadsBackFromItsBytes) {
    Network const network = twin::random_network(7, {.min_nodes = 40, .max_nodes = 60, .max_legs = 200});
    Weights const weights(network, uneven);
    std::string const bytes = RouteIndex(weights).to_bytes();
    EXPECT_EQ(RouteIndex(weights).to_bytes(), bytes);
    RouteIndex const read = RouteIndex::from_bytes(bytes, weights);
    EXPECT_EQ(read.to_bytes(), bytes);
    expect_same_as_plain(weights, read, "read back");
}

TEST(RouteIndex, RefusesBytesOfOtherWeightsDamagedOnesAndAnythingElse) {
    Network const network = twin::random_network(7, {.min_nodes = 40, .max_nodes = 60, .max_legs = 200});
    Weights const weights(network, uneven);
    Weights const others(network, {.of = Objective::Of::time});
    std::string bytes = RouteIndex(weights).to_bytes();
    EXPECT_THROW((void)RouteIndex::from_bytes(bytes, others), DataError);
    EXPECT_THROW((void)RouteIndex::from_bytes("", weights), DataError);
    EXPECT_THROW((void)RouteIndex::from_bytes("some other file", weights), DataError);
    for (std::size_t cut = 1; cut < bytes.size(); cut += 97)
        EXPECT_THROW((void)RouteIndex::from_bytes(bytes.substr(0, cut), weights), DataError);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    EXPECT_THROW((void)RouteIndex::from_bytes(bytes, weights), DataError);
}

} // namespace
} // namespace oreway
