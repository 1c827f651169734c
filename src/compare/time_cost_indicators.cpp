// SPDX-License-Identifier: MIT
// Time, cost and emissions by the time/cost-distance method: moving legs by rates, nodes by site values or default
// rates.

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "compare/families.hpp"
#include "oreway/base/parallel.hpp"

namespace oreway {

namespace {

using RateUses = std::vector<Rate const*>;

/// Looks up rates for one corridor and remembers which were used.
class RateBook {
public:
    explicit RateBook(RateTable const& rates) : m_rates(rates) {}

    /// The rate of the first of the countries that has one, else the general one.
    Rate const* find(std::string_view quantity, std::string_view mode,
                     std::initializer_list<std::string_view> countries) {
        Rate const* found = nullptr;
        for (std::string_view const country : countries) {
            found = m_rates.find(quantity, mode, country);
            if (found != nullptr && found->country == country)
                break;
            found = nullptr;
        }
        if (found == nullptr)
            found = m_rates.find(quantity, mode, "*");
        if (found != nullptr)
            m_uses.push_back(found);
        return found;
    }

    [[nodiscard]] RateUses const& uses() const noexcept { return m_uses; }

    /// The rates used since a mark, for the basis of an indicator.
    [[nodiscard]] std::string basis_since(std::size_t mark) const {
        std::set<std::string> names;
        for (std::size_t i = mark; i < m_uses.size(); ++i)
            names.insert(fmt::format("{} {} {} ({})", m_uses[i]->quantity, m_uses[i]->mode, m_uses[i]->country,
                                     m_uses[i]->basis));
        std::string text;
        for (std::string const& name : names)
            text += (text.empty() ? "" : "; ") + name;
        return text;
    }

private:
    RateTable const& m_rates;
    RateUses m_uses;
};

/// A rate as a total uses it: for so many kilometres, or once at a node.
struct RatePart {
    Rate const* rate = nullptr;
    double km = 0.0;
};

/// A total with the rates and site values it rests on.
struct Sum {
    Total total;
    std::string basis;
    std::vector<RatePart> rates;
    std::vector<Node const*> sites;
};

/// Sum over all legs of `part(km, rate)`.
template <class Part>
Sum sum_of_legs(Comparison const& c, Itinerary const& way, RateBook& book, std::string_view quantity,
                Part const& part) {
    Sum sum;
    std::size_t const mark = book.uses().size();
    if (!way.has_legs())
        sum.total.miss(no_legs);
    for (Stage const& stage : way.stages) {
        Leg const& leg = c.scene.legs[stage.leg];
        if (!leg.mode) {
            sum.total.miss(fmt::format("leg '{}' has no mode", leg.id));
            continue;
        }
        for (CountryShare const& share : stage.rate_keys) {
            if (share.share == 0.0)
                continue;
            Rate const* rate = book.find(quantity, name_of(*leg.mode), {share.country});
            double const km = stage.route_km * share.share;
            if (rate != nullptr) {
                sum.total.add(part(km, rate->value));
                sum.rates.push_back({rate, km});
            } else
                sum.total.miss(fmt::format("no {} for {} {} on leg '{}'", quantity, name_of(*leg.mode),
                                           share.country.empty() ? "of no country" : share.country, leg.id));
        }
    }
    sum.basis = book.basis_since(mark);
    return sum;
}

/// Time and money at nodes follow the same rules; this names the fields and rates of each.
struct NodeQuantity {
    std::optional<double> Node::*site;
    char const* border;
    char const* gauge;
    char const* port;
    char const* mode;
};
constexpr NodeQuantity dwell = {&Node::dwell_h, "border_dwell_h", "gauge_dwell_h", "port_dwell_h", "mode_dwell_h"};
constexpr NodeQuantity fee = {&Node::fee_usd_t, "border_fee_usd_t", "gauge_fee_usd_t", "port_fee_usd_t",
                              "mode_fee_usd_t"};

Node const* node_at(Scene const& scene, Itinerary const& way, std::size_t stop) {
    auto const node = way.stops[stop].node;
    return node ? &scene.nodes[*node] : nullptr;
}

bool has_site_value(Node const* node, NodeQuantity const& quantity) {
    return node != nullptr && (node->*quantity.site).has_value();
}

/// The stop at which a border is passed: of the two ends of the leg the border node, of two border nodes the one with a
/// site value, else the one that is not an end of the corridor, else the one in the country entered.
std::size_t stop_of(BorderPassage const& border, Scene const& scene, Itinerary const& way,
                    NodeQuantity const& quantity) {
    auto const claim = [&](std::size_t stop) {
        Node const* node = node_at(scene, way, stop);
        bool const is_border = node != nullptr && node->kind == "border";
        return (is_border ? 8 : 0) + (is_border && has_site_value(node, quantity) ? 4 : 0) +
               (way.stops[stop].is_end ? 0 : 2);
    };
    return claim(border.stage) > claim(border.stage + 1) ? border.stage : border.stage + 1;
}

std::string place(Node const* node) {
    return node != nullptr ? node->id : "a node without name";
}

Rate const* handling_rate(Handling const& handling, Node const* node, NodeQuantity const& quantity, RateBook& book,
                          std::string& looked_for) {
    std::string const country = node != nullptr ? node->country : "";
    switch (handling.kind) {
    case Handling::Kind::gauge:
        looked_for = fmt::format("{} for rail {}", quantity.gauge, country);
        return book.find(quantity.gauge, "rail", {country});
    case Handling::Kind::port:
        looked_for = fmt::format("{} for sea {} {}", quantity.port, country, handling.sea);
        return book.find(quantity.port, "sea", {country, handling.sea});
    case Handling::Kind::mode:
        break;
    }
    looked_for = fmt::format("{} for any {}", quantity.mode, country);
    return book.find(quantity.mode, "any", {country});
}

/// What a stop costs by default for one thing that happens there.
void add_default(Rate const* rate, std::string const& looked_for, Node const* node, Sum& sum) {
    if (rate != nullptr) {
        sum.total.add(rate->value);
        sum.rates.push_back({.rate = rate});
    } else
        sum.total.miss(fmt::format("no {} at '{}'", looked_for, place(node)));
}

Sum sum_of_nodes(Comparison const& c, Itinerary const& way, RateBook& book, NodeQuantity const& quantity) {
    Sum sum;
    std::size_t const mark = book.uses().size();
    for (Total const* events : {&way.border_crossings, &way.gauge_breaks, &way.mode_changes})
        if (!events->known())
            sum.total.miss(events->reason());
    std::vector<bool> by_site(way.stops.size(), false);
    for (std::size_t s = 0; s < way.stops.size(); ++s)
        by_site[s] = !way.stops[s].is_end && has_site_value(node_at(c.scene, way, s), quantity);
    for (BorderPassage const& border : way.borders_by_land) {
        std::size_t const stop = stop_of(border, c.scene, way, quantity);
        Node const* node = node_at(c.scene, way, stop);
        // A border at the very end of a corridor is passed all the same, so the site value counts there too.
        if (has_site_value(node, quantity)) {
            by_site[stop] = true;
            continue;
        }
        Leg const& leg = c.scene.legs[way.stages[border.stage].leg];
        std::string_view const mode = leg.mode ? name_of(*leg.mode) : "any";
        add_default(book.find(quantity.border, mode, {border.country_entered, border.country_left}),
                    fmt::format("{} for {} {}-{}", quantity.border, mode, border.country_left, border.country_entered),
                    node, sum);
    }
    for (Handling const& handling : way.handlings) {
        if (by_site[handling.stop])
            continue;
        Node const* node = node_at(c.scene, way, handling.stop);
        std::string looked_for;
        Rate const* rate = handling_rate(handling, node, quantity, book, looked_for);
        add_default(rate, looked_for, node, sum);
    }
    sum.basis = book.basis_since(mark);
    for (std::size_t s = 0; s < way.stops.size(); ++s) {
        if (!by_site[s])
            continue;
        Node const& node = *node_at(c.scene, way, s);
        sum.total.add(*(node.*quantity.site));
        sum.sites.push_back(&node);
        sum.basis += fmt::format("{}site value of '{}'", sum.basis.empty() ? "" : "; ", node.id);
    }
    return sum;
}

void add_times(Itinerary const& way, Sum const& driving, Sum const& nodes, Total const& transit,
               IndicatorValues& values) {
    Total const route(way.route_km);
    values["driving_h"] = {driving.total.cell(), driving.basis};
    values["node_h"] = {nodes.total.cell(), nodes.basis};
    values["transit_time_h"] = {transit.cell(), "driving_h and node_h"};
    values["swod_kmh"] = {quotient(route, driving.total, 1.0, "no time under way"), "route_length_km and driving_h"};
    values["swd_kmh"] = {quotient(route, transit, 1.0, "no transit time"), "route_length_km and transit_time_h"};
    values["node_time_share_pct"] = {quotient(nodes.total, transit, 100.0, "no transit time"),
                                     "node_h and transit_time_h"};
}

/// A time of one part of a journey, by its likely value or its spread.
void add_part(Spread const& spread, double km, TimeParts& parts) {
    if (spread.low < spread.high)
        parts.varying.push_back({spread, km});
    else
        parts.fixed_h += km > 0.0 ? km / spread.likely : spread.likely;
}

Spread spread_of(Rate const& rate) {
    return {rate.low.value_or(rate.value), rate.value, rate.high.value_or(rate.value)};
}

/// All kilometres that go by one rate vary together, every node by itself.
TimeParts time_parts(Sum const& driving, Sum const& nodes) {
    TimeParts parts;
    std::vector<RatePart> speeds;
    for (RatePart const& part : driving.rates) {
        auto const known = std::ranges::find(speeds, part.rate, &RatePart::rate);
        if (known == speeds.end())
            speeds.push_back(part);
        else
            known->km += part.km;
    }
    for (RatePart const& speed : speeds)
        add_part(spread_of(*speed.rate), speed.km, parts);
    for (RatePart const& part : nodes.rates)
        add_part(spread_of(*part.rate), 0.0, parts);
    for (Node const* node : nodes.sites)
        add_part(
            {node->dwell_low_h.value_or(*node->dwell_h), *node->dwell_h, node->dwell_high_h.value_or(*node->dwell_h)},
            0.0, parts);
    return parts;
}

/// The factors of an emission, each with where it comes from.
std::string with_sources(Sum const& emissions) {
    std::set<std::string> names;
    for (RatePart const& part : emissions.rates)
        names.insert(fmt::format("{} {} {} ({}): {}", part.rate->quantity, part.rate->mode, part.rate->country,
                                 part.rate->basis, part.rate->source.empty() ? "source not given" : part.rate->source));
    std::string text;
    for (std::string const& name : names)
        text += (text.empty() ? "" : "; ") + name;
    return text;
}

/// CAREC's cost of a corridor section: money for 20 tonnes over 500 km.
constexpr double tfi3_tonnes = 20.0;
constexpr double tfi3_km = 500.0;

void add_costs(Itinerary const& way, Sum const& haulage, Sum const& fees, Total const& transit, Total const& node_hours,
               Rate const* value_of_time, IndicatorValues& values) {
    auto const priced = [&](Total const& hours) {
        Total result(value_of_time != nullptr ? hours.sum() * value_of_time->value : 0.0);
        if (value_of_time == nullptr)
            result.miss("no value_of_time_usd_th");
        if (!hours.known())
            result.miss(hours.reason());
        return result;
    };
    Total const time_cost = priced(transit);
    Total cost = haulage.total;
    cost.add(fees.total);
    cost.add(time_cost);
    Total node_cost = fees.total;
    node_cost.add(priced(node_hours));
    values["haulage_usd_t"] = {haulage.total.cell(), haulage.basis};
    values["node_fees_usd_t"] = {fees.total.cell(), fees.basis};
    values["time_cost_usd_t"] = {time_cost.cell(), "transit_time_h"};
    values["generalised_cost_usd_t"] = {cost.cell(), "haulage_usd_t, node_fees_usd_t, time_cost_usd_t"};
    Total money = haulage.total;
    money.add(fees.total);
    values["tfi3_usd"] = {quotient(money, Total(way.route_km), tfi3_tonnes * tfi3_km, "no length"),
                          "haulage_usd_t, node_fees_usd_t, route_length_km"};
    values["node_cost_share_pct"] = {quotient(node_cost, cost, 100.0, "no cost"), "node_fees_usd_t, node_h"};
}

RateUses compute(Comparison const& c, std::size_t corridor, IndicatorValues& values) {
    Itinerary const& way = c.itineraries[corridor];
    RateBook book(c.scene.rates);
    auto const product = [](double km, double rate) { return km * rate; };
    Sum const driving = sum_of_legs(c, way, book, "speed_kmh", [](double km, double speed) { return km / speed; });
    Sum const haulage = sum_of_legs(c, way, book, "tariff_usd_tkm", product);
    Sum const emissions = sum_of_legs(c, way, book, "co2e_g_tkm", product);
    Sum const hours = sum_of_nodes(c, way, book, dwell);
    Sum const fees = sum_of_nodes(c, way, book, fee);
    Rate const* value_of_time = way.has_legs() ? book.find("value_of_time_usd_th", "any", {}) : nullptr;
    Total transit = driving.total;
    transit.add(hours.total);
    add_times(way, driving, hours, transit, values);
    add_reliability(time_parts(driving, hours), transit, c.study.reliability, values);
    add_costs(way, haulage, fees, transit, hours.total, value_of_time, values);
    values["co2e_kg_t"] = {emissions.total.cell([](double grams) -> Cell { return grams / 1000.0; }),
                           with_sources(emissions)};
    return book.uses();
}

Cell text_or_absent(std::string const& text) {
    if (text.empty())
        return Absent{"not given in the rates table"};
    return text;
}

Table rates_used_table(RateTable const& rates, std::vector<RateUses> const& uses) {
    Table table("rates_used", {{"quantity", CellKind::text, "", 0, "what the rate is"},
                               {"mode", CellKind::text, "", 0, "rail, road, sea or any"},
                               {"country", CellKind::text, "", 0, "country or sea; * for all others"},
                               {"value", CellKind::real, "", 6, "in the unit of the row"},
                               {"unit", CellKind::text, "", 0, ""},
                               {"year", CellKind::text, "", 0, "of the figure"},
                               {"basis", CellKind::text, "", 0, "site, national, corridor_mean, model, example"},
                               {"source", CellKind::text, "", 0, ""},
                               {"confidence", CellKind::text, "", 0, ""},
                               {"uses", CellKind::integer, "n", 0, "how often it was taken, over all corridors"}});
    for (Rate const& rate : rates.rows()) {
        std::int64_t count = 0;
        for (RateUses const& of_corridor : uses)
            count += std::count(of_corridor.begin(), of_corridor.end(), &rate);
        if (count == 0)
            continue;
        table.add_row({rate.quantity, rate.mode, rate.country, rate.value, text_or_absent(rate.unit),
                       text_or_absent(rate.year), text_or_absent(rate.basis), text_or_absent(rate.source),
                       text_or_absent(rate.confidence), count});
    }
    return table;
}

} // namespace

Table add_time_and_cost(Comparison const& comparison, ValuesByCorridor& values) {
    std::vector<RateUses> uses(values.size());
    parallel_for(values.size(), [&](std::size_t i) { uses[i] = compute(comparison, i, values[i]); });
    return rates_used_table(comparison.scene.rates, uses);
}

} // namespace oreway
