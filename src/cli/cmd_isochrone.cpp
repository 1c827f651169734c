// SPDX-License-Identifier: MIT
// oreway isochrone: what lies within some hours or some money.

#include <array>

#include "cli/input_setup.hpp"
#include "cli/network_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/isochrone.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "from",
           .group = OptionGroup::input,
           .help = "Origin: a node or a mine by id or name, or LON,LAT",
           .kind = text,
           .value_name = "PLACE"},
    Option{.name = "limits",
           .group = OptionGroup::result,
           .help = "Limits in the unit of the objective, separated by commas, such as 24,48,72 (hours, by time)",
           .kind = text,
           .value_name = "A,B"},
    Option{.name = "area-radius",
           .group = OptionGroup::result,
           .help = "How far the areas reach beside the lines, such as 25km; 0 writes none",
           .kind = text,
           .value_name = "LENGTH",
           .default_value = "25km"},
};

std::vector<double> limits_of(Arguments const& arguments) {
    std::vector<double> limits;
    for (std::string const& word : split(arguments.text("limits"), ',')) {
        auto const value = parse_number(trim(word));
        if (!value)
            throw UsageError({.what = "'" + word + "' is no number",
                              .where = "--limits",
                              .remedy = "give limits separated by commas, such as 24,48,72"});
        limits.push_back(*value);
    }
    return limits;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    for (char const* option : {"from", "limits"})
        if (!arguments.has(option))
            throw UsageError({.what = std::string("--") + option + " is needed",
                              .where = "oreway isochrone",
                              .remedy = "see 'oreway isochrone --help'"});
    auto const [study, output] = study_and_output(arguments);
    IsochroneOptions const options{
        .network = network_choice_of(arguments, study),
        .from = arguments.text("from"),
        .limits = limits_of(arguments),
        .area_radius = arguments.text("area-radius") == "0" ? Metres(0.0) : length_of(arguments, "area-radius"),
        .output = output_options_of(arguments, output)};
    IsochroneResult const result = isochrones(options, invocation.progress);
    return outcome_of(invocation, std::array{result.summary}, result.problems, result.outputs);
}

} // namespace

Command isochrone_command() {
    return {
        .name = "isochrone",
        .group = CommandGroup::analysis,
        .summary = "What lies within some hours or some money of a place, along a network",
        .description =
            {"Writes three layers. 'reached' holds the parts of legs that are reached, cut where a limit is reached: "
             "leg, mode, limit (the least that reaches it), weight_begin, weight_end. 'nodes' holds the nodes with "
             "what "
             "it takes to get there. 'areas' holds, for each limit, all places within --area-radius of the reached "
             "parts on the ellipsoid: where a lorry could reach the line, as the crow flies, whether there is a road "
             "or not.",
             "Along a leg the weight grows evenly; stops at borders and ports are waited through before the next leg. "
             "A mine or a place is joined to its nearest railhead or node, and that access counts."},
        .positional = {.name = "[STUDY] OUTPUT",
                       .help = "Study file (.toml), the bundled study when left out; file to write",
                       .kind = file,
                       .at_least = 1,
                       .at_most = 2},
        .options = joined({result_options(), own_options, network_options(), input_options(), output_options(),
                           operation_options(), general_options(), process_options()}),
        .examples = {{"oreway isochrone reach.gpkg --from Zhezkazgan --objective time --limits 24,48,72",
                      "What a train reaches in one, two and three days"},
                     {"oreway isochrone study.toml reach.gpkg --from Aktau --limits 20,50 --area-radius 0",
                      "By cost in USD a tonne, lines and points only"}},
        .memory = "The network whole, what is reached of it, and the areas.",
        .run = run,
    };
}

} // namespace oreway::cli
