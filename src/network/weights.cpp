// SPDX-License-Identifier: MIT
// One number for every arc and passage, by the objective; closed where a restriction forbids.

#include "oreway/network/weights.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "network/fault_tally.hpp"
#include "network/passage_weight.hpp"
#include "network/search_graph.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr double closed = std::numeric_limits<double>::infinity();

/// Positions of countries by name.
std::vector<bool> country_set(Network const& network, std::vector<std::string> const& names) {
    auto const& countries = network.countries();
    std::vector<bool> set(countries.size(), false);
    for (std::string const& name : names) {
        auto const at = std::ranges::lower_bound(countries, name);
        if (at == countries.end() || *at != name)
            throw UsageError({fmt::format("no node and no leg of the network lies in '{}'", name), "countries",
                              "the network has: " + join(countries, ", ")});
        set[static_cast<std::size_t>(at - countries.begin())] = true;
    }
    return set;
}

double km_within(Network const& network, LegId leg, std::vector<bool> const& set) {
    double share = 0.0;
    for (LegCountry const& part : network.countries(leg))
        if (part.country < set.size() && set[part.country])
            share += part.share;
    return share == 0.0 ? 0.0 : network.facts(leg).length_km * share;
}

double leg_weight(Network const& network, LegId leg, Objective const& objective, std::vector<bool> const& exposed) {
    LegFacts const& facts = network.facts(leg);
    switch (objective.of) {
    case Objective::Of::time:
        return facts.time_h;
    case Objective::Of::cost:
        return facts.cost_usd_t;
    case Objective::Of::distance:
        return facts.length_km;
    case Objective::Of::co2e:
        return facts.co2e_kg_t;
    case Objective::Of::generalised_cost:
        return objective.value_of_time_usd_th == 0.0 ? facts.cost_usd_t
                                                     : facts.cost_usd_t + objective.value_of_time_usd_th * facts.time_h;
    case Objective::Of::exposure:
        return km_within(network, leg, exposed);
    }
    return not_given;
}

/// Judges legs and nodes by a restriction.
class Gate {
public:
    Gate(Network const& network, Restriction const& restriction)
        : m_network(network), m_restriction(restriction),
          m_avoided(country_set(network, restriction.avoided_countries)), m_node_open(network.node_count(), true),
          m_leg_open(network.leg_count(), true) {
        for (LegId const leg : restriction.closed_legs)
            m_leg_open[index(leg)] = false;
        for (std::uint32_t n = 0; n < network.node_count(); ++n)
            m_node_open[n] = !is_avoided(network.country(NodeId(n)));
        for (NodeId const node : restriction.closed_nodes)
            m_node_open[index(node)] = false;
    }

    [[nodiscard]] std::vector<bool> const& node_open() const noexcept { return m_node_open; }

    /// Why a leg may not be used; empty when it may.
    [[nodiscard]] std::string reason(LegId leg) const {
        LegFacts const& facts = m_network.facts(leg);
        if (!m_leg_open[index(leg)])
            return "closed";
        for (NodeId const node : {facts.from, facts.to})
            if (!m_node_open[index(node)])
                return fmt::format("node '{}' is closed", m_network.id(node));
        for (LegCountry const& part : m_network.countries(leg))
            if (part.share > 0.0 && part.country < m_avoided.size() && m_avoided[part.country])
                return fmt::format("in avoided {}", m_network.countries()[part.country]);
        auto const& modes = m_restriction.only_modes;
        if (!modes.empty() && !(facts.mode && std::ranges::find(modes, *facts.mode) != modes.end()))
            return facts.mode ? fmt::format("by {}", name_of(*facts.mode)) : "without mode";
        return in_time(facts)                           ? std::string()
               : m_restriction.year && has_years(facts) ? fmt::format("not open in {}", *m_restriction.year)
                                                        : fmt::format("{}", name_of(facts.status));
    }

private:
    static bool has_years(LegFacts const& facts) noexcept { return facts.year_from != 0 || facts.year_to != 0; }
    [[nodiscard]] bool in_time(LegFacts const& facts) const {
        if (m_restriction.year && has_years(facts))
            return *m_restriction.year >= facts.year_from &&
                   (facts.year_to == 0 || *m_restriction.year <= facts.year_to);
        return std::ranges::find(m_restriction.open_status, facts.status) != m_restriction.open_status.end();
    }
    [[nodiscard]] bool is_avoided(std::string_view country) const {
        auto const& names = m_restriction.avoided_countries;
        return !country.empty() && std::ranges::find(names, country) != names.end();
    }

    Network const& m_network;
    Restriction m_restriction;
    std::vector<bool> m_avoided;
    std::vector<bool> m_node_open;
    std::vector<bool> m_leg_open;
};

