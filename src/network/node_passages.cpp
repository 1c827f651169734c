// SPDX-License-Identifier: MIT
// Charges of nodes, and what every passage costs: arcs that look the same from a node fall into one class, so that a
// node keeps one small table and not a cost for each pair of arcs.

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "network/network_builder.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

bool is_amount(double value) {
    return std::isfinite(value) && value >= 0.0;
}

void check_amount(NetworkDraft& draft, double value, std::string_view node) {
    if (!std::isnan(value) && !is_amount(value))
        draft.node_faults.add(Severity::error, "network.node.number",
                              "with a dwell time or fee that is below zero or not finite", node,
                              "correct the value, or leave it empty where it is not known");
}

std::optional<double> amount(std::vector<double> const& column, std::size_t row) {
    double const value = entry_of(column, row, not_given);
    return is_amount(value) ? std::optional(value) : std::nullopt;
}

void read_site_charges(NetworkDraft& draft) {
    NodeTable const& nodes = draft.nodes;
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        check_amount(draft, entry_of(nodes.dwell_h, n, not_given), nodes.id[n]);
        check_amount(draft, entry_of(nodes.fee_usd_t, n, not_given), nodes.id[n]);
        auto const hours = amount(nodes.dwell_h, n);
        auto const usd_t = amount(nodes.fee_usd_t, n);
        if (!hours && !usd_t)
            continue;
        NodeCharges& charges = draft.network.rules.charges_of(NodeId(static_cast<std::uint32_t>(n)));
        charges.site_h = hours;
        charges.site_usd_t = usd_t;
    }
}

void read_charge_row(NetworkDraft& draft, PassageCharge const& row) {
    check_amount(draft, row.dwell_h, row.node);
    check_amount(draft, row.fee_usd_t, row.node);
    auto const& order = draft.network.nodes_by_id;
    TextColumn const& ids = draft.nodes.id;
    auto const at = std::ranges::lower_bound(order, std::string_view(row.node), std::less<>{},
                                             [&](std::uint32_t n) { return ids[n]; });
    if (at == order.end() || ids[*at] != row.node) {
        draft.node_faults.add(Severity::error, "network.charge.node", "named by a charge but not in the table",
                              row.node, "add the node or correct the charge");
        return;
    }
    NodeCharges& charges = draft.network.rules.charges_of(NodeId(*at));
    if (row.kind != PassageKind::passage) {
        charges.by_kind.push_back(row);
        return;
    }
    if (is_amount(row.dwell_h))
        charges.site_h = row.dwell_h;
    if (is_amount(row.fee_usd_t))
        charges.site_usd_t = row.fee_usd_t;
}

/// The end of a leg its border belongs to; network.hpp states the rule.
ArcEnd border_end(Network::Impl const& network, Arc const& arc) {
    auto const claim = [&](NodeId node) {
        if (!network.is_border[index(node)])
            return 0;
        return network.rules.find_charges(node) != nullptr ? 2 : 1;
    };
    return claim(arc.tail) > claim(arc.head) ? ArcEnd::tail : ArcEnd::head;
}

/// Country at an end of an arc: of the node, else the declared one of the leg there.
std::string_view country_at(Network::Impl const& network, Arc const& arc, ArcEnd end) {
    NodeId const node = end == ArcEnd::tail ? arc.tail : arc.head;
    if (CountryIndex const country = network.node_country[index(node)]; country != no_country)
        return network.country_name(country);
    auto const parts = network.countries_of(index(arc.leg));
    if (parts.empty())
        return {};
    bool const first = (end == ArcEnd::tail) != arc.reversed;
    return network.country_name(first ? parts.front().country : parts.back().country);
}

/// Whether nothing can happen at a node whose legs all look alike.
bool is_plain(Network::Impl const& network, std::size_t node) {
    if (network.rules.find_charges(NodeId(static_cast<std::uint32_t>(node))) != nullptr)
        return false;
    LegFacts const* first = nullptr;
    auto const alike = [&](Arc const& arc) {
        LegFacts const& leg = network.legs[index(arc.leg)];
        if (first == nullptr)
            first = &leg;
        return leg.mode == first->mode && leg.gauge_mm == first->gauge_mm &&
               country_at(network, arc, ArcEnd::tail) == country_at(network, arc, ArcEnd::head);
    };
    for (std::uint32_t a = network.first_out[node]; a < network.first_out[node + 1]; ++a)
        if (!alike(network.arcs[a]))
            return false;
    for (std::uint32_t i = network.first_in[node]; i < network.first_in[node + 1]; ++i)
        if (!alike(network.arcs[index(network.into[i])]))
            return false;
    return true;
}

