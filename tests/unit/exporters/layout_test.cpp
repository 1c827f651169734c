// SPDX-License-Identifier: MIT
#include "exporters/layout.hpp"

#include <cmath>
#include <limits>

#include <cpl_minixml.h>
#include <gtest/gtest.h>

namespace oreway {
namespace {

TEST(ScaleBar, FourPartsOfARoundLengthStayWithinAThirdOfTheMap) {
    // By hand: a third of 3862 km in four parts is 321.8 km, the next lower round number is 250.
    EXPECT_DOUBLE_EQ(scale_bar_segment_km(3862.0), 250.0);
    EXPECT_DOUBLE_EQ(scale_bar_segment_km(1200.0), 100.0);
    EXPECT_DOUBLE_EQ(scale_bar_segment_km(1199.0), 50.0);
    EXPECT_DOUBLE_EQ(scale_bar_segment_km(1.0), 0.05);
}

TEST(ScaleBar, AMapWithoutWidthStillGetsABar) {
    EXPECT_DOUBLE_EQ(scale_bar_segment_km(0.0), 100.0);
    EXPECT_DOUBLE_EQ(scale_bar_segment_km(-5.0), 100.0);
    EXPECT_DOUBLE_EQ(scale_bar_segment_km(std::numeric_limits<double>::quiet_NaN()), 100.0);
}

double number(CPLXMLNode* node, char const* path) {
    return std::stod(CPLGetXMLValue(node, path, "nan"));
}

TEST(Layout, TheFirstExtentIsWidenedToTheShapeOfTheFrame) {
    ProjectContent const content{
        .title = "t", .subtitle = "s", .crs = "EPSG:32642", .extent = {0, 0, 1000, 5000}, .layers = {}, .notes = {}};
    CPLXMLNode* const root = CPLParseXMLString(layout_xml(content).c_str());
    ASSERT_NE(root, nullptr);
    CPLXMLNode* const extent = CPLSearchXMLNode(root, "Extent");
    ASSERT_NE(extent, nullptr);
    EXPECT_DOUBLE_EQ(number(extent, "ymin"), 0.0);
    EXPECT_DOUBLE_EQ(number(extent, "ymax"), 5000.0);
    EXPECT_DOUBLE_EQ((number(extent, "xmin") + number(extent, "xmax")) / 2.0, 500.0);
    // The frame is 270 x 246 mm.
    EXPECT_NEAR((number(extent, "xmax") - number(extent, "xmin")) / 5000.0, 270.0 / 246.0, 1e-12);
    CPLDestroyXMLNode(root);
}

} // namespace
} // namespace oreway
