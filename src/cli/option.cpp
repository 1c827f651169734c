// SPDX-License-Identifier: MIT
// Names of groups and kinds, and how an option is spelled in help.

#include "cli/option.hpp"

#include <fmt/format.h>

namespace oreway::cli {

std::string_view title_of(OptionGroup group) noexcept {
    switch (group) {
    case OptionGroup::result:
        return "Result on standard output";
    case OptionGroup::output:
        return "Output files";
    case OptionGroup::input:
        return "Reading inputs";
    case OptionGroup::operation:
        return "Coordinate operations";
    case OptionGroup::general:
        return "General";
    }
    return "";
}

std::string_view name_of(OptionKind kind) noexcept {
    switch (kind) {
    case OptionKind::flag:
        return "flag";
    case OptionKind::text:
        return "text";
    case OptionKind::choice:
        return "choice";
    case OptionKind::count:
        return "count";
    case OptionKind::number:
        return "number";
    case OptionKind::file:
        return "file";
    case OptionKind::folder:
        return "folder";
    case OptionKind::key_value:
        return "key_value";
    }
    return "";
}

std::vector<OptionGroup> const& option_groups() {
    static std::vector<OptionGroup> const groups = {OptionGroup::result, OptionGroup::output, OptionGroup::input,
                                                    OptionGroup::operation, OptionGroup::general};
    return groups;
}

std::string_view placeholder(Option const& option) noexcept {
    return option.kind == OptionKind::choice ? option.choices : option.value_name;
}

std::string spelled(Option const& option) {
    std::string text = option.short_name ? fmt::format("-{}, ", option.short_name) : "";
    text += fmt::format("--{}", option.name);
    if (!option.alias.empty())
        text += fmt::format(", --{}", option.alias);
    if (option.kind != OptionKind::flag)
        text += fmt::format(" {}", placeholder(option));
    return text;
}

} // namespace oreway::cli
