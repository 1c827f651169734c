// SPDX-License-Identifier: MIT
// oreway route: from here to there on a network.

#include <algorithm>
#include <array>
#include <cmath>

#include "cli/input_setup.hpp"
#include "cli/network_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/route.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "from",
           .group = OptionGroup::input,
           .help = "Origin: a node or a mine by id or name, or LON,LAT; 'mine:NAME' where a node is called alike",
           .kind = text,
           .value_name = "PLACE"},
    Option{.name = "to",
           .group = OptionGroup::input,
           .help = "Destination, likewise",
           .kind = text,
           .value_name = "PLACE"},
    Option{.name = "questions",
           .group = OptionGroup::input,
           .help = "Answer the [[question]] entries of the study instead of going from --from to --to"},
    Option{.name = "alternatives",
           .group = OptionGroup::result,
           .help = "So many best ways, each of which passes no node twice",
           .kind = count,
           .value_name = "K",
           .default_value = "1"},
    Option{.name = "overlap-limit",
           .group = OptionGroup::result,
           .help = "Share of the length of a better way that an alternative may repeat, from 0 to 1",
           .kind = number,
           .value_name = "SHARE",
           .default_value = "1"},
    Option{.name = "pareto",
           .group = OptionGroup::result,
           .help = "All ways that no other beats in these objectives at once, such as time,cost or time,cost,exposure",
           .kind = text,
           .value_name = "A,B"},
    Option{.name = "exposure",
           .group = OptionGroup::result,
           .help = "Countries or exposure sets of the study, separated by commas: kilometres there are stated",
           .kind = text,
           .value_name = "A,B"},
    Option{.name = "show",
           .group = OptionGroup::result,
           .help = "Which tables to print; with --format csv the first of them",
           .kind = choice,
           .default_value = "all",
           .choices = "all|routes|itinerary|shares|redundancy"},
    Option{.name = "chart",
           .group = OptionGroup::output,
           .help = "Draw the time/cost-distance chart of all ways to this SVG file",
           .kind = file,
           .value_name = "SVG"},
};

std::vector<std::string> list_of(Arguments const& arguments, std::string_view option) {
    std::vector<std::string> words;
    for (std::string const& word : split(arguments.text(option), ','))
        if (!trim(word).empty())
            words.emplace_back(trim(word));
    return words;
}

/// "[STUDY] [OUTPUT]": a name that ends in .toml is the study.
struct Names {
    std::string study;
    std::string output;
};

Names names_of(Arguments const& arguments) {
    std::vector<std::string> const& names = arguments.positionals();
    bool const has_study = !names.empty() && fold(names.front()).ends_with(".toml");
    if (names.size() == 2 && !has_study)
        throw UsageError({.what = "of two names the first must be that of a study file (.toml)",
                          .where = names.front(),
                          .remedy = "write oreway route STUDY.toml OUTPUT"});
    Names result;
    if (has_study)
        result.study = names.front();
    if (names.size() > (has_study ? 1U : 0U))
        result.output = names.back();
    return result;
}

RouteOptions options_of(Arguments const& arguments, Names const& names) {
    RouteOptions options{.network = network_choice_of(arguments, names.study),
                         .exposure = list_of(arguments, "exposure"),
                         .from = arguments.text("from"),
                         .to = arguments.text("to"),
                         .alternatives = static_cast<std::size_t>(std::lround(*arguments.number("alternatives"))),
                         .overlap_limit = *arguments.number("overlap-limit"),
                         .pareto = list_of(arguments, "pareto"),
                         .redundancy = arguments.text("show") == "redundancy" ? RouteOptions::Redundancy::state
                                                                              : RouteOptions::Redundancy::leave_out,
                         .output = std::nullopt,
                         .chart = arguments.text("chart"),
                         .overwrite = overwrite_policy(arguments)};
    if (!names.output.empty())
        options.output = output_options_of(arguments, names.output);
    return options;
}

std::vector<Table> shown(RouteResult const& result, std::string const& which) {
    if (which == "routes")
        return {result.routes};
    if (which == "itinerary")
        return {result.itinerary};
    if (which == "redundancy")
        return {result.redundancy};
    if (which == "shares")
        return {result.by_country, result.by_mode};
    return {result.routes, result.itinerary, result.by_country, result.by_mode};
}

