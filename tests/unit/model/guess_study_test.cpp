// SPDX-License-Identifier: MIT
// Guessed studies for layers as users have them: English and Russian names, cut DBF names, values in Russian.

#include "oreway/model/guess_study.hpp"

#include <gtest/gtest.h>

#include "model/guess_words.hpp"
#include "oreway/base/text.hpp"
#include "unit/model/found_problem.hpp"
#include "unit/model/layers.hpp"

namespace oreway {
namespace {

using testing::line_layer;
using testing::point_layer;
using testing::polygon_layer;
using testing::table_layer;

std::vector<LonLat> const line = {{70.0, 45.0}, {71.0, 45.0}};
std::vector<LonLat> const ring = {{70.0, 45.0}, {71.0, 45.0}, {71.0, 46.0}, {70.0, 45.0}};

TEST(GuessStudy, FoldsRussianAndKazakhLetters) {
    EXPECT_EQ(fold_name("НАЗВАНИЕ_Ё Я"), "названиеёя");
    EXPECT_EQ(fold_name("ҚҒӘӨҰІ"), "қғәөұі");
    EXPECT_EQ(fold_name("From_Node"), "fromnode");
}

TEST(GuessStudy, RecognisesLayersWithRussianNames) {
    std::vector<FoundLayer> const layers = {
        {"Месторождения.shp", "",
         point_layer("m", {"КОД", "НАИМЕНОВАН", "СЫРЬЕ", "ДОБЫЧА_Т"}, {{"1", "x", "Cu", "5"}}, {{70.0, 45.0}})},
        {"Коридоры.shp", "", line_layer("c", {"КОД", "Название", "СТАТУС"}, {{"7", "Север", "действует"}}, {line})},
        {"Страны.shp", "", polygon_layer("s", {"ISO_A2", "НАЗВАНИЕ"}, {{"KZ", "Казахстан"}}, {ring})},
        {"Станции.shp", "",
         point_layer("n", {"КОД", "НАЗВАНИЕ", "ТИП"}, {{"1", "Достык", "граница"}}, {{70.0, 45.0}})}};
    GuessedStudy const guess = guess_study(layers);
    auto const& roles = guess.study.layers;
    ASSERT_TRUE(roles.contains(LayerRole::corridors));
    EXPECT_EQ(roles.at(LayerRole::corridors).path, "Коридоры.shp");
    EXPECT_EQ(roles.at(LayerRole::corridors).fields.at("id"), "КОД");
    EXPECT_EQ(roles.at(LayerRole::corridors).fields.at("name"), "Название");
    EXPECT_EQ(roles.at(LayerRole::corridors).values.at("status").at("действует"), "operating");
    ASSERT_TRUE(roles.contains(LayerRole::mines));
    EXPECT_EQ(roles.at(LayerRole::mines).path, "Месторождения.shp");
    EXPECT_EQ(roles.at(LayerRole::mines).fields.at("name"), "НАИМЕНОВАН") << "cut after ten letters";
    EXPECT_EQ(roles.at(LayerRole::mines).fields.at("commodities"), "СЫРЬЕ");
    EXPECT_EQ(roles.at(LayerRole::mines).fields.at("production_t"), "ДОБЫЧА_Т");
    EXPECT_EQ(roles.at(LayerRole::countries).fields.at("id"), "ISO_A2");
    EXPECT_EQ(roles.at(LayerRole::nodes).fields.at("kind"), "ТИП");
}

TEST(GuessStudy, TellsLegsFromCorridorsByTheirEnds) {
    std::vector<FoundLayer> const layers = {
        {"a.gpkg", "lines_a",
         line_layer("a", {"fid", "from_node", "to_node", "gauge", "mode"}, {{"1", "A", "B", "1520", "ж/д"}}, {line})},
        {"a.gpkg", "lines_b", line_layer("b", {"code", "name"}, {{"x", "North"}}, {line})},
        {"uses.csv", "", table_layer("uses", {"corridor", "seq", "leg_id"}, {{"x", "1", "1"}})},
        {"rates.csv", "",
         table_layer("rates", {"quantity", "mode", "country", "value"}, {{"speed_kmh", "rail", "*", "35"}})}};
    GuessedStudy const guess = guess_study(layers);
    EXPECT_EQ(guess.study.layers.at(LayerRole::legs).layer, "lines_a");
    EXPECT_EQ(guess.study.layers.at(LayerRole::legs).values.at("mode").at("ж/д"), "rail");
    EXPECT_EQ(guess.study.layers.at(LayerRole::corridors).layer, "lines_b");
    EXPECT_EQ(guess.study.layers.at(LayerRole::corridor_legs).fields.at("leg"), "leg_id");
    EXPECT_EQ(guess.study.rates_path, "rates.csv");
}

TEST(GuessStudy, LinesOfAnyNameBecomeCorridorsAndPointsBecomeSites) {
    GuessedStudy const guess = guess_study({{"data/xyz.shp", "", line_layer("x", {"a"}, {{"1"}}, {line})},
                                            {"data/pts.shp", "", point_layer("p", {"b"}, {{"1"}}, {{70.0, 45.0}})}});
    EXPECT_EQ(guess.study.layers.at(LayerRole::corridors).path, "data/xyz.shp");
    EXPECT_EQ(guess.study.layers.at(LayerRole::corridors).fields.at("id"), "a") << "its values differ";
    EXPECT_EQ(guess.study.layers.at(LayerRole::mines).path, "data/pts.shp");
}

TEST(GuessStudy, WhatIsNotUsedOrNotKnownIsSaid) {
    GuessedStudy const guess =
        guess_study({{"roads.shp", "", line_layer("r", {"id", "status"}, {{"1", "странно"}}, {line})},
                     {"notes.csv", "", table_layer("n", {"x"}, {{"1"}})}});
    std::string const remarks = join(guess.remarks, "\n");
    EXPECT_NE(remarks.find("notes.csv is not used"), std::string::npos) << remarks;
    EXPECT_NE(remarks.find("the status 'странно' is not known"), std::string::npos) << remarks;
    EXPECT_NE(remarks.find("no table of rates was found"), std::string::npos) << remarks;
}

TEST(GuessStudy, ARemarkIsOneLineWhateverTheDataHold) {
    GuessedStudy const guess =
        guess_study({{"roads.shp", "", line_layer("r", {"id", "status"}, {{"1", "odd\nvalue"}}, {line})}});
    for (std::string const& remark : guess.remarks)
        EXPECT_EQ(remark.find('\n'), std::string::npos) << remark;
}

TEST(GuessStudy, WithoutLinesItSaysWhatIsNeeded) {
    GuessedStudy const guess = guess_study({});
    EXPECT_NE(join(guess.remarks, "\n").find("no layer of lines was found"), std::string::npos);
}

TEST(GuessStudy, ItsTextReadsBackAsTheSameStudy) {
    GuessedStudy const guess = guess_study({{"Маршруты.shp", "", line_layer("c", {"КОД"}, {{"7"}}, {line})}});
    Problems problems;
    EXPECT_EQ(parse_study(to_toml(guess.study), "s", problems), guess.study);
    EXPECT_TRUE(problems.empty()) << testing::listed(problems);
}

} // namespace
} // namespace oreway
