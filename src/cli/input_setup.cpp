// SPDX-License-Identifier: MIT
// The one place where names of input options meet the fields of InputOptions.

#include "cli/input_setup.hpp"

#include "oreway/base/length_text.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/settings.hpp"

namespace oreway::cli {

namespace {

constexpr std::size_t terminal_cell_width = 48;
constexpr std::int64_t most_threads = 1024;

std::size_t thread_number(std::string const& text) {
    if (fold(text) == "all_cpus")
        return 0;
    auto const number = parse_integer(text);
    if (!number || *number < 1 || *number > most_threads)
        throw UsageError({.what = "'" + text + "' is no number of threads",
                          .where = "",
                          .remedy = "give --threads a whole number from 1 to 1024, or ALL_CPUS"});
    return static_cast<std::size_t>(*number);
}

} // namespace

void apply_settings(Arguments const& arguments) {
    set_thread_count(thread_number(arguments.text("threads")));
    for (std::string const& pair : arguments.list("config")) {
        std::size_t const middle = pair.find('=');
        set_gdal_option(std::string_view(pair).substr(0, middle), std::string_view(pair).substr(middle + 1));
    }
}

InputOptions input_options_of(Arguments const& arguments, WithOperation operation) {
    InputOptions options;
    options.read.allow_vrt = arguments.has("allow-vrt");
    options.read.allow_network = arguments.has("allow-network");
    options.read.strict = arguments.has("strict");
    options.read.encoding = arguments.text("encoding");
    options.read.open_options = arguments.list("oo");
    options.assume_crs = arguments.text("assume-crs");
    if (operation == WithOperation::no)
        return options;
    options.operation.allow_ballpark = arguments.has("allow-ballpark");
    options.operation.only_best = arguments.has("only-best");
    options.operation.code = arguments.text("operation");
    if (auto const accuracy = arguments.number("accuracy"))
        options.operation.max_accuracy = Metres(*accuracy);
    return options;
}

OverwritePolicy overwrite_policy(Arguments const& arguments) {
    return arguments.has("overwrite") ? OverwritePolicy::replace : OverwritePolicy::refuse;
}

OutputOptions output_options_of(Arguments const& arguments, std::string const& path) {
    return {.path = path,
            .driver = arguments.text("output-format"),
            .creation_options = arguments.list("co"),
            .overwrite = overwrite_policy(arguments)};
}

Metres length_of(Arguments const& arguments, std::string_view option) {
    std::string const& text = arguments.text(option);
    if (auto const length = parse_length(text))
        return *length;
    throw UsageError({.what = "'" + text + "' is no length",
                      .where = "--" + std::string(option),
                      .remedy = "give a number with its unit, such as 50km; units are " + std::string(length_units())});
}

ResultFormat result_format(Arguments const& arguments) {
    std::string const& name = arguments.text("format");
    if (name == "json")
        return ResultFormat::json;
    return name == "csv" ? ResultFormat::csv : ResultFormat::table;
}

std::size_t cell_width(CellWidth width) noexcept {
    return width == CellWidth::cut ? terminal_cell_width : 0;
}

} // namespace oreway::cli
