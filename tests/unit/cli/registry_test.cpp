// SPDX-License-Identifier: MIT
// Rules that every row of the command table keeps.

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "cli/command.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"

namespace oreway::cli {
namespace {

TEST(Registry, EveryCommandHasANameASummaryADescriptionAnExampleAndAFunction) {
    std::set<std::string_view> names;
    for (Command const& command : commands()) {
        EXPECT_TRUE(names.insert(command.name).second) << command.name;
        EXPECT_FALSE(command.summary.empty() || command.summary.ends_with('.')) << command.name;
        EXPECT_FALSE(command.description.empty()) << command.name;
        EXPECT_FALSE(command.examples.empty()) << command.name;
        EXPECT_NE(command.run, nullptr) << command.name;
    }
}

TEST(Registry, EveryExampleStartsWithItsCommand) {
    for (Command const& command : commands())
        for (Example const& example : command.examples)
            EXPECT_TRUE(example.line.starts_with(std::string("oreway ") + std::string(command.name))) << example.line;
}

TEST(Registry, NoTwoOptionsOfACommandShareASpelling) {
    for (Command const& command : commands()) {
        std::set<std::string> spellings;
        for (Option const& option : command.options) {
            EXPECT_TRUE(spellings.insert("--" + std::string(option.name)).second) << command.name << " " << option.name;
            if (option.short_name) {
                EXPECT_TRUE(spellings.insert(std::string("-") + option.short_name).second) << option.name;
            }
            if (!option.alias.empty()) {
                EXPECT_TRUE(spellings.insert("--" + std::string(option.alias)).second) << option.alias;
            }
        }
    }
}

TEST(Registry, EveryOptionIsCompleteForItsKind) {
    for (Command const& command : commands()) {
        for (Option const& option : command.options) {
            EXPECT_FALSE(option.help.empty() || option.help.ends_with('.')) << option.name;
            EXPECT_EQ(option.kind == OptionKind::choice, !option.choices.empty()) << option.name;
            bool const needs_placeholder = option.kind != OptionKind::flag && option.kind != OptionKind::choice;
            EXPECT_EQ(needs_placeholder, !option.value_name.empty()) << option.name;
        }
    }
}

TEST(Registry, EveryDefaultIsAValueTheOptionTakes) {
    for (Command const& command : commands()) {
        for (Option const& option : command.options) {
            if (option.default_value.empty())
                continue;
            std::vector<std::string> words = {"--" + std::string(option.name), std::string(option.default_value), "--"};
            words.insert(words.end(), command.positional.at_least, "file");
            EXPECT_NO_THROW(static_cast<void>(Arguments::parse(command, words))) << command.name << " " << option.name;
        }
    }
}

TEST(Registry, TheSameNameMeansTheSameKindInEveryCommand) {
    using enum OptionKind;
    // Words of the trade that take one of two kinds of value where layers, rasters and networks ask for it.
    std::map<std::string_view, std::set<OptionKind>> const of_two_kinds = {
        {"output", {file, folder}},        // a folder for a bundle, a file for a study
        {"within", {text, file}},          // a length between features, polygons that limit a raster
        {"from", {text, file}},            // a place in a network, a layer of sources of a cost raster
        {"output-format", {text, choice}}, // any driver for layers, one of two for rasters
        {"resolution", {number, text}},    // units of the target, or a length on the ground
    };
    std::map<std::string_view, OptionKind> kinds;
    std::map<std::string_view, std::set<OptionKind>> seen;
    for (Command const& command : commands())
        for (Option const& option : command.options)
            if (of_two_kinds.contains(option.name))
                seen[option.name].insert(option.kind);
            else
                EXPECT_EQ(kinds.emplace(option.name, option.kind).first->second, option.kind) << option.name;
    EXPECT_EQ(seen, of_two_kinds);
}

TEST(Registry, AMisspeltCommandGetsTheNearestName) {
    try {
        static_cast<void>(find_command("comprae"));
        FAIL();
    } catch (UsageError const& error) {
        EXPECT_EQ(error.parts().remedy, "did you mean 'compare'?");
    }
}

TEST(Registry, NotesDoNotChangeTheExitCodeButLossesAndErrorsDo) {
    auto const with = [](Severity severity) { return exit_code_for({{severity, "x", {"what", "", ""}}}); };
    EXPECT_EQ(exit_code_for({}), ExitCode::done);
    EXPECT_EQ(with(Severity::note), ExitCode::done);
    EXPECT_EQ(with(Severity::warning), ExitCode::incomplete);
    EXPECT_EQ(with(Severity::error), ExitCode::failed);
}

} // namespace
} // namespace oreway::cli
