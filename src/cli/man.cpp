// SPDX-License-Identifier: MIT
// Manual pages. The headings are fixed (NAME, SYNOPSIS, DESCRIPTION, OPTIONS, EXIT STATUS, MEMORY USAGE, EXAMPLES, SEE
// ALSO); the pages carry no date, so that the same version gives the same bytes.

#include <fmt/format.h>

#include "cli/help.hpp"
#include "oreway/base/text.hpp"
#include "oreway/base/version.hpp"

namespace oreway::cli {

namespace {

/// A word or line safe in troff: backslash and hyphen escaped, no control character in front.
std::string troff(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    if (!out.empty() && (out.front() == '.' || out.front() == '\''))
        out.insert(0, "\\&");
    return out;
}

/// Running text in short lines; each is made safe by itself.
std::string troff_lines(std::string_view text) {
    constexpr std::size_t longest = 72;
    std::string out;
    std::string line;
    for (std::string const& word : split(text, ' ')) {
        if (!line.empty() && line.size() + 1 + word.size() > longest) {
            out += troff(line) + "\n";
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
    }
    return out + troff(line);
}

std::string upper_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return out;
}

std::string head(std::string_view name, std::string_view summary) {
    return fmt::format(".\\\" Made from the option tables of oreway; do not edit.\n"
                       ".TH {} 1 \"\" \"oreway {}\" \"Oreway manual\"\n.SH NAME\n{} \\- {}\n",
                       troff(upper_case(name)), version(), troff(name), troff(summary));
}

std::string heading(std::string_view title) {
    return fmt::format(".SH {}\n", title);
}

std::string term(std::string_view bold, std::string_view text) {
    return fmt::format(".TP\n.B {}\n{}\n", troff(bold), troff_lines(text));
}

std::string synopsis(Command const& command) {
    std::string const line = usage_line(command);
    std::string const words = fmt::format("oreway {}", command.name);
    return heading("SYNOPSIS") + fmt::format(".B {}\n{}\n", words, troff(trim(line.substr(words.size()))));
}

std::string option_text(Option const& option) {
    std::string text = fmt::format("{}.", option.help);
    if (option.occurs == Occurs::repeatable)
        text += " May be repeated.";
    if (!option.default_value.empty())
        text += fmt::format(" The default is {}.", option.default_value);
    return text;
}

std::string options(Command const& command) {
    std::string out = heading("OPTIONS");
    for (OptionGroup const group : option_groups()) {
        std::string terms;
        for (Option const& option : command.options)
            if (option.group == group)
                terms += term(spelled(option), option_text(option));
        if (!terms.empty())
            out += fmt::format(".SS {}\n{}", title_of(group), terms);
    }
    return out;
}

std::string exit_status() {
    std::string out = heading("EXIT STATUS");
    for (auto const& [code, meaning] : exit_meanings())
        out += term(code, meaning);
    return out;
}

std::string examples(Command const& command) {
    if (command.examples.empty())
        return {};
    std::string out = heading("EXAMPLES");
    std::string_view separator;
    for (auto const& [line, meaning] : command.examples) {
        out += fmt::format("{}{}:\n.PP\n.RS 4\n.nf\n{}\n.fi\n.RE\n", separator, troff_lines(meaning), troff(line));
        separator = ".PP\n";
    }
    return out;
}

std::string see_also(std::string_view except) {
    std::string out = heading("SEE ALSO");
    std::string list = except.empty() ? "" : ".BR oreway (1)";
    for (Command const& command : commands()) {
        if (command.name == except)
            continue;
        if (!list.empty())
            list += ",\n";
        list += fmt::format(".BR oreway\\-{} (1)", troff(command.name));
    }
    return out + list + "\n";
}

} // namespace

std::string command_man(Command const& command) {
    std::string out = head(fmt::format("oreway-{}", command.name), command.summary) + synopsis(command);
    out += heading("DESCRIPTION");
    std::string_view separator;
    for (std::string_view const paragraph : command.description) {
        out += fmt::format("{}{}\n", separator, troff_lines(paragraph));
        separator = ".PP\n";
    }
    if (!command.positional.name.empty())
        out += heading("ARGUMENTS") + term(command.positional.name, fmt::format("{}.", command.positional.help));
    out += options(command) + exit_status();
    if (!command.memory.empty())
        out += heading("MEMORY USAGE") + troff_lines(command.memory) + "\n";
    return out + examples(command) + see_also(command.name);
}

std::string program_man() {
    std::string out = head("oreway", "route analysis for transit corridors and mines");
    out +=
        heading("SYNOPSIS") + ".B oreway\nCOMMAND [OPTIONS] [ARGUMENTS]\n" + heading("DESCRIPTION") +
        troff_lines(
            "Oreway compares transit corridors and measures mines, stations and countries against them, in metres on "
            "the ellipsoid, and writes the result so that QGIS opens it styled and in place. It reads every vector "
            "format that 'oreway info --formats' lists.") +
        "\n" + heading("COMMANDS");
    for (Command const& command : commands())
        out += term(command.name, fmt::format("{}.", command.summary));
    out += exit_status() + heading("ENVIRONMENT");
    for (auto const& [name, meaning] : variables())
        out += term(name, meaning);
    return out + see_also("");
}

} // namespace oreway::cli
