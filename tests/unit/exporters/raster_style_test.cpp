// SPDX-License-Identifier: MIT
// Breaks at round numbers, and styles that say what they should. That QGIS draws them is tested in tests/qgis.

#include "oreway/exporters/raster_style.hpp"

#include <gtest/gtest.h>

namespace oreway {
namespace {

using Breaks = std::vector<double>;

TEST(RasterStyle, BreaksOverSeveralOrdersOfMagnitudeGrowAsOneTwoFive) {
    EXPECT_EQ(round_breaks(0.0, 601.7), (Breaks{5, 10, 20, 50, 100, 200, 500, 1000}));
    EXPECT_EQ(round_breaks(0.0, 1000.0), (Breaks{5, 10, 20, 50, 100, 200, 500, 1000}));
    EXPECT_EQ(round_breaks(0.0, 1.2).back(), 2.0);
}

TEST(RasterStyle, BreaksOfANarrowRangeAreEven) {
    EXPECT_EQ(round_breaks(310.0, 620.0), (Breaks{350, 400, 450, 500, 550, 600, 650}));
    EXPECT_EQ(round_breaks(-3.0, 4.0), (Breaks{-2, -1, 0, 1, 2, 3, 4}));
}

TEST(RasterStyle, OneValueHasOneBreak) {
    EXPECT_EQ(round_breaks(7.0, 7.0), Breaks{7.0});
    EXPECT_EQ(round_breaks(0.0, 0.0), Breaks{0.0});
}

TEST(RasterStyle, DistancesInMetresAreLabelledInKilometres) {
    std::string const qml = raster_qml({.unit = "km", .unit_size = 1000.0}, 0.0, 601'700.0);
    EXPECT_NE(qml.find("value=\"5000\" color=\"#fde725\" alpha=\"255\" label=\"0 to 5 km\""), std::string::npos) << qml;
    EXPECT_NE(qml.find("color=\"#440154\" alpha=\"255\" label=\"500 to 1000 km\""), std::string::npos) << qml;
}

TEST(RasterStyle, DivergesAtZero) {
    std::string const qml =
        raster_qml({.ramp = RasterRamp::diverging, .unit = "km", .unit_size = 1000.0}, -8000.0, 90'000.0);
    EXPECT_NE(qml.find("<item value=\"0\""), std::string::npos) << qml;
}

TEST(RasterStyle, LabelsOfCategoriesAreSafeInXml) {
    std::string const qml = raster_qml({.ramp = RasterRamp::categories, .categories = {{3.0, "A & <B>"}}}, 3.0, 3.0);
    EXPECT_NE(qml.find("value=\"3\""), std::string::npos);
    EXPECT_NE(qml.find("A &amp; &lt;B&gt;"), std::string::npos) << qml;
}

} // namespace
} // namespace oreway
