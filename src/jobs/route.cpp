// SPDX-License-Identifier: MIT
// From a query to ways, tables and files.

#include "oreway/jobs/route.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "jobs/csv_tables.hpp"
#include "jobs/network_question.hpp"
#include "jobs/network_styles.hpp"
#include "jobs/route_setup.hpp"
#include "jobs/route_tables.hpp"
#include "oreway/base/text.hpp"
#include "oreway/network/alternatives.hpp"
#include "oreway/network/pareto.hpp"
#include "oreway/network/shortest_paths.hpp"

namespace oreway {

namespace {

bool is_csv(OutputOptions const& output) {
    return fold(output.path.extension().string()) == ".csv" && output.driver.empty();
}

/// Everything that would stop the writing is told before any work.
void check(RouteOptions const& options) {
    if (options.from.empty() || options.to.empty())
        throw UsageError({.what = "both ends of the way are needed",
                          .where = "",
                          .remedy = "give --from and --to, or --questions for those of the study"});
    if (options.alternatives == 0 || (options.alternatives > 1 && !options.pareto.empty()))
        throw UsageError({.what = options.alternatives == 0 ? "no way at all is asked for"
                                                            : "--alternatives does not go with --pareto",
                          .where = "",
                          .remedy = "give --alternatives 1 or more, or --pareto"});
    if (options.pareto.size() == 1 || options.pareto.size() > 4)
        throw UsageError({.what = fmt::format("a Pareto front over {} objectives", options.pareto.size()),
                          .where = "",
                          .remedy = "name two to four, such as --pareto time,cost"});
    if (options.output)
        check_output(*options.output);
    if (!options.chart.empty())
        OutputFile const probe(options.chart, options.overwrite);
}

[[noreturn]] void no_way(StudyNetwork const& study, RouteSet const& set, Weights const& weights,
                         NetworkChoice const& query) {
    std::string hindrance;
    if (!weights.is_open(set.from.node))
        hindrance = fmt::format("; '{}' itself is closed", set.from.label);
    else if (!weights.is_open(set.to.node))
        hindrance = fmt::format("; '{}' itself is closed", set.to.label);
    bool const restricted = !query.avoided.empty() || !query.closed.empty() || !query.only_modes.empty() ||
                            !query.scenario.empty() || query.year;
    std::string remedy = restricted ? "ease what is avoided, closed or demanded"
                                    : "see 'oreway check' for gaps and islands of the network";
    if (!weights.problems().empty())
        remedy += fmt::format("; note that {}", weights.problems().front().parts.what);
    throw DataError(
        {.what = fmt::format("there is no way from '{}' to '{}'{}", set.from.label, set.to.label, hindrance),
         .where = study.file.string(),
         .remedy = remedy});
}

std::vector<PlannedRoute> find_routes(StudyNetwork const& study, RouteSet const& set, Weights const& weights,
                                      RouteOptions const& options, Problems& problems) {
    std::vector<RoutePath> paths;
    if (options.alternatives <= 1) {
        ShortestPaths search(weights);
        if (auto path = search.find(set.from.node, set.to.node))
            paths.push_back(std::move(*path));
    } else {
        Alternatives found = alternatives(weights, set.from.node, set.to.node,
                                          {.count = options.alternatives, .overlap_limit = options.overlap_limit});
        if (found.gave_up)
            problems.push_back({Severity::warning,
                                "route.gave_up",
                                {"the search for alternatives was given up, so there may be more", "",
                                 "raise --overlap-limit, or ask for fewer"}});
        paths = std::move(found.paths);
    }
    if (paths.empty())
        no_way(study, set, weights, options.network);
    std::vector<PlannedRoute> routes;
    for (RoutePath& path : paths)
        routes.push_back(plan_route(study, set.from, set.to, std::move(path.arcs), std::to_string(routes.size() + 1)));
    if (routes.size() < options.alternatives)
        problems.push_back({Severity::note,
                            "route.fewer",
                            {fmt::format("there are {} such ways, fewer than asked for", routes.size()), "", ""}});
    return routes;
}

std::vector<PlannedRoute> find_front(StudyNetwork const& study, RouteSet const& set, RouteContext const& context,
                                     Restriction const& restriction, RouteOptions const& options) {
    std::vector<Weights> weights;
    for (Objective const& objective : context.pareto)
        weights.emplace_back(study.network, objective, restriction);
    ParetoFront front = pareto_front(weights, set.from.node, set.to.node);
    if (front.points.empty())
        no_way(study, set, weights.front(), options.network);
    std::vector<PlannedRoute> routes;
    for (ParetoPoint& point : front.points) {
        routes.push_back(plan_route(study, set.from, set.to, std::move(point.arcs), std::to_string(routes.size() + 1)));
    }
    return routes;
}

/// The objective of the best way when nothing is avoided or closed by the query.
std::optional<double> unrestricted_amount(StudyNetwork const& study, RouteSet const& set, Objective const& objective,
                                          NetworkChoice const& query) {
    if (query.avoided.empty() && query.closed.empty() && query.only_modes.empty())
        return std::nullopt;
    NetworkChoice free = query;
    free.avoided.clear();
    free.closed.clear();
    free.only_modes.clear();
    Weights const weights(study.network, objective, restriction_of(free, study));
    ShortestPaths search(weights);
    auto path = search.find(set.from.node, set.to.node);
    if (!path)
        return std::nullopt;
    double const amount = amount_of(objective, plan_route(study, set.from, set.to, std::move(path->arcs), "").total);
    return std::isfinite(amount) ? std::optional(amount) : std::nullopt;
}

void write(StudyNetwork const& study, RouteSet const& set, RouteOptions const& options, RouteResult& result) {
    std::string const svg = options.chart.empty() ? "" : route_chart(study, set, result.problems);
    if (options.output && is_csv(*options.output)) {
        result.outputs =
            write_tables(*options.output, {&result.itinerary, &result.routes, &result.by_country, &result.by_mode});
    } else if (options.output) {
        std::vector<FeatureLayer> const layers = route_layers(study, set);
        WrittenLayers const written = write_layers(*options.output, layers, drawing_tolerance_m, route_styles(layers));
        result.outputs = written.files;
        result.problems.insert(result.problems.end(), written.problems.begin(), written.problems.end());
    }
    if (!options.chart.empty()) {
        write_text_file(options.chart, svg, options.overwrite);
        result.outputs.push_back(options.chart);
    }
}

} // namespace

RouteResult route(RouteOptions const& options, Progress& progress) {
    check(options);
    RouteResult result;
    StudyNetwork const study = load_network(options.network, result.problems, progress);
    RouteContext context{.objective = objective_of(options.network, study),
                         .pareto = {},
                         .exposure = country_set(study, options.exposure)};
    for (std::string const& word : options.pareto)
        context.pareto.push_back(objective_of_word(study, options.network, word, context.exposure));
    Restriction const restriction = restriction_of(options.network, study);
    Weights const weights(study.network, context.objective, restriction);
    progress.stage("searching", 0);
    RouteSet set{
        .from = find_end(study, weights, options.from), .to = find_end(study, weights, options.to), .routes = {}};
    stop_if_cancelled(progress);
    set.routes = context.pareto.empty() ? find_routes(study, set, weights, options, result.problems)
                                        : find_front(study, set, context, restriction, options);
    context.unrestricted = unrestricted_amount(study, set, context.objective, options.network);
    result.routes = routes_table(study, set, context);
    result.itinerary = itinerary_table(study, set);
    result.by_country = shares_table(set, ShareBy::country);
    result.by_mode = shares_table(set, ShareBy::mode);
    if (options.redundancy == RouteOptions::Redundancy::state)
        result.redundancy = redundancy_table(study, weights, set);
    stop_if_cancelled(progress);
    write(study, set, options, result);
    return result;
}

} // namespace oreway
