// SPDX-License-Identifier: MIT
// oreway cost: a raster of what it costs to get to every cell.

#include <array>

#include <fmt/format.h>

#include "cli/grid_setup.hpp"
#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/reproject_setup.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/cost.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "from",
           .group = OptionGroup::input,
           .help = "Layer of points and lines where costs start: the cells of points, all cells that lines touch",
           .kind = file,
           .value_name = "FILE"},
    Option{.name = "from-layer",
           .group = OptionGroup::input,
           .help = "Layer of --from, when it has several",
           .kind = text,
           .value_name = "NAME"},
    Option{.name = "start-cost",
           .group = OptionGroup::input,
           .help = "Field of --from: what it costs to be there already; without it 0",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "slope-from",
           .group = OptionGroup::input,
           .help = "Raster of heights in metres, on the grid of the friction",
           .kind = file,
           .value_name = "RASTER"},
    Option{.name = "method",
           .group = OptionGroup::result,
           .help = "Shortest paths from cell to cell, or a wave that runs in any direction (no creases)",
           .kind = choice,
           .default_value = "paths",
           .choices = "paths|eikonal"},
    Option{.name = "neighbours",
           .group = OptionGroup::result,
           .help = "Directions that a path may leave a cell in",
           .kind = choice,
           .default_value = "16",
           .choices = "8|16"},
    Option{.name = "lengths",
           .group = OptionGroup::result,
           .help = "Lengths of steps on the ellipsoid, or in the plane of a projected grid",
           .kind = choice,
           .default_value = "ellipsoid",
           .choices = "ellipsoid|plane"},
    Option{.name = "max-cost",
           .group = OptionGroup::result,
           .help = "Cells that cost more have no value",
           .kind = number,
           .value_name = "COST"},
    Option{.name = "unit",
           .group = OptionGroup::result,
           .help = "Unit of the costs for labels, such as s or USD: friction is this unit per metre",
           .kind = text,
           .value_name = "UNIT"},
    Option{.name = "band",
           .group = OptionGroup::result,
           .help = "What to write, separated by commas: cost, allocation (the number of the cheapest source); the "
                   "first goes to OUTPUT, others beside it",
           .kind = text,
           .value_name = "BAND,...",
           .default_value = "cost"},
    Option{.name = "path-to",
           .group = OptionGroup::result,
           .help = "Layer of points: write the cheapest path to each as a line",
           .kind = file,
           .value_name = "FILE"},
    Option{.name = "path-to-layer",
           .group = OptionGroup::input,
           .help = "Layer of --path-to, when it has several",
           .kind = text,
           .value_name = "NAME"},
    Option{.name = "paths",
           .group = OptionGroup::output,
           .help = "File of the paths; without it NAME_paths.gpkg beside OUTPUT",
           .kind = file,
           .value_name = "FILE"},
    Option{.name = "corridor-to",
           .group = OptionGroup::result,
           .help = "Layer of points and lines: write NAME_corridor.tif with what a way from the sources to them "
                   "through each cell costs beyond the cheapest",
           .kind = file,
           .value_name = "FILE"},
    Option{.name = "corridor-to-layer",
           .group = OptionGroup::input,
           .help = "Layer of --corridor-to, when it has several",
           .kind = text,
           .value_name = "NAME"},
    Option{.name = "slope-function",
           .group = OptionGroup::result,
           .help = "What slopes do to the cost: tobler is his hiking function, with friction as the pace on the flat",
           .kind = choice,
           .default_value = "none",
           .choices = "none|tobler"},
    Option{.name = "max-grade",
           .group = OptionGroup::result,
           .help = "Steps steeper than this, up or down, are not possible, such as 2.5%",
           .kind = text,
           .value_name = "GRADE"},
    Option{.name = "towards",
           .group = OptionGroup::result,
           .help = "The way goes from the cells to the sources, not from the sources outwards; matters with slopes"},
    Option{.name = "memory",
           .group = OptionGroup::general,
           .help = "Refuse what needs more than this, such as 8GB; three quarters of the machine without it",
           .kind = text,
           .value_name = "SIZE"},
};

std::vector<CostBand> bands_of(Arguments const& arguments) {
    std::vector<CostBand> bands;
    for (std::string const& part : split(arguments.text("band"), ',')) {
        std::string const name = fold(trim(part));
        if (name == "cost")
            bands.push_back(CostBand::cost);
        else if (name == "allocation")
            bands.push_back(CostBand::allocation);
        else
            throw UsageError({.what = fmt::format("'{}' is no band", printable(part)),
                              .where = "--band",
                              .remedy = "take cost or allocation, separated by commas"});
    }
    return bands;
}

/// "2.5%" or "0.025".
double grade_of(std::string const& text) {
    std::string_view number = trim(text);
    bool const percent = number.ends_with('%');
    if (percent)
        number.remove_suffix(1);
    auto const value = parse_number(trim(number));
    if (!value || !(*value > 0.0))
        throw UsageError({.what = fmt::format("'{}' is no grade", printable(text)),
                          .where = "--max-grade",
                          .remedy = "give a share above zero, such as 2.5% or 0.025"});
    return percent ? *value / 100.0 : *value;
}

OutputOptions paths_output_of(Arguments const& arguments, std::filesystem::path const& raster) {
    std::filesystem::path file = arguments.text("paths");
    if (file.empty()) {
        file = raster;
        file.replace_filename(raster.stem().string() + "_paths.gpkg");
    }
    return {.path = file, .overwrite = overwrite_policy(arguments)};
}

