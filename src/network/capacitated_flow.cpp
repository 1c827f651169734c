// SPDX-License-Identifier: MIT
// The least total under capacities, by column generation. Two programmes follow each other on the same columns: the
// first serves as many tonnes as can be, the second holds what cannot be served and makes the total small. So no weight
// has to be invented for a tonne that stays.

#include <algorithm>
#include <cmath>
#include <limits>

#include "network/demand_groups.hpp"
#include "network/flow_parts.hpp"
#include "network/linear_program.hpp"
#include "network/priced_search.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Reduced costs and tonnes smaller than this are zero; the programme is scaled to demands and weights of at most one.
constexpr double nothing = 1e-8;
constexpr int most_rounds = 10'000;

/// A way as a column of the programme.
struct Column {
    std::size_t demand = 0;
    RoutePath path;
    int position = 0;
};

/// The demands that have a way at all, with the programme that spreads them over ways.
class Master {
public:
    Master(Weights const& weights, std::span<Demand const> demands, Progress& progress)
        : m_weights(weights), m_network(weights.network()), m_demands(demands), m_progress(progress),
          m_groups(demand_groups(demands)), m_leg_row(m_network.leg_count(), no_row),
          m_demand_row(demands.size(), no_row), m_unserved(demands.size(), no_row), m_columns_of(demands.size()) {
        auto paths = best_paths(weights, demands, progress);
        find_scales(paths);
        for (std::uint32_t i = 0; i < m_network.leg_count(); ++i)
            if (double const capacity = m_network.facts(LegId(i)).capacity_t; !std::isnan(capacity))
                m_leg_row[i] = m_program.add_row(-infinite, capacity / m_tonnes);
        m_unserved_row = m_program.add_row(-infinite, infinite);
        for (std::size_t d = 0; d < demands.size(); ++d)
            if (paths[d] && demands[d].tonnes > 0.0)
                add_demand(d, std::move(*paths[d]));
    }

    FlowResult solve() {
        m_progress.stage("sharing capacities", 0);
        serve_most();
        std::vector<LegId> const cut = m_unserved_sum > nothing ? priced_legs() : std::vector<LegId>();
        m_program.set_row(m_unserved_row, -infinite, m_unserved_sum);
        for (Column const& column : m_columns)
            m_program.set_cost(column.position, column.path.weight / m_weight);
        for (std::size_t d = 0; d < m_demands.size(); ++d)
            if (m_unserved[d] != no_row)
                m_program.set_cost(m_unserved[d], 0.0);
        grow(1.0 / m_weight);
        return result(cut);
    }

private:
    static constexpr int no_row = -1;

    void find_scales(std::vector<std::optional<RoutePath>> const& paths) {
        for (std::size_t d = 0; d < m_demands.size(); ++d) {
            m_tonnes = std::max(m_tonnes, m_demands[d].tonnes);
            if (paths[d])
                m_weight = std::max(m_weight, paths[d]->weight);
        }
        m_tonnes = m_tonnes > 0.0 ? m_tonnes : 1.0;
        m_weight = m_weight > 0.0 ? m_weight : 1.0;
    }

    void add_demand(std::size_t demand, RoutePath path) {
        double const tonnes = m_demands[demand].tonnes / m_tonnes;
        m_demand_row[demand] = m_program.add_row(tonnes, tonnes);
        LinearProgram::Entry const unserved[] = {{m_demand_row[demand], 1.0}, {m_unserved_row, 1.0}};
        m_unserved[demand] = m_program.add_column(1.0, unserved);
        add_column({.demand = demand, .path = std::move(path)}, 0.0);
    }

    void add_column(Column column, double cost) {
        std::vector<LinearProgram::Entry> entries = {{m_demand_row[column.demand], 1.0}};
        std::vector<int> rows;
        for (ArcId const arc : column.path.arcs)
            if (int const row = m_leg_row[index(m_network.arc(arc).leg)]; row != no_row)
                rows.push_back(row);
        std::ranges::sort(rows); // a leg may be used both ways
        for (std::size_t i = 0; i < rows.size();) {
            auto const end = std::ranges::upper_bound(rows, rows[i]) - rows.begin();
            auto const next = static_cast<std::size_t>(end);
            entries.push_back({rows[i], static_cast<double>(next - i)});
            i = next;
        }
        column.position = m_program.add_column(cost, entries);
        m_columns_of[column.demand].push_back(m_columns.size());
        m_columns.push_back(std::move(column));
    }

