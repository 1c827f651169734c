// SPDX-License-Identifier: MIT
// Arcs of a network, and reading its arrays.

#include "oreway/network/network.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "network/network_builder.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// Nodes with more ids than this in a message are cut.
constexpr std::size_t named_nodes = 8;

std::uint32_t root_of(std::vector<std::uint32_t>& parent, std::uint32_t node) {
    while (parent[node] != node) {
        parent[node] = parent[parent[node]];
        node = parent[node];
    }
    return node;
}

/// Position of an id in a sorted list of positions.
std::optional<std::uint32_t> find_id(TextColumn const& ids, std::vector<std::uint32_t> const& order,
                                     std::string_view id) noexcept {
    auto const at =
        std::ranges::lower_bound(order, id, std::less<>{}, [&](std::uint32_t position) { return ids[position]; });
    return at != order.end() && ids[*at] == id ? std::optional(*at) : std::nullopt;
}

void add_arc(Network::Impl& network, std::vector<Arc>& arcs, std::size_t leg, TravelDirection direction) {
    LegFacts const& facts = network.legs[leg];
    bool const reversed = direction == TravelDirection::backward;
    arcs.push_back({.tail = reversed ? facts.to : facts.from,
                    .head = reversed ? facts.from : facts.to,
                    .leg = LegId(static_cast<std::uint32_t>(leg)),
                    .reversed = reversed});
}

/// Arcs by tail, those of one node in the order of the legs.
void sort_by_tail(Network::Impl& network, std::vector<Arc> const& arcs, std::size_t nodes) {
    network.first_out.assign(nodes + 1, 0);
    for (Arc const& arc : arcs)
        ++network.first_out[index(arc.tail) + 1];
    std::partial_sum(network.first_out.begin(), network.first_out.end(), network.first_out.begin());
    std::vector<std::uint32_t> next(network.first_out.begin(), network.first_out.end() - 1);
    network.arcs.resize(arcs.size());
    for (Arc const& arc : arcs)
        network.arcs[next[index(arc.tail)]++] = arc;
}

void list_by_head(Network::Impl& network, std::size_t nodes) {
    network.first_in.assign(nodes + 1, 0);
    for (Arc const& arc : network.arcs)
        ++network.first_in[index(arc.head) + 1];
    std::partial_sum(network.first_in.begin(), network.first_in.end(), network.first_in.begin());
    std::vector<std::uint32_t> next(network.first_in.begin(), network.first_in.end() - 1);
    network.into.resize(network.arcs.size());
    for (std::size_t a = 0; a < network.arcs.size(); ++a)
        network.into[next[index(network.arcs[a].head)]++] = ArcId(static_cast<std::uint32_t>(a));
}

UsageError unknown_node(Network::Impl const& network, std::string_view text) {
    std::vector<std::string> candidates;
    for (std::size_t n = 0; n < network.node_ids.size(); ++n) {
        candidates.emplace_back(network.node_ids[n]);
        if (!network.names.empty())
            candidates.push_back(network.names[n]);
    }
    auto const near = nearest_spelling(text, candidates);
    return UsageError({fmt::format("there is no node '{}'", text), "nodes of the network",
                       near ? fmt::format("did you mean '{}'?", *near) : "give the id or the name of a node"});
}

} // namespace

void make_arcs(NetworkDraft& draft) {
    Network::Impl& network = draft.network;
    std::vector<Arc> arcs;
    arcs.reserve(2 * network.legs.size());
    for (std::size_t i = 0; i < network.legs.size(); ++i) {
        if (network.legs[i].direction != TravelDirection::backward)
            add_arc(network, arcs, i, TravelDirection::forward);
        if (network.legs[i].direction != TravelDirection::forward)
            add_arc(network, arcs, i, TravelDirection::backward);
    }
    sort_by_tail(network, arcs, draft.nodes.size());
    list_by_head(network, draft.nodes.size());
    network.forward_arc.assign(network.legs.size(), Network::Impl::no_arc);
    network.backward_arc.assign(network.legs.size(), Network::Impl::no_arc);
    for (std::size_t a = 0; a < network.arcs.size(); ++a) {
        Arc const& arc = network.arcs[a];
        (arc.reversed ? network.backward_arc : network.forward_arc)[index(arc.leg)] =
            ArcId(static_cast<std::uint32_t>(a));
    }
}

