// SPDX-License-Identifier: MIT
// Options of reproject from words to values.

#include "cli/reproject_setup.hpp"

#include <array>
#include <unistd.h>
#include <vector>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/jobs/settings.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array raster_table = {
    Option{.name = "resampling",
           .group = OptionGroup::output,
           .help = "How pixels of rasters are made, as in gdalwarp",
           .kind = choice,
           .default_value = "near",
           .choices = "near|bilinear|cubic|cubicspline|lanczos|average|rms|mode|min|max|med|q1|q3|sum",
           .short_name = 'r'},
    Option{.name = "resolution",
           .group = OptionGroup::output,
           .help = "Size of a pixel in units of the target; without it pixels are square and as many on the diagonal "
                   "as in the source",
           .kind = number,
           .value_name = "SIZE",
           .alias = "tr"},
    Option{.name = "align-pixels",
           .group = OptionGroup::output,
           .help = "Make the extent of rasters a multiple of the resolution",
           .alias = "tap"},
    Option{.name = "extent",
           .group = OptionGroup::output,
           .help = "Exact extent of rasters in the target system",
           .kind = text,
           .value_name = "XMIN,YMIN,XMAX,YMAX",
           .alias = "te"},
    Option{.name = "like",
           .group = OptionGroup::output,
           .help = "Give rasters the extent and the pixels of this one, which is in the target system",
           .kind = file,
           .value_name = "RASTER"},
    Option{.name = "nodata",
           .group = OptionGroup::output,
           .help = "Value of pixels without source; without it that of the source, or a mask where it has none",
           .kind = text,
           .value_name = "VALUE"},
    Option{.name = "error-threshold",
           .group = OptionGroup::output,
           .help = "Largest error in pixels of interpolated positions; 0 transforms every pixel",
           .kind = number,
           .value_name = "PIXELS",
           .default_value = "0.125",
           .alias = "et"},
};

constexpr std::array batch_table = {
    Option{.name = "resume",
           .group = OptionGroup::result,
           .help = "Go on after a run that was stopped; what is done is known by fingerprints of inputs, parameters "
                   "and outputs"},
    Option{.name = "retry-failed", .group = OptionGroup::result, .help = "As --resume, and try failures again"},
    Option{.name = "plan",
           .group = OptionGroup::result,
           .help = "Write the plan into a file for --manifest and do nothing else",
           .kind = file,
           .value_name = "FILE"},
    Option{.name = "manifest",
           .group = OptionGroup::result,
           .help = "Run a shard of a plan that --plan wrote; no inputs are named then",
           .kind = file,
           .value_name = "FILE"},
    Option{.name = "shard",
           .group = OptionGroup::result,
           .help = "Which part of the plan, counted from 0; in a Slurm job array the task's own",
           .kind = text,
           .value_name = "INDEX/COUNT"},
    Option{.name = "merge",
           .group = OptionGroup::result,
           .help = "With --manifest: check that all shards are through and make one manifest of theirs"},
    Option{.name = "timeout",
           .group = OptionGroup::general,
           .help = "Seconds that one dataset may take before it counts as failed",
           .kind = number,
           .value_name = "SECONDS"},
    Option{.name = "memory",
           .group = OptionGroup::general,
           .help = "What all datasets that are worked on together may hold, such as 2GB; a quarter of the machine "
                   "without it",
           .kind = text,
           .value_name = "SIZE"},
};

UsageError bad_value(std::string_view option, std::string const& value, std::string remedy) {
    return UsageError({.what = fmt::format("'{}' is no value for --{}", printable(value), option),
                       .where = "",
                       .remedy = std::move(remedy)});
}

std::optional<XYBox> extent_of(Arguments const& arguments) {
    std::string const& text = arguments.text("extent");
    if (text.empty())
        return std::nullopt;
    std::vector<double> numbers;
    for (std::string const& part : split(text, ','))
        if (auto const number = parse_number(trim(part)))
            numbers.push_back(*number);
    if (numbers.size() != 4 || !(numbers[0] < numbers[2]) || !(numbers[1] < numbers[3]))
        throw bad_value("extent", text, "give XMIN,YMIN,XMAX,YMAX");
    return XYBox{.min_x = numbers[0], .min_y = numbers[1], .max_x = numbers[2], .max_y = numbers[3]};
}

/// The program itself, started again.
WorkerProgram own_worker(Arguments const& arguments) {
    WorkerProgram worker{.program = "/proc/self/exe", .arguments = {std::string(worker_word)}};
    for (std::string const& pair : arguments.list("config"))
        worker.arguments.push_back(pair);
    return worker;
}

} // namespace

std::span<Option const> raster_options() noexcept {
    return raster_table;
}
std::span<Option const> batch_options() noexcept {
    return batch_table;
}

RasterSettings raster_settings_of(Arguments const& arguments) {
    RasterSettings raster{.resampling = arguments.text("resampling"),
                          .resolution = arguments.number("resolution"),
                          .align_pixels = arguments.has("align-pixels"),
                          .like = arguments.text("like"),
                          .extent = extent_of(arguments),
                          .error_threshold = arguments.number("error-threshold").value_or(0.0)};
    if (arguments.has("nodata"))
        raster.nodata = arguments.text("nodata");
    if (raster.align_pixels && !raster.resolution)
        throw UsageError({.what = "--align-pixels needs a resolution", .where = "", .remedy = "give --resolution"});
    if (!raster.like.empty() && (raster.resolution || raster.extent))
        throw UsageError(
            {.what = "--like excludes --resolution and --extent", .where = "", .remedy = "leave out one of them"});
    return raster;
}

RunOptions run_options_of(Arguments const& arguments) {
    StartFrom const start = arguments.has("retry-failed") ? StartFrom::what_is_done_rightly
                            : arguments.has("resume")     ? StartFrom::what_is_done
                                                          : StartFrom::nothing;
    return {.start = start, .workers = own_worker(arguments)};
}

std::uint64_t memory_of(Arguments const& arguments) {
    std::string const& text = arguments.text("memory");
    if (text.empty())
        return 0;
    struct Unit {
        std::string_view name;
        double bytes;
    };
    constexpr std::array<Unit, 4> units = {{{"kb", 1024.0}, {"mb", 1048576.0}, {"gb", 1073741824.0}, {"", 1.0}}};
    std::string const folded = fold(text);
    for (Unit const& unit : units)
        if (folded.ends_with(unit.name))
            if (auto const number = parse_number(trim(folded.substr(0, folded.size() - unit.name.size())));
                number && *number >= 1.0)
                return static_cast<std::uint64_t>(*number * unit.bytes);
    throw bad_value("memory", text, "give a size such as 512MB or 2GB");
}

std::optional<double> timeout_of(Arguments const& arguments) {
    auto const seconds = arguments.number("timeout");
    if (seconds && !(*seconds > 0.0))
        throw bad_value("timeout", arguments.text("timeout"), "give more than 0 seconds");
    return seconds;
}

Shard shard_of(Arguments const& arguments) {
    if (arguments.has("shard"))
        return shard_from(arguments.text("shard"));
    return shard_of_environment().value_or(Shard{});
}

int run_worker(std::span<std::string const> gdal_options) {
    for (std::string const& pair : gdal_options) {
        std::size_t const middle = std::min(pair.find('='), pair.size());
        set_gdal_option(std::string_view(pair).substr(0, middle), std::string_view(pair).substr(middle + 1));
    }
    return serve_worker(STDIN_FILENO);
}

} // namespace oreway::cli
