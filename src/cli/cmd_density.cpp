// SPDX-License-Identifier: MIT
// oreway density: kernel density of points.

#include <array>

#include "cli/grid_setup.hpp"
#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/density.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "radius",
           .group = OptionGroup::result,
           .help = "How far a point reaches on the ellipsoid, such as 50km (gaussian: three standard deviations)",
           .kind = text,
           .value_name = "LENGTH",
           .default_value = "50km"},
    Option{.name = "kernel",
           .group = OptionGroup::result,
           .help = "How the density falls from a point to the radius",
           .kind = choice,
           .default_value = "quartic",
           .choices = "quartic|epanechnikov|gaussian|uniform"},
    Option{.name = "weight",
           .group = OptionGroup::result,
           .help = "Field with the weight of a point, such as tonnes; without it every point counts 1",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "conserve",
           .group = OptionGroup::result,
           .help =
               "Make the cells, times their true areas, add up to the weights to rounding, however coarse they are"},
    Option{.name = "layer",
           .group = OptionGroup::input,
           .help = "Layer of POINTS, when it has several",
           .kind = text,
           .value_name = "NAME"},
};

DensityKernel kernel_of(Arguments const& arguments) {
    std::string const& name = arguments.text("kernel");
    if (name == "epanechnikov")
        return DensityKernel::epanechnikov;
    if (name == "gaussian")
        return DensityKernel::gaussian;
    return name == "uniform" ? DensityKernel::uniform : DensityKernel::quartic;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    DensityMapOptions const options{.dataset = arguments.positionals()[0],
                                    .layer = arguments.text("layer"),
                                    .weight_field = arguments.text("weight"),
                                    .radius = length_of(arguments, "radius"),
                                    .kernel = kernel_of(arguments),
                                    .sum = arguments.has("conserve") ? DensitySum::by_cells : DensitySum::by_integral,
                                    .grid = grid_choice_of(arguments),
                                    .input = input_options_of(arguments, WithOperation::yes),
                                    .output = output_options_of(arguments, arguments.positionals()[1])};
    DensityMapResult const result = density_map(options, invocation.progress);
    return outcome_of(invocation, std::array{result.summary}, result.problems, result.outputs);
}

} // namespace

Command density_command() {
    return {
        .name = "density",
        .group = CommandGroup::analysis,
        .summary = "A raster of the kernel density of points, such as tonnes of mines by km2",
        .description =
            {"Each point is spread over the circle of --radius round it by a kernel, with u the geodesic distance over "
             "the radius: quartic (1-u2)2, epanechnikov 1-u2, gaussian exp(-4.5 u2) cut at u = 1, uniform 1. The "
             "density is in units of the weight by square kilometre, and its integral over the Earth is the sum of "
             "the weights (Silverman 1986, section 4.2; the curvature of the ellipsoid is taken into account).",
             "A raster samples the density at centres of cells, so its sum is as exact as the cells are fine: to a "
             "percent where the radius is ten cells. With --conserve each point is spread over the true areas of the "
             "cells in its reach, also those beyond the grid, and the sum holds to rounding.",
             "Points outside the grid count where they reach into it; give --bbox or --like for a grid that does not "
             "follow the points. The points of a multipoint share its weight."},
        .positional = {.name = "POINTS OUTPUT",
                       .help = "A file, .zip archive or GDAL name, and the GeoTIFF (.tif) to write",
                       .kind = file,
                       .at_least = 2,
                       .at_most = 2},
        .options = joined({result_options(), own_options, grid_options(), input_options(), raster_output_options(),
                           operation_options(), general_options(), process_options()}),
        .examples = {{"oreway density mines.shp mines.tif --radius 100km", "Mines by square kilometre"},
                     {"oreway density mines.shp tonnes.tif --weight tonnes --kernel gaussian --resolution 5km",
                      "Tonnes by square kilometre, smoothed by a bell of 50/3 km"},
                     {"oreway density mines.shp tonnes.tif --weight tonnes --conserve --t_srs EPSG:32642",
                      "On a projected grid, with a sum that holds"}},
        .memory = "The points; with --conserve on a projected grid the areas of its cells and those in reach beyond, 8 "
                  "bytes each; the raster four million cells at a time.",
        .run = run,
    };
}

} // namespace oreway::cli
