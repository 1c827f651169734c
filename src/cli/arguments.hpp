// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The options and arguments of one run, after parsing: given values and defaults.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oreway::cli {

struct Command;

class Arguments {
public:
    /// Parses what follows the command's name; every value is checked against its kind and choices.
    /// \throws UsageError, with the nearest spelling of a misspelt option or choice
    [[nodiscard]] static Arguments parse(Command const& command, std::vector<std::string> const& words);

    /// Whether the option was given on the command line.
    [[nodiscard]] bool has(std::string_view name) const;
    /// The value given, else the default, which may be empty.
    [[nodiscard]] std::string const& text(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> const& list(std::string_view name) const;
    [[nodiscard]] std::optional<double> number(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> const& positionals() const noexcept { return m_positionals; }

    /// Everything given, in the order of the option table, for receipts; a flag has an empty value, a positional its
    /// name.
    [[nodiscard]] std::vector<std::pair<std::string, std::string>> given() const;

private:
    struct Values {
        std::vector<std::string> values;
        bool given = false;
    };
    [[nodiscard]] Values const& at(std::string_view name) const;

    std::map<std::string, Values, std::less<>> m_options;
    std::vector<std::string> m_order; ///< option names as in the table
    std::vector<std::string> m_positionals;
    std::string m_positional_name;
};

} // namespace oreway::cli