/// On a screen no more decimals than mean something, and not where each number comes from.
std::vector<Table> for_screen(std::vector<Table> const& tables) {
    static constexpr std::array hidden = {"to_id", "leg", "basis", "co2e_kg_t", "cum_co2e_kg_t"};
    std::vector<Table> result;
    for (Table const& table : tables) {
        bool const is_itinerary = table.name() == "itinerary";
        std::vector<std::size_t> kept;
        std::vector<Column> columns;
        for (std::size_t c = 0; c < table.columns().size(); ++c) {
            Column column = table.columns()[c];
            if (is_itinerary && std::ranges::find(hidden, column.name) != hidden.end())
                continue;
            bool const is_length = column.unit == "km";
            column.decimals = std::min(column.decimals, is_length ? 1 : column.unit.empty() ? 3 : 2);
            columns.push_back(std::move(column));
            kept.push_back(c);
        }
        Table& copy = result.emplace_back(table.name(), std::move(columns));
        for (auto const& row : table.rows()) {
            std::vector<Cell> cells;
            for (std::size_t const c : kept)
                cells.push_back(row[c]);
            copy.add_row(std::move(cells));
        }
    }
    return result;
}

Outcome answer(Invocation const& invocation, Names const& names) {
    Arguments const& arguments = invocation.arguments;
    for (char const* option : {"from", "to", "pareto", "chart"})
        if (arguments.has(option))
            throw UsageError({.what = std::string("--") + option + " does not go with --questions",
                              .where = "oreway route",
                              .remedy = "ask one question with --from and --to, or those of the study"});
    QuestionOptions options{.network = network_choice_of(arguments, names.study), .output = std::nullopt};
    if (!names.output.empty())
        options.output = output_options_of(arguments, names.output);
    QuestionResult const result = answer_questions(options, invocation.progress);
    std::vector<Table> tables = {result.answers};
    if (result_format(arguments) != ResultFormat::table)
        tables = {result.details, result.answers};
    return outcome_of(invocation, tables, result.problems, result.outputs);
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    Names const names = names_of(arguments);
    if (arguments.has("questions"))
        return answer(invocation, names);
    RouteResult const result = route(options_of(arguments, names), invocation.progress);
    std::vector<Table> tables = shown(result, arguments.text("show"));
    if (result_format(arguments) == ResultFormat::table)
        tables = for_screen(tables);
    return outcome_of(invocation, tables, result.problems, result.outputs);
}

} // namespace

Command route_command() {
    return {
        .name = "route",
        .group = CommandGroup::analysis,
        .summary = "Find ways through a network, with itinerary, chart and lines for QGIS",
        .description =
            {"The best way between two places on the network of a study: by cost, time, distance, emissions or "
             "generalised cost, or all ways that no other beats in several of them. Borders, changes of gauge and mode "
             "and ports cost what the nodes and the rates of the study say. What the study does not know is taken from "
             "its rates by mode and country, and the column 'basis' says so.",
             "The itinerary is the time/cost-distance table of UN ESCAP: a row a leg, a row a stop, cumulated. Sums by "
             "country and by mode close to the whole. --chart draws it: a stop is a vertical step, several ways lie "
             "over each other.",
             "A mine or a place by coordinates is joined to the network by the geodesic to its nearest railhead or "
             "node; "
             "[network.access] of the study says with which mode and how far at most.",
             "With --avoid-country, --close or --only-mode the table says how much more than the best way without them "
             "is paid (premium).",
             "OUTPUT is a GeoPackage or another layer file with routes, legs and stops, or CSV tables: the itinerary, "
             "and beside it NAME_routes, NAME_by_country, NAME_by_mode.",
             "--show redundancy tells how many ways there are that share no leg, and as many legs whose closing leaves "
             "none.",
             "With --questions the standing questions of the study are answered in one table: a row a question and "
             "destination, with the best way in the first scenario and what the other scenarios cost more."},
        .positional = {.name = "STUDY OUTPUT",
                       .help = "Study file (.toml), the bundled study when left out; file to write",
                       .kind = file,
                       .at_least = 0,
                       .at_most = 2},
        .options = joined({result_options(), own_options, network_options(), input_options(), output_options(),
                           operation_options(), general_options(), process_options()}),
        .examples = {{"oreway route --from Zhezkazgan --to Poti", "The cheapest way, on the screen"},
                     {"oreway route --from Zhezkazgan --to Poti --pareto time,cost ways.gpkg --chart ways.svg",
                      "All ways worth choosing by time and cost, for QGIS and as a chart"},
                     {"oreway route --from Dostyk --to Rotterdam --avoid-country RU,BY --objective time",
                      "The fastest way without Russia and Belarus, and its premium"},
                     {"oreway route --from Almaty1 --to Baku --alternatives 3 --overlap-limit 0.6",
                      "Three ways that differ in at least 40 % of their length"},
                     {"oreway route --questions",
                      "The standing questions of the bundled study, answered in one screen"}},
        .memory = "The network whole: legs, nodes and lines (16 bytes a vertex), and the ways that are found.",
        .run = run,
    };
}

} // namespace oreway::cli
