// SPDX-License-Identifier: MIT
// The events of a passage, and the charge or rate that holds for each of them, for time and for money by themselves.

#include "network/passage_rules.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace oreway {

namespace {

/// Time and money follow the same rule; this names the fields and the rates of each.
struct ChargedQuantity {
    std::optional<double> NodeCharges::*site;
    double PassageCharge::*charge;
    double PassageCost::*cost;
    std::string_view suffix;
};
constexpr ChargedQuantity dwell = {&NodeCharges::site_h, &PassageCharge::dwell_h, &PassageCost::hours, "_dwell_h"};
constexpr ChargedQuantity fee = {&NodeCharges::site_usd_t, &PassageCharge::fee_usd_t, &PassageCost::usd_t,
                                 "_fee_usd_t"};

bool is_sea(ArcEndView const& end) noexcept {
    return end.mode == Mode::sea;
}

std::string_view mode_name(std::optional<Mode> mode) noexcept {
    return mode ? name_of(*mode) : "any";
}

void add_leg_border(ArcEndView const* end, std::vector<PassageEvent>& events) {
    if (end != nullptr && !end->border_to.empty())
        events.push_back({PassageKind::border, end->border_from, end->border_to, mode_name(end->mode), {}});
}

/// What happens between two arcs at a node.
void add_changes(std::string const& country, ArcEndView const& in, ArcEndView const& out,
                 std::vector<PassageEvent>& events) {
    if (country.empty() && !in.country.empty() && !out.country.empty() && in.country != out.country && !is_sea(in) &&
        !is_sea(out))
        events.push_back({PassageKind::border, in.country, out.country, mode_name(out.mode), {}});
    if (in.mode == Mode::rail && out.mode == Mode::rail && in.gauge_mm && out.gauge_mm && *in.gauge_mm != *out.gauge_mm)
        events.push_back({PassageKind::gauge, {}, {}, "rail", {}});
    if (!in.mode || !out.mode || *in.mode == *out.mode)
        return;
    if (is_sea(in) || is_sea(out))
        events.push_back({PassageKind::port, {}, {}, "sea", is_sea(in) ? in.sea : out.sea});
    else
        events.push_back({PassageKind::mode, {}, {}, "any", {}});
}

std::vector<PassageEvent> events_of(std::string const& country, ArcEndView const* in, ArcEndView const* out) {
    std::vector<PassageEvent> events;
    add_leg_border(in, events);
    add_leg_border(out, events);
    if (in != nullptr && out != nullptr)
        add_changes(country, *in, *out, events);
    return events;
}

/// How well a charge fits an event: 0 not at all, then by the number of countries it names.
int fit_of(PassageCharge const& charge, PassageEvent const& event) noexcept {
    if (charge.kind != event.kind)
        return 0;
    if (event.kind != PassageKind::border)
        return 1;
    int fit = 1;
    for (auto const& [named, met] :
         {std::pair(&charge.country_from, &event.country_from), std::pair(&charge.country_to, &event.country_to)}) {
        if (*named == *met)
            ++fit;
        else if (*named != "*")
            return 0;
    }
    return fit;
}

std::optional<double> charge_for(NodeCharges const* charges, PassageEvent const& event,
                                 ChargedQuantity const& quantity) {
    std::optional<double> result;
    int best = 0;
    if (charges == nullptr)
        return result;
    for (PassageCharge const& charge : charges->by_kind) {
        int const fit = fit_of(charge, event);
        if (fit > best && charge.*quantity.charge == charge.*quantity.charge) { // not NaN
            best = fit;
            result = charge.*quantity.charge;
        }
    }
    return result;
}

/// The rate of the first of the places that has one of its own, else the general one.
Rate const* rate_for(RateTable const& rates, PassageEvent const& event, std::string const& country,
                     std::string const& quantity) {
    std::vector<std::string> places = {country};
    if (event.kind == PassageKind::border)
        places = {event.country_to, event.country_from};
    else if (event.kind == PassageKind::port)
        places = {country, event.sea};
    for (std::string const& place : places) {
        Rate const* rate = place.empty() ? nullptr : rates.find(quantity, event.mode, place);
        if (rate != nullptr && rate->country == place)
            return rate;
    }
    return rates.find(quantity, event.mode, "*");
}

/// Both halves of a basis: what holds for time and what for money.
void join_basis(std::string& basis, std::string_view part) {
    if (basis == part)
        return;
    basis += (basis.empty() ? "" : "; ");
    basis += part;
}

/// How often the value of a site is due: once, half or not at all. At an end of the way it is due for a border that it
/// covers.
double site_share(NodeCharges const& charges, ArcEndView const* in, ArcEndView const* out, bool covers) noexcept {
    bool const waived = charges.domestic == DomesticLegs::waived;
    auto const bears = [&](ArcEndView const* end) { return end != nullptr && !(waived && end->domestic); };
    if (in != nullptr && out != nullptr)
        return bears(in) || bears(out) ? 1.0 : 0.0;
    if (charges.sharing == FeeSharing::half_per_leg)
        return bears(in) || bears(out) ? 0.5 : 0.0;
    return covers ? 1.0 : 0.0;
}

/// Adds what holds for one event and one quantity to its item. Returns whether the value of the site covers it.
bool add_cost(PassageEvent const& event, ChargedQuantity const& quantity, NodeCharges const* charges,
              RateTable const& rates, std::string const& country, PassageItem& item, std::set<std::string>* missing) {
    std::string const name = fmt::format("{}{}", name_of(event.kind), quantity.suffix);
    if (auto const charge = charge_for(charges, event, quantity)) {
        item.cost.*quantity.cost = *charge;
        join_basis(item.basis, "charge of the node");
    } else if (charges != nullptr && charges->*quantity.site) {
        join_basis(item.basis, "within the charge of the node for any passage");
        return true;
    } else if (Rate const* rate = rate_for(rates, event, country, name)) {
        item.cost.*quantity.cost = rate->value;
        join_basis(item.basis, fmt::format("{} {} {}", rate->quantity, rate->mode, rate->country));
    } else {
        join_basis(item.basis, fmt::format("no {}", name));
        if (missing != nullptr)
            missing->insert(name);
    }
    return false;
}

/// The charge for any passage, where it is due.
void add_site(NodeCharges const& charges, ArcEndView const* in, ArcEndView const* out, std::array<bool, 2> covers,
              std::vector<PassageItem>& items) {
    double const share_h = charges.site_h ? site_share(charges, in, out, covers[0]) : 0.0;
    double const share_usd_t = charges.site_usd_t ? site_share(charges, in, out, covers[1]) : 0.0;
    double const share = std::max(share_h, share_usd_t);
    if (share == 0.0)
        return;
    items.push_back({.kind = PassageKind::passage,
                     .country_from = {},
                     .country_to = {},
                     .cost = {charges.site_h.value_or(0.0) * share_h, charges.site_usd_t.value_or(0.0) * share_usd_t},
                     .basis = share < 1.0 ? "half the charge of the node" : "charge of the node"});
}

} // namespace

