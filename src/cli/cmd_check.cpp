// SPDX-License-Identifier: MIT
// oreway check: every fault of a file. The faults are the result, so they go to standard output.

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/input_setup.hpp"
#include "cli/messages.hpp"
#include "cli/registry.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/inspect.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "limit",
           .group = OptionGroup::result,
           .help = "Name so many features for each kind of fault and layer, then only count them; 0 names all",
           .kind = count,
           .value_name = "N",
           .default_value = "20"},
};

std::string as_text(CheckResult const& result, std::size_t width) {
    std::string out = render(std::array{result.counts}, ResultFormat::table, width);
    if (!out.empty())
        out += "\n";
    if (result.problems.empty())
        return out + "nothing is wrong\n";
    return out + messages(result.problems, Verbosity::verbose, LogFormat::text, Colours::none);
}

ExitCode exit_code_of(CheckResult const& result) noexcept {
    if (result.read == 0)
        return ExitCode::failed;
    return worst(result.problems) == Severity::note ? ExitCode::done : ExitCode::incomplete;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    CheckOptions const options{.input = input_options_of(arguments, WithOperation::yes),
                               .listed_per_fault = static_cast<std::size_t>(*arguments.number("limit"))};
    CheckResult const result = check(arguments.positionals(), options, invocation.progress);
    ResultFormat const format = result_format(arguments);
    std::size_t const width = cell_width(invocation.width);
    Outcome outcome;
    outcome.exit_code = exit_code_of(result);
    if (format == ResultFormat::table)
        outcome.output = as_text(result, width);
    else
        outcome.output = render(std::array{problem_table(result.problems), result.counts}, format);
    return outcome;
}

} // namespace

Command check_command() {
    return {
        .name = "check",
        .group = CommandGroup::data,
        .summary = "Find every fault in data files or in a study",
        .description = {"Reads every feature and lists all faults at once, each with file, layer, feature and what to "
                        "do: reference system "
                        "missing or unreadable, damaged files, texts in a wrong encoding, null and empty geometries, "
                        "coordinates that are "
                        "no numbers or no place on the Earth, swapped axes, invalid polygons with the place of the "
                        "fault, lines of no "
                        "length, repeated vertices, ids that occur twice.",
                        "For a study file (.toml) also its keys, the fields of its layers and the links between them.",
                        "Ends with 3 when something is wrong and with 1 when nothing could be read. With --format csv "
                        "the list of faults "
                        "is printed, with json the faults and the counts."},
        .positional = {.name = "FILE",
                       .help = "Files, folders, .zip archives, GDAL names or study files",
                       .kind = file,
                       .at_least = 1,
                       .at_most = 0},
        .options = joined({result_options(), own_options, input_options(), operation_options(), general_options(),
                           process_options()}),
        .examples = {{"oreway check mines.shp legs.shp", "Everything that is wrong with two shapefiles"},
                     {"oreway check study.toml", "A study and all its layers"},
                     {"oreway check data --format json > faults.json", "The same for machines"}},
        .memory = "One chunk of features and the ids of a layer; for a study all its layers.",
        .run = run,
    };
}

} // namespace oreway::cli
