// SPDX-License-Identifier: MIT
// The flow of one commodity as a linear programme over arcs: what stays is made small first, then the total.

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "network/flow_graph.hpp"
#include "network/linear_program.hpp"

namespace oreway {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

class ArcProgramme {
public:
    ArcProgramme(FlowGraph const& graph, Network const& network, std::span<NodeSupply const> supplies)
        : m_graph(graph), m_network(network), m_supplies(supplies) {
        for (NodeSupply const& supply : supplies)
            m_tonnes = std::max(m_tonnes, std::abs(supply.tonnes));
        for (FlowArc const& arc : graph.arcs)
            m_weight = std::max(m_weight, arc.weight);
        m_tonnes = m_tonnes > 0.0 ? m_tonnes : 1.0;
        m_weight = m_weight > 0.0 ? m_weight : 1.0;
        add_rows();
        add_columns();
    }

    GraphFlow solve() {
        m_program.solve();
        GraphFlow flow;
        double sum = 0.0;
        for (int const column : m_unserved) {
            flow.unserved.push_back(std::max(0.0, m_program.value(column)) * m_tonnes);
            sum += std::max(0.0, m_program.value(column));
            m_program.set_cost(column, 0.0);
        }
        m_program.set_row(m_unserved_row, -infinite, sum);
        for (std::size_t a = 0; a < m_graph.arcs.size(); ++a)
            m_program.set_cost(m_columns[a], m_graph.arcs[a].weight / m_weight);
        m_program.solve();
        for (std::size_t i = 0; i < m_unserved.size(); ++i)
            flow.unserved[i] = std::max(0.0, m_program.value(m_unserved[i])) * m_tonnes;
        for (std::size_t a = 0; a < m_graph.arcs.size(); ++a) {
            flow.tonnes.push_back(std::max(0.0, m_program.value(m_columns[a])) * m_tonnes);
            auto const row = leg_row(m_graph.arcs[a]);
            flow.prices.push_back(row ? std::max(0.0, -m_program.dual(*row)) * m_weight : 0.0);
        }
        return flow;
    }

private:
    [[nodiscard]] std::optional<int> leg_row(FlowArc const& arc) const {
        if (!arc.arc)
            return std::nullopt;
        auto const at = m_leg_rows.find(index(m_network.arc(*arc.arc).leg));
        return at != m_leg_rows.end() ? std::optional(at->second) : std::nullopt;
    }

    /// A balance a node (what leaves less what enters), a capacity a leg, and the sum of what stays.
    void add_rows() {
        std::vector<double> balance(m_graph.nodes, 0.0);
        for (std::size_t i = 0; i < m_supplies.size(); ++i)
            balance[m_graph.supply_node[i]] = m_supplies[i].tonnes / m_tonnes;
        for (double const own : balance)
            m_program.add_row(own, own);
        for (FlowArc const& arc : m_graph.arcs) {
            if (!arc.arc)
                continue;
            LegId const leg = m_network.arc(*arc.arc).leg;
            double const capacity = m_network.facts(leg).capacity_t;
            if (!std::isnan(capacity) && !m_leg_rows.contains(index(leg)))
                m_leg_rows[index(leg)] = m_program.add_row(-infinite, capacity / m_tonnes);
        }
        m_unserved_row = m_program.add_row(-infinite, infinite);
    }

    void add_columns() {
        for (FlowArc const& arc : m_graph.arcs) {
            std::vector<LinearProgram::Entry> entries = {{static_cast<int>(arc.from), 1.0},
                                                         {static_cast<int>(arc.to), -1.0}};
            if (auto const row = leg_row(arc))
                entries.push_back({*row, 1.0});
            m_columns.push_back(m_program.add_column(0.0, entries));
        }
        for (std::size_t i = 0; i < m_supplies.size(); ++i) {
            double const sign = m_supplies[i].tonnes > 0.0 ? 1.0 : -1.0;
            LinearProgram::Entry const entries[] = {{static_cast<int>(m_graph.supply_node[i]), sign},
                                                    {m_unserved_row, 1.0}};
            m_unserved.push_back(m_program.add_column(1.0, entries));
        }
    }

    FlowGraph const& m_graph;
    Network const& m_network;
    std::span<NodeSupply const> m_supplies;
    double m_tonnes = 0.0; ///< scales
    double m_weight = 0.0;
    LinearProgram m_program;
    std::map<std::size_t, int> m_leg_rows;
    int m_unserved_row = 0;
    std::vector<int> m_columns;
    std::vector<int> m_unserved;
};

} // namespace

GraphFlow programme_flow(FlowGraph const& graph, Network const& network, std::span<NodeSupply const> supplies) {
    return ArcProgramme(graph, network, supplies).solve();
}

} // namespace oreway
