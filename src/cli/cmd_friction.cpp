// SPDX-License-Identifier: MIT
// oreway friction: a friction raster from a table.

#include <array>

#include "cli/grid_setup.hpp"
#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/friction.hpp"

namespace oreway::cli {

namespace {

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    FrictionOptions options{.table = arguments.positionals()[0],
                            .grid = grid_choice_of(arguments),
                            .input = input_options_of(arguments, WithOperation::yes),
                            .output = output_options_of(arguments, arguments.positionals()[1])};
    options.input.repair_polygons = !arguments.has("no-repair");
    FrictionResult const result = friction(options, invocation.progress);
    return outcome_of(invocation, std::array{result.summary}, result.problems, result.outputs);
}

} // namespace

Command friction_command() {
    return {
        .name = "friction",
        .group = CommandGroup::analysis,
        .summary = "A friction raster for 'oreway cost' from land cover, slopes, roads, rails, water and borders",
        .description =
            {"Reads the table [friction] of a TOML file and writes seconds a metre; nodata is no way through. Steps, "
             "each over the one before: 'speed_kmh' everywhere; [friction.cover] and [[friction.class]], the speed by "
             "the value of a raster; [friction.slope], slower by Tobler's function at the steepest slope of a cell, "
             "up and down alike; [[friction.barrier]], lines and polygons that only ways cross; [[friction.way]], "
             "roads and rails by 'speed_kmh' or 'speed_field'; [[friction.crossing]], hours that it takes to cross a "
             "line, on ways, too.",
             "Every cell that a way touches gets its speed, so paths along ways are whole. A crossing adds its hours "
             "over the width of one cell: a path straight through the line pays them once, one aslant through a "
             "corner of a staircase of cells up to twice. Paths are relative to the file, 'where' chooses features "
             "by the values of a field; a key that is not known is refused.",
             "Without --bbox, --resolution, --like or --t_srs the grid is that of the cover raster, else it reaches "
             "over the layers."},
        .positional = {.name = "TABLE OUTPUT",
                       .help = "A TOML file with the table [friction], and the GeoTIFF (.tif) to write",
                       .kind = OptionKind::file,
                       .at_least = 2,
                       .at_most = 2},
        .options = joined({result_options(), grid_options(), repair_options(), input_options(), raster_output_options(),
                           operation_options(), general_options(), process_options()}),
        .examples = {{"oreway friction friction.toml friction.tif --bbox 46,35,88,56 --resolution 0.02",
                      "Seconds a metre, on a grid of longitude and latitude"},
                     {"oreway friction friction.toml friction.tif --like dem.tif", "On the grid of a DEM"}},
        .memory = "The grid, 4 bytes a cell, with slopes 8; the layers; 64 MiB of each raster.",
        .run = run,
    };
}

} // namespace oreway::cli
