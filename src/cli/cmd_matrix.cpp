// SPDX-License-Identifier: MIT
// oreway matrix: many to many on a network.

#include <array>
#include <fstream>

#include "cli/input_setup.hpp"
#include "cli/network_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/matrix.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "origins",
           .group = OptionGroup::input,
           .help = "Nodes or mines by id or name, separated by ';', 'mines' for all mines, or @FILE with one a line; "
                   "without it all nodes",
           .kind = text,
           .value_name = "A;B"},
    Option{.name = "destinations",
           .group = OptionGroup::input,
           .help = "Likewise, where the ways go",
           .kind = text,
           .value_name = "A;B"},
    Option{.name = "accessibility",
           .group = OptionGroup::result,
           .help = "Accessibility of each origin (Hansen 1959): sum of masses times exp(-DECAY x objective)",
           .kind = number,
           .value_name = "DECAY"},
    Option{.name = "masses",
           .group = OptionGroup::input,
           .help = "With --accessibility: table with columns node, tonnes; without it each destination counts 1",
           .kind = file,
           .value_name = "TABLE"},
    Option{.name = "index",
           .group = OptionGroup::input,
           .help = "Index of the network for this objective and what is open: made once and kept in this file, used "
                   "again while the data are the same, made anew when they are not",
           .kind = file,
           .value_name = "FILE"},
};

std::vector<std::string> lines_of(std::string const& name) {
    std::ifstream stream(name);
    if (!stream)
        throw IoError({.what = "the list of places cannot be read", .where = name, .remedy = "check the name"});
    std::vector<std::string> words;
    for (std::string line; std::getline(stream, line);)
        if (!trim(line).empty())
            words.emplace_back(trim(line));
    return words;
}

std::vector<std::string> places_of(Arguments const& arguments, std::string_view option) {
    std::string const& text = arguments.text(option);
    if (text.starts_with('@'))
        return lines_of(text.substr(1));
    std::vector<std::string> words;
    for (std::string const& word : split(text, ';'))
        if (!trim(word).empty())
            words.emplace_back(trim(word));
    return words;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    if (arguments.has("masses") && !arguments.has("accessibility"))
        throw UsageError({.what = "--masses goes with --accessibility only",
                          .where = "oreway matrix",
                          .remedy = "give --accessibility DECAY, or leave --masses out"});
    apply_settings(arguments);
    auto const [study, output] = study_and_output(arguments);
    MatrixJobOptions const options{.network = network_choice_of(arguments, study),
                                   .origins = places_of(arguments, "origins"),
                                   .destinations = places_of(arguments, "destinations"),
                                   .decay = arguments.number("accessibility"),
                                   .masses = arguments.text("masses"),
                                   .index = arguments.text("index"),
                                   .output = output_options_of(arguments, output)};
    MatrixResult const result = matrix(options, invocation.progress);
    std::vector<Table> tables = {result.summary};
    if (options.decay)
        tables.insert(tables.begin(), result.accessibility);
    return outcome_of(invocation, tables, result.problems, result.outputs);
}

} // namespace

Command matrix_command() {
    return {
        .name = "matrix",
        .group = CommandGroup::analysis,
        .summary = "Best ways between many origins and many destinations of a network",
        .description =
            {"A row a pair in long form: from, to, length_km, time_h, cost_usd_t, co2e_kg_t, state. All values belong "
             "to "
             "the way that is best by the objective. Ids are those of the node table, or of the mines.",
             "A pair without a way has the state 'unreachable' and empty values, never zero. Rows come in the order of "
             "origins and destinations, whatever the number of threads.",
             "An index answers many origins on a large network much faster, with the same values; --index keeps it.",
             "What the study adds for each pair ([network.access]) is added, also from a node to itself. A GeoPackage "
             "or "
             "another layer file joins both ends by a line; CSV has no geometry."},
        .positional = {.name = "[STUDY] OUTPUT",
                       .help = "Study file (.toml), the bundled study when left out; file to write",
                       .kind = file,
                       .at_least = 1,
                       .at_most = 2},
        .options = joined({result_options(), own_options, network_options(), input_options(), output_options(),
                           operation_options(), general_options(), process_options()}),
        .examples = {{"oreway matrix study.toml costs.csv", "All nodes to all nodes, by cost"},
                     {"oreway matrix costs.gpkg --origins mines --destinations 'ROTTERDAM;SHANGHAI'",
                      "All mines of the bundled study to two ports"},
                     {"oreway matrix study.toml costs.csv --accessibility 0.02 --masses smelters.csv",
                      "How much each node has within reach: a tonne 50 USD away counts 37 %"},
                     {"oreway matrix roads.toml hours.csv --objective time --index roads.hours.idx",
                      "A large network that is asked often: the second run needs no preparation"},
                     {"oreway matrix study.toml hours.csv --objective time --avoid-country RU,BY",
                      "By time, without Russia and Belarus"}},
        .memory = "The network whole, and a block of rows of the matrix; with an index (one is made for 300 origins or "
                  "more on 2,000 nodes or more) about 900 bytes a leg besides.",
        .run = run,
    };
}

} // namespace oreway::cli
