// SPDX-License-Identifier: MIT
// Ways in rows: one a way, one a step, one a country or mode.

#include "jobs/route_tables.hpp"

#include <cmath>

#include <fmt/format.h>

#include "jobs/network_layers.hpp"
#include "oreway/base/text.hpp"
#include "oreway/network/disjoint_paths.hpp"

namespace oreway {

namespace {

constexpr int fine = 5; // as many decimals as published costs are compared with

Column text_column(std::string name, std::string description) {
    return {std::move(name), CellKind::text, "", 0, std::move(description)};
}
Column count_column(std::string name, std::string description) {
    return {std::move(name), CellKind::integer, "", 0, std::move(description)};
}
Column real_column(std::string name, std::string unit, int decimals, std::string description) {
    return {std::move(name), CellKind::real, std::move(unit), decimals, std::move(description)};
}

void add_sums(std::vector<Column>& columns, std::string const& prefix, std::string const& of) {
    columns.push_back(real_column(prefix + "length_km", "km", 3, "length" + of));
    columns.push_back(real_column(prefix + "time_h", "h", fine, "time" + of));
    columns.push_back(real_column(prefix + "cost_usd_t", "USD/t", fine, "cost a tonne" + of));
    columns.push_back(real_column(prefix + "co2e_kg_t", "kg CO2e/t", fine, "emissions a tonne" + of));
}

void add_sums(std::vector<Cell>& row, JourneySums const& sums) {
    row.push_back(known_or_absent(sums.km, "a leg has no length"));
    row.push_back(known_or_absent(sums.h, "a leg has no time and no speed"));
    row.push_back(known_or_absent(sums.usd_t, "a leg has no cost and no tariff"));
    row.push_back(known_or_absent(sums.co2e_kg_t, "a leg has no emission factor"));
}

std::string column_of(Objective const& objective) {
    switch (objective.of) {
    case Objective::Of::time:
        return "time_h";
    case Objective::Of::cost:
        return "cost_usd_t";
    case Objective::Of::distance:
        return "length_km";
    case Objective::Of::co2e:
        return "co2e_kg_t";
    case Objective::Of::generalised_cost:
        return "generalised_usd_t";
    case Objective::Of::exposure:
        return "exposure_km";
    }
    return "cost_usd_t";
}

std::vector<Column> route_columns(RouteContext const& context) {
    std::vector<Column> columns = {text_column("route", "number of the way, best first")};
    add_sums(columns, "", " of the whole way, access included");
    if (context.objective.of == Objective::Of::generalised_cost)
        columns.push_back(real_column("generalised_usd_t", "USD/t", fine, "cost + value of time x time"));
    columns.push_back(count_column("borders", "borders crossed"));
    columns.push_back(count_column("gauge_breaks", "changes between rail gauges"));
    columns.push_back(count_column("mode_changes", "changes of mode, ports included"));
    columns.push_back(real_column("speed_kmh", "km/h", 1, "length over time, stops included (SWD)"));
    columns.push_back(real_column("node_cost_share", "", 3, "share of the cost that falls at nodes"));
    columns.push_back(real_column("circuity", "", 3, "length over the geodesic between the ends"));
    if (!context.exposure.empty()) {
        columns.push_back(real_column("exposure_km", "km", 3, "kilometres in " + join(context.exposure, " ")));
        columns.push_back(real_column("exposure_share", "", 3, "share of the length there"));
    }
    if (context.unrestricted)
        columns.push_back(real_column("premium_" + column_of(context.objective),
                                      std::string(unit_of(context.objective.of)), fine,
                                      "more than the best way without avoidance and closures"));
    columns.push_back(count_column("legs", "number of legs"));
    columns.push_back(count_column("legs_by_rates", "of these with time or cost filled from the rates"));
    columns.push_back(text_column("passes", "countries and seas in order"));
    return columns;
}

Cell ratio(double above, double below, std::string const& reason) {
    return below > 0.0 ? known_or_absent(above / below, reason) : Cell(Absent{reason});
}

} // namespace

Cell known_or_absent(double value, std::string const& reason) {
    if (std::isfinite(value))
        return value;
    return Absent{reason};
}

Table routes_table(StudyNetwork const&, RouteSet const& set, RouteContext const& context) {
    Table table("routes", route_columns(context));
    for (PlannedRoute const& route : set.routes) {
        Journey const& journey = route.journey;
        std::vector<Cell> row = {route.name};
        add_sums(row, route.total);
        double const amount = amount_of(context.objective, route.total);
        if (context.objective.of == Objective::Of::generalised_cost)
            row.push_back(known_or_absent(amount, "time or cost is not known"));
        row.insert(row.end(), {std::int64_t{journey.borders}, std::int64_t{journey.gauge_breaks},
                               std::int64_t{journey.mode_changes}});
        row.push_back(ratio(route.total.km, route.total.h, "length or time is not known"));
        row.push_back(ratio(journey.at_nodes.usd_t, route.total.usd_t, "the cost is not known"));
        row.push_back(ratio(journey.total.km, journey.geodesic_km, "the places of the ends are not known"));
        if (!context.exposure.empty()) {
            double const km = exposed_km(journey, context.exposure);
            row.push_back(known_or_absent(km, "a leg has no length"));
            row.push_back(ratio(km, journey.total.km, "the length is not known"));
        }
        if (context.unrestricted)
            row.push_back(known_or_absent(amount - *context.unrestricted, "one of both ways is not known"));
        row.insert(row.end(), {static_cast<std::int64_t>(route.arcs.size()),
                               static_cast<std::int64_t>(route.from_rates), join(route.passed, " ")});
        table.add_row(std::move(row));
    }
    return table;
}

Table itinerary_table(StudyNetwork const& study, RouteSet const& set) {
    std::vector<Column> columns = {text_column("route", "number of the way"),
                                   count_column("step", "place in the way"),
                                   text_column("what", "mode of a leg, what happens at a stop, or access"),
                                   text_column("to", "where the leg ends, or the stop is"),
                                   text_column("to_id", "its id"),
                                   text_column("leg", "id of the leg"),
                                   text_column("country", "countries of the leg in order, or of the node")};
    add_sums(columns, "", " of the step");
    add_sums(columns, "cum_", " from the origin on");
    columns.push_back(text_column("basis", "where the values come from"));
    Table table("itinerary", std::move(columns));
    for (PlannedRoute const& route : set.routes) {
        std::int64_t number = 0;
        for (RouteStep const& step : route.steps) {
            std::vector<Cell> row = {route.name, ++number, step.what, step.place, step.place_id};
            if (step.kind == RouteStep::Kind::leg)
                row.push_back(std::string(study.network.id(study.network.arc(step.arc).leg)));
            else
                row.push_back(Absent{"no leg"});
            row.push_back(step.country.empty() ? Cell(Absent{"not declared"}) : Cell(step.country));
            add_sums(row, step.own);
            add_sums(row, step.so_far);
            row.push_back(step.basis);
            table.add_row(std::move(row));
        }
    }
    return table;
}

Table shares_table(RouteSet const& set, ShareBy by) {
    bool const by_country = by == ShareBy::country;
    std::vector<Column> columns = {text_column("route", "number of the way"),
                                   text_column(by_country ? "country" : "mode",
                                               by_country ? "country or sea; passages belong to that of their node"
                                                          : "mode; passages are under 'node'")};
    add_sums(columns, "", " there");
    Table table(by_country ? "by_country" : "by_mode", std::move(columns));
    auto const add = [&](PlannedRoute const& route, std::string const& key, JourneySums const& sums) {
        std::vector<Cell> row = {route.name, key};
        add_sums(row, sums);
        table.add_row(std::move(row));
    };
    for (PlannedRoute const& route : set.routes) {
        for (JourneyShare const& share : by_country ? route.journey.by_country : route.journey.by_mode)
            add(route, share.key.empty() ? "-" : share.key, share.sums);
        JourneySums access;
        bool any = false;
        for (RouteStep const& step : route.steps)
            if (step.kind == RouteStep::Kind::access || step.kind == RouteStep::Kind::pair) {
                access += step.own;
                any = true;
            }
        if (any)
            add(route, "access", access);
        add(route, "total", route.total);
    }
    return table;
}

Table redundancy_table(StudyNetwork const& study, Weights const& weights, RouteSet const& set) {
    Table table("redundancy",
                {{"way", CellKind::integer, "", 0, "best first; no two share a leg"},
                 {"legs", CellKind::integer, "n", 0, ""},
                 {"length_km", CellKind::real, "km", 3, "on the network, without access"},
                 {"time_h", CellKind::real, "h", 3, ""},
                 {"cost_usd_t", CellKind::real, "USD/t", 5, ""},
                 {"cut_leg", CellKind::text, "", 0, "with the others of the column closed no way is left"},
                 {"cut_where", CellKind::text, "", 0, "its ends"}});
    DisjointPaths const found = disjoint_paths(weights, set.from.node, set.to.node);
    for (std::size_t i = 0; i < found.paths.size(); ++i) {
        JourneySums const sums = make_journey(study.network, set.from.node, found.paths[i].arcs).total;
        table.add_row({static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(found.paths[i].arcs.size()),
                       known_or_absent(sums.km, "a length is not known"),
                       known_or_absent(sums.h, "a time is not known"),
                       known_or_absent(sums.usd_t, "a cost is not known"), std::string(study.network.id(found.cut[i])),
                       ends_of(study.network, found.cut[i])});
    }
    return table;
}

} // namespace oreway
