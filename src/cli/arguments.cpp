// SPDX-License-Identifier: MIT
// Parsing by Boost.Program_options, which knows the Unix ways of writing options; what it does not know (lists of
// allowed values, nearest spellings, checks by kind) is added here from the option table. Its guessing of abbreviations
// is off: a script must not change its meaning when an option is added.

#include "cli/arguments.hpp"

#include <algorithm>
#include <stdexcept>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include "cli/command.hpp"
#include "oreway/base/text.hpp"

namespace oreway::cli {

namespace {

namespace po = boost::program_options;

po::options_description described(Command const& command) {
    po::options_description all;
    for (Option const& option : command.options) {
        std::string names(option.name);
        if (!option.alias.empty())
            names += fmt::format(",{}", option.alias);
        if (option.short_name)
            names += fmt::format(",{}", option.short_name);
        if (option.kind == OptionKind::flag)
            all.add_options()(names.c_str(), po::bool_switch(), "");
        else
            all.add_options()(names.c_str(), po::value<std::string>(), "");
    }
    return all;
}

constexpr int style_of_options = po::command_line_style::allow_long | po::command_line_style::long_allow_adjacent |
                                 po::command_line_style::long_allow_next | po::command_line_style::allow_short |
                                 po::command_line_style::allow_dash_for_short |
                                 po::command_line_style::short_allow_adjacent |
                                 po::command_line_style::short_allow_next | po::command_line_style::allow_sticky;

std::string see_help(Command const& command) {
    return fmt::format("see 'oreway {} --help'", command.name);
}

/// The options that were probably meant: those that begin with the word, else the nearest in spelling.
std::vector<std::string> probable_options(Command const& command, std::string const& word) {
    constexpr std::size_t most = 3; // a longer list is what help is for
    std::vector<std::string> names;
    for (Option const& option : command.options) {
        names.emplace_back(option.name);
        if (!option.alias.empty())
            names.emplace_back(option.alias);
    }
    std::vector<std::string> probable;
    std::ranges::copy_if(names, std::back_inserter(probable),
                         [&](std::string const& name) { return word.size() > 1 && name.starts_with(word); });
    if (!probable.empty() && probable.size() <= most)
        return probable;
    auto const nearest = word.size() > 2 ? nearest_spelling(word, names) : std::nullopt;
    return nearest ? std::vector{*nearest} : std::vector<std::string>();
}

[[noreturn]] void throw_unknown(Command const& command, std::string const& written) {
    std::string const word = written.substr(0, written.find('='));
    std::vector<std::string> probable;
    if (word.starts_with("--"))
        probable = probable_options(command, word.substr(2));
    for (std::string& name : probable)
        name = fmt::format("'--{}'", name);
    throw UsageError(
        {.what = fmt::format("unknown option '{}'", word),
         .where = fmt::format("oreway {}", command.name),
         .remedy = probable.empty() ? see_help(command) : fmt::format("did you mean {}?", join(probable, " or "))});
}

std::vector<po::option> raw_options(Command const& command, std::vector<std::string> const& words) {
    try {
        po::options_description const known = described(command);
        return po::command_line_parser(words).options(known).style(style_of_options).run().options;
    } catch (po::unknown_option const& error) {
        throw_unknown(command, error.get_option_name());
    } catch (po::error const& error) {
        throw UsageError(
            {.what = error.what(), .where = fmt::format("oreway {}", command.name), .remedy = see_help(command)});
    }
}

[[noreturn]] void throw_bad_value(Option const& option, std::string const& value, std::string remedy) {
    throw UsageError({.what = fmt::format("'{}' is no value for --{}", value, option.name),
                      .where = "",
                      .remedy = std::move(remedy)});
}

std::string choice_remedy(std::string const& value, std::string_view choices) {
    std::vector<std::string> const names = split(choices, '|');
    auto const nearest = nearest_spelling(value, names);
    std::string const list = join(names, ", ");
    return nearest ? fmt::format("did you mean '{}'? There are: {}", *nearest, list)
                   : fmt::format("there are: {}", list);
}

bool is_one_of(std::string const& value, std::string_view choices) {
    std::vector<std::string> const names = split(choices, '|');
    return std::ranges::find(names, value) != names.end();
}

void check_value(Option const& option, std::string const& value) {
    switch (option.kind) {
    case OptionKind::choice:
        if (!is_one_of(value, option.choices))
            throw_bad_value(option, value, choice_remedy(value, option.choices));
        return;
    case OptionKind::count:
        if (auto const number = parse_integer(value); !number || *number < 0)
            throw_bad_value(option, value, "give a whole number from 0");
        return;
    case OptionKind::number:
        if (auto const number = parse_number(value); !number || !(*number >= 0.0 && *number < 1e300))
            throw_bad_value(option, value, "give a number from 0, with '.' as decimal sign");
        return;
    case OptionKind::key_value:
        if (value.find('=') == std::string::npos || value.front() == '=')
            throw_bad_value(option, value, "give KEY=VALUE");
        return;
    case OptionKind::flag:
        return;
    case OptionKind::text:
    case OptionKind::file:
    case OptionKind::folder:
        if (value.empty())
            throw_bad_value(option, value, "give a text that is not empty");
        return;
    }
}

Option const& row_of(Command const& command, std::string const& name) {
    for (Option const& option : command.options)
        if (option.name == name)
            return option;
    throw std::logic_error(fmt::format("option '{}' was parsed but is not in the table", name));
}

void check_positionals(Command const& command, std::vector<std::string> const& given) {
    Positional const& wanted = command.positional;
    std::string const where = fmt::format("oreway {}", command.name);
    if (wanted.name.empty() && !given.empty())
        throw UsageError({.what = fmt::format("unexpected argument '{}'", given.front()),
                          .where = where,
                          .remedy = see_help(command)});
    if (given.size() < wanted.at_least)
        throw UsageError(
            {.what = fmt::format("{} is missing", wanted.name), .where = where, .remedy = see_help(command)});
    if (wanted.at_most > 0 && given.size() > wanted.at_most)
        throw UsageError({.what = fmt::format("unexpected argument '{}'", given[wanted.at_most]),
                          .where = where,
                          .remedy = see_help(command)});
    for (std::string const& value : given) {
        if (value.empty())
            throw UsageError(
                {.what = fmt::format("{} is an empty text", wanted.name), .where = where, .remedy = see_help(command)});
        if (wanted.kind == OptionKind::choice && !is_one_of(value, wanted.choices))
            throw UsageError({.what = fmt::format("'{}' is no {}", value, fold(wanted.name)),
                              .where = where,
                              .remedy = choice_remedy(value, wanted.choices)});
    }
}

/// Flags that ask for a description; nothing else is checked then.
bool asks_for_description(std::string const& name) {
    return name == "help" || name == "json-usage";
}

} // namespace

Arguments Arguments::parse(Command const& command, std::vector<std::string> const& words) {
    Arguments result;
    result.m_positional_name = command.positional.name;
    for (Option const& option : command.options) {
        result.m_order.emplace_back(option.name);
        Values& values = result.m_options[std::string(option.name)];
        if (!option.default_value.empty())
            values.values.emplace_back(option.default_value);
    }
    bool described_only = false;
    for (po::option const& raw : raw_options(command, words)) {
        if (raw.position_key >= 0) {
            result.m_positionals.insert(result.m_positionals.end(), raw.value.begin(), raw.value.end());
            continue;
        }
        Option const& option = row_of(command, raw.string_key);
        described_only = described_only || asks_for_description(raw.string_key);
        Values& values = result.m_options[raw.string_key];
        if (option.kind != OptionKind::flag) {
            if (values.given && option.occurs == Occurs::once)
                throw UsageError({.what = fmt::format("--{} is given more than once", option.name),
                                  .where = fmt::format("oreway {}", command.name),
                                  .remedy = "give it once"});
            if (!values.given)
                values.values.clear();
            std::string const value = raw.value.empty() ? std::string() : raw.value.front();
            check_value(option, value);
            values.values.push_back(value);
        }
        values.given = true;
    }
    if (!described_only)
        check_positionals(command, result.m_positionals);
    return result;
}

Arguments::Values const& Arguments::at(std::string_view name) const {
    auto const found = m_options.find(name);
    if (found == m_options.end())
        throw std::logic_error(fmt::format("the command has no option '{}'", name));
    return found->second;
}

bool Arguments::has(std::string_view name) const {
    return at(name).given;
}

std::string const& Arguments::text(std::string_view name) const {
    static std::string const nothing;
    Values const& values = at(name);
    return values.values.empty() ? nothing : values.values.front();
}

std::vector<std::string> const& Arguments::list(std::string_view name) const {
    return at(name).values;
}

std::optional<double> Arguments::number(std::string_view name) const {
    Values const& values = at(name);
    return values.values.empty() ? std::nullopt : parse_number(values.values.front());
}

std::vector<std::pair<std::string, std::string>> Arguments::given() const {
    std::vector<std::pair<std::string, std::string>> all;
    for (std::string const& value : m_positionals)
        all.emplace_back(m_positional_name, value);
    for (std::string const& name : m_order) {
        Values const& values = at(name);
        if (!values.given)
            continue;
        if (values.values.empty())
            all.emplace_back("--" + name, "");
        for (std::string const& value : values.values)
            all.emplace_back("--" + name, value);
    }
    return all;
}

} // namespace oreway::cli