/// Distinct views of the arcs at a node and the class of each arc.
struct Views {
    std::vector<ArcEndView> distinct;
    std::vector<std::uint16_t> class_of;

    void add(ArcEndView view) {
        auto const at = std::ranges::find(distinct, view);
        class_of.push_back(static_cast<std::uint16_t>(at - distinct.begin()));
        if (at == distinct.end())
            distinct.push_back(std::move(view));
    }
};

bool same(PassageCost const& a, PassageCost const& b) noexcept {
    return a.hours == b.hours && a.usd_t == b.usd_t;
}

/// Costs of a node by class, before and after classes with equal costs are joined.
struct CostTable {
    std::vector<PassageCost> costs; // rows: arriving classes
    std::vector<PassageCost> arrivals;
    std::vector<PassageCost> departures;

    [[nodiscard]] PassageCost const& at(std::size_t in, std::size_t out) const {
        return costs[in * departures.size() + out];
    }
    [[nodiscard]] bool same_rows(std::size_t a, std::size_t b) const {
        for (std::size_t out = 0; out < departures.size(); ++out)
            if (!same(at(a, out), at(b, out)))
                return false;
        return same(arrivals[a], arrivals[b]);
    }
    [[nodiscard]] bool same_columns(std::size_t a, std::size_t b) const {
        for (std::size_t in = 0; in < arrivals.size(); ++in)
            if (!same(at(in, a), at(in, b)))
                return false;
        return same(departures[a], departures[b]);
    }
};

/// For each class the first one equal to it, renumbered without gaps; and the classes that stand for themselves.
template <class Same>
std::pair<std::vector<std::uint16_t>, std::vector<std::size_t>> joined(std::size_t count, Same const& equal) {
    std::vector<std::uint16_t> new_class(count);
    std::vector<std::size_t> kept;
    for (std::size_t c = 0; c < count; ++c) {
        auto const twin = std::ranges::find_if(kept, [&](std::size_t k) { return equal(k, c); });
        new_class[c] = static_cast<std::uint16_t>(twin - kept.begin());
        if (twin == kept.end())
            kept.push_back(c);
    }
    return {std::move(new_class), std::move(kept)};
}

class PassageCosting {
public:
    PassageCosting(NetworkDraft& draft, std::set<std::string>& missing)
        : m_network(draft.network), m_missing(missing) {}

    void run() {
        std::size_t const nodes = m_network.first_out.size() - 1;
        m_network.arrival_class.assign(m_network.arcs.size(), 0);
        m_network.departure_class.assign(m_network.arcs.size(), 0);
        m_network.arrival_classes.assign(nodes, 1);
        m_network.departure_classes.assign(nodes, 1);
        m_network.departures.assign(m_network.arcs.size(), {});
        m_network.arrivals.assign(m_network.arcs.size(), {});
        m_network.passage_offset.assign(1, 0);
        for (std::size_t n = 0; n < nodes; ++n) {
            if (!is_plain(m_network, n))
                cost_node(n);
            m_network.passage_offset.push_back(static_cast<std::uint32_t>(m_network.passages.size()));
        }
        if (m_network.passages.empty())
            clear();
    }

private:
    /// All is free: no arrays are needed.
    void clear() {
        m_network.arrival_class = {};
        m_network.departure_class = {};
        m_network.arrival_classes = {};
        m_network.departure_classes = {};
        m_network.departures = {};
        m_network.arrivals = {};
        m_network.passage_offset = {};
    }

    [[nodiscard]] PassageCost cost(std::size_t node, ArcEndView const* in, ArcEndView const* out) {
        std::string const country(m_network.country_name(m_network.node_country[node]));
        return sum_of(m_network.rules.items(NodeId(static_cast<std::uint32_t>(node)), country, in, out, &m_missing));
    }

    [[nodiscard]] CostTable table_of(std::size_t node, Views const& in, Views const& out) {
        CostTable table;
        for (ArcEndView const& arriving : in.distinct) {
            for (ArcEndView const& leaving : out.distinct)
                table.costs.push_back(cost(node, &arriving, &leaving));
            table.arrivals.push_back(cost(node, &arriving, nullptr));
        }
        for (ArcEndView const& leaving : out.distinct)
            table.departures.push_back(cost(node, nullptr, &leaving));
        return table;
    }

