// SPDX-License-Identifier: MIT
// The script names everything; how bash runs it is tested in tests/golden.

#include <gtest/gtest.h>

#include "cli/help.hpp"

namespace oreway::cli {
namespace {

TEST(Completion, NamesEveryCommandAndOption) {
    std::string const script = bash_completion();
    for (Command const& command : commands()) {
        std::size_t const start = script.find("\n    " + std::string(command.name) + ")\n");
        ASSERT_NE(start, std::string::npos) << command.name;
        std::size_t const end = script.find("esac ;;", start);
        std::string const part = script.substr(start, end - start);
        for (Option const& option : command.options)
            EXPECT_NE(part.find("--" + std::string(option.name)), std::string::npos) << option.name;
    }
}

} // namespace
} // namespace oreway::cli
