// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The descriptions made from the command table: help for a terminal, JSON for machines, manual pages, bash completion.

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace oreway::cli {

/// `oreway --help`
[[nodiscard]] std::string program_help();
/// `oreway COMMAND --help`
[[nodiscard]] std::string command_help(Command const& command);
/// "oreway compare [OPTIONS] [STUDY]"
[[nodiscard]] std::string usage_line(Command const& command);

/// `oreway --json-usage`, all commands; and one command.
[[nodiscard]] std::string program_json();
[[nodiscard]] std::string command_json(Command const& command);

/// Manual pages in the man macros of troff: oreway(1) and oreway-COMMAND(1).
[[nodiscard]] std::string program_man();
[[nodiscard]] std::string command_man(Command const& command);

/// A completion script for bash.
[[nodiscard]] std::string bash_completion();

/// One meaning of an exit code, in ascending order; the same for every command.
struct ExitMeaning {
    std::string_view code;
    std::string_view meaning;
};
[[nodiscard]] std::vector<ExitMeaning> const& exit_meanings();

/// An environment variable the program looks at.
struct Variable {
    std::string_view name;
    std::string_view meaning;
};
[[nodiscard]] std::vector<Variable> const& variables();

} // namespace oreway::cli
