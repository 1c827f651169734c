// SPDX-License-Identifier: MIT
// The registry of indicators and the documentation that is made from it.

#include "oreway/compare/indicator.hpp"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace oreway {
namespace {

/// With OREWAY_UPDATE_DOCS set the file is written anew instead; the next run compares again.
TEST(Indicators, TheDocumentationIsThatOfTheRegistry) {
    if (std::getenv("OREWAY_UPDATE_DOCS") != nullptr)
        std::ofstream(OREWAY_SOURCE_DIR "/docs/indicators.md", std::ios::binary) << indicators_markdown();
    std::ifstream file(OREWAY_SOURCE_DIR "/docs/indicators.md", std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    EXPECT_EQ(text.str(), indicators_markdown()) << "run this test with OREWAY_UPDATE_DOCS=1 in the environment";
}

TEST(Indicators, EveryRowIsCompleteAndItsIdIsUnique) {
    std::set<std::string_view> ids;
    for (Indicator const& row : indicators()) {
        EXPECT_TRUE(ids.insert(row.id).second) << row.id;
        for (std::string_view const text : {row.label, row.unit, row.formula, row.source, row.needs})
            EXPECT_FALSE(text.empty()) << row.id;
        EXPECT_EQ(row.formula.find('|'), std::string_view::npos) << "would break the table of the documentation";
    }
}

TEST(Indicators, SetsAndRadiiOfAStudyAreFilledIn) {
    Study study;
    study.exposures = {{.id = "ru_cn", .title = "Russia and China", .countries = {"RU", "CN"}}};
    study.catchments = {kilometres(25.0), kilometres(12.5)};
    study.catchment_hours = {8.0};
    study.catchment_usd_t = {10.0};
    std::set<std::string> ids;
    for (StudyIndicator const& indicator : study_indicators(study))
        ids.insert(indicator.id);
    for (char const* id : {"exposure_ru_cn_km", "exposure_ru_cn_km_share", "mines_within_25km", "mines_within_12.5km",
                           "mines_within_8h", "mines_within_10usd_t", "transit_time_h"})
        EXPECT_TRUE(ids.contains(id)) << id;
    EXPECT_EQ(ids.size(), indicators().size() + 1) << "one more for the second radius";
}

} // namespace
} // namespace oreway
