// SPDX-License-Identifier: MIT
// Options of the command line arrive in the options of the jobs.

#include "cli/input_setup.hpp"

#include <cstdlib>

#include <gtest/gtest.h>

#include "oreway/base/parallel.hpp"

namespace oreway::cli {
namespace {

Arguments of_compare(std::vector<std::string> const& words) {
    return Arguments::parse(find_command("compare"), words);
}

TEST(InputSetup, EveryInputOptionArrives) {
    InputOptions const options =
        input_options_of(of_compare({"--assume-crs", "EPSG:28412", "--encoding=CP1251", "--oo", "K=V", "--strict",
                                     "--allow-vrt", "--allow-network", "--operation", "EPSG:15865", "--accuracy", "4.5",
                                     "--only-best", "--allow-ballpark"}),
                         WithOperation::yes);
    EXPECT_EQ(options.assume_crs, "EPSG:28412");
    EXPECT_EQ(options.read.encoding, "CP1251");
    EXPECT_EQ(options.read.open_options, std::vector<std::string>{"K=V"});
    EXPECT_TRUE(options.read.strict);
    EXPECT_TRUE(options.read.allow_vrt);
    EXPECT_TRUE(options.read.allow_network);
    EXPECT_EQ(options.operation.code, "EPSG:15865");
    ASSERT_TRUE(options.operation.max_accuracy);
    EXPECT_EQ(options.operation.max_accuracy->value(), 4.5);
    EXPECT_TRUE(options.operation.only_best);
    EXPECT_TRUE(options.operation.allow_ballpark);
}

TEST(InputSetup, NothingDangerousIsAllowedByDefault) {
    InputOptions const options = input_options_of(of_compare({}), WithOperation::yes);
    EXPECT_FALSE(options.read.allow_vrt);
    EXPECT_FALSE(options.read.allow_network);
    EXPECT_FALSE(options.operation.allow_ballpark);
    EXPECT_EQ(overwrite_policy(of_compare({})), OverwritePolicy::refuse);
}

TEST(InputSetup, ThreadsAreLimitedAndAllCpusLiftsTheLimit) {
    apply_settings(of_compare({"-j", "1"}));
    EXPECT_EQ(thread_count(), 1U);
    apply_settings(of_compare({"--threads", "ALL_CPUS"}));
    EXPECT_GE(thread_count(), 1U);
    EXPECT_THROW(apply_settings(of_compare({"-j", "0"})), UsageError);
    EXPECT_THROW(apply_settings(of_compare({"-j", "many"})), UsageError);
}

TEST(InputSetup, GdalOptionsAreSetWithEverythingAfterTheFirstEqualsSign) {
    apply_settings(of_compare({"--config", "OREWAY_TEST_KEY=a=b"}));
    EXPECT_STREQ(std::getenv("OREWAY_TEST_KEY"), "a=b");
    EXPECT_THROW(apply_settings(of_compare({"--config", "BAD KEY=1"})), UsageError);
}

} // namespace
} // namespace oreway::cli
