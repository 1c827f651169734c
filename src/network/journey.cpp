// SPDX-License-Identifier: MIT
// A way step by step, with sums that close.

#include "oreway/network/journey.hpp"

#include <algorithm>
#include <map>

#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

using Shares = std::map<std::string, JourneySums, std::less<>>;

JourneySums scaled(JourneySums const& sums, double share) noexcept {
    return {sums.km * share, sums.h * share, sums.usd_t * share, sums.co2e_kg_t * share};
}

JourneySums sums_of(LegFacts const& facts) noexcept {
    return {facts.length_km, facts.time_h, facts.cost_usd_t, facts.co2e_kg_t};
}

/// Writes the steps of a way one after the other and keeps the books.
class JourneyWriter {
public:
    JourneyWriter(Network const& network, Journey& journey) : m_network(network), m_journey(journey) {}

    void pass(NodeId node, std::optional<ArcId> in, std::optional<ArcId> out) {
        for (PassageItem& item : m_network.passage_items(in, out)) {
            count(item.kind);
            JourneySums const own{0.0, item.cost.hours, item.cost.usd_t, 0.0};
            m_journey.at_nodes += own;
            m_by_country[std::string(m_network.country(node))] += own;
            m_by_mode["node"] += own;
            add({.kind = JourneyStep::Kind::passage,
                 .arc = {},
                 .node = node,
                 .item = std::move(item),
                 .own = own,
                 .so_far = {}});
        }
    }

    void travel(ArcId arc) {
        LegId const leg = m_network.arc(arc).leg;
        LegFacts const& facts = m_network.facts(leg);
        JourneySums const own = sums_of(facts);
        share_out(leg, own);
        m_by_mode[facts.mode ? std::string(name_of(*facts.mode)) : std::string()] += own;
        add({.kind = JourneyStep::Kind::leg,
             .arc = arc,
             .node = m_network.arc(arc).head,
             .item = {},
             .own = own,
             .so_far = {}});
    }

    void finish() {
        for (auto& [key, sums] : m_by_country)
            m_journey.by_country.push_back({key, sums});
        for (auto& [key, sums] : m_by_mode)
            m_journey.by_mode.push_back({key, sums});
    }

private:
    void add(JourneyStep step) {
        m_journey.total += step.own;
        step.so_far = m_journey.total;
        m_journey.steps.push_back(std::move(step));
    }

    void count(PassageKind kind) {
        m_journey.borders += kind == PassageKind::border ? 1 : 0;
        m_journey.gauge_breaks += kind == PassageKind::gauge ? 1 : 0;
        m_journey.mode_changes += kind == PassageKind::mode || kind == PassageKind::port ? 1 : 0;
    }

    void share_out(LegId leg, JourneySums const& own) {
        auto const parts = m_network.countries(leg);
        if (parts.empty())
            m_by_country[std::string(m_network.sea(leg))] += own;
        for (LegCountry const& part : parts) {
            bool const known = part.country < m_network.countries().size();
            m_by_country[known ? m_network.countries()[part.country] : std::string()] += scaled(own, part.share);
        }
    }

    Network const& m_network;
    Journey& m_journey;
    Shares m_by_country;
    Shares m_by_mode;
};

} // namespace

JourneySums& JourneySums::operator+=(JourneySums const& other) noexcept {
    km += other.km;
    h += other.h;
    usd_t += other.usd_t;
    co2e_kg_t += other.co2e_kg_t;
    return *this;
}

Journey make_journey(Network const& network, NodeId from, std::span<ArcId const> arcs) {
    Journey journey;
    journey.from = from;
    journey.to = arcs.empty() ? from : network.arc(arcs.back()).head;
    JourneyWriter writer(network, journey);
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        writer.pass(network.arc(arcs[i]).tail, i == 0 ? std::nullopt : std::optional(arcs[i - 1]), arcs[i]);
        writer.travel(arcs[i]);
    }
    if (!arcs.empty())
        writer.pass(journey.to, arcs.back(), std::nullopt);
    writer.finish();
    auto const start = network.position(journey.from);
    auto const end = network.position(journey.to);
    if (start && end)
        journey.geodesic_km = to_kilometres(geodesic_distance(*start, *end));
    return journey;
}

double exposed_km(Journey const& journey, std::span<std::string const> countries) {
    double km = 0.0;
    for (JourneyShare const& share : journey.by_country)
        if (std::ranges::find(countries, share.key) != countries.end())
            km += share.sums.km;
    return km;
}

void append_line(Network const& network, std::span<ArcId const> arcs, LonLatGeometries& lines) {
    bool const any =
        std::ranges::any_of(arcs, [&](ArcId arc) { return network.line(network.arc(arc).leg).path_count() > 0; });
    if (!any) {
        lines.add_null();
        return;
    }
    lines.begin(GeometryKind::line);
    for (ArcId const arc : arcs) {
        LonLatGeometry const line = network.line(network.arc(arc).leg);
        bool const reversed = network.arc(arc).reversed;
        for (std::size_t p = 0; p < line.path_count(); ++p) {
            auto const path = line.path(reversed ? line.path_count() - 1 - p : p);
            lines.begin_path();
            if (reversed)
                lines.add(std::vector<LonLat>(path.rbegin(), path.rend()));
            else
                lines.add(path);
        }
    }
    lines.end();
}

} // namespace oreway
