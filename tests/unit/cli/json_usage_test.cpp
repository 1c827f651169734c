// SPDX-License-Identifier: MIT
// The machine-readable description is JSON and complete.

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/help.hpp"

namespace oreway::cli {
namespace {

TEST(JsonUsage, HoldsEveryCommandAndOption) {
    auto const json = nlohmann::json::parse(program_json());
    ASSERT_EQ(json["commands"].size(), commands().size());
    for (std::size_t c = 0; c < commands().size(); ++c) {
        auto const& described = json["commands"][c];
        EXPECT_EQ(described["name"], commands()[c].name);
        ASSERT_EQ(described["options"].size(), commands()[c].options.size());
        for (std::size_t o = 0; o < commands()[c].options.size(); ++o)
            EXPECT_EQ(described["options"][o]["name"], commands()[c].options[o].name);
    }
}

TEST(JsonUsage, GivesChoicesAsAListAndDefaultsAsText) {
    auto const json = nlohmann::json::parse(command_json(find_command("info")));
    for (auto const& option : json["options"]) {
        if (option["name"] != "format")
            continue;
        EXPECT_EQ(option["choices"], (std::vector<std::string>{"table", "json", "csv"}));
        EXPECT_EQ(option["default"], "table");
        return;
    }
    FAIL() << "no option 'format'";
}

} // namespace
} // namespace oreway::cli
