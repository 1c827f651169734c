// SPDX-License-Identifier: MIT
// Help names everything that the tables hold.

#include "cli/help.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "oreway/base/text.hpp"

namespace oreway::cli {
namespace {

TEST(Help, TheProgramListsEveryCommand) {
    std::string const help = program_help();
    for (Command const& command : commands())
        EXPECT_NE(help.find("\n  " + std::string(command.name) + " "), std::string::npos) << command.name;
}

TEST(Help, EveryCommandListsEveryOptionAndItsDefault) {
    for (Command const& command : commands()) {
        std::string const help = command_help(command);
        for (Option const& option : command.options) {
            EXPECT_NE(help.find(spelled(option)), std::string::npos) << command.name << " " << option.name;
            if (!option.default_value.empty()) {
                EXPECT_NE(help.find("[" + std::string(option.default_value) + "]"), std::string::npos) << option.name;
            }
        }
    }
}

TEST(Help, NoLineIsWiderThanTheScreenExceptExamplesAndSpellings) {
    for (Command const& command : commands()) {
        for (std::string const& line : split(command_help(command), '\n')) {
            bool const example = line.starts_with("oreway ");
            bool const spelling = line.starts_with("-");
            if (!example && !spelling) {
                EXPECT_LE(display_width(line), 80U) << line;
            }
        }
    }
}

TEST(Help, LongTextIsWrappedBetweenWordsAndNothingIsLost) {
    for (Command const& command : commands()) {
        std::string const help = command_help(command);
        auto const squeezed = [](std::string text) {
            text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == ' ' || c == '\n'; }),
                       text.end());
            return text;
        };
        for (std::string_view const paragraph : command.description)
            EXPECT_NE(squeezed(help).find(squeezed(std::string(paragraph))), std::string::npos) << command.name;
    }
}

TEST(Help, ExitCodesOfTheTableAreThoseOfTheLibrary) {
    std::vector<ExitMeaning> const& meanings = exit_meanings();
    ASSERT_GE(meanings.size(), 4U);
    EXPECT_EQ(meanings[0].code, std::to_string(static_cast<int>(ExitCode::done)));
    EXPECT_EQ(meanings[1].code, std::to_string(static_cast<int>(ExitCode::failed)));
    EXPECT_EQ(meanings[2].code, std::to_string(static_cast<int>(ExitCode::usage)));
    EXPECT_EQ(meanings[3].code, std::to_string(static_cast<int>(ExitCode::incomplete)));
}

TEST(Help, UsageShowsWhatIsNeededAndWhatMayBeLeftOut) {
    EXPECT_EQ(usage_line(find_command("compare")), "oreway compare [OPTIONS] [STUDY]");
    EXPECT_EQ(usage_line(find_command("check")), "oreway check [OPTIONS] FILE...");
    EXPECT_EQ(usage_line(find_command("version")), "oreway version [OPTIONS]");
}

} // namespace
} // namespace oreway::cli
