// SPDX-License-Identifier: MIT
// The evaluation as a whole: every indicator has a value or a reason, and threads do not change a byte.

#include <gtest/gtest.h>

#include "oreway/base/parallel.hpp"
#include "oreway/compare/indicator.hpp"
#include "unit/compare/small_scene.hpp"

namespace oreway {
namespace {

using testing::evaluated;
using testing::small_rates;
using testing::small_world;

Study full_study() {
    Study study = testing::small_study();
    study.exposures = {{.id = "bb", .title = "", .countries = {"BB"}}};
    return study;
}

TEST(Evaluate, EveryIndicatorIsComputedOrHasAReason) {
    for (auto const& rates : {small_rates(), std::vector<testing::Texts>{}}) {
        auto const result = evaluated(small_world(), rates, full_study());
        EXPECT_EQ(result.evaluation.indicators.columns().size(), study_indicators(result.study).size() + 3);
        for (auto const& row : result.evaluation.indicators.rows()) {
            for (Cell const& cell : row) {
                auto const* absent = std::get_if<Absent>(&cell);
                if (absent == nullptr)
                    continue;
                EXPECT_FALSE(absent->reason.empty());
                EXPECT_NE(absent->reason, "not computed");
            }
        }
    }
}

TEST(Evaluate, TheNotesGiveTheReasonForEveryAbsentValue) {
    auto const result = evaluated(small_world(), {}, full_study());
    Table const& notes = result.evaluation.indicator_notes;
    EXPECT_EQ(notes.rows().size(), 2 * study_indicators(result.study).size());
    for (auto const& row : notes.rows())
        EXPECT_EQ(std::get<std::string>(row[notes.column("value")]) == "n/a",
                  !std::get<std::string>(row[notes.column("reason")]).empty());
}

std::string all_text(Evaluation const& e) {
    std::string text;
    for (Table const* table : {&e.indicators, &e.indicator_notes, &e.length_by_country, &e.sections, &e.mines_in_reach,
                               &e.tonnes_in_reach, &e.overlap, &e.exposure, &e.rates_used})
        text += table->name() + "\n" + to_aligned_text(*table, 0);
    return text;
}

TEST(Evaluate, IsTheSameForAnyNumberOfThreads) {
    set_thread_count(1);
    std::string const one = all_text(evaluated(small_world(), small_rates(), full_study()).evaluation);
    set_thread_count(4);
    std::string const four = all_text(evaluated(small_world(), small_rates(), full_study()).evaluation);
    set_thread_count(0);
    EXPECT_EQ(one, four);
}

TEST(Evaluate, ACriterionThatIsNoIndicatorIsAnErrorWithTheNearestSpelling) {
    Study study = full_study();
    study.criteria = {{"transit_time", 1.0}, {"geodesic_km", 1.0}};
    Problems const problems = check_criteria(study);
    ASSERT_EQ(problems.size(), 2u);
    EXPECT_EQ(problems[0].severity, Severity::error);
    EXPECT_EQ(problems[0].parts.what, "there is no indicator 'transit_time'");
    EXPECT_EQ(problems[0].parts.remedy, "did you mean 'transit_time_h'?");
    EXPECT_EQ(problems[1].parts.what, "'geodesic_km' has no better direction");
    EXPECT_TRUE(check_criteria(full_study()).empty());
}

} // namespace
} // namespace oreway
