// SPDX-License-Identifier: MIT
// The text of styles by classes: what QGIS needs of them, in the form in which it writes them itself.

#include "oreway/exporters/rule_style.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace oreway {
namespace {

std::size_t count_of(std::string const& text, std::string const& word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

bool has(std::string const& text, std::string const& word) {
    return text.find(word) != std::string::npos;
}

TEST(RuleStyle, HasARuleAndASymbolForEachClassWithFiltersSafeInXml) {
    std::string const qml =
        rule_qml({.kind = GeometryKind::line,
                  .classes = {{.filter = R"("tonnes" < 5)", .label = "few & far", .colour = "#111111"},
                              {.filter = "", .label = "others", .colour = "#222222"}}});
    EXPECT_EQ(count_of(qml, "<rule "), 2U);
    EXPECT_EQ(count_of(qml, "<symbol "), 2U);
    EXPECT_TRUE(has(qml, R"(filter="&quot;tonnes&quot; &lt; 5")")) << qml;
    EXPECT_TRUE(has(qml, R"(label="few &amp; far")"));
    EXPECT_TRUE(has(qml, R"(filter="ELSE")"));
    EXPECT_TRUE(has(qml, R"(<prop k="line_color" v="#111111"/>)"));
    EXPECT_TRUE(has(qml, R"(labelsEnabled="0")"));
    EXPECT_TRUE(has(qml, "<layerGeometryType>1</layerGeometryType>"));
}

TEST(RuleStyle, WidensLinesByAValueOnlyWhenThereIsOneAboveZero) {
    RuleStyle style{.kind = GeometryKind::line, .classes = {{.filter = "", .label = "all", .colour = "#000000"}}};
    style.size_field = "carried_t";
    EXPECT_FALSE(has(rule_qml(style), "scale_linear"));
    style.greatest = 900.0;
    EXPECT_TRUE(has(rule_qml(style), "scale_linear(sqrt(max(&quot;carried_t&quot;, 0)), 0, sqrt(900), 0.6, 3)"));
}

TEST(RuleStyle, PutsNamesBesidePointsAndLinesSideBySide) {
    std::string const points = rule_qml({.kind = GeometryKind::point,
                                         .classes = {{.filter = "", .label = "stop", .colour = "#000000"}},
                                         .label_field = "name"});
    EXPECT_TRUE(has(points, R"(fieldName="name")"));
    EXPECT_TRUE(has(points, R"(labelsEnabled="1")"));
    std::string const line =
        rule_qml({.kind = GeometryKind::line,
                  .classes = {{.filter = "", .label = "way", .colour = "#000000", .offset_mm = -0.5}}});
    EXPECT_TRUE(has(line, R"(<prop k="offset" v="-0.5"/>)"));
}

TEST(RuleStyle, ColoursGoFromLightToDarkAndRepeatOnlyWhenTheyRunOut) {
    EXPECT_EQ(colours_of_classes(1), std::vector<std::string>{"#440154"});
    EXPECT_EQ(colours_of_classes(3), (std::vector<std::string>{"#addc30", "#21918c", "#440154"}));
    EXPECT_NE(colour_of_thing(0), colour_of_thing(6));
    EXPECT_EQ(colour_of_thing(0), colour_of_thing(7));
}

TEST(RuleStyle, IsForPointsLinesAndPolygonsOnly) {
    EXPECT_THROW((void)rule_qml({.kind = GeometryKind::null}), std::logic_error);
}

} // namespace
} // namespace oreway
