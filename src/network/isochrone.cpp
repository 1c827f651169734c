// SPDX-License-Identifier: MIT
// Nodes and parts of legs within a limit of an origin.

#include "oreway/network/isochrone.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace oreway {

namespace {

/// How far an arc is travelled within the limit.
struct Advance {
    double start = 0.0;  ///< weight at its tail, about to leave
    double weight = 0.0; ///< of the whole arc
    double share = 0.0;  ///< of its length, 0 when it is not entered
};

Advance advance_on(Weights const& weights, ShortestPaths const& search, std::optional<ArcId> arc, double limit) {
    Advance advance;
    if (!arc || !weights.is_open(*arc))
        return advance;
    advance.start = search.weight_before(*arc);
    advance.weight = weights.arc(*arc);
    if (!(advance.start <= limit))
        return advance;
    advance.share = advance.weight > 0.0 ? std::min(1.0, (limit - advance.start) / advance.weight) : 1.0;
    return advance;
}

/// Where two advances from both ends of a leg are equally far from the origin, as a share from its first node; each is
/// cut there when they overlap.
void cut_where_they_meet(Advance& forward, Advance& backward) {
    if (forward.share + backward.share <= 1.0)
        return;
    double const both = forward.weight + backward.weight;
    double const meet = both > 0.0 ? std::clamp((backward.start + backward.weight - forward.start) / both, 0.0, 1.0)
                        : forward.start <= backward.start ? 1.0
                                                          : 0.0;
    forward.share = std::min(forward.share, std::max(meet, 1.0 - backward.share));
    backward.share = std::min(backward.share, 1.0 - forward.share);
}

void add_parts(Weights const& weights, ShortestPaths const& search, LegId leg, double limit, Isochrone& result) {
    Network const& network = weights.network();
    auto const ahead = network.arc_of(leg, TravelDirection::forward);
    auto const behind = network.arc_of(leg, TravelDirection::backward);
    Advance forward = advance_on(weights, search, ahead, limit);
    Advance backward = advance_on(weights, search, behind, limit);
    cut_where_they_meet(forward, backward);
    if (forward.share > 0.0)
        result.parts.push_back({.leg = leg,
                                .arc = *ahead,
                                .begin = 0.0,
                                .end = forward.share,
                                .weight_begin = forward.start,
                                .weight_end = forward.start + forward.weight * forward.share});
    if (backward.share > 0.0)
        result.parts.push_back({.leg = leg,
                                .arc = *behind,
                                .begin = 1.0 - backward.share,
                                .end = 1.0,
                                .weight_begin = backward.start + backward.weight * backward.share,
                                .weight_end = backward.start});
}

} // namespace

Isochrone isochrone(Weights const& weights, NodeId from, double limit) {
    if (!(limit >= 0.0) || !std::isfinite(limit))
        throw UsageError({"a limit must be a number of zero or more", "isochrone",
                          fmt::format("give it in {}", unit_of(weights.objective().of))});
    if (!weights.is_open(from))
        throw UsageError({fmt::format("node '{}' is closed", weights.network().id(from)), "isochrone",
                          "open it, or start elsewhere"});
    ShortestPaths search(weights);
    search.run(from, {}, limit);
    Isochrone result;
    for (std::uint32_t n = 0; n < weights.network().node_count(); ++n)
        if (double const weight = search.weight(NodeId(n)); weight <= limit)
            result.nodes.push_back({NodeId(n), weight});
    for (std::uint32_t leg = 0; leg < weights.network().leg_count(); ++leg)
        add_parts(weights, search, LegId(leg), limit, result);
    return result;
}

} // namespace oreway
