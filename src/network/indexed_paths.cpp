// SPDX-License-Identifier: MIT
// Single ways by the hierarchy: up from both ends until they meet, then shortcuts are opened to arcs.

#include <algorithm>

#include "network/upward_search.hpp"

namespace oreway {

struct IndexedPaths::Impl {
    explicit Impl(RouteIndex::Impl const& of) : index(of), forward(of, of.up, of.down), backward(of, of.down, of.up) {}

    /// The rank where the best way is highest; none when there is no way.
    std::uint32_t meet() {
        double best = unreached;
        std::uint32_t meeting = LabelMarks::no_label;
        auto const settle = [&](UpwardSearch& search, UpwardSearch const& other) {
            auto const settled = search.settle(UpwardSearch::Core::search);
            double const total = settled.weight + other.marks().weight(settled.rank);
            if (total < best) {
                best = total;
                meeting = settled.rank;
            }
        };
        for (;;) {
            double const ahead = forward.next_weight();
            double const behind = backward.next_weight();
            if (!(std::min(ahead, behind) < best))
                return meeting;
            if (ahead <= behind)
                settle(forward, backward);
            else
                settle(backward, forward);
        }
    }

    std::vector<ArcId> arcs_over(std::uint32_t meeting) const {
        std::vector<std::uint32_t> ranks; // from the meeting down to where the forward search began
        for (std::uint32_t at = meeting; at != LabelMarks::no_label; at = forward.marks().parent(at))
            ranks.push_back(at);
        std::vector<ArcId> arcs;
        if (std::uint32_t const first = forward.marks().arc(ranks.back()); first != LabelMarks::no_arc)
            arcs.push_back(ArcId(first));
        for (std::size_t i = ranks.size() - 1; i-- > 0;)
            index.unpack(index.up.edges[forward.marks().arc(ranks[i])], ranks[i + 1], ranks[i], arcs);
        for (std::uint32_t at = meeting; backward.marks().parent(at) != LabelMarks::no_label;
             at = backward.marks().parent(at))
            index.unpack(index.down.edges[backward.marks().arc(at)], at, backward.marks().parent(at), arcs);
        return arcs;
    }

    RouteIndex::Impl const& index;
    UpwardSearch forward;
    UpwardSearch backward;
};

IndexedPaths::IndexedPaths(RouteIndex const& index) : m_impl(std::make_unique<Impl>(index.impl())) {}
IndexedPaths::IndexedPaths(IndexedPaths&&) noexcept = default;
IndexedPaths& IndexedPaths::operator=(IndexedPaths&&) noexcept = default;
IndexedPaths::~IndexedPaths() = default;

std::optional<RoutePath> IndexedPaths::find(NodeId from, NodeId to) {
    Weights const& weights = *m_impl->index.weights;
    if (!weights.is_open(from) || !weights.is_open(to))
        return std::nullopt;
    if (from == to)
        return RoutePath{};
    start_at_origin(m_impl->index, m_impl->forward, from);
    start_at_destination(m_impl->index, m_impl->backward, to);
    std::uint32_t const meeting = m_impl->meet();
    if (meeting == LabelMarks::no_label)
        return std::nullopt;
    RoutePath path{.arcs = m_impl->arcs_over(meeting)};
    path.weight = weights.of_path(path.arcs);
    return path;
}

} // namespace oreway
