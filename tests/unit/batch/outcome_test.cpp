// SPDX-License-Identifier: MIT
// What outcomes add up to. Exit codes are those of the fault matrix: 0 nothing lost, 1 nothing done, 3 something lost.

#include "oreway/batch/outcome.hpp"

#include <vector>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"

namespace oreway {
namespace {

DatasetOutcome with(DatasetStatus status) {
    DatasetOutcome outcome;
    outcome.source = "a";
    outcome.status = status;
    return outcome;
}

ExitCode code_of(std::vector<DatasetStatus> const& all) {
    std::vector<DatasetOutcome> outcomes;
    for (DatasetStatus const status : all)
        outcomes.push_back(with(status));
    return exit_code_of(outcomes);
}

using enum DatasetStatus;

TEST(Outcomes, AllDoneOrSkippedIsDone) {
    EXPECT_EQ(code_of({done, done, skipped}), ExitCode::done);
    EXPECT_EQ(code_of({}), ExitCode::done);
}

TEST(Outcomes, OneBadOfManyIsIncomplete) {
    EXPECT_EQ(code_of({done, failed}), ExitCode::incomplete);
    EXPECT_EQ(code_of({done, refused}), ExitCode::incomplete);
    EXPECT_EQ(code_of({lost_some}), ExitCode::incomplete);
}

TEST(Outcomes, NothingDoneIsAFailure) {
    EXPECT_EQ(code_of({failed}), ExitCode::failed);
    EXPECT_EQ(code_of({refused, failed}), ExitCode::failed);
}

TEST(Outcomes, EveryStatusHasANameThatReadsBack) {
    for (DatasetStatus const status : {done, lost_some, refused, failed, skipped})
        EXPECT_EQ(status_from(name_of(status)), status);
    EXPECT_THROW((void)status_from("finished"), DataError);
}

TEST(Outcomes, FailedFeaturesOrWarningsMeanThatSomethingWasLost) {
    LayerOutcome layer;
    EXPECT_EQ(status_of_written(std::vector{layer}, {}), done);
    EXPECT_EQ(status_of_written(std::vector{layer}, {{Severity::note, "a", {}}}), done);
    EXPECT_EQ(status_of_written(std::vector{layer}, {{Severity::warning, "a", {}}}), lost_some);
    layer.counts.failed_count = 1;
    EXPECT_EQ(status_of_written(std::vector{layer}, {}), lost_some);
}

TEST(Outcomes, TablesNameEveryDatasetThatIsNotSimplyDone) {
    std::vector<DatasetOutcome> outcomes = {with(done), with(failed)};
    outcomes[1].source = "b.shp";
    outcomes[1].problems.push_back({Severity::error, "x", {"is broken", "", ""}});
    std::vector<Table> const tables = outcome_tables(outcomes);
    ASSERT_EQ(tables.size(), 2U);
    EXPECT_EQ(tables[0].rows().size(), 2U);
    ASSERT_EQ(tables[1].rows().size(), 1U);
    EXPECT_EQ(std::get<std::string>(tables[1].rows()[0][0]), "b.shp");
    EXPECT_EQ(std::get<std::string>(tables[1].rows()[0][2]), "is broken");
}

TEST(Outcomes, ReasonsAreSaidOnceAndCutBetweenWords) {
    std::vector<DatasetOutcome> outcomes = {with(failed)};
    std::string const words = "a reason of many words " + std::string(200, 'x');
    outcomes[0].problems = {{Severity::error, "x", {words, "", ""}}, {Severity::error, "y", {words, "", ""}}};
    std::vector<Table> const tables = outcome_tables(outcomes);
    EXPECT_EQ(std::get<std::string>(tables[1].rows()[0][2]), "a reason of many words ...");
}

} // namespace
} // namespace oreway
