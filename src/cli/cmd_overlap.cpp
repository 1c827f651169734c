// SPDX-License-Identifier: MIT
// oreway overlap: what two layers have in common.

#include <array>

#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/overlap.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "tolerance",
           .group = OptionGroup::result,
           .help = "Lines that are no farther apart than this run along each other",
           .kind = text,
           .value_name = "LENGTH",
           .default_value = "1km"},
    Option{.name = "matrix",
           .group = OptionGroup::result,
           .help = "Write a row a feature of A and a column a feature of B instead of a row a pair"},
    Option{.name = "a-id",
           .group = OptionGroup::input,
           .help = "Field of A that names its features in the result",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "b-id",
           .group = OptionGroup::input,
           .help = "Field of B that names its features in the result, and the columns of the matrix",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "pieces",
           .group = OptionGroup::output,
           .help = "Write the common pieces as a layer, too: into OUTPUT, or beside it as NAME_pieces"},
};

OverlapOptions options_of(Arguments const& arguments) {
    std::vector<std::string> const& names = arguments.positionals();
    OverlapOptions options{
        .a = {.dataset = names[0], .layer = arguments.text("a-layer"), .id_field = arguments.text("a-id")},
        .b = {.dataset = names[1], .layer = arguments.text("b-layer"), .id_field = arguments.text("b-id")},
        .tolerance = length_of(arguments, "tolerance"),
        .form = arguments.has("matrix") ? OverlapForm::matrix : OverlapForm::rows,
        .pieces = arguments.has("pieces") ? PieceLayer::written : PieceLayer::none,
        .input = input_options_of(arguments, WithOperation::yes),
        .output = output_options_of(arguments, names[2])};
    options.input.repair_polygons = !arguments.has("no-repair");
    return options;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    OverlapResult const result = overlap(options_of(arguments), invocation.progress);
    return outcome_of(invocation, std::array{result.summary}, result.problems, result.outputs);
}

} // namespace

Command overlap_command() {
    return {
        .name = "overlap",
        .group = CommandGroup::analysis,
        .summary = "Find what the features of two layers have in common",
        .description =
            {"Polygons with polygons give areas, lines with polygons the length inside, lines with lines the "
             "length that runs along the other one, within --tolerance and measured both ways. Everything is "
             "measured on the WGS 84 ellipsoid with geodesic edges, also across the antimeridian and at the "
             "poles.",
             "OUTPUT is a table with a row a pair (length_km, b_length_km, area_km2, share_a, share_b) and a row "
             "for the rest of each feature, so that the shares of a feature add up to 1. Where polygons overlap "
             "one another, a line counts in the first of them; areas count in each, which is said.",
             "Areas are exact but for a vertex that lies on the boundary of the other polygon, give or take a "
             "centimetre; pieces narrower than two centimetres are none. Lines are cut to a few decimetres, "
             "shared stretches to a metre. Invalid polygons are repaired and named."},
        .positional = {.name = "A B OUTPUT",
                       .help = "Two files, .zip archives or GDAL names, and the file to write (.csv, .gpkg)",
                       .kind = file,
                       .at_least = 3,
                       .at_most = 3},
        .options = joined({result_options(), own_options, layer_pair_options(), repair_options(), input_options(),
                           output_options(), operation_options(), general_options(), process_options()}),
        .examples = {{"oreway overlap corridors.shp countries.shp result.csv --b-id NAME",
                      "Kilometres of every corridor in every country"},
                     {"oreway overlap corridors.shp countries.shp result.csv --matrix --a-id id --b-id ISO_A2",
                      "The same as a matrix"},
                     {"oreway overlap concessions.gpkg reserves.gpkg conflict.gpkg --pieces",
                      "Common areas, and their outlines for the map"},
                     {"oreway overlap planned.shp existing.shp shared.gpkg --tolerance 5km --pieces",
                      "Where planned lines follow existing ones"}},
        .memory = "Both layers (16 bytes a vertex, and the attributes), about 150 bytes a vertex of the polygons and "
                  "lines of B, "
                  "and all pieces.",
        .run = run,
    };
}

} // namespace oreway::cli
