// SPDX-License-Identifier: MIT
// Scenes from layers: objects, links between them, and every fault that is reported. The layers are made up for the
// tests.

#include "oreway/model/scene.hpp"

#include <gtest/gtest.h>

#include "unit/model/found_problem.hpp"
#include "unit/model/layers.hpp"

namespace oreway {
namespace {

using testing::found_problem;
using testing::line_layer;
using testing::listed;
using testing::point_layer;
using testing::table_layer;
using Layers = std::map<LayerRole, FeatureLayer>;

constexpr LonLat a{70.0, 45.0}, b{71.0, 45.0}, c{72.0, 45.5};

/// Two legs A-B and C-B; the corridor runs A-B-C, so the second leg is used in reverse.
Layers two_legs() {
    Layers layers;
    layers[LayerRole::nodes] = point_layer(
        "nodes", {"id", "name", "country", "kind", "dwell_h"},
        {{"A", "Alpha", "KZ", "", ""}, {"B", "", "KZ", "border", "4.5"}, {"C", "", "UZ", "", ""}}, {a, b, c});
    layers[LayerRole::legs] =
        line_layer("legs", {"id", "from", "to", "mode", "gauge_mm", "status", "countries", "length_km"},
                   {{"AB", "A", "B", "rail", "1520", "operating", "KZ", "80"},
                    {"CB", "C", "B", "road", "", "planned", "UZ;KZ", ""}},
                   {{a, b}, {c, {71.5, 45.4}, b}});
    layers[LayerRole::corridors] = table_layer("corridors", {"id", "name"}, {{"one", "First"}});
    layers[LayerRole::corridor_legs] = table_layer("uses", {"corridor", "sequence", "leg", "direction"},
                                                   {{"one", "2", "CB", "reverse"}, {"one", "1", "AB", "forward"}});
    return layers;
}

Scene build(Layers const& layers, Problems& problems, Study const& study = {}) {
    return build_scene(study, layers, RateTable{}, problems);
}

TEST(Scene, LinksCorridorsLegsAndNodesInOrderOfTravel) {
    Problems problems;
    Scene const scene = build(two_legs(), problems);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    ASSERT_EQ(scene.corridors.size(), 1U);
    Corridor const& corridor = scene.corridors[0];
    ASSERT_EQ(corridor.legs.size(), 2U);
    EXPECT_EQ(scene.legs[corridor.legs[0].leg].id, "AB");
    EXPECT_TRUE(corridor.legs[1].reversed);
    EXPECT_EQ(corridor.origin, "A");
    EXPECT_EQ(corridor.destination, "C");
    EXPECT_EQ(corridor.status, Status::planned) << "the worst of its legs";
    EXPECT_EQ(scene.nodes[1].name, "B") << "the id stands in for a missing name";
    EXPECT_EQ(scene.nodes[1].dwell_h, 4.5);
    EXPECT_EQ(scene.legs[0].published_km, 80.0);
    EXPECT_EQ(scene.legs[1].published_km, std::nullopt);
    EXPECT_EQ(scene.legs[1].countries, (std::vector<std::string>{"UZ", "KZ"}));
}

TEST(Scene, TheLineOfACorridorIsJoinedFromItsLegs) {
    Problems problems;
    Scene const scene = build(two_legs(), problems);
    LonLatGeometry const line = scene.corridor_lines[0];
    ASSERT_EQ(line.path_count(), 1U);
    std::vector<LonLat> const expected = {a, b, {71.5, 45.4}, c};
    EXPECT_EQ(std::vector<LonLat>(line.path(0).begin(), line.path(0).end()), expected);
}

TEST(Scene, ACorridorThatIsDrawnAndHasLegsFollowsItsLegsAndSaysSo) {
    Layers layers = two_legs();
    layers[LayerRole::corridors] = line_layer("corridors", {"id"}, {{"one"}}, {{a, c}});
    Problems problems;
    Scene const scene = build(layers, problems);
    EXPECT_EQ(scene.corridor_lines[0].path(0).size(), 4U);
    EXPECT_NE(found_problem(problems, "corridor.line_unused").parts.what.find("their legs: one"), std::string::npos)
        << listed(problems);
}

TEST(Scene, DirectionsAreFoundWhenTheyAreNotGiven) {
    Layers layers = two_legs();
    layers[LayerRole::corridor_legs] =
        table_layer("uses", {"corridor", "sequence", "leg"}, {{"one", "1", "CB"}, {"one", "2", "AB"}});
    Problems problems;
    Scene const scene = build(layers, problems);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    EXPECT_FALSE(scene.corridors[0].legs[0].reversed);
    EXPECT_TRUE(scene.corridors[0].legs[1].reversed);
}

TEST(Scene, ALegDrawnBackwardsIsTurned) {
    Layers layers = two_legs();
    layers[LayerRole::legs] =
        line_layer("legs", {"id", "from", "to"}, {{"AB", "A", "B"}, {"CB", "C", "B"}}, {{b, a}, {c, b}});
    Problems problems;
    Scene const scene = build(layers, problems);
    EXPECT_EQ(scene.leg_lines[0].path(0).front(), a);
    EXPECT_EQ(scene.corridor_lines[0].path_count(), 1U);
}

TEST(Scene, LegsThatDoNotConnectAreAnErrorThatNamesBothNodes) {
    Layers layers = two_legs();
    layers[LayerRole::corridor_legs] = table_layer("uses", {"corridor", "sequence", "leg", "direction"},
                                                   {{"one", "1", "AB", "forward"}, {"one", "2", "CB", "forward"}});
    Problems problems;
    (void)build(layers, problems);
    auto const fault = found_problem(problems, "corridor.disconnected");
    EXPECT_EQ(fault.severity, Severity::error);
    EXPECT_EQ(fault.parts.what, "corridor 'one': leg 'AB' stops at 'B' but leg 'CB' starts at 'C'");
}

TEST(Scene, FaultsOfAllLayersAreCollected) {
    Layers layers = two_legs();
    layers[LayerRole::nodes] =
        point_layer("nodes", {"id", "dwell_h"}, {{"A", "4,5"}, {"A", ""}, {"", ""}, {"BX", ""}}, {a, a, a, b});
    layers[LayerRole::legs] =
        line_layer("legs", {"id", "from", "to", "mode", "status"},
                   {{"AB", "A", "BY", "rali", "opening"}, {"CB", "A", "BX", "rail", ""}}, {{a, b}, {a, b}});
    layers[LayerRole::corridor_legs] = table_layer("uses", {"corridor", "sequence", "leg", "direction"},
                                                   {{"onee", "1", "AB", ""}, {"one", "x", "AC", "up"}});
    Problems problems;
    (void)build(layers, problems);
    std::string const all = listed(problems);
    for (char const* part : {"dwell_h = '4,5' is no number", "the id 'A' is used before", "has no id",
                             "ends at 'BY', which is no node", "did you mean 'BX'?", "the mode 'rali' is not known",
                             "the status 'opening' is not known", "there is no corridor 'onee'; did you mean 'one'?",
                             "there is no leg 'AC'", "has no sequence number", "the direction 'up' is not known"})
        EXPECT_NE(all.find(part), std::string::npos) << part << "\nnot in\n" << all;
}

TEST(Scene, AMissingFieldIsNamedWithTheNearestSpelling) {
    Layers layers = two_legs();
    layers[LayerRole::corridors] = table_layer("corridors.shp", {"ID_COR", "NAME"}, {{"one", "x"}});
    Study study;
    study.layers[LayerRole::corridors].fields = {{"id", "ID_CORR"}};
    Problems problems;
    (void)build(layers, problems, study);
    auto const fault = found_problem(problems, "field.missing");
    EXPECT_EQ(fault.severity, Severity::error);
    EXPECT_NE(fault.parts.remedy.find("did you mean 'ID_COR'?"), std::string::npos) << fault.parts.remedy;
}

TEST(Scene, FieldsAndValuesAreTakenUnderTheNamesOfTheStudy) {
    Layers layers = two_legs();
    layers[LayerRole::legs] = line_layer("legs", {"КОД", "ОТ", "ДО", "ВИД"},
                                         {{"AB", "A", "B", "ж/д"}, {"CB", "C", "B", "авто"}}, {{a, b}, {c, b}});
    Study study;
    LayerBinding& binding = study.layers[LayerRole::legs];
    binding.fields = {{"id", "КОД"}, {"from", "ОТ"}, {"to", "ДО"}, {"mode", "ВИД"}};
    binding.values["mode"] = {{"ж/д", "rail"}, {"авто", "road"}};
    Problems problems;
    Scene const scene = build(layers, problems, study);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    EXPECT_EQ(scene.legs[0].mode, Mode::rail);
    EXPECT_EQ(scene.legs[1].mode, Mode::road);
}

TEST(Scene, WithoutNodesTheEndsOfLegsBecomeNodesOfUnknownCountry) {
    Layers layers = two_legs();
    layers.erase(LayerRole::nodes);
    Problems problems;
    Scene const scene = build(layers, problems);
    EXPECT_TRUE(problems.empty()) << listed(problems);
    ASSERT_EQ(scene.nodes.size(), 3U);
    EXPECT_EQ(scene.nodes[2].id, "C");
    EXPECT_EQ(scene.nodes[2].country, "");
    EXPECT_EQ(scene.node_points[2].path(0)[0], c);
}

TEST(Scene, ALineFarFromItsNodeIsReported) {
    Layers layers = two_legs();
    layers[LayerRole::legs] =
        line_layer("legs", {"id", "from", "to"}, {{"AB", "A", "B"}, {"CB", "C", "B"}}, {{{70.0, 45.1}, b}, {c, b}});
    Problems problems;
    (void)build(layers, problems);
    // 0.1 degree of latitude is 11.1 km.
    EXPECT_NE(found_problem(problems, "leg.end_off_node").parts.what.find("starts about 11.1 km from its node 'A'"),
              std::string::npos)
        << listed(problems);
}

TEST(Scene, ParallelLegsAreKeptAndNamed) {
    Layers layers = two_legs();
    layers[LayerRole::legs] = line_layer(
        "legs", {"id", "from", "to"}, {{"AB", "A", "B"}, {"CB", "C", "B"}, {"BA", "B", "A"}}, {{a, b}, {c, b}, {b, a}});
    Problems problems;
    Scene const scene = build(layers, problems);
    EXPECT_EQ(scene.legs.size(), 3U);
    EXPECT_EQ(found_problem(problems, "leg.parallel").parts.what,
              "legs 'AB' and 'BA' join the same two nodes; both are kept");
}

TEST(Scene, ACorridorWithNeitherLegsNorLineIsNamedAndDoesNotStopTheOthers) {
    Problems problems;
    (void)build({{LayerRole::corridors, table_layer("c", {"id"}, {{"one"}})}}, problems);
    EXPECT_EQ(found_problem(problems, "corridor.no_line").severity, Severity::warning);
}

TEST(Scene, OfSeveralPointsTheFirstIsTakenAndThatIsSaid) {
    Layers layers = two_legs();
    FeatureLayer mines = table_layer("mines", {"id"}, {{"M"}});
    mines.geometries.clear();
    mines.geometries.begin(GeometryKind::point);
    mines.geometries.begin_path();
    mines.geometries.add(a);
    mines.geometries.add(b);
    mines.geometries.end();
    layers[LayerRole::mines] = mines;
    Problems problems;
    Scene const scene = build(layers, problems);
    EXPECT_EQ(found_problem(problems, "geometry.several_points").severity, Severity::warning);
    EXPECT_EQ(scene.mine_points[0].path(0)[0], a);
}

TEST(Scene, AMineWithoutPositionIsAWarningAndStaysInTheList) {
    Layers layers = two_legs();
    layers[LayerRole::mines] =
        table_layer("mines", {"id", "commodities", "production_t"}, {{"M", "Cu, Mo;Au", "1200"}});
    Problems problems;
    Scene const scene = build(layers, problems);
    EXPECT_EQ(found_problem(problems, "geometry.position").severity, Severity::warning);
    ASSERT_EQ(scene.mines.size(), 1U);
    EXPECT_EQ(scene.mines[0].commodities, (std::vector<std::string>{"Cu", "Mo", "Au"}));
    EXPECT_EQ(scene.mines[0].production_of, "Cu");
    EXPECT_EQ(scene.mine_points.size(), 1U);
}

TEST(Scene, AnImpossiblePositionIsRefused) {
    Layers layers = two_legs();
    layers[LayerRole::nodes] = point_layer("nodes", {"id"}, {{"A"}, {"B"}, {"C"}}, {a, b, {72.0, 95.0}});
    Problems problems;
    Scene const scene = build(layers, problems);
    EXPECT_NE(found_problem(problems, "geometry.position").parts.what.find("impossible position 72 95"),
              std::string::npos);
    EXPECT_TRUE(scene.node_points[2].empty());
}

TEST(Scene, CorridorsThatDoNotServeTheEndsOfTheirGroupAreReported) {
    Study study;
    study.groups = {{.id = "g", .title = "", .origin = "A", .destination = "B", .corridors = {"one", "on"}}};
    Problems problems;
    (void)build(two_legs(), problems, study);
    EXPECT_EQ(found_problem(problems, "group.end").severity, Severity::warning);
    EXPECT_EQ(found_problem(problems, "group.end").parts.what, "corridor 'one' ends at 'C', the group has 'B'");
    EXPECT_EQ(found_problem(problems, "study.reference").parts.what, "there is no corridor 'on'");
}

TEST(Scene, AGroupMayNameARegionThatIsNoNode) {
    Study study;
    study.groups = {{.id = "g", .title = "", .origin = "A", .destination = "EU", .corridors = {"one"}}};
    Problems problems;
    (void)build(two_legs(), problems, study);
    EXPECT_EQ(found_problem(problems, "group.end").severity, Severity::note);
}

TEST(Scene, AnOperatingCorridorWithAPlannedLegIsReported) {
    Layers layers = two_legs();
    layers[LayerRole::corridors] = table_layer("corridors", {"id", "status"}, {{"one", "operating"}});
    Problems problems;
    Scene const scene = build(layers, problems);
    EXPECT_EQ(scene.corridors[0].status, Status::operating);
    EXPECT_EQ(found_problem(problems, "corridor.status").severity, Severity::warning);
}

} // namespace
} // namespace oreway
