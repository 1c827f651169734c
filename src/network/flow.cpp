// SPDX-License-Identifier: MIT
// All tonnes of each demand on its best way.

#include "oreway/network/flow.hpp"

#include "network/demand_groups.hpp"
#include "network/flow_parts.hpp"
#include "oreway/base/parallel.hpp"

namespace oreway {

std::vector<std::optional<RoutePath>> best_paths(Weights const& weights, std::span<Demand const> demands,
                                                 Progress& progress) {
    constexpr std::size_t origins_at_once = 4; // a search keeps arrays as long as the network
    std::vector<DemandGroup> const groups = demand_groups(demands);
    std::vector<std::optional<RoutePath>> paths(demands.size());
    progress.stage("best ways", groups.size());
    parallel_blocks(groups.size(), origins_at_once, [&](std::size_t first, std::size_t last) {
        ShortestPaths search(weights);
        for (std::size_t i = first; i < last; ++i) {
            stop_if_cancelled(progress);
            std::vector<NodeId> targets;
            for (std::size_t const d : groups[i].demands)
                targets.push_back(demands[d].to);
            search.run(groups[i].origin, targets);
            for (std::size_t const d : groups[i].demands)
                if (weights.is_open(demands[d].to))
                    paths[d] = search.path(demands[d].to);
            progress.advance(1);
        }
    });
    return paths;
}

void add_path(Network const& network, FlowPath path, FlowResult& result) {
    result.total += path.tonnes * path.path.weight;
    for (ArcId const id : path.path.arcs) {
        Arc const& arc = network.arc(id);
        LegFlow& leg = result.legs[index(arc.leg)];
        (arc.reversed ? leg.backward_t : leg.forward_t) += path.tonnes;
    }
    result.paths.push_back(std::move(path));
}

FlowResult all_or_nothing(Weights const& weights, std::span<Demand const> demands, Progress& progress) {
    auto paths = best_paths(weights, demands, progress);
    FlowResult result;
    result.legs.resize(weights.network().leg_count());
    result.unserved_t.assign(demands.size(), 0.0);
    for (std::size_t d = 0; d < demands.size(); ++d) {
        if (paths[d])
            add_path(weights.network(), {d, std::move(*paths[d]), demands[d].tonnes}, result);
        else
            result.unserved_t[d] = demands[d].tonnes;
    }
    return result;
}

} // namespace oreway
