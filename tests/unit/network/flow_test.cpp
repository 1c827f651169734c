// SPDX-License-Identifier: MIT
// Flows against twins: enumeration of all ways for what is carried where, weak duality for what is the least total, and
// successive shortest paths over a graph of arcs for one interchangeable commodity; and small cases solved with SciPy's
// linprog (HiGHS).

#include "oreway/network/flow.hpp"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "network/flow_graph.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "unit/network/random_network.hpp"

namespace oreway {
namespace {

/// Tonnes are exact to 1e-6 of the largest demand; demands here are below 1000.
constexpr double tonnes_near = 1e-3;

struct LegRow {
    char const* id;
    char const* from;
    char const* to;
    double cost;
    double capacity;
};

Network network_of(std::vector<LegRow> const& rows, NodeTable nodes = {}) {
    LegTable legs;
    for (LegRow const& row : rows) {
        legs.add_row(row.id, row.from, row.to);
        legs.cost_usd_t.push_back(row.cost);
        legs.capacity_t.push_back(row.capacity);
    }
    Problems problems;
    return build_network(std::move(legs), std::move(nodes), {}, {}, problems);
}

LegFlow leg(FlowResult const& flow, Network const& network, std::string_view id) {
    return flow.legs[index(*network.leg_of_id(id))];
}

NodeId node(Network const& network, std::string_view id) {
    return *network.node_of_id(id);
}

/// Two ways from A to D and from B to D that share the cheap leg MD.
Network shared_leg() {
    return network_of({{"AM", "A", "M", 1.0, not_given},
                       {"BM", "B", "M", 2.0, not_given},
                       {"MD", "M", "D", 1.0, 100.0},
                       {"AD", "A", "D", 5.0, 70.0},
                       {"BD", "B", "D", 9.0, not_given}});
}

TEST(Flow, AllOrNothingPutsAllTonnesOnTheBestWay) {
    Network const network = shared_leg();
    std::vector<Demand> const demands = {{node(network, "A"), node(network, "D"), 80.0},
                                         {node(network, "D"), node(network, "B"), 60.0}};
    FlowResult const flow = all_or_nothing(Weights(network, {.of = Objective::Of::cost}), demands);
    EXPECT_DOUBLE_EQ(leg(flow, network, "MD").forward_t, 80.0);
    EXPECT_DOUBLE_EQ(leg(flow, network, "MD").backward_t, 60.0);
    EXPECT_DOUBLE_EQ(flow.total, 80.0 * 2.0 + 60.0 * 3.0);
    EXPECT_EQ(flow.paths.size(), 2U);
}

TEST(Flow, UnderCapacitiesTheDearestDetourIsAvoidedAndTheSharedLegHasAPrice) {
    // linprog: minimise 2 a1 + 5 a2 + 3 b1 + 9 b2, a1 + a2 = 80, b1 + b2 = 60, a1 + b1 <= 100, a2 <= 70:
    // a = (40, 40), b = (60, 0), total 460, dual of the shared leg 3.
    Network const network = shared_leg();
    std::vector<Demand> const demands = {{node(network, "A"), node(network, "D"), 80.0},
                                         {node(network, "B"), node(network, "D"), 60.0}};
    FlowResult const flow = capacitated_flow(Weights(network, {.of = Objective::Of::cost}), demands);
    EXPECT_NEAR(flow.total, 460.0, tonnes_near);
    EXPECT_NEAR(leg(flow, network, "MD").total_t(), 100.0, tonnes_near);
    EXPECT_NEAR(leg(flow, network, "AD").total_t(), 40.0, tonnes_near);
    EXPECT_NEAR(leg(flow, network, "MD").shadow_price, 3.0, 1e-6);
    EXPECT_NEAR(leg(flow, network, "AD").shadow_price, 0.0, 1e-6);
    EXPECT_TRUE(flow.cut.empty());
    EXPECT_EQ(flow.unserved_t, (std::vector{0.0, 0.0}));
}

TEST(Flow, BothDirectionsShareOneCapacity) {
    Network const network = network_of({{"AB", "A", "B", 1.0, 100.0}, {"dear", "A", "B", 4.0, not_given}});
    std::vector<Demand> const demands = {{node(network, "A"), node(network, "B"), 80.0},
                                         {node(network, "B"), node(network, "A"), 60.0}};
    FlowResult const flow = capacitated_flow(Weights(network, {.of = Objective::Of::cost}), demands);
    EXPECT_NEAR(leg(flow, network, "AB").total_t(), 100.0, tonnes_near);
    EXPECT_NEAR(flow.total, 100.0 + 4.0 * 40.0, tonnes_near);
}

TEST(Flow, WhatCannotBeServedIsStatedWithTheBindingCut) {
    Network const network = network_of({{"AM", "A", "M", 1.0, 200.0},
                                        {"MD1", "M", "D", 1.0, 30.0},
                                        {"MD2", "M", "D", 7.0, 20.0},
                                        {"DE", "D", "E", 1.0, 500.0}});
    std::vector<Demand> const demands = {{node(network, "A"), node(network, "E"), 90.0}};
    FlowResult const flow = capacitated_flow(Weights(network, {.of = Objective::Of::cost}), demands);
    EXPECT_NEAR(flow.unserved_t[0], 40.0, tonnes_near);
    EXPECT_EQ(flow.cut, (std::vector{*network.leg_of_id("MD1"), *network.leg_of_id("MD2")}));
    EXPECT_NEAR(flow.total, 30.0 * 3.0 + 20.0 * 9.0, tonnes_near);

    std::vector<NodeSupply> const supplies = {{node(network, "A"), 90.0}, {node(network, "E"), -90.0}};
    FlowResult const single = interchangeable_flow(Weights(network, {.of = Objective::Of::cost}), supplies);
    EXPECT_NEAR(single.unserved_t[0], 40.0, tonnes_near);
    EXPECT_NEAR(single.unserved_t[1], 40.0, tonnes_near);
    EXPECT_EQ(single.cut, flow.cut);
    EXPECT_NEAR(single.total, flow.total, tonnes_near);
}

TEST(Flow, ADemandWithoutAnyWayIsUnservedAndNoCut) {
    Network const network = network_of({{"AB", "A", "B", 1.0, not_given}, {"CD", "C", "D", 1.0, not_given}});
    std::vector<Demand> const demands = {{node(network, "A"), node(network, "D"), 10.0},
                                         {node(network, "A"), node(network, "B"), 5.0}};
    FlowResult const flow = capacitated_flow(Weights(network, {.of = Objective::Of::cost}), demands);
    EXPECT_EQ(flow.unserved_t, (std::vector{10.0, 0.0}));
    EXPECT_TRUE(flow.cut.empty());
    EXPECT_NEAR(flow.total, 5.0, tonnes_near);
}

TEST(Flow, OneCommodityIsExchangedBetweenOriginsWhereThatIsCheaper) {
    // linprog for the transport problem: A-X 1, A-Y 10, B-X 2, B-Y 3, supplies 50 and 50, demands 50 and 50: total 200.
    Network const network = network_of({{"AX", "A", "X", 1.0, not_given},
                                        {"AY", "A", "Y", 10.0, not_given},
                                        {"BX", "B", "X", 2.0, not_given},
                                        {"BY", "B", "Y", 3.0, not_given}});
    std::vector<NodeSupply> const supplies = {{node(network, "A"), 50.0},
                                              {node(network, "B"), 50.0},
                                              {node(network, "X"), -50.0},
                                              {node(network, "Y"), -50.0}};
    FlowResult const flow = interchangeable_flow(Weights(network, {.of = Objective::Of::cost}), supplies);
    EXPECT_NEAR(flow.total, 200.0, tonnes_near);
    EXPECT_NEAR(leg(flow, network, "BY").forward_t, 50.0, tonnes_near);
    EXPECT_TRUE(flow.paths.empty());
}

TEST(Flow, ASurplusStaysWhereItIsDearestToFetch) {
    Network const network = network_of({{"AX", "A", "X", 1.0, not_given}, {"BX", "B", "X", 2.0, not_given}});
    std::vector<NodeSupply> const supplies = {
        {node(network, "A"), 30.0}, {node(network, "B"), 30.0}, {node(network, "X"), -40.0}};
    FlowResult const flow = interchangeable_flow(Weights(network, {.of = Objective::Of::cost}), supplies);
    EXPECT_NEAR(flow.unserved_t[0], 0.0, tonnes_near);
    EXPECT_NEAR(flow.unserved_t[1], 20.0, tonnes_near);
    EXPECT_NEAR(flow.total, 30.0 + 20.0, tonnes_near);
    EXPECT_TRUE(flow.cut.empty()) << "nothing is wanted any more";
}

TEST(Flow, OfOneCommodityHoldsOneCapacityForBothDirectionsEvenWherePassagesForbidToCancelThem) {
    // A - U - V - B and C - V - U - D by one gauge each, with a change of gauge for 1000 at U and at V. Both want the
    // leg UV (capacity 100, cost 1) in opposite directions. With x tonnes each way, 100 - x change gauge at U and at V,
    // so x is 50: 100 x 1 + 2 x 50 x 1000.
    LegTable legs;
    legs.add_row("AU", "A", "U");
    legs.add_row("UD", "U", "D");
    legs.add_row("UV", "U", "V");
    legs.add_row("VB", "V", "B");
    legs.add_row("CV", "C", "V");
    legs.mode = {Mode::rail, Mode::rail, std::nullopt, Mode::rail, Mode::rail};
    legs.gauge_mm = {1435, 1520, std::nullopt, 1520, 1435};
    legs.cost_usd_t = {0.0, 0.0, 1.0, 0.0, 0.0};
    legs.capacity_t = {not_given, not_given, 100.0, not_given, not_given};
    NodeTable nodes;
    for (char const* id : {"A", "B", "C", "D", "U", "V"})
        nodes.id.push_back(id);
    for (char const* id : {"U", "V"})
        nodes.charges.push_back({.node = id, .kind = PassageKind::gauge, .dwell_h = 0.0, .fee_usd_t = 1000.0});
    Problems problems;
    Network const network = build_network(std::move(legs), std::move(nodes), {}, {}, problems);
    std::vector<NodeSupply> const supplies = {{node(network, "A"), 100.0},
                                              {node(network, "C"), 100.0},
                                              {node(network, "B"), -100.0},
                                              {node(network, "D"), -100.0}};
    FlowResult const flow = interchangeable_flow(Weights(network, {.of = Objective::Of::cost}), supplies);
    EXPECT_NEAR(flow.total, 100.0 + 100'000.0, 1e-3);
    EXPECT_NEAR(leg(flow, network, "UV").total_t(), 100.0, tonnes_near);
    EXPECT_NEAR(leg(flow, network, "UV").shadow_price, 999.0, 1e-3)
        << "half a tonne more each way saves one change of gauge each";
}

/// A random network with capacities on half of its legs.
Network with_capacities(std::uint32_t seed) {
    auto tables = twin::random_tables(seed);
    std::mt19937 random(seed + 17);
    for (std::size_t i = 0; i < tables.legs.size(); ++i)
        tables.legs.capacity_t.push_back(random() % 2 == 0 ? not_given : static_cast<double>(random() % 500));
    Problems problems;
    return build_network(std::move(tables.legs), std::move(tables.nodes), tables.rates, {}, problems);
}

std::vector<Demand> random_demands(std::uint32_t seed, Network const& network) {
    std::mt19937 random(seed);
    std::vector<Demand> demands(1 + random() % 6);
    for (Demand& demand : demands)
        demand = {NodeId(static_cast<std::uint32_t>(random() % network.node_count())),
                  NodeId(static_cast<std::uint32_t>(random() % network.node_count())),
                  static_cast<double>(random() % 400)};
    return demands;
}

/// The weight of the best way when legs have prices besides their weights, by the plain search over arcs.
double priced_weight(Weights const& weights, FlowResult const& flow, NodeId from, NodeId to) {
    Network const& network = weights.network();
    std::vector<double> at_arc(network.arc_count(), twin::none);
    std::vector<bool> done(network.arc_count(), false);
    auto const cost = [&](std::uint32_t a) {
        return weights.arc(ArcId(a)) + flow.legs[index(network.arc(ArcId(a)).leg)].shadow_price;
    };
    for (std::uint32_t a = 0; a < network.arc_count(); ++a)
        if (network.arc(ArcId(a)).tail == from)
            at_arc[a] = weights.departure(ArcId(a)) + cost(a);
    double best = from == to ? 0.0 : twin::none;
    for (;;) {
        std::optional<std::uint32_t> nearest;
        for (std::uint32_t a = 0; a < network.arc_count(); ++a)
            if (!done[a] && at_arc[a] < twin::none && (!nearest || at_arc[a] < at_arc[*nearest]))
                nearest = a;
        if (!nearest)
            return best;
        done[*nearest] = true;
        ArcId const in{*nearest};
        if (network.arc(in).head == to)
            best = std::min(best, at_arc[*nearest] + weights.arrival(in));
        for (std::uint32_t a = 0; a < network.arc_count(); ++a)
            if (network.arc(ArcId(a)).tail == network.arc(in).head)
                at_arc[a] = std::min(at_arc[a], at_arc[*nearest] + weights.passage(in, ArcId(a)) + cost(a));
    }
}

/// Paths make up the legs, demands are served or stated, and no capacity is passed.
void expect_feasible(FlowResult const& flow, Network const& network, std::vector<Demand> const& demands,
                     std::uint32_t seed) {
    std::vector<double> served(demands.size(), 0.0);
    std::vector<double> on_leg(network.leg_count(), 0.0);
    for (FlowPath const& path : flow.paths) {
        served[path.demand] += path.tonnes;
        for (ArcId const arc : path.path.arcs)
            on_leg[index(network.arc(arc).leg)] += path.tonnes;
    }
    for (std::size_t d = 0; d < demands.size(); ++d)
        EXPECT_NEAR(served[d] + flow.unserved_t[d], demands[d].tonnes, tonnes_near) << "seed " << seed;
    for (std::uint32_t i = 0; i < network.leg_count(); ++i) {
        EXPECT_NEAR(flow.legs[i].total_t(), on_leg[i], tonnes_near) << "seed " << seed;
        double const capacity = network.facts(LegId(i)).capacity_t;
        EXPECT_FALSE(flow.legs[i].total_t() > capacity + tonnes_near) << "seed " << seed;
        EXPECT_TRUE(flow.legs[i].shadow_price == 0.0 || flow.legs[i].total_t() > capacity - tonnes_near)
            << "a price stands on a full leg only, seed " << seed;
    }
}

TEST(Flow, IsTheLeastTotalByDualityOnRandomNetworks) {
    // For any prices of capacities, the sum of tonnes x priced weight less prices x capacities is at most the least
    // total (weak duality). Where it equals the total of a feasible flow, that flow is the best.
    int all_served = 0;
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        Network const network = with_capacities(seed);
        Weights const weights(network, {.of = Objective::Of::cost});
        std::vector<Demand> const demands = random_demands(seed + 3, network);
        FlowResult const flow = capacitated_flow(weights, demands);
        expect_feasible(flow, network, demands, seed);
        double bound = 0.0;
        bool whole = true;
        for (std::size_t d = 0; d < demands.size(); ++d) {
            if (demands[d].tonnes == 0.0)
                continue;
            double const weight = priced_weight(weights, flow, demands[d].from, demands[d].to);
            bool const has_way = weight < twin::none;
            whole = whole && (!has_way || flow.unserved_t[d] == 0.0);
            if (has_way)
                bound += demands[d].tonnes * weight;
        }
        if (!whole)
            continue;
        ++all_served;
        for (std::uint32_t i = 0; i < network.leg_count(); ++i)
            if (flow.legs[i].shadow_price > 0.0)
                bound -= flow.legs[i].shadow_price * network.facts(LegId(i)).capacity_t;
        EXPECT_NEAR(flow.total, bound, 1e-5 * (1.0 + flow.total)) << "seed " << seed;
    }
    EXPECT_GT(all_served, 100) << "otherwise the test says little";
}

/// Successive shortest paths (Bellman and Ford) over a graph whose nodes are arcs of the network: as much as can be
/// served from one node to another, at the least total. Written for the test; legs are open one way.
struct Served {
    double tonnes = 0.0;
    double total = 0.0;
};

class ArcGraphTwin {
public:
    explicit ArcGraphTwin(Weights const& weights) : m_weights(weights), m_network(weights.network()) {
        for (std::uint32_t a = 0; a < m_network.arc_count(); ++a)
            if (weights.is_open(ArcId(a)))
                add_arc(a);
    }

