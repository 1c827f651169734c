// SPDX-License-Identifier: MIT
// Errors and problems: their texts and exit codes.

#include <gtest/gtest.h>

#include "oreway/base/problem.hpp"

namespace oreway {
namespace {

TEST(Error, MessageNamesPlaceFaultAndRemedyInThatOrder) {
    DataError const error(
        {.what = "ring 2 crosses itself", .where = "mines.shp, feature 17", .remedy = "run 'oreway check'"});
    EXPECT_STREQ(error.what(), "mines.shp, feature 17: ring 2 crosses itself; run 'oreway check'");
    EXPECT_EQ(error.exit_code(), ExitCode::failed);
}

TEST(Error, EmptyPartsLeaveNoPunctuationBehind) {
    UsageError const error({.what = "no such option", .where = "", .remedy = ""});
    EXPECT_STREQ(error.what(), "no such option");
    EXPECT_EQ(static_cast<int>(error.exit_code()), 2);
}

TEST(Problems, OnlyErrorsStopARun) {
    Problems problems = {{Severity::warning, "dbf.cut", {"12 records lost", "a.dbf", ""}}};
    EXPECT_NO_THROW(throw_if_errors(problems, "reading"));
    EXPECT_EQ(worst(problems), Severity::warning);
    problems.push_back({Severity::error, "crs.missing", {"no CRS", "a.shp", "use --assume-crs"}});
    EXPECT_THROW(throw_if_errors(problems, "reading"), DataError);
}

TEST(Problems, AllErrorsAreListedAtOnce) {
    Problems const problems = {{Severity::error, "a", {"first fault", "x.shp", ""}},
                               {Severity::error, "b", {"second fault", "y.shp", "mend it"}}};
    try {
        throw_if_errors(problems, "the comparison");
        FAIL() << "two errors were let through";
    } catch (DataError const& error) {
        std::string const text = error.what();
        EXPECT_NE(text.find("2 problems stop the comparison"), std::string::npos);
        EXPECT_NE(text.find("x.shp: first fault"), std::string::npos);
        EXPECT_NE(text.find("y.shp: second fault (mend it)"), std::string::npos);
    }
}

} // namespace
} // namespace oreway
