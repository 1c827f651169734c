// SPDX-License-Identifier: MIT
// Exit codes and streams of the program, run inside the test.

#include "cli/program.hpp"

#include <gtest/gtest.h>

#include "cli/command.hpp"
#include "cli/help.hpp"

namespace oreway::cli {
namespace {

struct Finished {
    int code;
    std::string output;
    std::string errors;
};

Finished run(std::vector<std::string> const& words) {
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    int const code = run_program(words);
    std::string errors = testing::internal::GetCapturedStderr();
    return {code, testing::internal::GetCapturedStdout(), std::move(errors)};
}

TEST(Program, HelpOfEveryCommandIsItsTableOnStandardOutput) {
    for (Command const& command : commands()) {
        for (std::vector<std::string> const& words : {std::vector<std::string>{std::string(command.name), "--help"},
                                                      {std::string(command.name), "-h"},
                                                      {"help", std::string(command.name)}}) {
            Finished const result = run(words);
            EXPECT_EQ(result.code, 0);
            EXPECT_EQ(result.output, command_help(command));
            EXPECT_EQ(result.errors, "");
        }
    }
}

TEST(Program, WrongUsageEndsWithTwoAndSaysSoOnStandardErrorOnly) {
    for (std::vector<std::string> const& words : {std::vector<std::string>{},
                                                  {"nope"},
                                                  {"--nope"},
                                                  {"info"},
                                                  {"info", "--nope"},
                                                  {"check"},
                                                  {"compare", "a", "b"},
                                                  {"compare", "-q", "-v"},
                                                  {"info", "--threads", "0", "x"},
                                                  {"compare", "--dry-run"},
                                                  {"help", "nope"}}) {
        Finished const result = run(words);
        EXPECT_EQ(result.code, 2) << (words.empty() ? "" : words.back());
        EXPECT_EQ(result.output, "");
        EXPECT_TRUE(result.errors.starts_with("oreway: error: ")) << result.errors;
    }
}

TEST(Program, ErrorsOfParsingAlreadyHaveTheFormThatWasAskedFor) {
    EXPECT_TRUE(
        run({"compare", "--nope", "--log-format", "json"}).errors.starts_with("{\"type\":\"error\",\"exit_code\":2"));
    EXPECT_TRUE(
        run({"compare", "--log-format=json", "--nope"}).errors.starts_with("{\"type\":\"error\",\"exit_code\":2"));
}

TEST(Program, AFileThatIsNotThereEndsWithOne) {
    Finished const result = run({"info", "/nowhere/at/all.shp"});
    EXPECT_EQ(result.code, 1);
    EXPECT_EQ(result.output, "");
    EXPECT_NE(result.errors.find("/nowhere/at/all.shp"), std::string::npos);
}

} // namespace
} // namespace oreway::cli
