// SPDX-License-Identifier: MIT
// oreway nearest: the nearest features of one layer for every feature of another.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/nearest.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "k",
           .group = OptionGroup::result,
           .help = "So many nearest features for each feature of A (with --by: of each group); 0: all within --within",
           .kind = count,
           .value_name = "N",
           .default_value = "1",
           .short_name = 'k'},
    Option{.name = "within",
           .group = OptionGroup::result,
           .help = "Only features that are no farther away, such as 50km; units are m, km, mi, nmi",
           .kind = text,
           .value_name = "LENGTH"},
    Option{.name = "by",
           .group = OptionGroup::result,
           .help = "Field of B: find the nearest of each of its values, such as each commodity",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "exclude-self",
           .group = OptionGroup::result,
           .help = "Where A and B are the same layer, no feature is its own neighbour"},
    Option{.name = "a-fields",
           .group = OptionGroup::result,
           .help = "Fields of A to copy, separated by commas; without it ids and names, with 'none' none",
           .kind = text,
           .value_name = "FIELD,..."},
    Option{.name = "b-fields",
           .group = OptionGroup::result,
           .help = "Fields of B to copy, separated by commas; without it ids and names, with 'none' none",
           .kind = text,
           .value_name = "FIELD,..."},
    Option{.name = "edges",
           .group = OptionGroup::input,
           .help = "What an edge between two vertices in degrees is: the shortest way, or straight as QGIS draws it",
           .kind = choice,
           .default_value = "geodesic",
           .choices = "geodesic|planar"},
    Option{.name = "no-connectors", .group = OptionGroup::output, .help = "Do not write the lines that join each pair"},
};

std::optional<std::vector<std::string>> fields_of(Arguments const& arguments, std::string_view option) {
    if (!arguments.has(option))
        return std::nullopt;
    std::vector<std::string> fields;
    if (arguments.text(option) == "none")
        return fields;
    for (std::string const& field : split(arguments.text(option), ','))
        if (!trim(field).empty())
            fields.emplace_back(trim(field));
    return fields;
}

NearestSide side_of(Arguments const& arguments, std::string const& dataset, char side) {
    return {.dataset = dataset,
            .layer = arguments.text(fmt::format("{}-layer", side)),
            .fields = fields_of(arguments, fmt::format("{}-fields", side))};
}

NearestOptions options_of(Arguments const& arguments) {
    std::vector<std::string> const& names = arguments.positionals();
    NearestOptions options{.a = side_of(arguments, names[0], 'a'),
                           .b = side_of(arguments, names[1], 'b'),
                           .count = static_cast<std::size_t>(*arguments.number("k")),
                           .self_pairs = arguments.has("exclude-self") ? SelfPairs::left_out : SelfPairs::counted,
                           .group_field = arguments.text("by"),
                           .connectors =
                               arguments.has("no-connectors") ? ConnectorLayer::none : ConnectorLayer::written,
                           .input = input_options_of(arguments, WithOperation::yes),
                           .output = output_options_of(arguments, names[2])};
    if (arguments.has("within"))
        options.radius = length_of(arguments, "within");
    options.input.repair_polygons = !arguments.has("no-repair");
    options.input.edges = arguments.text("edges") == "planar" ? EdgeModel::planar : EdgeModel::geodesic;
    return options;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    NearestResult const result = nearest(options_of(arguments), invocation.progress);
    return outcome_of(invocation, std::array{result.summary}, result.problems, result.outputs);
}

} // namespace

Command nearest_command() {
    return {
        .name = "nearest",
        .group = CommandGroup::analysis,
        .summary = "Find the nearest features of one layer for every feature of another",
        .description =
            {"For every feature of A the nearest features of B, of points, lines and polygons alike, on the WGS 84 "
             "ellipsoid with geodesic edges: distances are good to 0.01 mm, across the antimeridian and at the poles, "
             "too. Where features touch, or one lies in the other, the distance is 0.",
             "OUTPUT holds the features of A, a row a pair: a_fid, b_fid, rank, distance_m, azimuth_deg (from A, "
             "clockwise from north), foot_lon and foot_lat (the nearest place on B), along_m and b_part (the kilometre "
             "post on a line of B: metres from the start of that part), then the chosen fields as a_... and b_... A "
             "second layer holds the lines that join the pairs, filled with vertices so that maps draw the geodesic: "
             "'connectors' inside a GeoPackage, else NAME_connectors beside OUTPUT.",
             "Features of A without geometry or without a neighbour are kept with nulls and counted."},
        .positional = {.name = "A B OUTPUT",
                       .help = "Two files, .zip archives or GDAL names, and the file to write",
                       .kind = file,
                       .at_least = 3,
                       .at_most = 3},
        .options = joined({result_options(), own_options, layer_pair_options(), repair_options(), input_options(),
                           output_options(), operation_options(), general_options(), process_options()}),
        .examples = {{"oreway nearest mines.shp railways.shp nearest.gpkg", "The nearest railway of every mine"},
                     {"oreway nearest mines.shp railways.shp three.gpkg -k 3 --within 50km",
                      "Up to three railways within 50 km"},
                     {"oreway nearest towns.gpkg mines.gpkg ores.gpkg --by commodity",
                      "The nearest mine of each commodity"},
                     {"oreway nearest wells.shp wells.shp spacing.csv --exclude-self --no-connectors",
                      "The distance to the next well"}},
        .memory =
            "B whole (16 bytes a vertex and its attributes, and less than 32 bytes a vertex for the index) and 8,192 "
            "features of A with their results, however many A has.",
        .run = run,
    };
}

} // namespace oreway::cli
