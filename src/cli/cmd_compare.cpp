// SPDX-License-Identifier: MIT
// oreway compare: the planner's comparison.

#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/compare.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "show",
           .group = OptionGroup::result,
           .help = "Which tables to print; with --format csv the first of them",
           .kind = choice,
           .default_value = "both",
           .choices = "both|ranking|summary|scenarios|all"},
    Option{.name = "print-config",
           .group = OptionGroup::result,
           .help = "Print the study as it was understood, as TOML, and end"},
    Option{.name = "output",
           .group = OptionGroup::output,
           .help = "Folder for the bundle; without it nothing is written",
           .kind = folder,
           .value_name = "DIR",
           .short_name = 'o'},
    Option{.name = "overwrite",
           .group = OptionGroup::output,
           .help = "Replace a bundle that is there already; any other folder is refused",
           .short_name = 'O'},
    Option{.name = "no-raster",
           .group = OptionGroup::output,
           .help = "Leave out the raster of distances, the slowest part"},
    Option{.name = "dry-run",
           .group = OptionGroup::output,
           .help = "Read, check and compute everything, say what would be written, write nothing"},
};

CompareOptions options_of(Arguments const& arguments) {
    CompareOptions options;
    if (!arguments.positionals().empty())
        options.study = arguments.positionals().front();
    options.output = arguments.text("output");
    options.overwrite = overwrite_policy(arguments);
    options.raster = arguments.has("no-raster") ? RasterOutput::none : RasterOutput::distance;
    options.input = input_options_of(arguments, WithOperation::yes);
    options.receipt_options = arguments.given();
    return options;
}

/// A rehearsal refuses what the real run would refuse.
Problem rehearse(CompareOptions& options) {
    if (options.output.empty())
        throw UsageError({.what = "--dry-run says what would be written, but no output is named",
                          .where = "oreway compare",
                          .remedy = "add --output DIR"});
    std::error_code ignored;
    bool const exists = std::filesystem::exists(options.output, ignored);
    options.mode = WriteMode::rehearse;
    return {.severity = Severity::note,
            .code = "dry_run",
            .parts = {.what = exists ? "would be replaced by a new bundle" : "would be made and hold the bundle",
                      .where = options.output.string(),
                      .remedy = ""}};
}

std::vector<Table> shown_tables(CompareResult const& result, std::string const& which) {
    if (which == "ranking")
        return {result.ranking};
    if (which == "summary")
        return {result.summary};
    if (which == "scenarios")
        return {result.scenarios};
    if (which == "all")
        return result.tables;
    return {result.ranking, result.summary};
}

/// On a screen the ranking is told group by group, the other tables as they are.
std::string text_of(CompareResult const& result, std::string const& which, std::size_t width) {
    std::string out;
    for (Table const& table : shown_tables(result, which)) {
        bool const is_ranking = table.name() == result.ranking.name() && which != "all";
        out += (out.empty() ? "" : "\n") +
               (is_ranking ? ranking_text(table, width) : table.name() + "\n\n" + to_aligned_text(table, width));
    }
    return out;
}

std::string written_text(CompareOptions const& options, CompareResult const& result) {
    if (result.outputs.empty())
        return {};
    return fmt::format("\n{} files written to {}\n", result.outputs.size(), options.output.string());
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    CompareOptions options = options_of(arguments);
    apply_settings(arguments);
    if (arguments.has("print-config"))
        return {.output = merged_study(options), .problems = {}};

    Problems notes;
    if (arguments.has("dry-run"))
        notes.push_back(rehearse(options));
    CompareResult const result = compare(options, invocation.progress);
    Outcome outcome;
    ResultFormat const format = result_format(arguments);
    std::string const which = arguments.text("show");
    outcome.output = format == ResultFormat::table ? text_of(result, which, cell_width(invocation.width))
                                                   : render(shown_tables(result, which), format, 0);
    if (format == ResultFormat::table)
        outcome.output += written_text(options, result);
    if (format == ResultFormat::table && !notes.empty())
        outcome.output +=
            fmt::format("\n{} {}; nothing was written\n", notes.front().parts.where, notes.front().parts.what);
    outcome.problems = result.problems;
    outcome.problems.insert(outcome.problems.end(), notes.begin(), notes.end());
    return outcome;
}

} // namespace

Command compare_command() {
    return {
        .name = "compare",
        .group = CommandGroup::analysis,
        .summary = "Compare transit corridors and write a bundle for QGIS",
        .description = {"Measures every corridor of a study: length by country and mode on the ellipsoid, border "
                        "crossings, gauge breaks, "
                        "transit time and cost where the rates give them, exposure to countries, mines within reach, "
                        "overlap with the "
                        "other corridors. Corridors that serve the same origin and destination are ranked.",
                        "The study is a TOML file; 'oreway init' writes one for your own layers. Without a study the "
                        "bundled corridors of "
                        "Central Asia are compared.",
                        "With --output a folder is written that QGIS opens styled and in place: a GeoPackage, a "
                        "project, GeoJSON, a raster "
                        "of distances, tables, and a manifest of what went in. The folder appears when it is whole, or "
                        "not at all.",
                        "What is not known stays n/a, with the reason in the tables; it is never counted as zero."},
        .positional = {.name = "STUDY", .help = "Study file (TOML); the bundled study when left out", .kind = file},
        .options = joined({result_options(), own_options, input_options(), operation_options(), general_options(),
                           process_options()}),
        .examples = {{"oreway compare", "Rank the bundled corridors on the screen"},
                     {"oreway compare --output out", "Write the bundle of the bundled study to the folder out"},
                     {"oreway compare study.toml -o out --overwrite --no-raster",
                      "Compare your own corridors again, without the raster"},
                     {"oreway compare --show scenarios",
                      "The first corridor of each group in every scenario, side by side"},
                     {"oreway compare study.toml --show summary --format csv > summary.csv",
                      "Only the table of indicators, for a spreadsheet"}},
        .memory = "All layers of the study and the raster of distances are held in memory: 16 bytes a vertex and 4 "
                  "bytes a cell, "
                  "and the attributes.",
        .run = run,
    };
}

} // namespace oreway::cli
