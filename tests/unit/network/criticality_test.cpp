// SPDX-License-Identifier: MIT
// Closures against recomputation from scratch by a plain search, on random networks with passage costs, parallel and
// one-way legs; and one worked out by hand.

#include "oreway/network/criticality.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "unit/network/random_network.hpp"

namespace oreway {
namespace {

std::vector<Demand> random_demands(std::uint32_t seed, Network const& network) {
    std::mt19937 random(seed);
    std::vector<Demand> demands(1 + random() % 12);
    for (Demand& demand : demands) {
        demand.from = NodeId(static_cast<std::uint32_t>(random() % network.node_count()));
        demand.to = NodeId(static_cast<std::uint32_t>(random() % network.node_count()));
        demand.tonnes = static_cast<double>(random() % 1000);
    }
    return demands;
}

/// The weight of each demand by a plain search; infinite when there is no way.
std::vector<double> weights_of(Weights const& weights, std::vector<Demand> const& demands) {
    std::vector<double> result;
    for (Demand const& demand : demands)
        result.push_back(weights.is_open(demand.to) ? twin::weights_from(weights, demand.from)[index(demand.to)]
                                                    : twin::none);
    return result;
}

/// A row from scratch: the network with one more closure, all demands searched again.
void expect_row(CriticalityRow const& row, Network const& network, Objective const& objective, Restriction restriction,
                std::vector<Demand> const& demands, std::vector<double> const& open, std::uint32_t seed) {
    if (row.kind == ClosedKind::leg)
        restriction.closed_legs.push_back(row.leg);
    else
        restriction.closed_nodes.push_back(row.node);
    std::vector<double> const closed = weights_of(Weights(network, objective, restriction), demands);
    double extra = 0.0;
    double worst = 0.0;
    double unserved = 0.0;
    for (std::size_t i = 0; i < demands.size(); ++i) {
        if (open[i] == twin::none)
            continue;
        if (closed[i] == twin::none) {
            unserved += demands[i].tonnes;
        } else {
            extra += demands[i].tonnes * (closed[i] - open[i]);
            worst = std::max(worst, closed[i] - open[i]);
        }
    }
    constexpr double rounding = 1e-9; // sums of a few hundred numbers below 1e5
    EXPECT_NEAR(row.extra, extra, rounding * (1.0 + extra)) << "seed " << seed;
    EXPECT_NEAR(row.worst_extra, worst, rounding) << "seed " << seed;
    EXPECT_DOUBLE_EQ(row.unserved_t, unserved) << "seed " << seed;
}

TEST(Criticality, EqualsRecomputationFromScratchOnRandomNetworks) {
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        Network const network = twin::random_network(seed);
        Restriction const restriction = twin::random_restriction(seed + 1, network);
        Objective const objective{.of = seed % 2 == 0 ? Objective::Of::cost : Objective::Of::time};
        Weights const weights(network, objective, restriction);
        std::vector<Demand> const demands = random_demands(seed + 2, network);
        std::vector<double> const open = weights_of(weights, demands);
        Criticality const result = criticality(weights, demands);
        for (CriticalityRow const& row : result.rows)
            expect_row(row, network, objective, restriction, demands, open, seed);
        double total = 0.0;
        double unserved = 0.0;
        for (std::size_t i = 0; i < demands.size(); ++i) {
            if (open[i] == twin::none)
                unserved += demands[i].tonnes;
            else
                total += demands[i].tonnes * open[i];
        }
        EXPECT_NEAR(result.total, total, 1e-9 * (1.0 + total)) << "seed " << seed;
        EXPECT_DOUBLE_EQ(result.unserved_t, unserved) << "seed " << seed;
    }
}

/// A - B - D for 1 + 1 and A - C - D for 2 + 3, and D - E for 1; no other way to E.
Network diamond() {
    LegTable legs;
    legs.add_row("AB", "A", "B");
    legs.add_row("BD", "B", "D");
    legs.add_row("AC", "A", "C");
    legs.add_row("CD", "C", "D");
    legs.add_row("DE", "D", "E");
    legs.cost_usd_t = {1.0, 1.0, 2.0, 3.0, 1.0};
    Problems problems;
    return build_network(std::move(legs), {}, {}, {}, problems);
}

CriticalityRow row_of(Criticality const& result, Network const& network, std::string_view id) {
    for (CriticalityRow const& row : result.rows)
        if ((row.kind == ClosedKind::leg ? network.id(row.leg) : network.id(row.node)) == id)
            return row;
    throw std::logic_error("no row for " + std::string(id));
}

TEST(Criticality, OfADiamondIsThatWorkedOutByHand) {
    Network const network = diamond();
    auto const at = [&](char const* id) { return *network.node_of_id(id); };
    std::vector<Demand> const demands = {{at("A"), at("D"), 10.0}, {at("A"), at("E"), 5.0}};
    Weights const weights(network, {.of = Objective::Of::cost});
    Criticality const result = criticality(weights, demands);
    EXPECT_DOUBLE_EQ(result.total, 10.0 * 2.0 + 5.0 * 3.0);

    CriticalityRow const ab = row_of(result, network, "AB");
    EXPECT_DOUBLE_EQ(ab.carried_t, 15.0);
    EXPECT_DOUBLE_EQ(ab.extra, 15.0 * 3.0) << "5 instead of 2 a tonne";
    EXPECT_DOUBLE_EQ(ab.worst_extra, 3.0);
    EXPECT_EQ(ab.affected, 2U);
    CriticalityRow const de = row_of(result, network, "DE");
    EXPECT_DOUBLE_EQ(de.unserved_t, 5.0);
    EXPECT_DOUBLE_EQ(de.extra, 0.0);
    CriticalityRow const ac = row_of(result, network, "AC");
    EXPECT_DOUBLE_EQ(ac.carried_t, 0.0);
    EXPECT_EQ(ac.affected, 0U);
    CriticalityRow const node_d = row_of(result, network, "D");
    EXPECT_DOUBLE_EQ(node_d.own_t, 10.0);
    EXPECT_DOUBLE_EQ(ab.own_t, 0.0);
    EXPECT_DOUBLE_EQ(node_d.unserved_t, 15.0) << "one demand ends there, the other has no way round";
    EXPECT_DOUBLE_EQ(row_of(result, network, "B").extra, 45.0);
}

TEST(Criticality, LeavesOutWhatIsClosedAlreadyAndWhatWasNotAskedFor) {
    Network const network = diamond();
    Restriction restriction;
    restriction.closed_legs = {*network.leg_of_id("AC")};
    Weights const weights(network, {.of = Objective::Of::cost}, restriction);
    std::vector<Demand> const demands = {{NodeId(0), NodeId(2), 1.0}};
    EXPECT_EQ(criticality(weights, demands).rows.size(), 4U + 5U);
    EXPECT_EQ(criticality(weights, demands, {.legs = true, .nodes = false}).rows.size(), 4U);
}

TEST(Criticality, DoesNotDependOnTheNumberOfThreads) {
    Network const network = twin::random_network(77, {.min_nodes = 40, .max_nodes = 40, .max_legs = 120});
    Weights const weights(network, {.of = Objective::Of::cost});
    std::vector<Demand> demands;
    for (std::uint32_t from = 0; from < 40; ++from)
        for (std::uint32_t to = 0; to < 40; to += 3)
            demands.push_back({NodeId(from), NodeId(to), 0.1 * static_cast<double>(from + to)});
    set_thread_count(1);
    Criticality const one = criticality(weights, demands);
    set_thread_count(4);
    Criticality const four = criticality(weights, demands);
    set_thread_count(0);
    ASSERT_EQ(one.rows.size(), four.rows.size());
    for (std::size_t i = 0; i < one.rows.size(); ++i)
        EXPECT_EQ(one.rows[i].extra, four.rows[i].extra);
}

TEST(Criticality, RefusesTonnesBelowZero) {
    Network const network = diamond();
    Weights const weights(network, {.of = Objective::Of::cost});
    std::vector<Demand> const demands = {{NodeId(0), NodeId(1), -1.0}};
    EXPECT_THROW((void)criticality(weights, demands), UsageError);
}

} // namespace
} // namespace oreway