    Served run(NodeId from, NodeId to, double tonnes) {
        std::size_t const source = 2 * m_network.arc_count();
        std::size_t const sink = source + 1;
        for (std::uint32_t a = 0; a < m_network.arc_count(); ++a) {
            if (!m_weights.is_open(ArcId(a)))
                continue;
            if (m_network.arc(ArcId(a)).tail == from)
                add_edge(source, in(a), twin::none, m_weights.departure(ArcId(a)));
            if (m_network.arc(ArcId(a)).head == to)
                add_edge(out(a), sink, twin::none, m_weights.arrival(ArcId(a)));
        }
        Served served;
        while (tonnes > 1e-9 && augment(source, sink, tonnes, served)) {
        }
        return served;
    }

private:
    struct Edge {
        std::size_t from;
        std::size_t to;
        double room;
        double cost;
    };
    static std::size_t in(std::size_t arc) { return 2 * arc; }
    static std::size_t out(std::size_t arc) { return 2 * arc + 1; }

    void add_edge(std::size_t from, std::size_t to, double room, double cost) {
        m_edges.push_back({from, to, room, cost});
        m_edges.push_back({to, from, 0.0, -cost});
    }
    void add_arc(std::uint32_t a) {
        double const capacity = m_network.facts(m_network.arc(ArcId(a)).leg).capacity_t;
        add_edge(in(a), out(a), std::isnan(capacity) ? twin::none : capacity, m_weights.arc(ArcId(a)));
        for (std::uint32_t b = 0; b < m_network.arc_count(); ++b)
            if (m_weights.is_open(ArcId(b)) && m_network.arc(ArcId(b)).tail == m_network.arc(ArcId(a)).head)
                add_edge(out(a), in(b), twin::none, m_weights.passage(ArcId(a), ArcId(b)));
    }
    bool augment(std::size_t source, std::size_t sink, double& tonnes, Served& served) {
        std::vector<double> cost(sink + 1, twin::none);
        std::vector<std::size_t> by(sink + 1, m_edges.size());
        cost[source] = 0.0;
        for (bool changed = true; changed;) {
            changed = false;
            for (std::size_t e = 0; e < m_edges.size(); ++e) {
                Edge const& edge = m_edges[e];
                if (edge.room > 1e-9 && cost[edge.from] + edge.cost < cost[edge.to] - 1e-9) {
                    cost[edge.to] = cost[edge.from] + edge.cost;
                    by[edge.to] = e;
                    changed = true;
                }
            }
        }
        if (cost[sink] == twin::none)
            return false;
        double room = tonnes;
        for (std::size_t n = sink; n != source; n = m_edges[by[n]].from)
            room = std::min(room, m_edges[by[n]].room);
        for (std::size_t n = sink; n != source; n = m_edges[by[n]].from) {
            m_edges[by[n]].room -= room;
            m_edges[by[n] ^ 1U].room += room;
        }
        tonnes -= room;
        served.tonnes += room;
        served.total += room * cost[sink];
        return true;
    }

