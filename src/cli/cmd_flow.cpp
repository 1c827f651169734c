// SPDX-License-Identifier: MIT
// oreway flow: tonnes on the legs of a network.

#include <array>

#include "cli/input_setup.hpp"
#include "cli/network_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/base/error.hpp"
#include "oreway/jobs/flow.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "od",
           .group = OptionGroup::input,
           .help = "Table with columns from, to, tonnes, or a matrix with a row an origin and a column a destination",
           .kind = file,
           .value_name = "TABLE"},
    Option{.name = "supplies",
           .group = OptionGroup::input,
           .help =
               "Table with columns node, tonnes (below zero: wanted), for one commodity that may come from anywhere",
           .kind = file,
           .value_name = "TABLE"},
    Option{.name = "ignore-capacities",
           .group = OptionGroup::result,
           .help = "With --od: all tonnes on their best ways, whatever the legs can carry"},
    Option{.name = "top",
           .group = OptionGroup::result,
           .help = "How many of the busiest legs are printed; OUTPUT holds all",
           .kind = count,
           .value_name = "N",
           .default_value = "15"},
};

FlowMethod method_of(Arguments const& arguments) {
    bool const has_supplies = arguments.has("supplies");
    if (arguments.has("od") == has_supplies)
        throw UsageError({.what = has_supplies ? "--od and --supplies are two questions" : "no tonnes are named",
                          .where = "oreway flow",
                          .remedy = "give --od TABLE (from, to, tonnes) or --supplies TABLE (node, tonnes)"});
    if (has_supplies && arguments.has("ignore-capacities"))
        throw UsageError(
            {.what = "--ignore-capacities goes with --od only", .where = "oreway flow", .remedy = "leave it out"});
    if (has_supplies)
        return FlowMethod::interchangeable;
    return arguments.has("ignore-capacities") ? FlowMethod::all_or_nothing : FlowMethod::capacitated;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    FlowMethod const method = method_of(arguments);
    apply_settings(arguments);
    StudyAndOutput const names = study_and_output(arguments);
    FlowJobResult const result =
        flow_of_study({.network = network_choice_of(arguments, names.study),
                       .method = method,
                       .tonnes = arguments.text(method == FlowMethod::interchangeable ? "supplies" : "od"),
                       .shown = rows_to_show(arguments),
                       .output = output_options_of(arguments, names.output)},
                      invocation.progress);
    return outcome_of(invocation, std::array{result.busiest, result.totals}, result.problems, result.outputs);
}

} // namespace

Command flow_command() {
    return {
        .name = "flow",
        .group = CommandGroup::analysis,
        .summary = "Send tonnes over a network and tell what each leg carries",
        .description =
            {"With --od every row keeps its origin and destination. The tonnes go on ways of the least total under "
             "the capacities of the legs (capacity_t, both directions together); as many are served as the capacities "
             "let through. A full leg has a shadow price: what one more tonne of capacity would save. What cannot be "
             "served is listed, with the full legs that keep it back.",
             "With --supplies it does not matter whose tonne goes where: one commodity from those who have it to "
             "those who want it, at the least total.",
             "OUTPUT holds the legs as lines with forward_t, backward_t, total_t, used_pct and the shadow price, the "
             "ways with their legs, and what is not served. The exit code is 3 when tonnes are not served.",
             "Solvers: COIN-OR CLP for --od, LEMON's network simplex for --supplies."},
        .positional = {.name = "[STUDY] OUTPUT",
                       .help = "Study file (TOML; the bundled study when left out), and the file to write (.gpkg)",
                       .kind = file,
                       .at_least = 1,
                       .at_most = 2},
        .options = joined({result_options(), own_options, network_options(), input_options(), output_options(),
                           operation_options(), general_options(), process_options()}),
        .examples = {{"oreway flow study.toml flow.gpkg --od trade.csv",
                      "Tonnes by leg under the capacities of the legs"},
                     {"oreway flow study.toml flow.gpkg --od trade.csv --ignore-capacities",
                      "All tonnes on their best ways: where capacity would be wanted"},
                     {"oreway flow study.toml flow.gpkg --supplies copper.csv --close AKTAU",
                      "Copper from any mine to any smelter, with one port closed"}},
        .memory = "The network (about 200 bytes a leg and 16 a vertex), for each thread about 60 bytes a leg, and the "
                  "ways in use: "
                  "about 50 bytes a leg of each.",
        .run = run,
    };
}

} // namespace oreway::cli
