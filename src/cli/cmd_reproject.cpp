// SPDX-License-Identifier: MIT
// oreway reproject: many datasets into one reference system.

#include <array>
#include <string>
#include <vector>

#include "cli/input_setup.hpp"
#include "cli/messages.hpp"
#include "cli/registry.hpp"
#include "cli/reproject_setup.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "cli/terminal.hpp"
#include "oreway/jobs/reproject.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "dst-crs",
           .group = OptionGroup::output,
           .help =
               "Target reference system: a code such as EPSG:32642, WKT, a PROJ string, a file with WKT, or auto-utm "
               "or auto-albers for one that fits the extent of each dataset",
           .kind = text,
           .value_name = "CRS",
           .alias = "t_srs"},
    Option{.name = "dry-run", .group = OptionGroup::result, .help = "Show the plan and write nothing"},
    Option{.name = "suffix",
           .group = OptionGroup::output,
           .help = "Text added to the name of each output",
           .kind = text,
           .value_name = "TEXT"},
    Option{.name = "skip-existing", .group = OptionGroup::output, .help = "Leave datasets out whose outputs exist"},
    Option{.name = "operation-per",
           .group = OptionGroup::operation,
           .help =
               "For what one coordinate operation is chosen: for the whole run, so that neighbouring sheets fit, or "
               "for each layer by itself",
           .kind = choice,
           .default_value = "run",
           .choices = "run|layer"},
    Option{.name = "on-error",
           .group = OptionGroup::output,
           .help =
               "What becomes of a feature with a point that has no image: it stays without geometry, is dropped, or "
               "fails its dataset",
           .kind = choice,
           .default_value = "null",
           .choices = "null|drop|fail"},
    Option{.name = "max-deviation",
           .group = OptionGroup::output,
           .help = "Fill edges with vertices so that they stay within this distance of where they were, such as 1m",
           .kind = text,
           .value_name = "LENGTH"},
};

ExistingOutput existing_output(Arguments const& arguments) {
    if (arguments.has("overwrite") && arguments.has("skip-existing"))
        throw UsageError(
            {.what = "--overwrite and --skip-existing exclude each other", .where = "", .remedy = "give one of them"});
    if (arguments.has("skip-existing"))
        return ExistingOutput::skip;
    return arguments.has("overwrite") ? ExistingOutput::replace : ExistingOutput::refuse;
}

FailedPoints failed_points(Arguments const& arguments) {
    std::string const& name = arguments.text("on-error");
    if (name == "drop")
        return FailedPoints::drop;
    return name == "fail" ? FailedPoints::fail : FailedPoints::make_null;
}

Settings settings_of(Arguments const& arguments) {
    InputOptions const input = input_options_of(arguments, WithOperation::yes);
    Settings settings;
    settings.target = arguments.text("dst-crs");
    if (settings.target.empty())
        throw UsageError({.what = "no target reference system is given",
                          .where = "",
                          .remedy = "name it with --t_srs, such as --t_srs EPSG:32642"});
    settings.output_folder = arguments.positionals().back();
    settings.output_driver = arguments.text("output-format");
    settings.suffix = arguments.text("suffix");
    settings.existing = existing_output(arguments);
    settings.creation_options = arguments.list("co");
    settings.read = input.read;
    settings.assume_crs = input.assume_crs;
    settings.operation = input.operation;
    settings.scope = arguments.text("operation-per") == "layer" ? OperationScope::layer : OperationScope::run;
    settings.on_error = failed_points(arguments);
    if (arguments.has("max-deviation"))
        settings.max_deviation = length_of(arguments, "max-deviation");
    settings.raster = raster_settings_of(arguments);
    settings.memory = memory_of(arguments);
    settings.timeout = timeout_of(arguments);
    return settings;
}

/// A plan that was written down brings inputs, target and settings with it.
ReprojectResult run_stored_plan(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    for (char const* option : {"dst-crs", "plan", "dry-run"})
        if (arguments.has(option))
            throw UsageError({.what = std::string("--manifest and --") + option + " exclude each other",
                              .where = "",
                              .remedy = "the plan holds the inputs and all that decides the outputs"});
    if (!arguments.positionals().empty())
        throw UsageError({.what = "--manifest takes no inputs", .where = "", .remedy = "they stand in the plan"});
    std::string const& plan = arguments.text("manifest");
    if (arguments.has("merge"))
        return merge_reprojection(plan);
    return reproject_shard({.plan = plan, .shard = shard_of(arguments), .run = run_options_of(arguments)},
                           invocation.progress);
}

ReprojectResult run_inputs(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    for (char const* option : {"merge", "shard"})
        if (arguments.has(option))
            throw UsageError({.what = std::string("--") + option + " needs a plan",
                              .where = "",
                              .remedy = "write one with --plan FILE and give it with --manifest FILE"});
    std::vector<std::string> const& names = arguments.positionals();
    if (names.size() < 2)
        throw UsageError({.what = "inputs and an output folder are missing",
                          .where = "",
                          .remedy = "oreway reproject INPUT... OUTPUT_DIR --t_srs CRS"});
    ReprojectOptions const options{.inputs = {names.begin(), names.end() - 1},
                                   .settings = settings_of(arguments),
                                   .run = run_options_of(arguments)};
    if (arguments.has("dry-run"))
        return plan_reprojection(options, invocation.progress);
    if (arguments.has("plan"))
        return write_reprojection_plan(options, arguments.text("plan"), invocation.progress);
    return reproject(options, invocation.progress);
}