NodeCharges const* PassageRules::find_charges(NodeId node) const noexcept {
    auto const found = m_charges.find(index(node));
    return found == m_charges.end() ? nullptr : &found->second;
}

bool PassageRules::has_rates_for(std::string_view quantity) const noexcept {
    return std::ranges::any_of(m_rates.rows(), [&](Rate const& rate) { return rate.quantity == quantity; });
}

std::vector<PassageItem> PassageRules::items(NodeId node, std::string const& country, ArcEndView const* in,
                                             ArcEndView const* out, std::set<std::string>* missing) const {
    NodeCharges const* charges = find_charges(node);
    std::vector<PassageItem> items;
    std::array<bool, 2> covers{};
    for (PassageEvent const& event : events_of(country, in, out)) {
        PassageItem item{.kind = event.kind,
                         .country_from = event.country_from,
                         .country_to = event.country_to,
                         .cost = {},
                         .basis = {}};
        covers[0] |= add_cost(event, dwell, charges, m_rates, country, item, missing);
        covers[1] |= add_cost(event, fee, charges, m_rates, country, item, missing);
        items.push_back(std::move(item));
    }
    if (charges != nullptr)
        add_site(*charges, in, out, covers, items);
    return items;
}

PassageCost sum_of(std::vector<PassageItem> const& items) noexcept {
    PassageCost sum;
    for (PassageItem const& item : items) {
        sum.hours += item.cost.hours;
        sum.usd_t += item.cost.usd_t;
    }
    return sum;
}

} // namespace oreway