    void cost_node(std::size_t node) {
        std::uint32_t const first_out = m_network.first_out[node];
        std::uint32_t const first_in = m_network.first_in[node];
        Views in;
        Views out;
        for (std::uint32_t i = first_in; i < m_network.first_in[node + 1]; ++i)
            in.add(view_at(m_network, m_network.into[i], ArcEnd::head));
        for (std::uint32_t a = first_out; a < m_network.first_out[node + 1]; ++a)
            out.add(view_at(m_network, ArcId(a), ArcEnd::tail));
        CostTable const table = table_of(node, in, out);
        auto const free = [](PassageCost const& c) { return c.hours == 0.0 && c.usd_t == 0.0; };
        if (std::ranges::all_of(table.costs, free) && std::ranges::all_of(table.arrivals, free) &&
            std::ranges::all_of(table.departures, free))
            return;
        auto const [in_class, in_kept] =
            joined(table.arrivals.size(), [&](std::size_t a, std::size_t b) { return table.same_rows(a, b); });
        auto const [out_class, out_kept] =
            joined(table.departures.size(), [&](std::size_t a, std::size_t b) { return table.same_columns(a, b); });
        for (std::size_t i = 0; i < in.class_of.size(); ++i) {
            std::size_t const arc = index(m_network.into[first_in + i]);
            m_network.arrival_class[arc] = in_class[in.class_of[i]];
            m_network.arrivals[arc] = table.arrivals[in.class_of[i]];
        }
        for (std::size_t i = 0; i < out.class_of.size(); ++i) {
            m_network.departure_class[first_out + i] = out_class[out.class_of[i]];
            m_network.departures[first_out + i] = table.departures[out.class_of[i]];
        }
        // A dead end has one class of each kind all the same, so that tables are never empty.
        m_network.arrival_classes[node] = static_cast<std::uint16_t>(std::max<std::size_t>(1, in_kept.size()));
        m_network.departure_classes[node] = static_cast<std::uint16_t>(std::max<std::size_t>(1, out_kept.size()));
        for (std::size_t const i : in_kept)
            for (std::size_t const o : out_kept)
                m_network.passages.push_back(table.at(i, o));
        if (in_kept.empty() || out_kept.empty())
            m_network.passages.resize(m_network.passages.size() +
                                      m_network.arrival_classes[node] * m_network.departure_classes[node]);
    }

    Network::Impl& m_network;
    std::set<std::string>& m_missing;
};

} // namespace

ArcEndView view_at(Network::Impl const& network, ArcId id, ArcEnd end) {
    Arc const& arc = network.arcs[index(id)];
    LegFacts const& leg = network.legs[index(arc.leg)];
    ArcEndView view{.mode = leg.mode,
                    .gauge_mm = leg.gauge_mm,
                    .border_from = {},
                    .border_to = {},
                    .country = {},
                    .sea = std::string(leg.mode == Mode::sea ? network.sea_of(leg) : std::string_view()),
                    .domestic = false};
    std::string_view const left = country_at(network, arc, ArcEnd::tail);
    std::string_view const entered = country_at(network, arc, ArcEnd::head);
    if (!left.empty() && !entered.empty() && left != entered && leg.mode != Mode::sea &&
        border_end(network, arc) == end) {
        view.border_from = left;
        view.border_to = entered;
    }
    NodeId const here = end == ArcEnd::tail ? arc.tail : arc.head;
    if (network.node_country[index(here)] == no_country)
        view.country = end == ArcEnd::tail ? left : entered;
    view.domestic = !left.empty() && left == entered;
    return view;
}

void read_charges(NetworkDraft& draft) {
    read_site_charges(draft);
    for (PassageCharge const& row : draft.nodes.charges)
        read_charge_row(draft, row);
    for (std::size_t n = 0; n < draft.nodes.size(); ++n) {
        NodeId const node{static_cast<std::uint32_t>(n)};
        if (draft.network.rules.find_charges(node) == nullptr)
            continue;
        NodeCharges& charges = draft.network.rules.charges_of(node);
        charges.sharing = entry_of(draft.nodes.sharing, n, FeeSharing::whole_at_node);
        charges.domestic = entry_of(draft.nodes.domestic, n, DomesticLegs::pay);
    }
}

void cost_passages(NetworkDraft& draft, Problems& problems) {
    std::set<std::string> missing;
    PassageCosting(draft, missing).run();
    for (std::string const& quantity : missing) {
        bool const elsewhere = draft.network.rules.has_rates_for(quantity);
        problems.push_back(
            {elsewhere ? Severity::warning : Severity::note,
             "network.charge",
             {fmt::format("some passages have neither a charge of their node nor a rate {}; they cost nothing",
                          quantity),
              draft.nodes.where, fmt::format("give a rate {} for '*', or charges at the nodes", quantity)}});
    }
}

} // namespace oreway
