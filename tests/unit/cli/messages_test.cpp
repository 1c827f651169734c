// SPDX-License-Identifier: MIT
// Messages: complete, safe for a terminal, and readable by machines.

#include "cli/messages.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace oreway::cli {
namespace {

Problem const warning{Severity::warning, "dbf.cut", {"3 records are lost", "mines.shp", "take a whole copy"}};
Problem const note{Severity::note, "encoding.assumed", {"UTF-8 was found", "mines.shp", ""}};
Problem const error{Severity::error, "crs.missing", {"has no reference system", "legs.shp", "add --assume-crs"}};

std::string shown(Problems const& problems, Verbosity verbosity) {
    return messages(problems, verbosity, LogFormat::text, Colours::none);
}

TEST(Messages, SayWhereWhatAndRemedy) {
    EXPECT_EQ(message(warning, LogFormat::text, Colours::none),
              "warning: mines.shp: 3 records are lost\n    remedy: take a whole copy\n");
}

TEST(Messages, ControlCharactersOfFileNamesAreMadeVisible) {
    ErrorParts const parts{"cannot be opened", "a\x1b[31m\nb\a.shp", ""};
    EXPECT_EQ(message(parts, ExitCode::failed, LogFormat::text, Colours::none),
              "oreway: error: a\\x1b[31m\\x0ab\\x07.shp: cannot be opened\n");
}

TEST(Messages, AListOfProblemsInOneErrorKeepsItsLines) {
    ErrorParts const parts{"2 problems stop it:\n  a: x\n  b: y\x1b", "", ""};
    EXPECT_EQ(message(parts, ExitCode::failed, LogFormat::text, Colours::none),
              "oreway: error: 2 problems stop it:\n  a: x\n  b: y\\x1b\n");
}

TEST(Messages, NotesAreShownOnlyWhenVerboseAndWarningsNotWhenQuiet) {
    EXPECT_EQ(shown({note}, Verbosity::normal), "");
    EXPECT_NE(shown({note}, Verbosity::verbose), "");
    EXPECT_NE(shown({warning}, Verbosity::normal), "");
    EXPECT_EQ(shown({warning}, Verbosity::quiet), "");
    EXPECT_NE(shown({error}, Verbosity::quiet), "");
}

TEST(Messages, EndWithTheirNumber) {
    EXPECT_TRUE(shown({warning, note, warning, error}, Verbosity::normal).ends_with("1 error, 2 warnings\n"));
    EXPECT_TRUE(shown({warning}, Verbosity::normal).ends_with("1 warning\n"));
}

TEST(Messages, JsonIsOneObjectALineWithTheCause) {
    std::string const line = message(warning, LogFormat::json, Colours::ansi);
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    auto const json = nlohmann::json::parse(line);
    EXPECT_EQ(json["type"], "warning");
    EXPECT_EQ(json["code"], "dbf.cut");
    EXPECT_EQ(json["where"], "mines.shp");
    EXPECT_EQ(nlohmann::json::parse(message(error.parts, ExitCode::usage, LogFormat::json, Colours::none))["exit_code"],
              2);
}

TEST(Messages, BytesThatAreNotUtf8StillGiveJson) {
    ErrorParts const parts{"bad name", "\xCA\xE0\xF0\xF2\xE0.shp", ""};
    std::string const line = message(parts, ExitCode::failed, LogFormat::json, Colours::none);
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
}

TEST(Messages, ColoursAreOnlyAddedWhenAllowed) {
    EXPECT_EQ(message(warning, LogFormat::text, Colours::none).find('\x1b'), std::string::npos);
    EXPECT_NE(message(warning, LogFormat::text, Colours::ansi).find("\x1b["), std::string::npos);
}

} // namespace
} // namespace oreway::cli
