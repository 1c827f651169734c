// SPDX-License-Identifier: MIT
// The tables of shared options.

#include "cli/shared_options.hpp"

#include <array>

namespace oreway::cli {

namespace {

using enum OptionKind;
using enum OptionGroup;

constexpr std::array general_table = {
    Option{.name = "help", .group = general, .help = "Explain the command and end", .short_name = 'h'},
    Option{.name = "json-usage", .group = general, .help = "Describe the command and its options as JSON and end"},
    Option{.name = "quiet",
           .group = general,
           .help = "Show errors only: no progress, warnings or notes (the exit code still tells)",
           .short_name = 'q'},
    Option{.name = "verbose", .group = general, .help = "Show notes, too: what was decided and why", .short_name = 'v'},
    Option{.name = "progress",
           .group = general,
           .help = "How progress is shown on standard error; auto is a bar on a terminal and nothing elsewhere",
           .kind = choice,
           .default_value = "auto",
           .choices = "auto|bar|json|gdal|none"},
    Option{.name = "color",
           .group = general,
           .help = "Colours on standard error; auto honours NO_COLOR and TERM=dumb",
           .kind = choice,
           .default_value = "auto",
           .choices = "auto|always|never"},
    Option{.name = "log-format",
           .group = general,
           .help = "Form of errors and warnings on standard error; json is one object a line",
           .kind = choice,
           .default_value = "text",
           .choices = "text|json"},
};

constexpr std::array result_table = {
    Option{.name = "format",
           .group = result,
           .help = "Form of the result; csv is one table only",
           .kind = choice,
           .default_value = "table",
           .choices = "table|json|csv"},
};

constexpr std::array input_table = {
    Option{.name = "assume-crs",
           .group = input,
           .help = "Reference system of layers that have none, such as EPSG:4326; without it they are refused",
           .kind = text,
           .value_name = "CRS",
           .alias = "a_srs"},
    Option{.name = "encoding",
           .group = input,
           .help = "Encoding of the texts of shapefiles, such as CP1251; wins over .cpg and .dbf",
           .kind = text,
           .value_name = "NAME"},
    Option{.name = "oo",
           .group = input,
           .help = "Open option handed to GDAL",
           .kind = key_value,
           .value_name = "KEY=VALUE",
           .occurs = Occurs::repeatable},
    Option{.name = "strict", .group = input, .help = "Refuse a damaged file instead of reading what is left of it"},
    Option{.name = "allow-vrt", .group = input, .help = "Open VRT files, which name other files"},
    Option{.name = "allow-network", .group = input, .help = "Open remote names such as /vsicurl/"},
};

constexpr std::array output_table = {
    Option{.name = "output-format",
           .group = output,
           .help = "GDAL's name of the output's format, such as GPKG; without it the extension decides",
           .kind = text,
           .value_name = "DRIVER",
           .short_name = 'f',
           .alias = "of"},
    Option{.name = "co",
           .group = output,
           .help = "Creation option of the output's dataset or layer, handed to GDAL",
           .kind = key_value,
           .value_name = "KEY=VALUE",
           .alias = "lco",
           .occurs = Occurs::repeatable},
    Option{.name = "overwrite", .group = output, .help = "Replace an output that is there already", .short_name = 'O'},
};

constexpr std::array repair_table = {
    Option{
        .name = "no-repair", .group = input, .help = "Refuse invalid polygons, naming each, instead of repairing them"},
};

constexpr std::array layer_pair_table = {
    Option{.name = "a-layer",
           .group = input,
           .help = "Layer of A, when it has several",
           .kind = text,
           .value_name = "NAME"},
    Option{.name = "b-layer",
           .group = input,
           .help = "Layer of B, when it has several",
           .kind = text,
           .value_name = "NAME"},
};

constexpr std::array process_table = {
    Option{.name = "config",
           .group = general,
           .help = "Configuration option of GDAL",
           .kind = key_value,
           .value_name = "KEY=VALUE",
           .occurs = Occurs::repeatable},
    Option{.name = "threads",
           .group = general,
           .help = "Number of threads; the result does not depend on it",
           .kind = text,
           .value_name = "N|ALL_CPUS",
           .default_value = "ALL_CPUS",
           .short_name = 'j',
           .alias = "num-threads"},
};

constexpr std::array operation_table = {
    Option{.name = "operation",
           .group = operation,
           .help = "Take the coordinate operation with this code, such as EPSG:15865",
           .kind = text,
           .value_name = "CODE"},
    Option{.name = "accuracy",
           .group = operation,
           .help = "Refuse a coordinate operation whose stated accuracy is worse than this",
           .kind = number,
           .value_name = "METRES"},
    Option{.name = "only-best",
           .group = operation,
           .help = "Refuse to go on when a better operation lacks a grid that is not installed"},
    Option{.name = "allow-ballpark",
           .group = operation,
           .help = "Allow operations that ignore the datum shift (errors of a hundred metres and more)"},
};

} // namespace

std::span<Option const> general_options() noexcept {
    return general_table;
}
std::span<Option const> result_options() noexcept {
    return result_table;
}
std::span<Option const> input_options() noexcept {
    return input_table;
}
std::span<Option const> output_options() noexcept {
    return output_table;
}
std::span<Option const> repair_options() noexcept {
    return repair_table;
}
std::span<Option const> layer_pair_options() noexcept {
    return layer_pair_table;
}
std::span<Option const> process_options() noexcept {
    return process_table;
}
std::span<Option const> operation_options() noexcept {
    return operation_table;
}

std::vector<Option> joined(std::initializer_list<std::span<Option const>> lists) {
    std::vector<Option> all;
    for (std::span<Option const> const list : lists)
        all.insert(all.end(), list.begin(), list.end());
    return all;
}

} // namespace oreway::cli
