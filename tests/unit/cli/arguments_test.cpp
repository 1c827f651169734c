// SPDX-License-Identifier: MIT
// Parsing against a small command of its own, so that changes of real commands do not matter here.

#include "cli/arguments.hpp"

#include <gtest/gtest.h>

#include "cli/command.hpp"
#include "oreway/base/error.hpp"

namespace oreway::cli {
namespace {

Command sample() {
    Command command{};
    command.name = "sample";
    command.positional = {.name = "FILE", .help = "", .kind = OptionKind::file, .at_least = 1, .at_most = 2};
    command.options = {
        Option{.name = "quiet", .help = "", .short_name = 'q'},
        Option{.name = "output", .help = "", .kind = OptionKind::folder, .value_name = "DIR", .short_name = 'o'},
        Option{.name = "format", .kind = OptionKind::choice, .default_value = "table", .choices = "table|json|csv"},
        Option{.name = "formats"},
        Option{.name = "oo", .kind = OptionKind::key_value, .occurs = Occurs::repeatable},
        Option{.name = "limit", .kind = OptionKind::count, .default_value = "20"},
        Option{.name = "accuracy", .kind = OptionKind::number},
        Option{.name = "assume-crs", .kind = OptionKind::text, .alias = "a_srs"},
        Option{.name = "help", .short_name = 'h'},
        Option{.name = "json-usage"},
    };
    return command;
}

/// The remedy of the usage error that the words cause.
std::string remedy_of(std::vector<std::string> const& words) {
    try {
        static_cast<void>(Arguments::parse(sample(), words));
    } catch (UsageError const& error) {
        EXPECT_EQ(error.exit_code(), ExitCode::usage);
        return error.parts().remedy;
    }
    return "no error";
}

TEST(Arguments, OptionsMayStandBeforeAndAfterTheFiles) {
    Arguments const arguments = Arguments::parse(sample(), {"-q", "a.shp", "--output", "out", "b.shp"});
    EXPECT_TRUE(arguments.has("quiet"));
    EXPECT_EQ(arguments.text("output"), "out");
    EXPECT_EQ(arguments.positionals(), (std::vector<std::string>{"a.shp", "b.shp"}));
}

TEST(Arguments, ValuesAreWrittenInEveryUnixWay) {
    for (std::vector<std::string> const& words :
         {std::vector<std::string>{"a", "--output=out"}, {"a", "--output", "out"}, {"a", "-o", "out"}, {"a", "-oout"}})
        EXPECT_EQ(Arguments::parse(sample(), words).text("output"), "out");
}

TEST(Arguments, DefaultsHoldUntilAValueIsGiven) {
    EXPECT_EQ(Arguments::parse(sample(), {"a"}).text("format"), "table");
    EXPECT_FALSE(Arguments::parse(sample(), {"a"}).has("format"));
    EXPECT_EQ(Arguments::parse(sample(), {"a", "--format", "csv"}).text("format"), "csv");
    EXPECT_EQ(Arguments::parse(sample(), {"a"}).text("output"), "");
    EXPECT_EQ(Arguments::parse(sample(), {"a"}).number("limit"), 20.0);
    EXPECT_EQ(Arguments::parse(sample(), {"a"}).number("accuracy"), std::nullopt);
}

TEST(Arguments, AnAliasIsTheSameOption) {
    EXPECT_EQ(Arguments::parse(sample(), {"a", "--a_srs", "EPSG:4326"}).text("assume-crs"), "EPSG:4326");
}

TEST(Arguments, RepeatableOptionsKeepAllValuesInOrder) {
    Arguments const arguments = Arguments::parse(sample(), {"a", "--oo", "K=1", "--oo=L=2"});
    EXPECT_EQ(arguments.list("oo"), (std::vector<std::string>{"K=1", "L=2"}));
}

TEST(Arguments, AfterTwoDashesEverythingIsAFile) {
    EXPECT_EQ(Arguments::parse(sample(), {"--", "-q", "--output"}).positionals(),
              (std::vector<std::string>{"-q", "--output"}));
}

TEST(Arguments, AbbreviationsAreNotGuessedButSuggested) {
    EXPECT_EQ(remedy_of({"a", "--out", "x"}), "did you mean '--output'?");
    EXPECT_EQ(remedy_of({"a", "--form", "csv"}), "did you mean '--format' or '--formats'?");
}

TEST(Arguments, AMisspeltOptionGetsTheNearestName) {
    EXPECT_EQ(remedy_of({"a", "--ouptut=x"}), "did you mean '--output'?");
    EXPECT_EQ(remedy_of({"a", "--zzzzzz"}), "see 'oreway sample --help'");
}

TEST(Arguments, AMisspeltChoiceGetsTheNearestNameAndTheList) {
    EXPECT_EQ(remedy_of({"a", "--format", "jsno"}), "did you mean 'json'? There are: table, json, csv");
    EXPECT_EQ(remedy_of({"a", "--format", "JSON"}), "did you mean 'json'? There are: table, json, csv");
}

TEST(Arguments, ValuesAreCheckedByTheirKind) {
    for (std::vector<std::string> const& words : {std::vector<std::string>{"a", "--limit", "-1"},
                                                  {"a", "--limit", "2.5"},
                                                  {"a", "--accuracy", "1,5"},
                                                  {"a", "--accuracy", "nan"},
                                                  {"a", "--accuracy", "inf"},
                                                  {"a", "--oo", "K"},
                                                  {"a", "--oo", "=1"},
                                                  {"a", "--output", ""},
                                                  {"a", "--output="},
                                                  {"a", "--quiet=1"},
                                                  {"a", "--output"}})
        EXPECT_NE(remedy_of(words), "no error") << words.back();
}

TEST(Arguments, AnOptionGivenTwiceIsRefusedUnlessItRepeats) {
    EXPECT_EQ(remedy_of({"a", "--format", "csv", "--format", "csv"}), "give it once");
}

TEST(Arguments, TheNumberOfFilesIsChecked) {
    EXPECT_NE(remedy_of({}), "no error");
    EXPECT_NE(remedy_of({"a", "b", "c"}), "no error");
    EXPECT_NE(remedy_of({""}), "no error");
}

TEST(Arguments, HelpAsksForNoFile) {
    EXPECT_TRUE(Arguments::parse(sample(), {"--help"}).has("help"));
}

TEST(Arguments, WhatWasGivenIsListedForReceiptsInTheOrderOfTheTable) {
    Arguments const arguments = Arguments::parse(sample(), {"--oo", "K=1", "-q", "a.shp"});
    std::vector<std::pair<std::string, std::string>> const expected = {
        {"FILE", "a.shp"}, {"--quiet", ""}, {"--oo", "K=1"}};
    EXPECT_EQ(arguments.given(), expected);
}

TEST(Arguments, AskingForAnOptionThatIsNotInTheTableIsAFaultOfTheProgram) {
    EXPECT_THROW(static_cast<void>(Arguments::parse(sample(), {"a"}).text("nope")), std::logic_error);
}

} // namespace
} // namespace oreway::cli
