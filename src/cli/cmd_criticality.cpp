// SPDX-License-Identifier: MIT
// oreway criticality: what the closing of each leg and node costs.

#include <array>

#include "cli/input_setup.hpp"
#include "cli/network_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/criticality.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "od",
           .group = OptionGroup::input,
           .help =
               "Table with columns from, to, tonnes, or a matrix; without it one tonne between the ends of each group",
           .kind = file,
           .value_name = "TABLE"},
    Option{.name = "closing",
           .group = OptionGroup::result,
           .help = "What is closed in turn",
           .kind = choice,
           .default_value = "both",
           .choices = "legs|nodes|both"},
    Option{.name = "top",
           .group = OptionGroup::result,
           .help = "How many of the worst are printed; OUTPUT holds all",
           .kind = count,
           .value_name = "N",
           .default_value = "15"},
};

CriticalityOf what_of(Arguments const& arguments) {
    std::string const& text = arguments.text("closing");
    return text == "legs" ? CriticalityOf::legs : text == "nodes" ? CriticalityOf::nodes : CriticalityOf::both;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    StudyAndOutput const names = study_and_output(arguments);
    CriticalityJobResult const result = criticality_of_study({.network = network_choice_of(arguments, names.study),
                                                              .od = arguments.text("od"),
                                                              .of = what_of(arguments),
                                                              .shown = rows_to_show(arguments),
                                                              .output = output_options_of(arguments, names.output)},
                                                             invocation.progress);
    return outcome_of(invocation, std::array{result.worst, result.totals}, result.problems, result.outputs);
}

} // namespace

Command criticality_command() {
    return {
        .name = "criticality",
        .group = CommandGroup::analysis,
        .summary = "Close each leg and node of a network in turn and tell what that costs",
        .description =
            {"Every leg and every node is closed by itself, and the tonnes of a table look for their best way again: "
             "what they cost more, what has no way left, and how much each leg and node carries when all is open.",
             "The figures are those of a new search for each closure, costs of borders, gauge changes and ports "
             "included; only what hangs below a closure is searched again.",
             "OUTPUT holds lines and points with these values for the map. The screen shows the worst: tonnes cut off "
             "first, then the extra cost a year; what begins or ends at a closed node itself does not count there."},
        .positional = {.name = "[STUDY] OUTPUT",
                       .help = "Study file (TOML; the bundled study when left out), and the file to write (.gpkg)",
                       .kind = file,
                       .at_least = 1,
                       .at_most = 2},
        .options = joined({result_options(), own_options, network_options(), input_options(), output_options(),
                           operation_options(), general_options(), process_options()}),
        .examples = {{"oreway criticality critical.gpkg", "Which links the bundled corridors cannot do without"},
                     {"oreway criticality study.toml critical.gpkg --od trade.csv",
                      "Weighted by the tonnes of a table"},
                     {"oreway criticality study.toml critical.gpkg --od trade.csv --avoid-country RU --closing legs",
                      "Legs only, when Russia may not be passed"}},
        .memory = "The network (about 200 bytes a leg and 16 a vertex), and for each thread about 60 bytes a leg; 48 "
                  "bytes for each "
                  "leg or node that the demands of an origin use.",
        .run = run,
    };
}

} // namespace oreway::cli