CostOptions options_of(Arguments const& arguments) {
    std::vector<std::string> const& names = arguments.positionals();
    if (!arguments.has("from"))
        throw UsageError({.what = "--from is needed",
                          .where = "oreway cost",
                          .remedy = "name a layer of points or lines where costs start"});
    CostOptions options{.friction = names[0],
                        .from = {arguments.text("from"), arguments.text("from-layer")},
                        .start_field = arguments.text("start-cost"),
                        .unit = arguments.text("unit"),
                        .bands = bands_of(arguments),
                        .path_to = {arguments.text("path-to"), arguments.text("path-to-layer")},
                        .paths = paths_output_of(arguments, names[1]),
                        .corridor_to = {arguments.text("corridor-to"), arguments.text("corridor-to-layer")},
                        .slope_from = arguments.text("slope-from"),
                        .memory = memory_of(arguments),
                        .input = input_options_of(arguments, WithOperation::yes),
                        .output = output_options_of(arguments, names[1])};
    if (arguments.text("method") == "eikonal")
        options.method = CostMethod::eikonal;
    if (arguments.text("neighbours") == "8")
        options.neighbours = Neighbours::eight;
    if (arguments.text("lengths") == "plane")
        options.lengths = StepMeasure::plane;
    if (auto const most = arguments.number("max-cost"))
        options.max_cost = *most;
    if (arguments.text("slope-function") == "tobler")
        options.slope_function = SlopeFunction::tobler;
    if (arguments.has("max-grade"))
        options.max_grade = grade_of(arguments.text("max-grade"));
    if (arguments.has("towards"))
        options.travel = Travel::towards;
    return options;
}

void require_useful(Arguments const& arguments) {
    auto const refuse = [](std::string_view option, std::string_view needed) {
        throw UsageError({.what = fmt::format("--{} does nothing without --{}", option, needed),
                          .where = fmt::format("--{}", option),
                          .remedy = fmt::format("add --{}, or leave it out", needed)});
    };
    if (arguments.has("paths") && !arguments.has("path-to"))
        refuse("paths", "path-to");
    if (arguments.has("towards") && !arguments.has("slope-from"))
        refuse("towards", "slope-from");
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    require_useful(arguments);
    CostResult const result = cost_surface(options_of(arguments), invocation.progress);
    return outcome_of(invocation, std::array{result.summary}, result.problems, result.outputs);
}

} // namespace

Command cost_command() {
    return {
        .name = "cost",
        .group = CommandGroup::analysis,
        .summary = "Map the cost of getting to every cell over a friction raster, with cheapest paths",
        .description =
            {"Friction is a cost per metre (seconds, dollars, any unit); nodata is a barrier. Every cell gets the "
             "least cost of a way from the sources. Ways are measured on the WGS 84 ellipsoid, on lon/lat and "
             "projected "
             "grids alike, and a grid that goes round the globe is closed.",
             "--method paths goes from cell to cell in 16 directions (8 with --neighbours 8). A step costs its length "
             "times the mean friction of the cells that it crosses; it does not slip between two barrier cells that "
             "touch at a corner. The cost from A to B is the cost from B to A. Directions between the 16 are up to "
             "2.8 % too dear (8: 8.2 %). --method eikonal is a wave without that: right to 0.1 % for uniform friction, "
             "but slower, less symmetric where friction jumps from cell to cell, and blind to roads one cell wide.",
             "OUTPUT is a GeoTIFF that ends in .tif, with a QGIS style beside it. --path-to writes the cheapest paths "
             "as lines with from_fid, to_fid, length_km and cost; --corridor-to how much dearer a way through each "
             "cell is than the cheapest between both ends.",
             "With --slope-from, a slope is the rise of a step over its length in the direction of travel: outwards "
             "from the sources, or with --towards to them. --slope-function tobler multiplies the cost by "
             "exp(3.5 (|slope + 0.05| - 0.05)) (Tobler 1993)."},
        .positional = {.name = "FRICTION OUTPUT",
                       .help = "The raster of friction, and the .tif to write",
                       .kind = file,
                       .at_least = 2,
                       .at_most = 2},
        .options = joined({result_options(), own_options, input_options(), raster_output_options(), operation_options(),
                           general_options(), process_options()}),
        .examples = {{"oreway cost pace.tif hours.tif --from railheads.shp --unit s",
                      "Seconds to the cheapest railhead, from a raster of seconds per metre"},
                     {"oreway cost pace.tif time.tif --from ports.gpkg --start-cost dwell_s --band cost,allocation",
                      "With waiting at each port, and which port is the best"},
                     {"oreway cost price.tif price_out.tif --from mine.shp --path-to ports.shp --method eikonal",
                      "Cheapest paths from a mine to ports"},
                     {"oreway cost build.tif line.tif --from a.shp --corridor-to b.shp --slope-from dem.tif "
                      "--max-grade 2.5%",
                      "Where a railway could run, and what detours cost"}},
        .memory = "The whole grid: 12 bytes a cell for friction and cost, 4 more for heights, 8 for a corridor, 5 for "
                  "an allocation or paths, 5 for the wave, and up to 400 MB for tiles at work. A grid that needs "
                  "more than --memory is refused before it is read.",
        .run = run,
    };
}

} // namespace oreway::cli
