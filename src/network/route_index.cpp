// SPDX-License-Identifier: MIT
// A hierarchy as a value: made, written to bytes, read back and checked; its shortcuts opened.

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

#include "network/route_index_impl.hpp"
#include "oreway/base/hash.hpp"

namespace oreway {

namespace {

static_assert(std::endian::native == std::endian::little, "indexes are written as they lie in memory");

constexpr std::string_view family = "OREWAY-ROUTE-INDEX-";
constexpr std::string_view magic = "OREWAY-ROUTE-INDEX-1\n";

template <class Value> void append(std::string& bytes, std::vector<Value> const& values) {
    std::uint64_t const count = values.size();
    bytes.append(reinterpret_cast<char const*>(&count), sizeof count);
    bytes.append(reinterpret_cast<char const*>(values.data()), count * sizeof(Value));
}

/// Everything the hierarchy depends on.
std::string fingerprint(SearchGraph const& graph) {
    std::vector<std::uint32_t> structure = {graph.has_turns() ? 1u : 0u};
    std::vector<double> numbers;
    for (std::uint32_t label = 0; label < graph.label_count(); ++label) {
        structure.push_back(graph.node_of(label));
        numbers.push_back(graph.arrival(label));
        leave_label(graph, label, 0.0, [&](std::uint32_t head, double weight, std::uint32_t arc) {
            structure.push_back(head);
            structure.push_back(arc);
            numbers.push_back(weight);
        });
    }
    for (std::size_t node = 0; node < graph.node_count(); ++node)
        leave_origin(graph, node, [&](std::uint32_t, double weight, std::uint32_t) { numbers.push_back(weight); });
    std::string bytes;
    append(bytes, structure);
    append(bytes, numbers);
    return hash_bytes(bytes);
}

/// Reads arrays one after the other; stops at the first that does not fit.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : m_rest(bytes) {}

    [[nodiscard]] bool take(std::string_view expected) {
        bool const same = m_rest.substr(0, expected.size()) == expected;
        m_rest.remove_prefix(std::min(expected.size(), m_rest.size()));
        return same;
    }
    template <class Value> [[nodiscard]] bool read(std::vector<Value>& values) {
        std::uint64_t count = 0;
        if (m_rest.size() < sizeof count)
            return false;
        std::memcpy(&count, m_rest.data(), sizeof count);
        m_rest.remove_prefix(sizeof count);
        if (count > m_rest.size() / sizeof(Value))
            return false;
        values.resize(count);
        std::memcpy(values.data(), m_rest.data(), count * sizeof(Value));
        m_rest.remove_prefix(count * sizeof(Value));
        return true;
    }
    [[nodiscard]] bool at_end() const noexcept { return m_rest.empty(); }

private:
    std::string_view m_rest;
};

DataError unusable(std::string what) {
    return DataError({std::move(what), "route index", "make the index anew"});
}

std::string body_of(RouteIndex::Impl const& index) {
    std::string body;
    append(body, index.rank_of);
    for (HierarchySide const* side : {&index.up, &index.down}) {
        append(body, side->first);
        append(body, side->edges);
    }
    return body;
}

/// Sums of an arc as the edge of a label: the passage before it, and the leg.
ExactSums arc_sums(Network const& network, SearchGraph const& graph, SearchGraph::Label label, ArcId arc) {
    NodeId const node = network.arc(arc).tail;
    auto const table = network.passages(node);
    ExactSums sums(network.facts(network.arc(arc).leg));
    if (!table.empty())
        sums += ExactSums(table[(label - graph.labels_of(index(node)).first) * network.departure_classes(node) +
                                network.departure_class(arc)]);
    return sums;
}

bool is_free(PassageCost const& cost) noexcept {
    return cost.hours == 0.0 && cost.usd_t == 0.0;
}

} // namespace

std::pair<std::uint32_t, std::uint32_t> RouteIndex::Impl::halves(HierarchyEdge const& edge, std::uint32_t tail,
                                                                 std::uint32_t head) const {
    auto const find = [&](HierarchySide const& side, std::uint32_t other) {
        auto const edges = side.of(edge.via);
        auto const at = std::ranges::lower_bound(edges, other, {}, &HierarchyEdge::other);
        return static_cast<std::uint32_t>(side.first[edge.via] + static_cast<std::size_t>(at - edges.begin()));
    };
    return {find(down, tail), find(up, head)};
}

void RouteIndex::Impl::unpack(HierarchyEdge const& edge, std::uint32_t tail, std::uint32_t head,
                              std::vector<ArcId>& arcs) const {
    if (edge.is_arc()) {
        arcs.push_back(edge.arc());
        return;
    }
    auto const [first, second] = halves(edge, tail, head);
    unpack(down.edges[first], tail, edge.via, arcs);
    unpack(up.edges[second], edge.via, head, arcs);
}

