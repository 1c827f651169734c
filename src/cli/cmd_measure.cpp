// SPDX-License-Identifier: MIT
// oreway measure: lengths and areas as fields.

#include <array>

#include <fmt/format.h>

#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/measure.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "show",
           .group = OptionGroup::result,
           .help = "Which tables to print; with --format csv the first of them",
           .kind = choice,
           .default_value = "summary",
           .choices = "summary|features|both"},
    Option{.name = "layer",
           .group = OptionGroup::input,
           .help = "Measure only this layer of INPUT; without it all that have geometry",
           .kind = text,
           .value_name = "NAME"},
};

std::vector<Table> shown_tables(MeasureResult const& result, std::string const& which) {
    if (which == "features")
        return {result.features};
    if (which == "both")
        return {result.summary, result.features};
    return {result.summary};
}

/// What a reader of the screen should know although nothing is wrong.
std::string remarks(MeasureResult const& result) {
    std::string text;
    for (Problem const& problem : result.problems)
        if (problem.code == "field.renamed")
            text += fmt::format("\n{} {}\n", problem.parts.where, problem.parts.what);
    return text;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    std::vector<std::string> const& names = arguments.positionals();
    MeasureOptions options{.dataset = names.front(),
                           .layer = arguments.text("layer"),
                           .input = input_options_of(arguments, WithOperation::yes),
                           .output = output_options_of(arguments, names.size() > 1 ? names[1] : std::string())};
    options.input.repair_polygons = !arguments.has("no-repair");
    MeasureResult const result = measure_layers(options, invocation.progress);
    Outcome outcome =
        outcome_of(invocation, shown_tables(result, arguments.text("show")), result.problems, result.outputs);
    if (result_format(arguments) == ResultFormat::table)
        outcome.output += remarks(result);
    return outcome;
}

} // namespace

Command measure_command() {
    return {
        .name = "measure",
        .group = CommandGroup::analysis,
        .summary = "Add lengths and areas on the ellipsoid to every feature",
        .description =
            {"Measures lines (length_km, azimuths at both ends), polygons (perimeter_km of all rings, area_km2 "
             "less the holes), and counts vertices and parts. Edges are geodesics on WGS 84, whatever the "
             "reference system of INPUT; edges that are straight in a projection are followed to 0.1 m.",
             "With OUTPUT all layers are written in WGS 84 with all their fields and the measures beside them. A "
             "name that is there already gets a number, which is said. Without OUTPUT the measures are only "
             "printed.",
             "What does not apply to a geometry stays null: the area of a line, the length of a point."},
        .positional = {.name = "INPUT [OUTPUT]",
                       .help =
                           "A file, .zip archive or GDAL name, and the file to write; its extension names the format",
                       .kind = file,
                       .at_least = 1,
                       .at_most = 2},
        .options = joined({result_options(), own_options, repair_options(), input_options(), output_options(),
                           operation_options(), general_options(), process_options()}),
        .examples = {{"oreway measure rails.shp", "Total length on the screen"},
                     {"oreway measure rails.shp rails.gpkg",
                      "The same, and a GeoPackage with length_km for every line"},
                     {"oreway measure countries.gpkg --show features --format csv > areas.csv",
                      "Areas and perimeters as a table"}},
        .memory = "All layers of INPUT: 16 bytes a vertex, and the attributes.",
        .run = run,
    };
}

} // namespace oreway::cli
