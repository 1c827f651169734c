// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What an option is. Options are rows of constant tables; parsing, --help, --json-usage, man pages and completion are
/// all made from these rows, so none of them can forget an option or describe another default than the one that is
/// used.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace oreway::cli {

enum class OptionKind {
    flag,      ///< takes no value
    text,      ///< any text
    choice,    ///< one of `choices`
    count,     ///< a whole number from 0
    number,    ///< a number from 0
    file,      ///< a file name; completion offers files
    folder,    ///< a folder name; completion offers folders
    key_value, ///< KEY=VALUE
};

/// Headings under which help shows options, in this order.
enum class OptionGroup { result, output, input, operation, general };

enum class Occurs { once, repeatable };

struct Option {
    std::string_view name = {}; ///< long name without dashes
    OptionGroup group = OptionGroup::general;
    std::string_view help = {}; ///< one sentence without a full stop
    OptionKind kind = OptionKind::flag;
    std::string_view value_name = {};    ///< "DIR"; for a choice made from the choices
    std::string_view default_value = {}; ///< empty: none
    std::string_view choices = {};       ///< separated by '|'
    char short_name = '\0';
    std::string_view alias = {}; ///< another long name
    Occurs occurs = Occurs::once;
};

/// The arguments of a command that are no options. `at_most` 0 means any number.
struct Positional {
    std::string_view name = {}; ///< "FILE"; empty when the command takes none
    std::string_view help = {};
    OptionKind kind = OptionKind::file;
    std::size_t at_least = 0;
    std::size_t at_most = 1;
    std::string_view choices = {}; ///< for OptionKind::choice, separated by '|'
};

[[nodiscard]] std::string_view title_of(OptionGroup group) noexcept;
[[nodiscard]] std::string_view name_of(OptionKind kind) noexcept;

/// All groups, in the order of help.
[[nodiscard]] std::vector<OptionGroup> const& option_groups();

/// The placeholder of the value as help shows it: "auto|bar|none" for a choice, nothing for a flag.
[[nodiscard]] std::string_view placeholder(Option const& option) noexcept;

/// "-o, --output DIR", with an alias after the name.
[[nodiscard]] std::string spelled(Option const& option);

} // namespace oreway::cli
