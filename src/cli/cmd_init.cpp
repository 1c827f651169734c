// SPDX-License-Identifier: MIT
// oreway init: a first study file for a user's own layers.

#include <array>
#include <filesystem>

#include <fmt/format.h>

#include "cli/input_setup.hpp"
#include "cli/registry.hpp"
#include "cli/shared_options.hpp"
#include "oreway/jobs/inspect.hpp"

namespace oreway::cli {

namespace {

using enum OptionKind;

constexpr std::array own_options = {
    Option{.name = "output",
           .group = OptionGroup::output,
           .help = "Study file to write; - prints it",
           .kind = file,
           .value_name = "FILE",
           .default_value = "study.toml",
           .short_name = 'o'},
    Option{.name = "overwrite",
           .group = OptionGroup::output,
           .help = "Replace a file that is there already",
           .short_name = 'O'},
};

/// The folder that paths in the study are relative to.
std::filesystem::path folder_of(std::string const& study) {
    if (study == "-")
        return std::filesystem::current_path();
    return std::filesystem::absolute(study).parent_path();
}

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    apply_settings(arguments);
    std::string const& output = arguments.text("output");
    std::string const text =
        draft_study(arguments.positionals(), folder_of(output), input_options_of(arguments, WithOperation::yes));
    if (output == "-")
        return {.output = text, .problems = {}};
    write_study(output, text, overwrite_policy(arguments));
    return {.output = fmt::format("{} written; read its remarks, then run 'oreway check {}'\n", output, output),
            .problems = {}};
}

} // namespace

Command init_command() {
    return {
        .name = "init",
        .group = CommandGroup::data,
        .summary = "Write a study file for your own layers by looking at them",
        .description = {"Looks at the layers of a folder or of files: kinds of geometry, names of layers and fields, "
                        "values. Writes a study "
                        "file that says which layer plays which part and which field is what, with a remark for every "
                        "decision. It is a "
                        "first draft to be read and corrected."},
        .positional =
            {.name = "FOLDER", .help = "Folder with layers, or files", .kind = file, .at_least = 1, .at_most = 0},
        .options = joined({own_options, input_options(), operation_options(), general_options(), process_options()}),
        .examples = {{"oreway init data -o study.toml", "A study file for the layers of the folder data"},
                     {"oreway init roads.shp mines.geojson -o -", "The same for two files, printed"}},
        .memory = "The first features of each layer.",
        .run = run,
    };
}

} // namespace oreway::cli
