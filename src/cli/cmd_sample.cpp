// SPDX-License-Identifier: MIT
// oreway sample: values of a raster at points and along lines.

#include <array>

#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/sample.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "band",
           .group = OptionGroup::result,
           .help = "Take only this band, by number from 1 or by name; without it all",
           .kind = text,
           .value_name = "BAND",
           .occurs = Occurs::repeatable},
    Option{.name = "method",
           .group = OptionGroup::result,
           .help = "The cell that holds a point, or the weighted mean of the four centres round it",
           .kind = choice,
           .default_value = "nearest",
           .choices = "nearest|bilinear"},
    Option{.name = "every",
           .group = OptionGroup::result,
           .help = "Make a point each so many metres along lines, such as 1km; without it a row a line",
           .kind = text,
           .value_name = "LENGTH"},
    Option{.name = "layer",
           .group = OptionGroup::input,
           .help = "Layer of FEATURES, when it has several",
           .kind = text,
           .value_name = "NAME"},
};

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    std::vector<std::string> const& names = arguments.positionals();
    SampleOptions options{.raster = names[0],
                          .bands = arguments.list("band"),
                          .method =
                              arguments.text("method") == "bilinear" ? SampleMethod::bilinear : SampleMethod::nearest,
                          .dataset = names[1],
                          .layer = arguments.text("layer"),
                          .input = input_options_of(arguments, WithOperation::yes),
                          .output = output_options_of(arguments, names[2])};
    if (arguments.has("every"))
        options.every = length_of(arguments, "every");
    SampleResult const result = sample(options, invocation.progress);
    return outcome_of(invocation, std::array{result.summary}, result.problems, result.outputs);
}

} // namespace

Command sample_command() {
    return {
        .name = "sample",
        .group = CommandGroup::analysis,
        .summary = "Values of a raster at points and along lines",
        .description =
            {"Writes the features with all their fields and, for each band, a field named after it. Points get the "
             "value of their cell, or with --method bilinear the mean of the four centres round them. Lines get "
             "_min, _max, _mean (weighted by the length in each cell, on the ellipsoid) and _nodata_share; with "
             "--every they become points with part, along_m and the value.",
             "The raster may be in any reference system: places are brought to it by one operation, and lines are "
             "cut where their geodesics cross the sides of cells. Places without data or outside the raster are "
             "null. Features without a place, and polygons, are kept with nulls."},
        .positional = {.name = "RASTER FEATURES OUTPUT",
                       .help = "A raster, points or lines, and the file to write; its extension names the format",
                       .kind = file,
                       .at_least = 3,
                       .at_most = 3},
        .options = joined({result_options(), own_options, input_options(), output_options(), operation_options(),
                           general_options(), process_options()}),
        .examples = {{"oreway sample access.tif mines.shp mines_access.gpkg", "The access time of every mine"},
                     {"oreway sample dem.tif rails.shp profile.gpkg --every 1km --method bilinear",
                      "Heights along railways, a point a kilometre"},
                     {"oreway sample distance.tif roads.shp roads.csv --band 1",
                      "Least, greatest and mean distance along each road"}},
        .memory = "16,384 features at a time, and 64 MiB of the raster.",
        .run = run,
    };
}

} // namespace oreway::cli
