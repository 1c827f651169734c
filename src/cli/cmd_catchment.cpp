// SPDX-License-Identifier: MIT
// oreway catchment: all places within a distance, and who lies there.

#include <array>

#include <fmt/format.h>

#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/result_output.hpp"
#include "cli/shared_options.hpp"
#include "oreway/base/length_text.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/catchment.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "radius",
           .group = OptionGroup::result,
           .help = "Distances with their units, such as 25km,50km,100km (m, km, mi, nmi)",
           .kind = text,
           .value_name = "LENGTHS"},
    Option{.name = "rings", .group = OptionGroup::result, .help = "Zones between one radius and the next smaller one"},
    Option{.name = "discs", .group = OptionGroup::result, .help = "Everything within each radius (the default)"},
    Option{.name = "dissolve",
           .group = OptionGroup::result,
           .help = "Features that share a catchment: none, all, or those with the same value of a field",
           .kind = text,
           .value_name = "FIELD|all|none",
           .default_value = "none"},
    Option{.name = "tolerance",
           .group = OptionGroup::result,
           .help = "Largest error of the boundary; without it 0.1 % of the radius, from 0.01m to 10m",
           .kind = text,
           .value_name = "LENGTH"},
    Option{.name = "members",
           .group = OptionGroup::input,
           .help = "Features to find in the catchments, such as mines",
           .kind = file,
           .value_name = "FILE"},
    Option{.name = "weight",
           .group = OptionGroup::result,
           .help = "Field of the members that is summed, such as tonnes",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "by",
           .group = OptionGroup::result,
           .help = "Field of the members whose values are summed one by one, such as the commodity",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "areas",
           .group = OptionGroup::input,
           .help =
               "Polygons, such as countries: square kilometres of each catchment and kilometres of its lines in each",
           .kind = file,
           .value_name = "FILE"},
    Option{.name = "areas-id",
           .group = OptionGroup::result,
           .help = "Field of the areas that names them in the table of shares",
           .kind = text,
           .value_name = "FIELD"},
    Option{.name = "layer",
           .group = OptionGroup::input,
           .help = "Layer of INPUT, when it has several",
           .kind = text,
           .value_name = "NAME",
           .short_name = 'l'},
    Option{.name = "members-layer",
           .group = OptionGroup::input,
           .help = "Layer of the members, when there are several",
           .kind = text,
           .value_name = "NAME"},
    Option{.name = "areas-layer",
           .group = OptionGroup::input,
           .help = "Layer of the areas, when there are several",
           .kind = text,
           .value_name = "NAME"},
};

/// One radius of the list. A bare number and degrees are refused: a degree is no distance.
Metres radius_of(std::string_view text) {
    if (auto const length = parse_length(text))
        return *length;
    std::string const folded = fold(text);
    bool const in_degrees = folded.find("deg") != std::string::npos || folded.find("°") != std::string::npos;
    throw UsageError({.what = in_degrees
                                  ? fmt::format("'{}' is in degrees, which are no distance: a degree of longitude "
                                                "is 111 km at the equator and nothing at the poles",
                                                text)
                                  : fmt::format("'{}' is no radius", text),
                      .where = "--radius",
                      .remedy = "give a number with its unit, such as 50km; units are " + std::string(length_units())});
}

std::vector<Metres> radii_of(Arguments const& arguments) {
    if (!arguments.has("radius"))
        throw UsageError({.what = "--radius is missing", .where = "oreway catchment", .remedy = "add --radius 50km"});
    std::vector<Metres> radii;
    for (std::string const& part : split(arguments.text("radius"), ','))
        radii.push_back(radius_of(trim(part)));
    return radii;
}

/// Options about a layer that is not there.
void require_layer(Arguments const& arguments, std::string_view layer, std::initializer_list<char const*> options) {
    for (std::string_view const option : options)
        if (arguments.has(option) && !arguments.has(layer))
            throw UsageError({.what = fmt::format("--{} is about {}, but there are none", option, layer),
                              .where = "oreway catchment",
                              .remedy = fmt::format("add --{} FILE", layer)});
}

