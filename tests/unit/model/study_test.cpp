// SPDX-License-Identifier: MIT
// Study files: what is read, what is refused, and that writing and reading agree. Expected values stand in the texts.

#include "oreway/model/study.hpp"

#include <gtest/gtest.h>

#include "unit/model/found_problem.hpp"

namespace oreway {
namespace {

using testing::found_problem;
using testing::listed;

constexpr char const* whole = R"(
[study]
title = "Corridors \"of\" Asia"
bbox = [46, 35.5, 88, 56]
raster_resolution_deg = 0.1
catchment_km = [100, 25]
catchment_h = [8, 2.5, 8]
catchment_usd_t = [10]
overlap_tolerance_km = 2.5
[layers.corridors]
path = "corridors.shp"
crs = "EPSG:4284"
encoding = "CP1251"
fields = { id = "КОД", name = "Название" }
values = { status = { "действует" = "operating" } }
[layers.mines]
path = "mines.gpkg"
layer = "sites"
[rates]
path = "rates.csv"
[sources]
path = "sources.csv"
fields = { id = "source_id", pattern = "words" }
[[table]]
path = "published.csv"
fields = { source = "who" }
[[exposure]]
id = "ru_cn"
title = "Russia and China"
countries = ["RU", "CN"]
[[criteria]]
indicator = "transit_time_h"
weight = 0.6
[[criteria]]
indicator = "border_crossings"
weight = 1
[ranking]
method = "topsis"
pairwise = [[1, 3], ["1/3", 1]]
[reliability]
distribution = "triangular"
seed = 3
draws = 500
[stability]
seed = 7
draws = 50
[[group]]
id = "g"
title = "There"
origin = "A"
destination = "B"
corridors = ["one", "two"]
[[scenario]]
id = "2030"
title = "Later"
include_status = ["planned"]
open_corridors = ["one"]
avoided_countries = ["RU"]
closed_legs = ["L1"]
closed_nodes = ["N1"]
)";

TEST(Study, ReadsEveryKey) {
    Problems problems;
    Study const study = parse_study(whole, "study.toml", problems);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    EXPECT_EQ(study.title, "Corridors \"of\" Asia");
    EXPECT_EQ(study.bbox, (LonLatBox{46.0, 35.5, 88.0, 56.0}));
    EXPECT_EQ(study.raster_resolution, Degrees(0.1));
    EXPECT_EQ(study.catchments, (std::vector{Metres(25000.0), Metres(100000.0)})) << "radii are put in order";
    EXPECT_EQ(study.catchment_hours, (std::vector{2.5, 8.0})) << "in order, each once";
    EXPECT_EQ(study.catchment_usd_t, std::vector{10.0});
    EXPECT_EQ(study.overlap_tolerance, Metres(2500.0));
    LayerBinding const& corridors = study.layers.at(LayerRole::corridors);
    EXPECT_EQ(corridors.path, "corridors.shp");
    EXPECT_EQ(corridors.crs, "EPSG:4284");
    EXPECT_EQ(corridors.encoding, "CP1251");
    EXPECT_EQ(corridors.fields.at("id"), "КОД");
    EXPECT_EQ(corridors.values.at("status").at("действует"), "operating");
    EXPECT_EQ(study.layers.at(LayerRole::mines).layer, "sites");
    EXPECT_EQ(study.rates_path, "rates.csv");
    EXPECT_EQ(study.sources, (TableBinding{"sources.csv", {{"id", "source_id"}, {"pattern", "words"}}}));
    ASSERT_EQ(study.tables.size(), 1U);
    EXPECT_EQ(study.tables[0], (TableBinding{"published.csv", {{"source", "who"}}}));
    EXPECT_EQ(study.exposures.at(0).countries, (std::vector<std::string>{"RU", "CN"}));
    EXPECT_EQ(study.criteria.at(0).weight, 0.6);
    EXPECT_EQ(study.criteria.at(1).weight, 1.0) << "a whole number is a weight too";
    EXPECT_EQ(study.ranking_method, RankingMethod::topsis);
    EXPECT_EQ(study.judgements.matrix, (std::vector<std::vector<double>>{{1.0, 3.0}, {1.0 / 3.0, 1.0}}));
    EXPECT_EQ(study.reliability, (ReliabilityOptions{.shape = SpreadShape::triangular, .seed = 3, .draws = 500}));
    EXPECT_EQ(study.stability_seed, 7U);
    EXPECT_EQ(study.stability_draws, 50U);
    EXPECT_EQ(study.groups.at(0).destination, "B");
    EXPECT_EQ(study.scenarios.at(0).open_corridors, (std::vector<std::string>{"one"}));
    EXPECT_EQ(study.scenarios.at(0).avoided_countries, (std::vector<std::string>{"RU"}));
    EXPECT_EQ(study.scenarios.at(0).closed_nodes, (std::vector<std::string>{"N1"}));
}

TEST(Study, WrittenAsTomlItReadsBackEqual) {
    Problems problems;
    Study const study = parse_study(whole, "study.toml", problems);
    Study const again = parse_study(to_toml(study), "written", problems);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    EXPECT_EQ(again, study);
    EXPECT_EQ(to_toml(again), to_toml(study));
}

TEST(Study, DefaultsAreThoseOfTheDocumentation) {
    Problems problems;
    Study const study = parse_study("[layers.corridors]\npath = 'a.shp'\n", "s", problems);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    EXPECT_EQ(study.catchments, (std::vector{Metres(25000.0), Metres(50000.0), Metres(100000.0)}));
    EXPECT_EQ(study.overlap_tolerance, Metres(1000.0));
    EXPECT_FALSE(study.bbox.has_value());
}

TEST(Study, AllProblemsAreListedAtOnceWithTheirLines) {
    Problems problems;
    (void)parse_study("[study]\n"               // 1
                      "titel = 'x'\n"           // 2: misspelt
                      "bbox = [1, 2, 3]\n"      // 3: three numbers
                      "catchment_km = 25\n"     // 4: no list
                      "[layers.corridors]\n"    // 5: no path
                      "[layers.corridorlegs]\n" // 6: no such role
                      "[[criteria]]\n"          // 7
                      "indicator = 'x'\n"       // 8: no weight
                      "[[scenario]]\n"          // 9
                      "id = 'a b'\n"            // 10: a blank
                      "include_status = ['planed']\n",
                      "bad.toml", problems);
    auto const unknown = found_problem(problems, "study.unknown_key");
    EXPECT_EQ(unknown.parts.where, "bad.toml, line 2");
    EXPECT_EQ(unknown.parts.remedy, "did you mean 'title'?");
    std::string const all = listed(problems);
    for (char const* part :
         {"line 3: [study] bbox", "line 4: 'study.catchment_km' must be a list of numbers", "has no 'path'",
          "did you mean 'corridor_legs'?", "[criteria] has no 'weight'", "line 10: [scenario] id",
          "line 11: [scenario] include_status: 'planed' is no status; did you mean 'planned'?"})
        EXPECT_NE(all.find(part), std::string::npos) << part << "\nnot in\n" << all;
    for (Problem const& problem : problems)
        EXPECT_EQ(problem.severity, Severity::error);
}

TEST(Study, BrokenSyntaxIsAProblemWithItsPlace) {
    Problems problems;
    (void)parse_study("[study]\ntitle = \n", "s.toml", problems);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].code, "study.syntax");
    EXPECT_NE(problems[0].parts.where.find("s.toml, line 2"), std::string::npos) << problems[0].parts.where;
}