void RouteIndex::Impl::complete() {
    find_core();
    fill_sums();
}

/// The core begins where ranks have edges to lower ones.
void RouteIndex::Impl::find_core() {
    auto const ranks = static_cast<std::uint32_t>(rank_count());
    core_begin = ranks;
    for (std::uint32_t rank = 0; rank < ranks; ++rank)
        for (HierarchySide const* side : {&up, &down})
            for (HierarchyEdge const& edge : side->of(rank))
                core_begin = edge.other < rank ? std::min(core_begin, edge.other) : core_begin;
}

/// From the lowest rank up.
void RouteIndex::Impl::fill_sums() {
    if (!knows_sums(*weights))
        return;
    SearchGraph const& graph = weights->graph();
    std::vector<std::uint32_t> label_of(rank_count());
    for (std::uint32_t label = 0; label < rank_of.size(); ++label)
        label_of[rank_of[label]] = label;
    up.sums.resize(up.edges.size());
    down.sums.resize(down.edges.size());
    auto const sums_of = [&](HierarchyEdge const& edge, std::uint32_t tail, std::uint32_t head) {
        if (edge.is_arc())
            return arc_sums(weights->network(), graph, label_of[tail], edge.arc());
        auto const [first, second] = halves(edge, tail, head);
        ExactSums sums = down.sums[first];
        return sums += up.sums[second];
    };
    for (std::uint32_t rank = 0; rank < rank_count(); ++rank) {
        for (std::uint32_t i = up.first[rank]; i < up.first[rank + 1]; ++i)
            up.sums[i] = sums_of(up.edges[i], rank, up.edges[i].other);
        for (std::uint32_t i = down.first[rank]; i < down.first[rank + 1]; ++i)
            down.sums[i] = sums_of(down.edges[i], down.edges[i].other, rank);
    }
}

RouteIndex::RouteIndex(Weights const& weights, Progress& progress) {
    auto impl = std::make_unique<Impl>(weights);
    build_hierarchy(*impl, progress);
    impl->complete();
    m_impl = std::move(impl);
}
RouteIndex::RouteIndex(std::unique_ptr<Impl const> impl) noexcept : m_impl(std::move(impl)) {}
RouteIndex::RouteIndex(RouteIndex&&) noexcept = default;
RouteIndex& RouteIndex::operator=(RouteIndex&&) noexcept = default;
RouteIndex::~RouteIndex() = default;

bool RouteIndex::is_index(std::string_view bytes) noexcept {
    return bytes.starts_with(family);
}

bool RouteIndex::knows_sums(Weights const& weights) noexcept {
    if (weights.graph().has_turns())
        return true;
    Network const& network = weights.network();
    for (std::uint32_t n = 0; n < network.node_count(); ++n)
        if (!network.passages(NodeId(n)).empty())
            return false;
    for (std::uint32_t a = 0; a < network.arc_count(); ++a)
        if (!is_free(network.departure(ArcId(a))) || !is_free(network.arrival(ArcId(a))))
            return false;
    return true;
}

Weights const& RouteIndex::weights() const noexcept {
    return *m_impl->weights;
}

std::size_t RouteIndex::edge_count() const noexcept {
    return m_impl->up.edges.size() + m_impl->down.edges.size();
}

std::string RouteIndex::to_bytes() const {
    std::string const body = body_of(*m_impl);
    return fmt::format("{}{}\n{}\n", magic, fingerprint(m_impl->weights->graph()), hash_bytes(body)) + body;
}

RouteIndex RouteIndex::from_bytes(std::string_view bytes, Weights const& weights) {
    ByteReader reader(bytes);
    if (!reader.take(magic))
        throw unusable("the bytes are no route index of this version");
    if (!reader.take(fingerprint(weights.graph()) + "\n"))
        throw unusable("the route index was made for other data, objective or restrictions");
    std::size_t const head = magic.size() + 2 * (hash_bytes({}).size() + 1);
    std::string_view const body = bytes.substr(std::min(head, bytes.size()));
    if (!reader.take(hash_bytes(body) + "\n"))
        throw unusable("the route index is damaged");
    auto impl = std::make_unique<Impl>(weights);
    bool whole = reader.read(impl->rank_of);
    for (HierarchySide* side : {&impl->up, &impl->down})
        whole = whole && reader.read(side->first) && reader.read(side->edges);
    if (!whole || !reader.at_end())
        throw unusable("the route index is damaged");
    impl->complete();
    return RouteIndex(std::move(impl));
}

} // namespace oreway
