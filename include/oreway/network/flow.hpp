// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Tonnes on the network: all of each demand on its best way; or the least total cost under the capacities of the legs;
/// or, for one commodity whose origins and destinations may be exchanged, the cheapest way from supplies to demands.
///
/// Under capacities the demands are commodities of their own. The linear programme is over ways, not over arcs, so that
/// passage costs are exact; ways are added while one has a negative reduced cost (column generation, Ford and Fulkerson
/// 1958, doi:10.1287/mnsc.5.1.97; solved by COIN-OR CLP). Its dual values are the shadow prices of the legs. For one
/// interchangeable commodity LEMON's network simplex is used.
///
/// Units: tonnes a year; the weight of the objective a tonne; totals in weight x tonnes (USD a year by cost). A
/// capacity holds for both directions of a leg together; NaN is unlimited. Tonnes are exact to 1e-6 of the largest
/// demand.

#include <cstdint>
#include <span>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/network/criticality.hpp"
#include "oreway/network/shortest_paths.hpp"

namespace oreway {

/// A way that carries part of a demand.
struct FlowPath {
    std::size_t demand = 0; ///< position in the demands
    RoutePath path;
    double tonnes = 0.0;
};

/// What a leg carries.
struct LegFlow {
    double forward_t = 0.0;
    double backward_t = 0.0;
    /// What one more tonne of capacity would save, weight a tonne, with the tonnes that cannot be served held as they
    /// are; 0 when the capacity is not used up. Where several prices are right, one of them.
    double shadow_price = 0.0;

    [[nodiscard]] double total_t() const noexcept { return forward_t + backward_t; }
};

struct FlowResult {
    std::vector<LegFlow> legs;      ///< one a leg of the network
    std::vector<FlowPath> paths;    ///< by demand, then by weight; empty for interchangeable_flow
    std::vector<double> unserved_t; ///< one a demand: no way, or no capacity left
    double total = 0.0;             ///< tonnes x weight of what is served
    /// The binding cut: the full legs that keep back what could not be served. Of one commodity it is a least cut (Ford
    /// and Fulkerson 1956); of several the legs whose capacities the proof rests on that no more can be served. Empty
    /// when no capacity keeps a tonne back.
    std::vector<LegId> cut;
};

/// All tonnes of each demand on its best way, without regard to capacities.
[[nodiscard]] FlowResult all_or_nothing(Weights const& weights, std::span<Demand const> demands,
                                        Progress& progress = no_progress());

/// Serves as many tonnes as the capacities let through, and among all ways to do that at the least total.
/// \throws NumericError when the solver stops without an answer
[[nodiscard]] FlowResult capacitated_flow(Weights const& weights, std::span<Demand const> demands,
                                          Progress& progress = no_progress());

/// Tonnes to be had (positive) or wanted (negative) at a node.
struct NodeSupply {
    NodeId node{};
    double tonnes = 0.0;
};

/// One interchangeable commodity: as much as can be served, at the least total. Passage costs count in full.
/// `unserved_t` has one entry a supply: what stays there, or is still wanted.
/// \throws UsageError for a supply that is not finite; NumericError when the solver stops without an answer
[[nodiscard]] FlowResult interchangeable_flow(Weights const& weights, std::span<NodeSupply const> supplies,
                                              Progress& progress = no_progress());

} // namespace oreway