TEST(Study, IdsUsedTwiceAreRefused) {
    Problems problems;
    (void)parse_study("[layers.corridors]\npath='a'\n[[exposure]]\nid='x'\ncountries=['RU']\n[[exposure]]\nid='x'"
                      "\ncountries=['CN']\n",
                      "s", problems);
    EXPECT_EQ(found_problem(problems, "study.value").parts.what, "[exposure] id: 'x' is used twice");
}

TEST(Study, IdsThatDifferInCaseAloneAreRefusedSinceColumnNamesDoNotTellThemApart) {
    Problems problems;
    (void)parse_study("[layers.corridors]\npath='a'\n[[exposure]]\nid='ru'\ncountries=['RU']\n[[exposure]]\nid='RU'"
                      "\ncountries=['CN']\n",
                      "s", problems);
    EXPECT_EQ(found_problem(problems, "study.value").parts.what, "[exposure] id: 'RU' is used twice");
}

TEST(Study, ACorridorStandsOnceInItsGroup) {
    Problems problems;
    (void)parse_study("[layers.corridors]\npath='a'\n[[group]]\nid='g'\norigin='x'\ndestination='y'\n"
                      "corridors=['A','B','A']\n",
                      "s", problems);
    EXPECT_EQ(found_problem(problems, "study.value").parts.what, "[group] corridors: 'A' is named twice");
}

TEST(Study, NegativeWeightsAndWeightsThatAreAllZeroAreRefused) {
    Problems problems;
    (void)parse_study("[layers.corridors]\npath='a'\n[[criteria]]\nindicator='x'\nweight=-1\n", "s", problems);
    EXPECT_NE(listed(problems).find("below zero"), std::string::npos);
    problems.clear();
    (void)parse_study("[layers.corridors]\npath='a'\n[[criteria]]\nindicator='x'\nweight=0\n", "s", problems);
    EXPECT_NE(listed(problems).find("all weights are zero"), std::string::npos);
}

