// SPDX-License-Identifier: MIT
// Help for a terminal, 80 columns wide whatever the terminal is, so that it reads the same in a bug report.

#include "cli/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "oreway/base/text.hpp"
#include "oreway/base/version.hpp"

namespace oreway::cli {

namespace {

constexpr std::size_t page_width = 80;
constexpr std::size_t option_column = 26;

/// Words in lines of at most `page_width`, each but the first indented.
std::string wrapped(std::string_view text, std::size_t first_column, std::size_t indent) {
    std::string out;
    std::size_t column = first_column;
    for (std::string const& word : split(text, ' ')) {
        std::size_t const width = display_width(word);
        if (column > indent && column + 1 + width > page_width) {
            out += "\n" + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            out += " ";
            ++column;
        }
        out += word;
        column += width;
    }
    return out + "\n";
}

/// A term and its explanation in two columns.
std::string entry(std::string const& term, std::string_view explanation) {
    std::string out = "  " + term;
    if (out.size() + 2 > option_column)
        out += "\n" + std::string(option_column, ' ');
    else
        out += std::string(option_column - out.size(), ' ');
    return out + wrapped(explanation, option_column, option_column);
}

std::string explained(Option const& option) {
    std::string text(option.help);
    if (option.occurs == Occurs::repeatable)
        text += "; may be repeated";
    if (!option.default_value.empty())
        text += fmt::format(" [{}]", option.default_value);
    return text;
}

std::string option_part(Command const& command) {
    std::string out;
    for (OptionGroup const group : option_groups()) {
        std::string entries;
        for (Option const& option : command.options)
            if (option.group == group)
                entries += entry(spelled(option), explained(option));
        if (!entries.empty())
            out += fmt::format("\n{}:\n{}", title_of(group), entries);
    }
    return out;
}

std::string exit_part() {
    std::string out = "\nExit codes:\n";
    for (auto const& [code, meaning] : exit_meanings())
        out += entry(std::string(code), meaning);
    return out;
}

} // namespace

std::vector<ExitMeaning> const& exit_meanings() {
    static std::vector<ExitMeaning> const meanings = {
        {"0", "all done and nothing lost"},
        {"1", "failed: an input cannot be read or is refused, an output cannot be written"},
        {"2", "wrong usage; nothing was touched"},
        {"3", "finished, but something was lost or skipped and is listed"},
        {"128+n", "ended by signal n"},
    };
    return meanings;
}

std::vector<Variable> const& variables() {
    static std::vector<Variable> const all = {
        {"OREWAY_DATA", "folder of the bundled data, when they are not where the program was installed"},
        {"NO_COLOR", "when set and not empty: no colours"},
        {"GDAL_DATA", "data folder of GDAL"},
        {"PROJ_DATA", "data folder of PROJ (before PROJ 9.1: PROJ_LIB)"},
    };
    return all;
}

std::string usage_line(Command const& command) {
    Positional const& positional = command.positional;
    std::string text = fmt::format("oreway {} [OPTIONS]", command.name);
    if (positional.name.empty())
        return text;
    std::string argument(positional.name);
    if (positional.at_most != 1)
        argument += argument.find("...") == std::string::npos ? "..." : ""; // "INPUT... OUTPUT_DIR" says it by itself
    return text + (positional.at_least == 0 ? fmt::format(" [{}]", argument) : " " + argument);
}

std::string program_help() {
    std::string out =
        fmt::format("oreway {}: how ore gets from a mine to a market, and what that looks like in QGIS\n\n"
                    "Usage: oreway COMMAND [OPTIONS] [ARGUMENTS]\n",
                    version());
    for (CommandGroup const group : {CommandGroup::analysis, CommandGroup::data, CommandGroup::help}) {
        out += fmt::format("\n{}:\n", title_of(group));
        for (Command const& command : commands())
            if (command.group == group)
                out += entry(std::string(command.name), command.summary);
    }
    out += "\nInstead of a command:\n";
    out += entry("-h, --help", "Show this text and end");
    out += entry("--version", "Show the version and end");
    out += entry("--json-usage", "Describe all commands and options as JSON and end");
    return out + exit_part() + "\n'oreway COMMAND --help' explains a command.\n";
}

std::string command_help(Command const& command) {
    std::string out = wrapped(fmt::format("oreway {}: {}", command.name, command.summary), 0, 0);
    out += fmt::format("\nUsage: {}\n", usage_line(command));
    for (std::string_view const paragraph : command.description)
        out += "\n" + wrapped(paragraph, 0, 0);
    if (!command.positional.name.empty())
        out += "\nArguments:\n" + entry(std::string(command.positional.name), command.positional.help);
    out += option_part(command);
    if (!command.examples.empty())
        out += "\nExamples:\n";
    for (auto const& [line, meaning] : command.examples)
        out += fmt::format("  {}\n      {}\n", line, meaning);
    return out + exit_part();
}

} // namespace oreway::cli
