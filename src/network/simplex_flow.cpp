// SPDX-License-Identifier: MIT
// LEMON's network simplex. It works on whole numbers: tonnes and weights are scaled by powers of two, so that whole
// tonnes stay exact. What cannot be served goes through one more node at a weight above that of any way, which makes
// serving a tonne better than any saving; the scaled weights are small enough for this to be exact.

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include "network/flow_graph.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

using Simplex = lemon::NetworkSimplex<lemon::SmartDigraph, std::int64_t, std::int64_t>;

/// The power of two that brings a number near to, but not above, a limit.
double scale_to(double largest, double limit) {
    if (!(largest > 0.0))
        return 1.0;
    return std::exp2(std::floor(std::log2(limit / largest)));
}

std::int64_t whole(double number) {
    return static_cast<std::int64_t>(std::llround(number));
}

/// The graph with its artificial node, arcs in the order of FlowGraph and then two kinds of artificial ones.
class SimplexProblem {
public:
    SimplexProblem(FlowGraph const& graph, Network const& network, std::span<NodeSupply const> supplies)
        : m_graph(graph), m_supplies(supplies), m_upper(m_digraph), m_cost(m_digraph), m_supply(m_digraph, 0),
          m_simplex(m_digraph) {
        find_scales();
        for (std::size_t n = 0; n <= graph.nodes; ++n)
            m_digraph.addNode(); // the last one is the artificial node
        for (FlowArc const& arc : graph.arcs) {
            double const capacity = arc.arc ? network.facts(network.arc(*arc.arc).leg).capacity_t : not_given;
            add_arc(arc.from, arc.to, std::isnan(capacity) ? m_simplex.INF : whole(std::floor(capacity * m_tonnes)),
                    whole(arc.weight * m_weight));
        }
        add_supplies();
    }

    GraphFlow solve() {
        run(m_supply);
        GraphFlow flow;
        for (std::size_t i = 0; i < m_supplies.size(); ++i)
            flow.unserved.push_back(static_cast<double>(m_simplex.flow(artificial_arc(i))) / m_tonnes);
        for (std::size_t a = 0; a < m_graph.arcs.size(); ++a)
            flow.tonnes.push_back(static_cast<double>(m_simplex.flow(m_arcs[a])) / m_tonnes);
        flow.prices = prices();
        return flow;
    }

private:
    void find_scales() {
        constexpr double most_tonnes = 1ULL << 40U; // leaves room for the sum of millions of supplies
        constexpr double most_weight = 1ULL << 36U;
        constexpr double most_artificial = 1ULL << 58U; // weights of whole ways still fit into 64 bits
        double largest = 0.0;
        for (NodeSupply const& supply : m_supplies)
            largest = std::max(largest, std::abs(supply.tonnes));
        m_tonnes = scale_to(largest, most_tonnes);
        double heaviest = 0.0;
        for (FlowArc const& arc : m_graph.arcs)
            heaviest = std::max(heaviest, arc.weight);
        double const nodes = static_cast<double>(m_graph.nodes) + 2.0;
        m_weight = scale_to(heaviest, std::min(most_weight, most_artificial / nodes));
        m_artificial_weight = whole(std::ceil(heaviest * m_weight) * nodes) + 1;
    }

    void add_arc(std::size_t from, std::size_t to, std::int64_t upper, std::int64_t cost) {
        auto const arc = m_digraph.addArc(lemon::SmartDigraph::nodeFromId(static_cast<int>(from)),
                                          lemon::SmartDigraph::nodeFromId(static_cast<int>(to)));
        m_arcs.push_back(arc);
        m_upper[arc] = upper;
        m_cost[arc] = cost;
    }

    /// Every supply may stay and every demand may be met by the artificial node, which also takes the difference of
    /// all.
    void add_supplies() {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < m_supplies.size(); ++i) {
            std::int64_t const amount = whole(m_supplies[i].tonnes * m_tonnes);
            bool const gives = amount > 0;
            add_arc(gives ? m_graph.supply_node[i] : m_graph.nodes, gives ? m_graph.nodes : m_graph.supply_node[i],
                    m_simplex.INF, m_artificial_weight);
            m_supply[lemon::SmartDigraph::nodeFromId(static_cast<int>(m_graph.supply_node[i]))] = amount;
            sum += amount;
        }
        m_supply[lemon::SmartDigraph::nodeFromId(static_cast<int>(m_graph.nodes))] = -sum;
    }

    [[nodiscard]] lemon::SmartDigraph::Arc artificial_arc(std::size_t supply) const {
        return m_arcs[m_graph.arcs.size() + supply];
    }

    void run(lemon::SmartDigraph::NodeMap<std::int64_t> const& supply) {
        m_simplex.reset();
        m_simplex.upperMap(m_upper).costMap(m_cost).supplyMap(supply);
        if (m_simplex.run() != Simplex::OPTIMAL)
            throw NumericError({.what = "the flow has no answer",
                                .where = "LEMON network simplex",
                                .remedy = "check capacities and tonnes for numbers of very different size"});
    }

    /// What a full arc would save. With the amounts held as they are served, no artificial weight enters the prices.
    std::vector<double> prices() {
        lemon::SmartDigraph::NodeMap<std::int64_t> served(m_digraph, 0);
        for (std::size_t i = 0; i < m_supplies.size(); ++i) {
            auto const node = lemon::SmartDigraph::nodeFromId(static_cast<int>(m_graph.supply_node[i]));
            std::int64_t const stays = m_simplex.flow(artificial_arc(i));
            served[node] = m_supply[node] > 0 ? m_supply[node] - stays : m_supply[node] + stays;
            m_upper[artificial_arc(i)] = 0;
        }
        run(served);
        std::vector<double> result;
        for (std::size_t a = 0; a < m_graph.arcs.size(); ++a) {
            auto const arc = m_arcs[a];
            std::int64_t const reduced =
                m_cost[arc] + m_simplex.potential(m_digraph.source(arc)) - m_simplex.potential(m_digraph.target(arc));
            bool const is_full = m_upper[arc] != m_simplex.INF && m_simplex.flow(arc) == m_upper[arc];
            result.push_back(is_full && reduced < 0 ? static_cast<double>(-reduced) / m_weight : 0.0);
        }
        return result;
    }

    FlowGraph const& m_graph;
    std::span<NodeSupply const> m_supplies;
    double m_tonnes = 1.0; ///< scales
    double m_weight = 1.0;
    std::int64_t m_artificial_weight = 0;
    lemon::SmartDigraph m_digraph;
    std::vector<lemon::SmartDigraph::Arc> m_arcs;
    lemon::SmartDigraph::ArcMap<std::int64_t> m_upper;
    lemon::SmartDigraph::ArcMap<std::int64_t> m_cost;
    lemon::SmartDigraph::NodeMap<std::int64_t> m_supply;
    Simplex m_simplex;
};

} // namespace

GraphFlow simplex_flow(FlowGraph const& graph, Network const& network, std::span<NodeSupply const> supplies) {
    return SimplexProblem(graph, network, supplies).solve();
}

} // namespace oreway