Network::Network(std::unique_ptr<Impl const> impl) noexcept : m_impl(std::move(impl)) {}
Network::Network(Network&&) noexcept = default;
Network& Network::operator=(Network&&) noexcept = default;
Network::~Network() = default;

std::size_t Network::node_count() const noexcept {
    return m_impl->node_ids.size();
}
std::size_t Network::leg_count() const noexcept {
    return m_impl->legs.size();
}
std::size_t Network::arc_count() const noexcept {
    return m_impl->arcs.size();
}

std::string_view Network::id(NodeId node) const noexcept {
    return m_impl->node_ids[index(node)];
}
std::string_view Network::name(NodeId node) const noexcept {
    if (m_impl->names.empty() || m_impl->names[index(node)].empty())
        return id(node);
    return m_impl->names[index(node)];
}
std::string_view Network::country(NodeId node) const noexcept {
    return m_impl->country_name(m_impl->node_country[index(node)]);
}
std::optional<LonLat> Network::position(NodeId node) const noexcept {
    if (m_impl->positions.empty() || !is_finite(m_impl->positions[index(node)]))
        return std::nullopt;
    return m_impl->positions[index(node)];
}

std::string_view Network::id(LegId leg) const noexcept {
    return m_impl->leg_ids[index(leg)];
}
LegFacts const& Network::facts(LegId leg) const noexcept {
    return m_impl->legs[index(leg)];
}
std::span<LegCountry const> Network::countries(LegId leg) const noexcept {
    return m_impl->countries_of(index(leg));
}
std::string_view Network::sea(LegId leg) const noexcept {
    return m_impl->sea_of(facts(leg));
}
LonLatGeometry Network::line(LegId leg) const noexcept {
    static LonLatGeometries const none = [] {
        LonLatGeometries geometries;
        geometries.add_null();
        return geometries;
    }();
    return m_impl->lines.empty() ? none[0] : m_impl->lines[facts(leg).row];
}
std::vector<std::string> const& Network::countries() const noexcept {
    return m_impl->countries;
}

Arc const& Network::arc(ArcId arc) const noexcept {
    return m_impl->arcs[index(arc)];
}
Network::ArcRange Network::arcs_from(NodeId node) const noexcept {
    return {ArcId(m_impl->first_out[index(node)]), ArcId(m_impl->first_out[index(node) + 1])};
}
std::span<ArcId const> Network::arcs_into(NodeId node) const noexcept {
    std::uint32_t const first = m_impl->first_in[index(node)];
    return std::span(m_impl->into).subspan(first, m_impl->first_in[index(node) + 1] - first);
}
std::optional<ArcId> Network::arc_of(LegId leg, TravelDirection direction) const noexcept {
    auto const& arcs = direction == TravelDirection::backward ? m_impl->backward_arc : m_impl->forward_arc;
    ArcId const arc = arcs[index(leg)];
    return arc == Impl::no_arc ? std::nullopt : std::optional(arc);
}

PassageCost Network::passage(ArcId in, ArcId out) const noexcept {
    NodeId const node = arc(out).tail;
    auto const table = passages(node);
    if (table.empty())
        return {};
    return table[std::size_t{arrival_class(in)} * departure_classes(node) + departure_class(out)];
}
PassageCost Network::departure(ArcId out) const noexcept {
    return m_impl->departures.empty() ? PassageCost{} : m_impl->departures[index(out)];
}
PassageCost Network::arrival(ArcId in) const noexcept {
    return m_impl->arrivals.empty() ? PassageCost{} : m_impl->arrivals[index(in)];
}
std::vector<PassageItem> Network::passage_items(std::optional<ArcId> in, std::optional<ArcId> out) const {
    if (!in && !out)
        return {};
    NodeId const node = in ? arc(*in).head : arc(*out).tail;
    std::optional<ArcEndView> arriving;
    std::optional<ArcEndView> leaving;
    if (in)
        arriving = view_at(*m_impl, *in, ArcEnd::head);
    if (out)
        leaving = view_at(*m_impl, *out, ArcEnd::tail);
    return m_impl->rules.items(node, std::string(country(node)), arriving ? &*arriving : nullptr,
                               leaving ? &*leaving : nullptr, nullptr);
}