TEST(Study, TheNetworkSectionAndTheQuestionsAreReadAndWrittenBackUnchanged) {
    Problems problems;
    Study const study = parse_study("[layers.legs]\npath = 'links.csv'\n"
                                    "fields = { id = 'link_id', from = 'source', to = 'target' }\n"
                                    "[[layers.legs.join]]\npath = 'times.csv'\noptional = true\n"
                                    "fields = { id = 'link_id', time_h = 'time' }\n"
                                    "[network]\nparallel = 'last'\nsharing = 'half_per_leg'\nsnap_m = 50\n"
                                    "split_suffix = 'x'\n"
                                    "[network.access]\ncost_usd_t = 0.17\nlimit_km = 80\n"
                                    "[network.charges]\npath = 'charges.csv'\nfields = { fee_usd_t = 'usd' }\n"
                                    "[[scenario]]\nid = 'shut'\n"
                                    "[[question]]\nid = 'q'\norigin = 'A'\ndestinations = ['B']\n"
                                    "scenarios = ['today', 'shut']\n",
                                    "s", problems);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    LayerBinding const& legs = study.layers.at(LayerRole::legs);
    ASSERT_EQ(legs.joins.size(), 1U);
    EXPECT_EQ(legs.joins[0].need, JoinedTable::Need::optional);
    EXPECT_EQ(legs.joins[0].fields.at("time_h"), "time");
    EXPECT_EQ(study.network.parallel, "last");
    EXPECT_EQ(study.network.snap_tolerance, Metres(50.0));
    EXPECT_EQ(study.network.access_limit, Metres(80'000.0));
    EXPECT_EQ(study.network.charges.fields.at("fee_usd_t"), "usd");
    EXPECT_EQ(study.questions.at(0).scenarios, (std::vector<std::string>{"today", "shut"}));
    EXPECT_EQ(parse_study(to_toml(study), "again", problems), study);
    EXPECT_TRUE(problems.empty()) << listed(problems);
}

TEST(Study, WordsOfTheNetworkSectionAreCheckedWithTheNearestOne) {
    Problems problems;
    (void)parse_study("[layers.legs]\npath='a'\n[network]\nparallel='lasst'\nsnap_m=-1\n"
                      "[[question]]\nid='q'\norigin='A'\ndestinations=['B']\nscenarios=['todya']\n",
                      "s", problems);
    std::string const text = listed(problems);
    EXPECT_NE(text.find("did you mean 'last'?"), std::string::npos) << text;
    EXPECT_NE(text.find("snap_m: -1 is out of range"), std::string::npos) << text;
    EXPECT_NE(text.find("names the scenario 'todya', which is not in the study"), std::string::npos) << text;
}

TEST(Study, JudgementsThatFitNoCriteriaOrAreNotReciprocalAreRefused) {
    std::string const head = "[layers.corridors]\npath = 'a.shp'\n[[criteria]]\nindicator = 'a'\n"
                             "[[criteria]]\nindicator = 'b'\n[ranking]\npairwise = ";
    struct Case {
        char const* matrix;
        char const* what;
    };
    for (auto const& [matrix, what] :
         {Case{"[[1]]", "[ranking] pairwise: 1 rows for 2 criteria"},
          Case{"[[1, 3], [3, 1]]", "[ranking] pairwise: row 2, column 1 is 3 and row 1, column 2 is 3: not reciprocal"},
          Case{"[[1, 3], [0.33]]", "[ranking] pairwise: row 2 has 1 numbers, not 2"},
          Case{"[[1, 'x'], [1, 1]]", "[ranking] pairwise: not rows of numbers above zero"}}) {
        Problems problems;
        (void)parse_study(head + matrix, "s", problems);
        ASSERT_EQ(problems.size(), 1U) << matrix << listed(problems);
        EXPECT_EQ(problems[0].parts.what, what);
    }
    Problems problems;
    (void)parse_study(head + "[[1, 3], [0.33, 1]]", "s", problems);
    EXPECT_TRUE(problems.empty()) << "rounded halves are taken: " << listed(problems);
}

TEST(Study, EveryRoleHasFieldsAndAnIdentifier) {
    for (LayerRole const role :
         {LayerRole::corridors, LayerRole::legs, LayerRole::nodes, LayerRole::mines, LayerRole::countries})
        EXPECT_EQ(field_names(role).front(), "id") << name_of(role);
    EXPECT_EQ(
        field_names(LayerRole::corridor_legs),
        (std::vector<std::string>{"corridor", "sequence", "leg", "direction", "source", "source_ids", "confidence"}));
}

} // namespace
} // namespace oreway
