// SPDX-License-Identifier: MIT
// Manual pages: headings, completeness, and nothing that troff would take for a request. How they are set is tested by
// man(1) in tests/golden.

#include <algorithm>

#include <gtest/gtest.h>

#include "cli/help.hpp"
#include "oreway/base/text.hpp"

namespace oreway::cli {
namespace {

/// An option's long name as troff writes it.
std::string in_troff(std::string_view name) {
    std::string out;
    for (char const c : name)
        out += c == '-' ? std::string("\\-") : std::string(1, c);
    return out;
}

TEST(Man, EveryPageHasTheFixedHeadings) {
    for (Command const& command : commands()) {
        std::string const page = command_man(command);
        for (char const* heading :
             {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "EXAMPLES", "SEE ALSO"})
            EXPECT_NE(page.find(std::string(".SH ") + heading + "\n"), std::string::npos) << command.name << heading;
    }
}

TEST(Man, EveryPageDescribesEveryOption) {
    for (Command const& command : commands()) {
        std::string const page = command_man(command);
        for (Option const& option : command.options)
            EXPECT_NE(page.find("\\-\\-" + in_troff(option.name)), std::string::npos) << option.name;
    }
}

TEST(Man, OnlyKnownRequestsStartALine) {
    std::vector<std::string> const known = {".TH", ".SH", ".SS", ".TP", ".B ", ".BR",
                                            ".PP", ".RS", ".RE", ".nf", ".fi", ".\\\""};
    std::vector<std::string> pages = {program_man()};
    for (Command const& command : commands())
        pages.push_back(command_man(command));
    for (std::string const& page : pages) {
        for (std::string const& line : split(page, '\n')) {
            EXPECT_FALSE(line.starts_with('\'')) << line;
            bool const is_known = std::ranges::any_of(known, [&](std::string const& r) { return line.starts_with(r); });
            if (line.starts_with('.')) {
                EXPECT_TRUE(is_known) << line;
            }
        }
    }
}

TEST(Man, TheProgramPageListsCommandsAndVariables) {
    std::string const page = program_man();
    for (Command const& command : commands())
        EXPECT_NE(page.find(".B " + std::string(command.name)), std::string::npos);
    EXPECT_NE(page.find("OREWAY_DATA"), std::string::npos);
}

} // namespace
} // namespace oreway::cli
