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
#include "oreway/jobs/repair.hpp"

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
    Option{.name = "repair",
           .group = OptionGroup::output,
           .help =
               "Write a repaired copy of each FILE to the last name, a file or for several a folder, and list every "
               "change"},
    Option{.name = "method",
           .group = OptionGroup::output,
           .help = "How --repair mends invalid polygons: linework keeps every line and counts out what is wound round "
                   "twice, structure keeps rings as exteriors and holes",
           .kind = choice,
           .default_value = "linework",
           .choices = "linework|structure"},
    Option{.name = "country-field",
           .group = OptionGroup::output,
           .help = "Field whose countries --repair makes ISO 3166-1 alpha-3 codes: from alpha-2, numbers, names and "
                   "common mistakes",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "study",
           .group = OptionGroup::output,
           .help = "Study file that tells --repair which fields of FILE hold countries",
           .kind = file,
           .value_name = "FILE"},
    Option{.name = "overwrite",
           .group = OptionGroup::output,
           .help = "Let --repair replace an output that is there already",
           .short_name = 'O'},
};

std::string as_text(CheckResult const& result, std::size_t width) {
    std::string out = render(std::array{result.counts}, ResultFormat::table, width);
    if (!result.rules.rows().empty())
        out += "\n" + render(std::array{result.rules}, ResultFormat::table, width);
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

/// Options that mean nothing without --repair are a mistake, not a wish.
void refuse_repair_options(Arguments const& arguments) {
    for (std::string_view const name : {"method", "country-field", "study", "overwrite"})
        if (arguments.has(name))
            throw UsageError({.what = fmt::format("--{} is for --repair only", name),
                              .where = "oreway check",
                              .remedy = "add --repair and the name of the copy, or leave it out"});
}

Outcome run_repair(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    std::vector<std::string> inputs = arguments.positionals();
    if (inputs.size() < 2)
        throw UsageError({.what = "--repair needs a name for the repaired copy",
                          .where = "oreway check",
                          .remedy = "oreway check --repair INPUT... OUTPUT"});
    std::filesystem::path const output = inputs.back();
    inputs.pop_back();
    RepairOptions const options{.input = input_options_of(arguments, WithOperation::yes),
                                .method = arguments.text("method") == "structure" ? RepairMethod::structure
                                                                                  : RepairMethod::linework,
                                .country_field = arguments.text("country-field"),
                                .study = arguments.text("study"),
                                .overwrite = overwrite_policy(arguments)};
    RepairResult const result = repair(inputs, output, options, invocation.progress);
    ResultFormat const format = result_format(arguments);
    Outcome outcome;
    outcome.exit_code = result.problems.empty() ? ExitCode::done : ExitCode::incomplete;
    if (format != ResultFormat::table) {
        outcome.output = render(std::array{result.changes, problem_table(result.problems)}, format);
        return outcome;
    }
    std::string const changes = render(std::array{result.changes}, format, cell_width(invocation.width));
    outcome.output = (changes.empty() ? "nothing had to be repaired\n" : changes) + "\n";
    if (!result.problems.empty())
        outcome.output +=
            "not repaired:\n" + messages(result.problems, Verbosity::verbose, LogFormat::text, Colours::none) + "\n";
    for (std::filesystem::path const& file : result.outputs)
        outcome.output += fmt::format("written: {}\n", file.string());
    return outcome;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    if (arguments.has("repair"))
        return run_repair(invocation);
    refuse_repair_options(arguments);
    CheckOptions const options{.input = input_options_of(arguments, WithOperation::yes),
                               .rules = arguments.has("strict") ? CheckRules::strict : CheckRules::plain,
                               .listed_per_fault = static_cast<std::size_t>(*arguments.number("limit"))};
    CheckResult const result = check(arguments.positionals(), options, invocation.progress);
    ResultFormat const format = result_format(arguments);
    std::size_t const width = cell_width(invocation.width);
    Outcome outcome;
    outcome.exit_code = exit_code_of(result);
    if (format == ResultFormat::table)
        outcome.output = as_text(result, width);
    else if (result.rules.rows().empty())
        outcome.output = render(std::array{problem_table(result.problems), result.counts}, format);
    else
        outcome.output = render(std::array{problem_table(result.problems), result.counts, result.rules}, format);
    return outcome;
}

} // namespace

Command check_command() {
    return {
        .name = "check",
        .group = CommandGroup::data,
        .summary = "Find every fault in data files or in a study",
        .description =
            {"Reads every feature and lists all faults at once, each with file, layer, feature and what to "
             "do: reference system "
             "missing or unreadable, damaged files, texts in a wrong encoding, null and empty geometries, "
             "coordinates that are "
             "no numbers or no place on the Earth, swapped axes, invalid polygons with the place of the "
             "fault, lines of no "
             "length, repeated vertices, ids that occur twice.",
             "For a study file (.toml) also its keys, the fields of its layers and the links between them.",
             "With --strict and a study, or a folder with a study.toml, also the rules of a data set that "
             "others shall cite: corridors connected from end to end through their gauge breaks and ports, no "
             "dangling node, no leg twice, lengths between the geodesic and three times it, words and units "
             "that are known, plausible speeds and tariffs, country codes of ISO 3166-1, a source and a "
             "confidence in every row, sources that are in the table of sources, no site in the sea or in "
             "another country. docs/data.md has the table of rules. A rule that cannot be looked at, because "
             "the study does not bind a field, says so in the table of rules.",
             "With --repair the last name is the output: a copy of the input in the same format with open "
             "rings closed, repeated vertices and empty parts removed, rings turned, invalid polygons mended "
             "(areas before and after are listed) and, for the field that --country-field names, countries "
             "as ISO 3166-1 alpha-3 codes. Everything else stays as it is, which is checked by reading the "
             "copy again: order, ids, fields, values, heights, other layers, reference system. Shapefiles, "
             "GeoPackage, GeoJSON and CSV can be repaired. What could not be mended is listed, and the exit "
             "code is 3.",
             "Ends with 3 when something is wrong and with 1 when nothing could be read. With --format csv "
             "the list of faults "
             "is printed, with json the faults and the counts; of a repair the list of changes, with json "
             "also what could not be repaired."},
        .positional = {.name = "FILE",
                       .help = "Files, folders, .zip archives, GDAL names or study files",
                       .kind = file,
                       .at_least = 1,
                       .at_most = 0},
        .options = joined({result_options(), own_options, input_options(), operation_options(), general_options(),
                           process_options()}),
        .examples = {{"oreway check mines.shp legs.shp", "Everything that is wrong with two shapefiles"},
                     {"oreway check study.toml", "A study and all its layers"},
                     {"oreway check --strict geodata", "The rules of a data set on the study in a folder"},
                     {"oreway check --repair concessions.gpkg repaired.gpkg --method structure",
                      "A repaired copy and the list of changes"},
                     {"oreway check --repair mines.shp fixed.shp --country-field COUNTRY",
                      "Kazakhstan, KZ and 398 become KAZ, too"},
                     {"oreway check data --format json > faults.json", "The same for machines"}},
        .memory = "One chunk of features and the ids of a layer; for a study all its layers; for a repair the changed "
                  "features of a layer and, for GeoJSON and CSV, the file.",
        .run = run,
    };
}

} // namespace oreway::cli
