// SPDX-License-Identifier: MIT
// The one place where names of grid options meet the fields of GridChoice.

#include "cli/grid_setup.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>

#include "cli/input_setup.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/length_text.hpp"
#include "oreway/base/text.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array grid_table = {
    Option{.name = "resolution",
           .group = OptionGroup::output,
           .help = "Size of a cell: in units of the grid (0.01, or width,height), or a length on the ground (1km); "
                   "without it a round size that gives 1,000 to 2,000 cells on the long side",
           .kind = text,
           .value_name = "SIZE",
           .alias = "tr"},
    Option{.name = "bbox",
           .group = OptionGroup::output,
           .help = "Edges of the grid in its own units; W > E crosses the antimeridian; without it the extent of the "
                   "input and a margin",
           .kind = text,
           .value_name = "W,S,E,N",
           .alias = "te"},
    Option{.name = "like",
           .group = OptionGroup::output,
           .help = "Take the grid of this raster: place, cells and reference system",
           .kind = file,
           .value_name = "RASTER"},
    Option{.name = "dst-crs",
           .group = OptionGroup::output,
           .help = "Reference system of the grid, such as EPSG:32642; without it longitude and latitude",
           .kind = text,
           .value_name = "CRS",
           .alias = "t_srs"},
};

constexpr std::array raster_table = {
    Option{.name = "output-format",
           .group = OptionGroup::output,
           .help = "COG (compressed, with overviews) or GTiff (plain, written fastest)",
           .kind = choice,
           .default_value = "COG",
           .choices = "COG|GTiff",
           .short_name = 'f',
           .alias = "of"},
    Option{.name = "co",
           .group = OptionGroup::output,
           .help = "Creation option of the raster, handed to GDAL, such as COMPRESS=ZSTD",
           .kind = key_value,
           .value_name = "KEY=VALUE",
           .occurs = Occurs::repeatable},
    Option{.name = "overwrite",
           .group = OptionGroup::output,
           .help = "Replace an output that is there already",
           .short_name = 'O'},
};

[[noreturn]] void refuse(std::string_view option, std::string const& text, std::string remedy) {
    throw UsageError({.what = fmt::format("'{}' is no value for --{}", printable(text), option),
                      .where = fmt::format("--{}", option),
                      .remedy = std::move(remedy)});
}

std::vector<double> numbers_of(std::string_view option, std::string const& text, std::string const& remedy) {
    std::vector<double> numbers;
    for (std::string const& part : split(text, ',')) {
        auto const number = parse_number(trim(part));
        if (!number)
            refuse(option, text, remedy);
        numbers.push_back(*number);
    }
    return numbers;
}

GridEdges edges_of(std::string const& text) {
    std::string const remedy = "give four numbers: west,south,east,north, such as 46,35,88,56";
    std::vector<double> const edges = numbers_of("bbox", text, remedy);
    if (edges.size() != 4)
        refuse("bbox", text, remedy);
    return {.west = edges[0], .south = edges[1], .east = edges[2], .north = edges[3]};
}

CellSize cell_size_of(std::string const& text) {
    if (auto const length = parse_length(text))
        return {.width = length->value(), .height = length->value(), .unit = CellSize::Unit::metres};
    std::string const remedy =
        fmt::format("give a number in units of the grid, or a length with its unit ({})", length_units());
    std::vector<double> const sizes = numbers_of("resolution", text, remedy);
    if (sizes.size() > 2)
        refuse("resolution", text, remedy);
    return {.width = sizes.front(), .height = sizes.back()};
}

} // namespace

std::span<Option const> grid_options() noexcept {
    return grid_table;
}
std::span<Option const> raster_output_options() noexcept {
    return raster_table;
}

GridChoice grid_choice_of(Arguments const& arguments) {
    GridChoice choice{.like = arguments.text("like"),
                      .crs = arguments.text("dst-crs"),
                      .read = input_options_of(arguments, WithOperation::no).read};
    if (arguments.has("bbox"))
        choice.edges = edges_of(arguments.text("bbox"));
    if (arguments.has("resolution"))
        choice.cell_size = cell_size_of(arguments.text("resolution"));
    return choice;
}

} // namespace oreway::cli