    /// The first programme: a tonne that stays costs one, all else nothing.
    void serve_most() {
        grow(0.0);
        m_unserved_sum = 0.0;
        for (std::size_t d = 0; d < m_demands.size(); ++d)
            if (m_unserved[d] != no_row)
                m_unserved_sum += std::max(0.0, m_program.value(m_unserved[d]));
    }

    /// Solves and adds ways that would help, until there is none.
    void grow(double weight_factor) {
        for (int round = 0; round < most_rounds; ++round) {
            stop_if_cancelled(m_progress);
            m_program.solve();
            if (!add_better_ways(weight_factor))
                return;
        }
        throw NumericError({.what = "the ways under capacities do not settle",
                            .where = "column generation",
                            .remedy = "check capacities and tonnes for numbers of very different size"});
    }

    /// What a leg costs besides its weight, in the scale of the programme.
    [[nodiscard]] double price(std::size_t leg) const {
        return m_leg_row[leg] == no_row ? 0.0 : std::max(0.0, -m_program.dual(m_leg_row[leg]));
    }

    bool add_better_ways(double weight_factor) {
        std::vector<double> prices(m_network.leg_count());
        for (std::size_t i = 0; i < prices.size(); ++i)
            prices[i] = price(i);
        auto paths = priced_paths(m_weights, prices, weight_factor, m_demands, m_groups);
        bool any = false;
        for (std::size_t d = 0; d < m_demands.size(); ++d) {
            if (m_demand_row[d] == no_row || !paths[d])
                continue;
            if (paths[d]->priced_weight - m_program.dual(m_demand_row[d]) > -nothing || is_known(d, paths[d]->arcs))
                continue;
            RoutePath path{.arcs = std::move(paths[d]->arcs)};
            path.weight = m_weights.of_path(path.arcs);
            double const cost = weight_factor * path.weight;
            add_column({.demand = d, .path = std::move(path)}, cost);
            any = true;
        }
        return any;
    }

    /// A known way cannot help again; that it seems to is rounding.
    [[nodiscard]] bool is_known(std::size_t demand, std::vector<ArcId> const& arcs) const {
        return std::ranges::any_of(m_columns_of[demand],
                                   [&](std::size_t column) { return m_columns[column].path.arcs == arcs; });
    }

    [[nodiscard]] std::vector<LegId> priced_legs() const {
        std::vector<LegId> legs;
        for (std::uint32_t i = 0; i < m_network.leg_count(); ++i)
            if (price(i) > nothing)
                legs.push_back(LegId(i));
        return legs;
    }

    FlowResult result(std::vector<LegId> const& cut) const {
        FlowResult flow;
        flow.legs.resize(m_network.leg_count());
        flow.cut = cut;
        for (std::size_t d = 0; d < m_demands.size(); ++d)
            flow.unserved_t.push_back(m_demands[d].tonnes);
        std::vector<Column const*> used;
        for (Column const& column : m_columns)
            if (m_program.value(column.position) > nothing)
                used.push_back(&column);
        std::ranges::stable_sort(used, [](Column const* a, Column const* b) {
            return a->demand != b->demand ? a->demand < b->demand : a->path.weight < b->path.weight;
        });
        for (Column const* column : used) {
            double const tonnes =
                std::min(m_program.value(column->position) * m_tonnes, flow.unserved_t[column->demand]);
            flow.unserved_t[column->demand] -= tonnes;
            add_path(m_network, {column->demand, column->path, tonnes}, flow);
        }
        for (double& tonnes : flow.unserved_t)
            if (tonnes < nothing * m_tonnes)
                tonnes = 0.0;
        for (std::size_t i = 0; i < flow.legs.size(); ++i)
            if (double const own = price(i); own > nothing)
                flow.legs[i].shadow_price = own * m_weight;
        return flow;
    }

    Weights const& m_weights;
    Network const& m_network;
    std::span<Demand const> m_demands;
    Progress& m_progress;
    std::vector<DemandGroup> m_groups;
    double m_tonnes = 0.0; ///< scale: the largest demand
    double m_weight = 0.0; ///< scale: the heaviest of the best ways
    LinearProgram m_program;
    std::vector<int> m_leg_row;
    std::vector<int> m_demand_row;
    std::vector<int> m_unserved; ///< columns
    int m_unserved_row = no_row;
    double m_unserved_sum = 0.0;
    std::vector<Column> m_columns;
    std::vector<std::vector<std::size_t>> m_columns_of; ///< by demand
};

} // namespace

FlowResult capacitated_flow(Weights const& weights, std::span<Demand const> demands, Progress& progress) {
    return Master(weights, demands, progress).solve();
}

} // namespace oreway