void require_consistent(Arguments const& arguments) {
    require_layer(arguments, "members", {"weight", "by", "members-layer"});
    require_layer(arguments, "areas", {"areas-id", "areas-layer"});
    if (arguments.has("rings") && arguments.has("discs"))
        throw UsageError({.what = "--rings and --discs exclude each other",
                          .where = "oreway catchment",
                          .remedy = "give one of them"});
}

CatchmentOptions options_of(Arguments const& arguments) {
    require_consistent(arguments);
    std::vector<std::string> const& names = arguments.positionals();
    CatchmentOptions options;
    options.dataset = names[0];
    options.layer = arguments.text("layer");
    options.radii = radii_of(arguments);
    options.form = arguments.has("rings") ? CatchmentForm::rings : CatchmentForm::discs;
    options.dissolve_field = arguments.text("dissolve");
    options.dissolve = options.dissolve_field == "none"  ? Dissolve::none
                       : options.dissolve_field == "all" ? Dissolve::all
                                                         : Dissolve::field;
    if (arguments.has("tolerance"))
        options.tolerance = length_of(arguments, "tolerance");
    options.members = {.dataset = arguments.text("members"),
                       .layer = arguments.text("members-layer"),
                       .weight = arguments.text("weight"),
                       .by = arguments.text("by")};
    options.areas = {.dataset = arguments.text("areas"),
                     .layer = arguments.text("areas-layer"),
                     .id_field = arguments.text("areas-id")};
    options.input = input_options_of(arguments, WithOperation::yes);
    options.input.repair_polygons = !arguments.has("no-repair");
    options.output = output_options_of(arguments, names[1]);
    return options;
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    CatchmentResult const result = catchment(options_of(arguments), invocation.progress);
    std::vector<Table> tables = {result.summary};
    if (arguments.has("members"))
        tables.push_back(result.sums);
    if (arguments.has("areas"))
        tables.push_back(result.shares);
    return outcome_of(invocation, tables, result.problems, result.outputs);
}

} // namespace

Command catchment_command() {
    return {
        .name = "catchment",
        .group = CommandGroup::analysis,
        .summary = "Draw all places within a distance of features and find who lies there",
        .description =
            {"The geodesic buffer of points, lines and polygons on the WGS 84 ellipsoid: every place of its boundary, "
             "drawn straight between vertices of longitude and latitude, has the distance of the radius within the "
             "tolerance, which is written beside it (error_bound_m). Polygons are valid, cut at the antimeridian, and "
             "may hold a pole.",
             "OUTPUT holds the layer catchments; with --members also the layer members (each with the smallest radius "
             "that reaches it and its exact distance in metres) and the table sums (members and weight for each "
             "catchment, radius and value of --by). Formats of one layer get a file for each, and the sums as CSV.",
             "With several radii a member of a disc counts in all larger ones, too; with --rings it counts once.",
             "With --areas the table shares says for each catchment, radius and area how many square kilometres of the "
             "catchment and how many kilometres of its lines lie there; what lies in no area has a row of its own, so "
             "that the rows add up to the catchment. Where areas overlap one another a place counts in each that holds "
             "it, which is noted."},
        .positional = {.name = "INPUT OUTPUT",
                       .help = "A file, .zip archive or GDAL name, and the file to write (.gpkg, .geojson, .shp)",
                       .kind = file,
                       .at_least = 2,
                       .at_most = 2},
        .options = joined({result_options(), own_options, repair_options(), input_options(), output_options(),
                           operation_options(), general_options(), process_options()}),
        .examples = {{"oreway catchment corridors.shp reach.gpkg --radius 50km",
                      "What lies within 50 km of each corridor"},
                     {"oreway catchment corridors.shp reach.gpkg --radius 25km,50km,100km --rings --members mines.shp "
                      "--weight tonnes --by commodity",
                      "Zones, the mines in them, and their tonnes by commodity"},
                     {"oreway catchment corridors.shp reach.gpkg --radius 50km --areas countries.shp --areas-id iso",
                      "How much of each corridor's reach lies in which country"},
                     {"oreway catchment stations.geojson near.geojson --radius 5mi --dissolve all --tolerance 1m",
                      "One area around all stations, drawn to a metre"}},
        .memory =
            "All layers (16 bytes a vertex, and the attributes), about 100 bytes a vertex of INPUT and of the areas, "
            "and the catchments.",
        .run = run,
    };
}

} // namespace oreway::cli
