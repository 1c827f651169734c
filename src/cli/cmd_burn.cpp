// SPDX-License-Identifier: MIT
// oreway burn: lengths, areas or counts of features by cell.

#include <array>

#include "cli/grid_setup.hpp"
#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/burn.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "measure",
           .group = OptionGroup::result,
           .help =
               "What a cell holds: km of lines, km2 of polygons, or the number of features that touch it; auto takes "
               "what fits the first feature",
           .kind = choice,
           .default_value = "auto",
           .choices = "auto|length|area|count"},
    Option{.name = "weight",
           .group = OptionGroup::result,
           .help = "Field that multiplies what a feature brings, such as tonnes (the cells then hold tonne-km)",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "layer",
           .group = OptionGroup::input,
           .help = "Layer of FEATURES, when it has several",
           .kind = text,
           .value_name = "NAME"},
};

BurnMeasure measure_of(Arguments const& arguments) {
    std::string const& name = arguments.text("measure");
    if (name == "length")
        return BurnMeasure::length;
    if (name == "area")
        return BurnMeasure::area;
    return name == "count" ? BurnMeasure::count : BurnMeasure::by_kind;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    BurnOptions options{.dataset = arguments.positionals()[0],
                        .layer = arguments.text("layer"),
                        .measure = measure_of(arguments),
                        .weight_field = arguments.text("weight"),
                        .grid = grid_choice_of(arguments),
                        .input = input_options_of(arguments, WithOperation::yes),
                        .output = output_options_of(arguments, arguments.positionals()[1])};
    options.input.repair_polygons = !arguments.has("no-repair");
    BurnResult const result = burn(options, invocation.progress);
    return outcome_of(invocation, std::array{result.summary}, result.problems, result.outputs);
}

} // namespace

Command burn_command() {
    return {
        .name = "burn",
        .group = CommandGroup::analysis,
        .summary = "A raster of the length, area or number of features in each cell",
        .description =
            {"Cuts every feature where it crosses the sides of the cells and adds up kilometres of lines or square "
             "kilometres of polygons on the ellipsoid, or counts the features that touch a cell. The sum of all cells "
             "is what 'oreway measure' finds for the part of the features inside the grid, to 1e-9. Edges are "
             "geodesics, also over the antimeridian and the poles.",
             "Cells with nothing hold 0. Polygons that overlap each other count each for itself. The cells are "
             "64-bit reals, so that sums hold; a .qml style lies beside the raster."},
        .positional = {.name = "FEATURES OUTPUT",
                       .help = "A file, .zip archive or GDAL name, and the GeoTIFF (.tif) to write",
                       .kind = file,
                       .at_least = 2,
                       .at_most = 2},
        .options = joined({result_options(), own_options, grid_options(), repair_options(), input_options(),
                           raster_output_options(), operation_options(), general_options(), process_options()}),
        .examples = {{"oreway burn rails.shp rail_km.tif --resolution 10km", "Kilometres of railway in each cell"},
                     {"oreway burn corridors.gpkg corridors.tif --measure count --resolution 0.25",
                      "How many corridors run through each cell"},
                     {"oreway burn legs.gpkg tonne_km.tif --weight tonnes --bbox 46,35,88,56 --resolution 0.1",
                      "Tonne-kilometres in each cell"}},
        .memory = "The layer whole: 16 bytes a vertex, and the attributes; the raster four million cells at a time.",
        .run = run,
    };
}

} // namespace oreway::cli
