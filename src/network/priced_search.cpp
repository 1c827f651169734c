// SPDX-License-Identifier: MIT
// One search an origin over a graph whose arcs carry their prices.

#include "network/priced_search.hpp"

#include <cmath>

#include "network/forward_search.hpp"
#include "network/passage_weight.hpp"
#include "oreway/base/parallel.hpp"

namespace oreway {

namespace {

SearchGraph priced_graph(Weights const& weights, std::span<double const> leg_prices, double factor) {
    Network const& network = weights.network();
    std::vector<double> by_arc(network.arc_count(), unreached);
    for (std::uint32_t a = 0; a < network.arc_count(); ++a)
        if (weights.is_open(ArcId(a)))
            by_arc[a] = factor * weights.arc(ArcId(a)) + leg_prices[index(network.arc(ArcId(a)).leg)];
    return {network, by_arc,
            [&](PassageCost const& cost) { return factor * passage_weight(weights.objective(), cost); }};
}

} // namespace

std::vector<std::optional<PricedPath>> priced_paths(Weights const& weights, std::span<double const> leg_prices,
                                                    double factor, std::span<Demand const> demands,
                                                    std::vector<DemandGroup> const& groups) {
    constexpr std::size_t origins_at_once = 4; // a search keeps arrays as long as the network
    SearchGraph const graph = priced_graph(weights, leg_prices, factor);
    std::vector<std::optional<PricedPath>> paths(demands.size());
    parallel_blocks(groups.size(), origins_at_once, [&](std::size_t first, std::size_t last) {
        ForwardSearch search(graph);
        for (std::size_t i = first; i < last; ++i) {
            std::vector<NodeId> targets;
            for (std::size_t const d : groups[i].demands)
                targets.push_back(demands[d].to);
            search.run(groups[i].origin, targets, unreached);
            for (std::size_t const d : groups[i].demands)
                if (auto const best = search.best_at(demands[d].to); best.weight < unreached)
                    paths[d] = PricedPath{search.arcs_to(best.label), best.weight};
        }
    });
    return paths;
}

} // namespace oreway
