// SPDX-License-Identifier: MIT
// Journeys as steps of a time/cost-distance table.

#include "jobs/route_plan.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// Adds a step and keeps the cumulated sums.
void add(PlannedRoute& route, RouteStep step) {
    route.total += step.own;
    step.so_far = route.total;
    route.steps.push_back(std::move(step));
}

std::string origin_text(char const* what, ValueOrigin origin) {
    return fmt::format("{}: {}", what, name_of(origin));
}

std::string basis_of(LegFacts const& facts) {
    return fmt::format("{}; {}; {}", origin_text("length", facts.length_origin), origin_text("time", facts.time_origin),
                       origin_text("cost", facts.cost_origin));
}

/// Countries of a leg in order of travel, else its sea.
std::vector<std::string> countries_of(Network const& network, ArcId arc) {
    Arc const& a = network.arc(arc);
    std::vector<std::string> names;
    for (LegCountry const& part : network.countries(a.leg))
        if (part.share > 0.0)
            names.push_back(network.countries()[part.country]);
    if (a.reversed)
        std::ranges::reverse(names);
    if (names.empty() && !network.sea(a.leg).empty())
        names.emplace_back(network.sea(a.leg));
    return names;
}

RouteStep leg_step(Network const& network, JourneyStep const& step) {
    Arc const& arc = network.arc(step.arc);
    LegFacts const& facts = network.facts(arc.leg);
    return {.kind = RouteStep::Kind::leg,
            .what = facts.mode ? std::string(name_of(*facts.mode)) : "leg",
            .place = std::string(network.name(arc.head)),
            .place_id = std::string(network.id(arc.head)),
            .country = join(countries_of(network, step.arc), " "),
            .basis = basis_of(facts),
            .arc = step.arc,
            .own = step.own,
            .so_far = {}};
}

void join_words(std::string& words, std::string_view word, std::string_view separator) {
    if (word.empty() || words.find(word) != std::string::npos)
        return;
    words += words.empty() ? "" : std::string(separator);
    words += word;
}

/// All passages at one node from `first` on are one stop.
RouteStep stop_step(Network const& network, std::vector<JourneyStep> const& steps, std::size_t first,
                    std::size_t last) {
    NodeId const node = steps[first].node;
    RouteStep stop{.kind = RouteStep::Kind::stop,
                   .what = {},
                   .place = std::string(network.name(node)),
                   .place_id = std::string(network.id(node)),
                   .country = std::string(network.country(node)),
                   .basis = {},
                   .arc = {},
                   .own = {},
                   .so_far = {}};
    for (std::size_t i = first; i < last; ++i) {
        PassageItem const& item = steps[i].item;
        if (item.kind != PassageKind::passage)
            join_words(stop.what, name_of(item.kind), " + ");
        join_words(stop.basis, item.basis, "; ");
        stop.own += steps[i].own;
    }
    if (stop.what.empty())
        stop.what = name_of(PassageKind::passage);
    return stop;
}

RouteStep access_step(RouteEnd const& end, std::string const& place, std::string const& place_id) {
    return {.kind = RouteStep::Kind::access,
            .what = "access",
            .place = place,
            .place_id = place_id,
            .country = {},
            .basis = end.access_basis,
            .arc = {},
            .own = end.access,
            .so_far = {}};
}

void add_journey(Network const& network, PlannedRoute& route) {
    std::vector<JourneyStep> const& steps = route.journey.steps;
    for (std::size_t i = 0; i < steps.size();) {
        if (steps[i].kind == JourneyStep::Kind::leg) {
            add(route, leg_step(network, steps[i++]));
            continue;
        }
        std::size_t last = i;
        while (last < steps.size() && steps[last].kind == JourneyStep::Kind::passage &&
               steps[last].node == steps[i].node)
            ++last;
        RouteStep stop = stop_step(network, steps, i, last);
        bool const is_nothing =
            stop.what == name_of(PassageKind::passage) && stop.own.h == 0.0 && stop.own.usd_t == 0.0;
        if (!is_nothing)
            add(route, std::move(stop));
        i = last;
    }
}

} // namespace

PlannedRoute plan_route(StudyNetwork const& study, RouteEnd const& from, RouteEnd const& to, std::vector<ArcId> arcs,
                        std::string name) {
    Network const& network = study.network;
    PlannedRoute route;
    route.name = std::move(name);
    route.arcs = std::move(arcs);
    route.journey = make_journey(network, from.node, route.arcs);
    if (from.has_access)
        add(route, access_step(from, std::string(network.name(from.node)), std::string(network.id(from.node))));
    add_journey(network, route);
    if (to.has_access)
        add(route, access_step(to, to.label, to.id));
    NetworkSettings const& settings = study.study.network;
    if (settings.access_usd_t != 0.0 || settings.access_h != 0.0)
        add(route, {.kind = RouteStep::Kind::pair,
                    .what = "access",
                    .place = to.label,
                    .place_id = to.id,
                    .country = {},
                    .basis = "once for each pair ([network.access] of the study)",
                    .arc = {},
                    .own = {.km = 0.0, .h = settings.access_h, .usd_t = settings.access_usd_t, .co2e_kg_t = 0.0},
                    .so_far = {}});
    for (ArcId const arc : route.arcs) {
        LegFacts const& facts = network.facts(network.arc(arc).leg);
        if (facts.time_origin == ValueOrigin::rate_table || facts.cost_origin == ValueOrigin::rate_table)
            ++route.from_rates;
        std::vector<std::string> places = countries_of(network, arc);
        places.emplace_back(network.country(network.arc(arc).head)); // a port may be all that is touched of a country
        for (std::string const& place : places)
            if (!place.empty() && (route.passed.empty() || route.passed.back() != place))
                route.passed.push_back(place);
    }
    return route;
}

double amount_of(Objective const& objective, JourneySums const& sums) {
    switch (objective.of) {
    case Objective::Of::time:
        return sums.h;
    case Objective::Of::cost:
        return sums.usd_t;
    case Objective::Of::distance:
        return sums.km;
    case Objective::Of::co2e:
        return sums.co2e_kg_t;
    case Objective::Of::generalised_cost:
        return sums.usd_t + objective.value_of_time_usd_th * sums.h;
    case Objective::Of::exposure:
        break; // not among the sums
    }
    return std::numeric_limits<double>::quiet_NaN();
}

std::vector<LonLat> line_of_arc(Network const& network, ArcId arc) {
    Arc const& a = network.arc(arc);
    LonLatGeometry const line = network.line(a.leg);
    std::vector<LonLat> vertices;
    for (std::size_t p = 0; p < line.path_count(); ++p)
        vertices.insert(vertices.end(), line.path(p).begin(), line.path(p).end());
    if (a.reversed)
        std::ranges::reverse(vertices);
    if (!vertices.empty())
        return vertices;
    auto const tail = network.position(a.tail);
    auto const head = network.position(a.head);
    if (tail && head)
        vertices = {*tail, *head};
    return vertices;
}

} // namespace oreway
