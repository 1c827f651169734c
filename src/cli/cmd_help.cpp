// SPDX-License-Identifier: MIT
// oreway help: help, manual pages and completion, all from the same tables.

#include <array>

#include "cli/help.hpp"
#include "cli/registry.hpp"
#include "cli/shared_options.hpp"

namespace oreway::cli {

namespace {

constexpr std::array own_options = {
    Option{.name = "man",
           .group = OptionGroup::result,
           .help = "Print the manual page in troff instead; read it with 'oreway help --man compare | man -l -'"},
    Option{.name = "completion",
           .group = OptionGroup::result,
           .help = "Print a completion script for this shell instead",
           .kind = OptionKind::choice,
           .choices = "bash"},
};

Outcome run(Invocation const& invocation) {
    Arguments const& arguments = invocation.arguments;
    if (arguments.has("completion"))
        return {.output = bash_completion(), .problems = {}};
    bool const manual = arguments.has("man");
    if (arguments.positionals().empty())
        return {.output = manual ? program_man() : program_help(), .problems = {}};
    Command const& command = find_command(arguments.positionals().front());
    return {.output = manual ? command_man(command) : command_help(command), .problems = {}};
}

} // namespace

Command help_command() {
    return {
        .name = "help",
        .group = CommandGroup::help,
        .summary = "Explain the program or a command; print manual pages and completion",
        .description = {"The same text as 'oreway COMMAND --help'."},
        .positional = {.name = "COMMAND",
                       .help = "Command to explain; the program when left out",
                       .kind = OptionKind::text},
        .options = joined({own_options, general_options()}),
        .examples = {{"oreway help compare", "Help of a command"},
                     {"oreway help --completion bash > ~/.local/share/bash-completion/completions/oreway",
                      "Completion for your own shell"}},
        .memory = "",
        .run = run,
    };
}

} // namespace oreway::cli
