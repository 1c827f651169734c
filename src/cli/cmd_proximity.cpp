// SPDX-License-Identifier: MIT
// oreway proximity: a raster of distances to the nearest feature.

#include <array>

#include <fmt/format.h>

#include "cli/grid_setup.hpp"
#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/proximity.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "band",
           .group = OptionGroup::result,
           .help = "What to write, separated by commas: distance (metres), allocation (the number of the nearest "
                   "feature), azimuth (degrees from north); the first goes to OUTPUT, others beside it",
           .kind = text,
           .value_name = "BAND,...",
           .default_value = "distance"},
    Option{.name = "max-distance",
           .group = OptionGroup::result,
           .help = "Cells that are farther away have no value, such as 50km; units are m, km, mi, nmi",
           .kind = text,
           .value_name = "LENGTH"},
    Option{.name = "by",
           .group = OptionGroup::result,
           .help = "Field of the input: a band for each of its values, such as each corridor",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "signed",
           .group = OptionGroup::result,
           .help = "Inside polygons the distance to their boundary, as a negative number, instead of 0"},
    Option{.name = "within",
           .group = OptionGroup::result,
           .help = "Polygons; cells outside of them have no value",
           .kind = file,
           .value_name = "FILE"},
    Option{.name = "layer",
           .group = OptionGroup::input,
           .help = "Layer of the inputs, when they have several",
           .kind = text,
           .value_name = "NAME",
           .short_name = 'l'},
    Option{.name = "within-layer",
           .group = OptionGroup::input,
           .help = "Layer of --within, when it has several",
           .kind = text,
           .value_name = "NAME"},
    Option{.name = "values",
           .group = OptionGroup::input,
           .help = "Cells of an input raster that are sources, such as 1,3; without it all that are not 0",
           .kind = text,
           .value_name = "NUMBER,..."},
    Option{.name = "edges",
           .group = OptionGroup::input,
           .help = "What an edge between two vertices in degrees is: the shortest way, or straight as QGIS draws it",
           .kind = choice,
           .default_value = "geodesic",
           .choices = "geodesic|planar"},
    Option{.name = "nodata",
           .group = OptionGroup::output,
           .help = "Value of cells without a distance; without it -9999, with --signed the lowest float",
           .kind = text,
           .value_name = "VALUE"},
};

std::vector<ProximityBand> bands_of(Arguments const& arguments) {
    std::vector<ProximityBand> bands;
    for (std::string const& part : split(arguments.text("band"), ',')) {
        std::string const name = fold(trim(part));
        if (name == "distance")
            bands.push_back(ProximityBand::distance);
        else if (name == "allocation")
            bands.push_back(ProximityBand::allocation);
        else if (name == "azimuth")
            bands.push_back(ProximityBand::azimuth);
        else
            throw UsageError({.what = fmt::format("'{}' is no band", printable(part)),
                              .where = "--band",
                              .remedy = "take distance, allocation or azimuth, separated by commas"});
    }
    return bands;
}

double number_of(std::string const& part, std::string_view option) {
    if (fold(trim(part)) == "nan")
        return std::numeric_limits<double>::quiet_NaN();
    if (auto const number = parse_number(trim(part)))
        return *number;
    throw UsageError({.what = fmt::format("'{}' is no number", printable(part)),
                      .where = fmt::format("--{}", option),
                      .remedy = "give a number"});
}

ProximityOptions options_of(Arguments const& arguments) {
    std::vector<std::string> const& names = arguments.positionals();
    ProximityOptions options;
    options.sources.assign(names.begin(), names.end() - 1);
    options.layer = arguments.text("layer");
    if (arguments.has("values"))
        for (std::string const& part : split(arguments.text("values"), ','))
            options.values.push_back(number_of(part, "values"));
    options.bands = bands_of(arguments);
    options.by_field = arguments.text("by");
    if (arguments.has("max-distance"))
        options.max_distance = length_of(arguments, "max-distance");
    if (arguments.has("signed"))
        options.polygons = PolygonDistance::negative_inside;
    options.within = arguments.text("within");
    options.within_layer = arguments.text("within-layer");
    if (arguments.has("nodata"))
        options.nodata = number_of(arguments.text("nodata"), "nodata");
    options.grid = grid_choice_of(arguments);
    options.input = input_options_of(arguments, WithOperation::yes);
    options.input.repair_polygons = !arguments.has("no-repair");
    options.input.edges = arguments.text("edges") == "planar" ? EdgeModel::planar : EdgeModel::geodesic;
    options.output = output_options_of(arguments, names.back());
    return options;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    ProximityResult const result = proximity(options_of(arguments), invocation.progress);
    return outcome_of(invocation, std::array{result.summary}, result.problems, result.outputs);
}

} // namespace

Command proximity_command() {
    return {
        .name = "proximity",
        .group = CommandGroup::analysis,
        .summary = "Map the distance to the nearest feature as a raster",
        .description =
            {"For the centre of every cell the distance in metres on the WGS 84 ellipsoid to the nearest place of the "
             "nearest feature: of points, lines and polygons (0 inside) of layers, or of cells of rasters (their "
             "centres). The line itself counts, not cells it was burnt into, and features outside the grid count, too. "
             "The error is at most the larger of 0.5 m and a millionth of the distance, on lon/lat and projected "
             "grids, "
             "across the antimeridian and at the poles.",
             "OUTPUT is a GeoTIFF that ends in .tif, with its statistics inside and a QGIS style beside it (.qml). By "
             "default it is a COG with overviews; -f GTiff writes a plain file faster. Other bands than the first go "
             "to "
             "NAME_allocation.tif (the feature number, or the value of the nearest cell) and NAME_azimuth.tif.",
             "Without options the grid is in longitude and latitude and reaches over the input with a margin; one "
             "input "
             "raster gives its own grid."},
        .positional = {.name = "INPUT... OUTPUT",
                       .help = "Layers or rasters, and the .tif to write",
                       .kind = file,
                       .at_least = 2,
                       .at_most = 0},
        .options = joined({result_options(), own_options, grid_options(), repair_options(), input_options(),
                           raster_output_options(), operation_options(), general_options(), process_options()}),
        .examples = {{"oreway proximity corridors.shp distance.tif", "Metres to the nearest corridor"},
                     {"oreway proximity railways.gpkg distance.tif --bbox 46,35,88,56 --resolution 0.01",
                      "On a grid of hundredths of a degree"},
                     {"oreway proximity railways.gpkg distance.tif --t_srs EPSG:32642 --resolution 1km --within kz.shp",
                      "In UTM zone 42N, inside a country only"},
                     {"oreway proximity mines.shp nearest.tif --band allocation,distance --max-distance 200km",
                      "Which mine is nearest, and how far it is"},
                     {"oreway proximity corridors.shp by.tif --by corridor", "A band for each corridor"}},
        .memory = "The features and their index (about 45 bytes a vertex), and 64 rows of the grid for each thread, "
                  "however large the grid is. A COG is made from a plain file beside it, which needs the room of its "
                  "cells on the disk.",
        .run = run,
    };
}

} // namespace oreway::cli
