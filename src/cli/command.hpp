// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What a command is: a row of the command table (registry.cpp), with the options it takes and the function that runs
/// it. A command does not print and does not choose the exit code by itself: it returns an Outcome.

#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/option.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"

namespace oreway::cli {

/// How wide cells of a table may be: on a terminal long ones are cut, in a file or pipe nothing is.
enum class CellWidth { cut, whole };

/// What a command is given to run.
struct Invocation {
    Arguments const& arguments;
    Progress& progress;
    CellWidth width = CellWidth::whole;
};

/// What a command hands back.
struct Outcome {
    std::string output{};                ///< for standard output
    Problems problems{};                 ///< for standard error
    ExitCode exit_code = ExitCode::done; ///< the worse of this and what the problems ask for is taken
};

enum class CommandGroup { analysis, data, help };
[[nodiscard]] std::string_view title_of(CommandGroup group) noexcept;

struct Example {
    std::string_view line;
    std::string_view meaning;
};

struct Command {
    std::string_view name;
    CommandGroup group;
    std::string_view summary;                  ///< one line without a full stop
    std::vector<std::string_view> description; ///< paragraphs
    Positional positional;
    std::vector<Option> options;
    std::vector<Example> examples;
    std::string_view memory; ///< what is held in memory, for the manual
    Outcome (*run)(Invocation const&);
};

/// The only list of commands, in the order of help.
[[nodiscard]] std::vector<Command> const& commands();

/// \throws UsageError with the nearest spelling when there is no such command
[[nodiscard]] Command const& find_command(std::string_view name);

/// The exit code that a list of problems asks for: an error 1, a loss 3, notes nothing.
[[nodiscard]] ExitCode exit_code_for(Problems const& problems) noexcept;

} // namespace oreway::cli
