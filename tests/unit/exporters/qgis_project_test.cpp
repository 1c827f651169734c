// SPDX-License-Identifier: MIT
#include "exporters/qgis_project.hpp"

#include <cpl_minixml.h>
#include <gtest/gtest.h>

#include "oreway/exporters/style.hpp"
#include "unit/exporters/sample_bundle.hpp"

namespace oreway {
namespace {

struct XmlDeleter {
    void operator()(CPLXMLNode* node) const noexcept { CPLDestroyXMLNode(node); }
};
using Xml = std::unique_ptr<CPLXMLNode, XmlDeleter>;

ProjectContent content() {
    std::string const hostile(testing::hostile_text);
    return {.title = hostile,
            .subtitle = hostile,
            .crs = "EPSG:32642",
            .extent = {0, 4e6, 1e6, 5e6},
            .layers = {{.kind = ProjectLayer::Kind::point,
                        .name = "m",
                        .title = hostile,
                        .group = hostile,
                        .source = "./oreway.gpkg|layername=m",
                        .qml = std::string(find_style("mines")->qml),
                        .visible = true},
                       {.kind = ProjectLayer::Kind::table,
                        .name = "t",
                        .title = "Table",
                        .group = "Tables",
                        .source = "./oreway.gpkg|layername=t",
                        .qml = {},
                        .visible = true}},
            .notes = {hostile}};
}

TEST(LayerId, IsLongerThanTenCharactersAndDiffersWithTheName) {
    EXPECT_GT(layer_id("").size(), 10U);
    EXPECT_GT(layer_id("a").size(), 10U);
    EXPECT_NE(layer_id("a<b"), layer_id("a>b"));
    EXPECT_EQ(layer_id("mines"), layer_id("mines"));
    EXPECT_EQ(layer_id("a<\xC5\x8D").find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789"), std::string::npos);
}

TEST(QgisProject, HostileTextsComeBackWholeFromAParser) {
    Xml const root(CPLParseXMLString(to_qgs(content()).c_str()));
    ASSERT_NE(root, nullptr);
    std::string const hostile(testing::hostile_text);
    EXPECT_EQ(CPLGetXMLValue(root.get(), "=qgis.title", ""), hostile);
    EXPECT_EQ(CPLGetXMLValue(root.get(), "=qgis.projectname", ""), hostile);
    EXPECT_EQ(CPLGetXMLValue(root.get(), "=qgis.layer-tree-group.layer-tree-group.name", ""), hostile);
    EXPECT_EQ(CPLGetXMLValue(root.get(), "=qgis.projectlayers.maplayer.layername", ""), hostile);
    EXPECT_EQ(CPLGetXMLValue(root.get(), "=qgis.projectlayers.maplayer.id", ""), layer_id("m"));
}

TEST(QgisProject, HoldsWhatQgisNeedsToKnowItsReferenceSystem) {
    Xml const root(CPLParseXMLString(to_qgs(content()).c_str()));
    ASSERT_NE(root, nullptr);
    EXPECT_STREQ(CPLGetXMLValue(root.get(), "=qgis.projectCrs.spatialrefsys.authid", ""), "EPSG:32642");
    EXPECT_GT(std::stoi(CPLGetXMLValue(root.get(), "=qgis.projectCrs.spatialrefsys.srsid", "0")), 0);
    EXPECT_STREQ(CPLGetXMLValue(root.get(), "=qgis.properties.SpatialRefSys.ProjectionsEnabled", ""), "1");
    EXPECT_STREQ(CPLGetXMLValue(root.get(), "=qgis.properties.Measure.Ellipsoid", ""), "EPSG:7030");
}

TEST(QgisProject, TheSameContentGivesTheSameBytes) {
    EXPECT_EQ(to_qgs(content()), to_qgs(content()));
}

} // namespace
} // namespace oreway