std::uint16_t Network::arrival_class(ArcId in) const noexcept {
    return m_impl->arrival_class.empty() ? std::uint16_t{0} : m_impl->arrival_class[index(in)];
}
std::uint16_t Network::departure_class(ArcId out) const noexcept {
    return m_impl->departure_class.empty() ? std::uint16_t{0} : m_impl->departure_class[index(out)];
}
std::uint16_t Network::arrival_classes(NodeId node) const noexcept {
    return m_impl->arrival_classes.empty() ? std::uint16_t{1} : m_impl->arrival_classes[index(node)];
}
std::uint16_t Network::departure_classes(NodeId node) const noexcept {
    return m_impl->departure_classes.empty() ? std::uint16_t{1} : m_impl->departure_classes[index(node)];
}
std::span<PassageCost const> Network::passages(NodeId node) const noexcept {
    if (m_impl->passage_offset.empty())
        return {};
    std::uint32_t const first = m_impl->passage_offset[index(node)];
    return std::span(m_impl->passages).subspan(first, m_impl->passage_offset[index(node) + 1] - first);
}

NodeId Network::find_node(std::string_view text) const {
    if (auto const node = node_of_id(text))
        return *node;
    std::vector<NodeId> named;
    std::string const wanted = fold(trim(text));
    for (std::size_t n = 0; n < m_impl->names.size(); ++n)
        if (fold(trim(m_impl->names[n])) == wanted)
            named.push_back(NodeId(static_cast<std::uint32_t>(n)));
    if (named.empty())
        throw unknown_node(*m_impl, text);
    if (named.size() == 1)
        return named.front();
    std::string ids;
    for (std::size_t i = 0; i < std::min(named.size(), named_nodes); ++i)
        ids += fmt::format("{}'{}'", i == 0 ? "" : ", ", id(named[i]));
    throw UsageError({fmt::format("{} nodes are called '{}'", named.size(), text), "nodes of the network",
                      fmt::format("give an id: {}{}", ids, named.size() > named_nodes ? " ..." : "")});
}
std::optional<NodeId> Network::node_of_id(std::string_view id) const noexcept {
    auto const at = find_id(m_impl->node_ids, m_impl->nodes_by_id, id);
    return at ? std::optional(NodeId(*at)) : std::nullopt;
}
std::optional<LegId> Network::leg_of_id(std::string_view id) const noexcept {
    auto const at = find_id(m_impl->leg_ids, m_impl->legs_by_id, id);
    return at ? std::optional(LegId(*at)) : std::nullopt;
}

std::vector<ParallelGroup> const& Network::parallel_groups() const noexcept {
    return m_impl->parallel_groups;
}

std::vector<NetworkPart> Network::parts() const {
    std::vector<std::uint32_t> parent(node_count());
    std::iota(parent.begin(), parent.end(), 0u);
    for (LegFacts const& leg : m_impl->legs) {
        std::uint32_t const a = root_of(parent, static_cast<std::uint32_t>(leg.from));
        std::uint32_t const b = root_of(parent, static_cast<std::uint32_t>(leg.to));
        parent[std::max(a, b)] = std::min(a, b);
    }
    std::vector<NetworkPart> parts;
    std::vector<std::size_t> part_of(node_count());
    for (std::uint32_t n = 0; n < parent.size(); ++n) {
        std::uint32_t const root = root_of(parent, n);
        if (root == n) {
            part_of[n] = parts.size();
            parts.emplace_back();
        }
        parts[part_of[root]].nodes.push_back(NodeId(n));
    }
    for (LegFacts const& leg : m_impl->legs)
        ++parts[part_of[root_of(parent, static_cast<std::uint32_t>(leg.from))]].legs;
    std::ranges::stable_sort(parts, [](NetworkPart const& a, NetworkPart const& b) {
        return std::pair(a.legs, a.nodes.size()) > std::pair(b.legs, b.nodes.size());
    });
    return parts;
}

} // namespace oreway