std::string_view needed_by(Objective::Of of) {
    switch (of) {
    case Objective::Of::time:
        return "without time";
    case Objective::Of::cost:
        return "without cost";
    case Objective::Of::co2e:
        return "without emission factor";
    case Objective::Of::generalised_cost:
        return "without cost or time";
    case Objective::Of::distance:
    case Objective::Of::exposure:
        break;
    }
    return "without length";
}

} // namespace

double passage_weight(Objective const& objective, PassageCost const& cost) noexcept {
    switch (objective.of) {
    case Objective::Of::time:
        return cost.hours;
    case Objective::Of::cost:
        return cost.usd_t;
    case Objective::Of::generalised_cost:
        return cost.usd_t + objective.value_of_time_usd_th * cost.hours;
    case Objective::Of::distance:
    case Objective::Of::co2e:
    case Objective::Of::exposure:
        break;
    }
    return 0.0;
}

struct Weights::Impl {
    Impl(Network const& net, Objective wanted, Restriction const& restriction)
        : network(net), objective(std::move(wanted)), gate(net, restriction),
          exposed(country_set(net, objective.countries)), weights(weigh()),
          graph(net, weights, [this](PassageCost const& cost) { return passage_weight(objective, cost); }) {}

    /// Weights of all arcs; legs without the value that is needed are closed and noted.
    std::vector<double> weigh() {
        if (!(objective.value_of_time_usd_th >= 0.0) || !std::isfinite(objective.value_of_time_usd_th))
            throw UsageError({"a value of time cannot be below zero", "objective", "give USD a tonne and hour"});
        std::vector<double> by_leg(network.leg_count(), closed);
        FaultTally tally("legs", "leg", "legs");
        for (std::uint32_t i = 0; i < network.leg_count(); ++i) {
            LegId const leg{i};
            if (!gate.reason(leg).empty())
                continue;
            double const weight = leg_weight(network, leg, objective, exposed);
            if (std::isfinite(weight))
                by_leg[i] = weight;
            else
                tally.add(Severity::warning, "network.value.missing",
                          fmt::format("{}, not used", needed_by(objective.of)), network.id(leg),
                          "give the value in the data, or a rate for its mode and country");
        }
        tally.report(problems);
        std::vector<double> by_arc(network.arc_count());
        for (std::uint32_t a = 0; a < network.arc_count(); ++a)
            by_arc[a] = by_leg[index(network.arc(ArcId(a)).leg)];
        return by_arc;
    }

    Network const& network;
    Objective objective;
    Problems problems;
    Gate gate;
    std::vector<bool> exposed; // by country
    std::vector<double> weights;
    SearchGraph graph;
};

Weights::Weights(Network const& network, Objective const& objective, Restriction const& restriction)
    : m_impl(std::make_unique<Impl>(network, objective, restriction)) {}
Weights::Weights(Weights&&) noexcept = default;
Weights& Weights::operator=(Weights&&) noexcept = default;
Weights::~Weights() = default;

Network const& Weights::network() const noexcept {
    return m_impl->network;
}
Objective const& Weights::objective() const noexcept {
    return m_impl->objective;
}
Problems const& Weights::problems() const noexcept {
    return m_impl->problems;
}
bool Weights::is_open(NodeId node) const noexcept {
    return m_impl->gate.node_open()[index(node)];
}
bool Weights::is_open(ArcId arc) const noexcept {
    return m_impl->weights[index(arc)] < closed;
}
std::string Weights::why_closed(LegId leg) const {
    std::string reason = m_impl->gate.reason(leg);
    if (reason.empty() && !std::isfinite(leg_weight(m_impl->network, leg, m_impl->objective, m_impl->exposed)))
        reason = needed_by(m_impl->objective.of);
    return reason;
}
double Weights::arc(ArcId arc) const noexcept {
    return m_impl->weights[index(arc)];
}
double Weights::passage(ArcId in, ArcId out) const noexcept {
    return passage_weight(m_impl->objective, m_impl->network.passage(in, out));
}
double Weights::departure(ArcId out) const noexcept {
    return passage_weight(m_impl->objective, m_impl->network.departure(out));
}
double Weights::arrival(ArcId in) const noexcept {
    return passage_weight(m_impl->objective, m_impl->network.arrival(in));
}
double Weights::of_path(std::span<ArcId const> arcs) const noexcept {
    if (arcs.empty())
        return 0.0;
    double sum = arc(arcs.front()) + departure(arcs.front());
    for (std::size_t i = 1; i < arcs.size(); ++i)
        sum = sum + passage(arcs[i - 1], arcs[i]) + arc(arcs[i]);
    return sum + arrival(arcs.back());
}
SearchGraph const& Weights::graph() const noexcept {
    return m_impl->graph;
}

} // namespace oreway
