// SPDX-License-Identifier: MIT
// oreway info: what is in a file.

#include <array>

#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/inspect.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "show",
           .group = OptionGroup::result,
           .help = "Which tables to print; with --format csv the first of them",
           .kind = choice,
           .default_value = "both",
           .choices = "both|layers|fields"},
    Option{.name = "formats",
           .group = OptionGroup::result,
           .help = "List the formats that are read and written, and end",
           .alias = "drivers"},
};

std::vector<Table> shown_tables(InfoResult const& result, std::string const& which) {
    if (which == "layers")
        return {result.layers};
    if (which == "fields")
        return {result.fields};
    return {result.layers, result.fields};
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    ResultFormat const format = result_format(arguments);
    std::size_t const width = cell_width(invocation.width);
    if (arguments.has("formats"))
        return {.output = render(std::array{format_table()}, format, width), .problems = {}};
    if (arguments.positionals().empty())
        throw UsageError(
            {.what = "FILE is missing", .where = "oreway info", .remedy = "name a file or folder, or give --formats"});
    InfoResult const result =
        info(arguments.positionals(), input_options_of(arguments, WithOperation::no), invocation.progress);
    return {.output = render(shown_tables(result, arguments.text("show")), format, width), .problems = result.problems};
}

} // namespace

Command info_command() {
    return {
        .name = "info",
        .group = CommandGroup::data,
        .summary = "Show layers, fields, reference systems and extents of data files",
        .description = {"Lists every layer of every file: format, kind of geometry, number of features, reference "
                        "system and where it "
                        "came from, encoding of texts, extent in WGS 84; then the fields of each layer. Features are "
                        "read only where a "
                        "file does not declare its extent; 'oreway check' reads them all.",
                        "A folder stands for the files in it. Names that start with /vsi go to GDAL unchanged."},
        .positional = {.name = "FILE",
                       .help = "Files, folders, .zip archives or GDAL names",
                       .kind = file,
                       .at_least = 0,
                       .at_most = 0},
        .options = joined({result_options(), own_options, input_options(), general_options(), process_options()}),
        .examples = {{"oreway info mines.shp", "What is in a shapefile"},
                     {"oreway info data --show layers", "One line for each layer of the files of a folder"},
                     {"oreway info --formats", "Which formats are read and written"}},
        .memory = "A chunk of features at most.",
        .run = run,
    };
}

} // namespace oreway::cli