/// After a stop: how far the run came, and how it goes on.
void tell_what_is_through(Arguments const& arguments) {
    if (arguments.has("manifest") || arguments.has("dry-run") || arguments.has("plan"))
        return;
    std::string const& folder = arguments.positionals().back();
    std::size_t const through = datasets_through(folder);
    Problem const note{Severity::note,
                       "run.stopped",
                       {.what = std::to_string(through) + " datasets are through and stand in the manifest",
                        .where = folder,
                        .remedy = "the same command with --resume goes on"}};
    LogFormat const format = arguments.text("log-format") == "json" ? LogFormat::json : LogFormat::text;
    write_error(message(note, format, Colours::none));
}

Outcome run(Invocation const& invocation) {
    apply_settings(invocation.arguments);
    ReprojectResult result;
    try {
        result = invocation.arguments.has("manifest") ? run_stored_plan(invocation) : run_inputs(invocation);
    } catch (Cancelled const&) {
        tell_what_is_through(invocation.arguments);
        throw;
    }
    Outcome outcome = outcome_of(invocation, result.tables, std::move(result.problems), {});
    outcome.exit_code = result.exit_code;
    return outcome;
}

} // namespace

Command reproject_command() {
    return {
        .name = "reproject",
        .group = CommandGroup::data,
        .summary = "Reproject any number of datasets, every one accounted for",
        .description =
            {"Inputs are files, folders (searched to the bottom), .zip and .tar archives, patterns in quotes, and "
             "lists of "
             "names (@FILE or FILE.lst). All layers of a dataset are taken, and what belongs to it (.dbf, .cpg and so "
             "on) "
             "goes with it. Folders below an input folder are made again below OUTPUT_DIR; the format stays, or is "
             "that of "
             "-f; formats that are only read become GeoPackages.",
             "One coordinate operation is chosen for each pair of reference systems in the whole run, so that "
             "neighbouring "
             "sheets fit; --dry-run shows it with its accuracy, its area of use, its rivals and their shift. "
             "Operations "
             "that ignore the datum shift are refused unless --allow-ballpark is given. Heights and measures (Z, M) "
             "are "
             "carried over as they are.",
             "From shapefile to shapefile only coordinates are rewritten: .dbf and .cpg are copied byte for byte. "
             "Texts "
             "become UTF-8 in all other formats. Ids, order, field types and widths stay where the format has them.",
             "Outputs are written under temporary names, opened again and counted, and put in place when they are "
             "whole; "
             "an old output is not touched before. OUTPUT_DIR/manifest.jsonl has a line for each dataset: status, "
             "counts, "
             "reference systems, operation, accuracy, warnings, fingerprints, time. A dataset that cannot be done "
             "costs "
             "no other: it is named with its reason, and the exit code is 3 (1 when nothing could be done).",
             "Datasets are worked on in processes of their own, so that one that crashes its driver, or does not end "
             "within --timeout, costs only itself. After any stop, --resume goes on: what is done is not done again. "
             "Several machines with one disk share a batch: --plan writes it down, --manifest --shard runs a part, "
             "--manifest --merge joins the manifests.",
             "Rasters keep bands, masks, nodata, colours, names, units and metadata; overviews are made anew. Pixels "
             "are those of gdalwarp -ovr NONE with the same settings and the same operation. A source without "
             "compression stays without; GeoTIFFs become tiled, COGs stay COGs, other formats become GeoTIFFs."},
        .positional = {.name = "INPUT... OUTPUT_DIR",
                       .help = "What to reproject, and the folder to write into",
                       .kind = file,
                       .at_least = 0,
                       .at_most = 0},
        .options = joined({result_options(), own_options, batch_options(), input_options(), output_options(),
                           raster_options(), operation_options(), general_options(), process_options()}),
        .examples = {{"oreway reproject sheets/ utm --t_srs EPSG:32642", "A folder of sheets to UTM zone 42N"},
                     {"oreway reproject sheets/ utm --t_srs EPSG:32642 --dry-run", "The plan only"},
                     {"oreway reproject old.zip 'more/*.shp' out -f GPKG --t_srs EPSG:4326",
                      "To GeoPackages in WGS 84"},
                     {"oreway reproject mines.gpkg out --t_srs auto-utm", "To the UTM zone of the data"},
                     {"oreway reproject dem/ utm --t_srs EPSG:32642 -r bilinear --resolution 30 --align-pixels",
                      "Rasters on a common grid of 30 m"},
                     {"oreway reproject sheets/ utm --t_srs EPSG:32642 --resume", "Go on after a stop"},
                     {"oreway reproject sheets/ utm --t_srs EPSG:32642 --plan plan.jsonl",
                      "A plan for several machines"},
                     {"oreway reproject --manifest plan.jsonl --shard 0/4", "The first quarter of it"},
                     {"oreway reproject --manifest plan.jsonl --merge", "All shards are through"},
                     {"oreway reproject gk13/ wgs --t_srs EPSG:4326 --operation EPSG:5044",
                      "By a coordinate operation of your own choice"}},
        .memory = "Some chunks of features for each thread, however large a file is, except JSON files, which are held "
                  "whole (about six times their size), and rasters, whose image is held up to 512 MB and lies in a "
                  "temporary file beyond. --memory limits what is worked on side by side.",
        .run = run,
    };
}

} // namespace oreway::cli
