// SPDX-License-Identifier: MIT
// Friction tables: what is read and what is refused. Expected values stand in the texts.

#include "oreway/model/friction_table.hpp"

#include <gtest/gtest.h>

#include "unit/model/found_problem.hpp"

namespace oreway {
namespace {

using testing::found_problem;
using testing::listed;

TEST(FrictionTable, TakesEveryStepFromItsSection) {
    Problems problems;
    FrictionTable const table = parse_friction(R"(
[friction]
speed_kmh = 5
[friction.cover]
raster = "cover.tif"
[[friction.class]]
from = 10
to = 19
speed_kmh = 4
[[friction.class]]
from = 80
speed_kmh = 0
[friction.slope]
raster = "dem.tif"
function = "tobler"
max_grade = 0.5
[[friction.barrier]]
path = "water.gpkg"
layer = "lakes"
[[friction.way]]
path = "legs.shp"
speed_kmh = 40
where = { mode = ["road"], status = "operating" }
[[friction.way]]
path = "rails.shp"
speed_field = "kmh"
[[friction.crossing]]
path = "borders.shp"
hours = 12
)",
                                               "friction.toml", problems);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    EXPECT_EQ(table.speed_kmh, 5.0);
    ASSERT_TRUE(table.cover);
    ASSERT_EQ(table.cover->classes.size(), 2U);
    EXPECT_EQ(table.cover->classes[0].to, 19.0);
    EXPECT_EQ(table.cover->classes[1].to, 80.0); // left out: from alone
    ASSERT_TRUE(table.slope);
    EXPECT_EQ(table.slope->max_grade, 0.5);
    ASSERT_EQ(table.barriers.size(), 1U);
    EXPECT_EQ(table.barriers[0].layer, "lakes");
    ASSERT_EQ(table.ways.size(), 2U);
    EXPECT_EQ(table.ways[0].source.where.at("mode"), std::vector<std::string>{"road"});
    EXPECT_EQ(table.ways[0].source.where.at("status"), std::vector<std::string>{"operating"});
    EXPECT_EQ(table.ways[1].speed_field, "kmh");
    ASSERT_EQ(table.crossings.size(), 1U);
    EXPECT_EQ(table.crossings[0].hours, 12.0);
}

TEST(FrictionTable, RefusesAKeyThatIsNotKnownWithTheNearestOne) {
    Problems problems;
    (void)parse_friction("[friction]\nspeed_kmh = 5\n[[friction.way]]\npath = \"a\"\nspeed_kmhh = 4\nspeed_kmh = 3\n",
                         "f.toml", problems);
    Problem const problem = found_problem(problems, "study.unknown_key");
    EXPECT_EQ(problem.parts.remedy, "did you mean 'speed_kmh'?") << listed(problems);
    EXPECT_EQ(problem.parts.where, "f.toml, line 5");
}

TEST(FrictionTable, RefusesAWayWithTwoSpeedsOrNone) {
    for (char const* way : {"speed_kmh = 4\nspeed_field = \"v\"", "layer = \"x\"", "speed_kmh = 0", "speed_kmh = -3"}) {
        Problems problems;
        (void)parse_friction(std::string("[friction]\nspeed_kmh = 5\n[[friction.way]]\npath = \"a\"\n") + way, "f.toml",
                             problems);
        EXPECT_EQ(found_problem(problems, "study.value").severity, Severity::error) << way;
    }
}

TEST(FrictionTable, RefusesWhatSaysNothingAboutSpeed) {
    for (char const* text : {"[friction]\n", "[frictoin]\nspeed_kmh = 5\n", "", "[friction\n",
                             "[friction]\nspeed_kmh = 5\n[[friction.class]]\nfrom = 1\nspeed_kmh = 2\n",
                             "[friction]\nspeed_kmh = 5\n[friction.slope]\nraster = \"d\"\nfunction = \"tobbler\"\n",
                             "[friction]\nspeed_kmh = 5\n[[friction.crossing]]\npath = \"b\"\n"}) {
        Problems problems;
        (void)parse_friction(text, "f.toml", problems);
        EXPECT_EQ(worst(problems), Severity::error) << text;
    }
}

} // namespace
} // namespace oreway