    Weights const& m_weights;
    Network const& m_network;
    std::vector<Edge> m_edges;
};

TEST(Flow, OfOneCommodityEqualsSuccessiveShortestPathsOnRandomNetworks) {
    int limited = 0;
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        auto tables = twin::random_tables(seed);
        std::mt19937 random(seed + 17);
        tables.legs.direction.assign(tables.legs.size(), TravelDirection::forward);
        for (std::size_t i = 0; i < tables.legs.size(); ++i)
            tables.legs.capacity_t.push_back(random() % 3 == 0 ? not_given : static_cast<double>(1 + random() % 500));
        Problems problems;
        Network const network =
            build_network(std::move(tables.legs), std::move(tables.nodes), tables.rates, {}, problems);
        Weights const weights(network, {.of = Objective::Of::cost});
        NodeId const from{0};
        NodeId const to{static_cast<std::uint32_t>(network.node_count() - 1)};
        std::vector<NodeSupply> const supplies = {{from, 600.0}, {to, -600.0}};
        FlowResult const flow = interchangeable_flow(weights, supplies);
        Served const twin = ArcGraphTwin(weights).run(from, to, 600.0);
        EXPECT_NEAR(600.0 - flow.unserved_t[0], twin.tonnes, tonnes_near) << "seed " << seed;
        EXPECT_NEAR(flow.total, twin.total, 1e-5 * (1.0 + twin.total)) << "seed " << seed;
        if (twin.tonnes > 0.0 && twin.tonnes < 600.0) {
            ++limited;
            double cut = 0.0;
            for (LegId const leg_id : flow.cut)
                cut += network.facts(leg_id).capacity_t;
            EXPECT_NEAR(cut, twin.tonnes, tonnes_near)
                << "Ford and Fulkerson: the cut is as wide as the flow, " << seed;
        }
        FlowGraph const graph = flow_graph(weights, supplies);
        GraphFlow const programme = programme_flow(graph, network, supplies);
        EXPECT_NEAR(programme.unserved[0], flow.unserved_t[0], tonnes_near) << "seed " << seed;
    }
    EXPECT_GT(limited, 30) << "otherwise capacities hardly mattered";
}

TEST(Flow, DoesNotDependOnTheNumberOfThreads) {
    Network const network = with_capacities(5);
    Weights const weights(network, {.of = Objective::Of::cost});
    std::vector<Demand> const demands = random_demands(9, network);
    set_thread_count(1);
    FlowResult const one = capacitated_flow(weights, demands);
    set_thread_count(4);
    FlowResult const four = capacitated_flow(weights, demands);
    set_thread_count(0);
    EXPECT_EQ(one.total, four.total);
    ASSERT_EQ(one.paths.size(), four.paths.size());
    for (std::size_t i = 0; i < one.paths.size(); ++i)
        EXPECT_EQ(one.paths[i].tonnes, four.paths[i].tonnes);
}

TEST(Flow, RefusesNumbersThatAreNone) {
    Network const network = shared_leg();
    Weights const weights(network, {.of = Objective::Of::cost});
    std::vector<Demand> const demands = {{NodeId(0), NodeId(1), not_given}};
    EXPECT_THROW((void)capacitated_flow(weights, demands), UsageError);
    std::vector<NodeSupply> const supplies = {{NodeId(0), not_given}};
    EXPECT_THROW((void)interchangeable_flow(weights, supplies), UsageError);
}

} // namespace
} // namespace oreway
