// SPDX-License-Identifier: MIT
// Closes what each origin's demands use, origin by origin; the rows are summed in the order of the origins, so that
// they do not depend on the number of threads.

#include "oreway/network/criticality.hpp"

#include <algorithm>

#include "network/closed_search.hpp"
#include "network/demand_groups.hpp"
#include "oreway/base/parallel.hpp"

namespace oreway {

namespace {

/// Weights that differ by less than this share are the same: they are sums of many numbers in another order.
constexpr double same_weight = 1e-12;

/// A search for one destination settles about so many labels; more than that hang below most closures.
constexpr std::size_t labels_a_search = 100;

/// What the demands of one origin add to a row.
struct Share {
    std::size_t slot = 0; ///< leg, or node after all legs
    double carried_t = 0.0;
    double own_t = 0.0;
    double extra = 0.0;
    double worst_extra = 0.0;
    double unserved_t = 0.0;
    std::size_t affected = 0;
};

/// What the demands of one origin come to.
struct OriginResult {
    std::vector<Share> shares; ///< by slot
    double total = 0.0;
    double unserved_t = 0.0;
};

/// A demand on a leg or node.
struct Use {
    std::size_t slot = 0;
    std::size_t demand = 0;
    friend auto operator<=>(Use const&, Use const&) = default;
};

class OriginWork {
public:
    OriginWork(Weights const& weights, std::span<Demand const> demands, CriticalityOptions const& options)
        : m_weights(weights), m_demands(demands), m_options(options), m_search(weights) {}

    OriginResult run(DemandGroup const& group) {
        OriginResult result;
        m_search.run(group.origin);
        std::vector<Use> uses;
        for (std::size_t const d : group.demands) {
            double const weight = m_search.weight(m_demands[d].to);
            if (!m_weights.is_open(m_demands[d].to) || weight == unreached) {
                result.unserved_t += m_demands[d].tonnes;
                continue;
            }
            result.total += m_demands[d].tonnes * weight;
            add_uses(d, uses);
        }
        std::ranges::sort(uses);
        uses.erase(std::unique(uses.begin(), uses.end()), uses.end()); // a way may pass a node twice
        for (std::size_t first = 0; first < uses.size();) {
            std::size_t last = first;
            while (last < uses.size() && uses[last].slot == uses[first].slot)
                ++last;
            result.shares.push_back(closed(std::span(uses).subspan(first, last - first)));
            first = last;
        }
        return result;
    }

private:
    [[nodiscard]] std::size_t slot_of(NodeId node) const noexcept {
        return m_weights.network().leg_count() + index(node);
    }

    void add_uses(std::size_t demand, std::vector<Use>& uses) const {
        Network const& network = m_weights.network();
        if (m_options.nodes)
            uses.push_back({slot_of(m_demands[demand].from), demand});
        for (ArcId const id : m_search.arcs_to(m_demands[demand].to)) {
            Arc const& arc = network.arc(id);
            if (m_options.legs)
                uses.push_back({index(arc.leg), demand});
            if (m_options.nodes)
                uses.push_back({slot_of(arc.head), demand});
        }
    }

    Share closed(std::span<Use const> uses) {
        Share share{.slot = uses.front().slot};
        std::size_t const legs = m_weights.network().leg_count();
        if (share.slot < legs)
            m_search.close(LegId(static_cast<std::uint32_t>(share.slot)));
        else
            m_search.close(NodeId(static_cast<std::uint32_t>(share.slot - legs)));
        bool const one_by_one = uses.size() * labels_a_search < m_search.below_count();
        if (!one_by_one)
            m_search.search_again();
        for (Use const& use : uses) {
            Demand const& demand = m_demands[use.demand];
            share.carried_t += demand.tonnes;
            if (share.slot == slot_of(demand.from) || share.slot == slot_of(demand.to))
                share.own_t += demand.tonnes;
            double const open = m_search.weight(demand.to);
            double const now = one_by_one ? m_search.weight_round(demand.to) : m_search.closed_weight(demand.to);
            if (now == unreached) {
                share.unserved_t += demand.tonnes;
                ++share.affected;
            } else if (now - open > same_weight * open) {
                share.extra += demand.tonnes * (now - open);
                share.worst_extra = std::max(share.worst_extra, now - open);
                ++share.affected;
            }
        }
        return share;
    }

    Weights const& m_weights;
    std::span<Demand const> m_demands;
    CriticalityOptions const& m_options;
    ClosedSearch m_search;
};

void add(Share const& share, CriticalityRow& row) {
    row.carried_t += share.carried_t;
    row.own_t += share.own_t;
    row.extra += share.extra;
    row.worst_extra = std::max(row.worst_extra, share.worst_extra);
    row.unserved_t += share.unserved_t;
    row.affected += share.affected;
}

bool is_open(Weights const& weights, LegId leg) {
    for (TravelDirection const direction : {TravelDirection::forward, TravelDirection::backward})
        if (auto const arc = weights.network().arc_of(leg, direction); arc && weights.is_open(*arc))
            return true;
    return false;
}

std::vector<OriginResult> results_by_origin(Weights const& weights, std::span<Demand const> demands,
                                            std::vector<DemandGroup> const& groups, CriticalityOptions const& options) {
    constexpr std::size_t origins_at_once = 4; // a search keeps arrays as long as the network
    std::vector<OriginResult> results(groups.size());
    options.progress->stage("closing legs and nodes", groups.size());
    parallel_blocks(groups.size(), origins_at_once, [&](std::size_t first, std::size_t last) {
        OriginWork work(weights, demands, options);
        for (std::size_t i = first; i < last; ++i) {
            stop_if_cancelled(*options.progress);
            results[i] = work.run(groups[i]);
            options.progress->advance(1);
        }
    });
    return results;
}

} // namespace

Criticality criticality(Weights const& weights, std::span<Demand const> demands, CriticalityOptions const& options) {
    std::vector<DemandGroup> const groups = demand_groups(demands);
    Network const& network = weights.network();
    std::vector<CriticalityRow> rows(network.leg_count() + network.node_count());
    Criticality result;
    for (OriginResult const& of_origin : results_by_origin(weights, demands, groups, options)) {
        result.total += of_origin.total;
        result.unserved_t += of_origin.unserved_t;
        for (Share const& share : of_origin.shares)
            add(share, rows[share.slot]);
    }
    for (std::uint32_t i = 0; i < network.leg_count() && options.legs; ++i) {
        CriticalityRow& row = rows[i];
        row.kind = ClosedKind::leg;
        row.leg = LegId(i);
        if (is_open(weights, row.leg))
            result.rows.push_back(row);
    }
    for (std::uint32_t i = 0; i < network.node_count() && options.nodes; ++i) {
        CriticalityRow& row = rows[network.leg_count() + i];
        row.kind = ClosedKind::node;
        row.node = NodeId(i);
        if (weights.is_open(row.node))
            result.rows.push_back(row);
    }
    return result;
}

} // namespace oreway
