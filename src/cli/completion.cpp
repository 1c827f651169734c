// SPDX-License-Identifier: MIT
// Completion for bash: commands, options of the command, and the values of an option by its kind. Plain bash, without
// the helpers of the bash-completion package, so that it works where only bash is installed.

#include <fmt/format.h>

#include "cli/help.hpp"
#include "oreway/base/text.hpp"

namespace oreway::cli {

namespace {

std::string option_words(Command const& command) {
    std::string words;
    for (Option const& option : command.options) {
        words += fmt::format("{}--{}", words.empty() ? "" : " ", option.name);
        if (!option.alias.empty())
            words += fmt::format(" --{}", option.alias);
        if (option.short_name)
            words += fmt::format(" -{}", option.short_name);
    }
    return words;
}

std::string choice_words(std::string_view choices) {
    return join(split(choices, '|'), " ");
}

/// What bash's compgen is asked for a value of this kind; empty when nothing can be offered.
std::string value_words(OptionKind kind, std::string_view choices) {
    switch (kind) {
    case OptionKind::choice:
        return fmt::format("-W '{}'", choice_words(choices));
    case OptionKind::file:
        return "-f";
    case OptionKind::folder:
        return "-d";
    default:
        return "";
    }
}

std::string names_pattern(Option const& option) {
    std::string pattern = fmt::format("--{}", option.name);
    if (!option.alias.empty())
        pattern += fmt::format("|--{}", option.alias);
    if (option.short_name)
        pattern += fmt::format("|-{}", option.short_name);
    return pattern;
}

std::string command_case(Command const& command) {
    std::string out = fmt::format("    {})\n        options='{}'\n", command.name, option_words(command));
    Positional const& positional = command.positional;
    out += fmt::format("        arguments=\"{}\"\n        case $before in\n",
                       positional.name.empty() ? "" : value_words(positional.kind, positional.choices));
    for (Option const& option : command.options) {
        if (option.kind == OptionKind::flag)
            continue;
        out += fmt::format("        {}) values=\"{}\"; takes_value=yes ;;\n", names_pattern(option),
                           value_words(option.kind, option.choices));
    }
    return out + "        esac ;;\n";
}

} // namespace

std::string bash_completion() {
    std::string names;
    std::string cases;
    for (Command const& command : commands()) {
        names += fmt::format("{}{}", names.empty() ? "" : " ", command.name);
        cases += command_case(command);
    }
    return fmt::format(R"(# bash completion for oreway; made from the option tables of oreway, do not edit.
_oreway() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} options= arguments= values= takes_value=
    COMPREPLY=()
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t COMPREPLY < <(compgen -W '{names} --help --version --json-usage' -- "$word")
        return
    fi
    # bash splits --name=value into three words
    if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before=${{COMP_WORDS[COMP_CWORD-2]}}; fi
    case ${{COMP_WORDS[1]}} in
{cases}    *) return ;;
    esac
    if [ -n "$takes_value" ]; then
        [ -n "$values" ] && mapfile -t COMPREPLY < <(eval "compgen $values -- \"\$word\"")
    elif [[ $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    elif [ -n "$arguments" ]; then
        mapfile -t COMPREPLY < <(eval "compgen $arguments -- \"\$word\"")
    fi
}}
complete -o filenames -F _oreway oreway
)",
                       fmt::arg("names", names), fmt::arg("cases", cases));
}

} // namespace oreway::cli
