// SPDX-License-Identifier: MIT
#include "exporters/qml.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace oreway::qml {
namespace {

TEST(Qml, TheBodyIsWhatStandsBetweenTheRootTags) {
    EXPECT_EQ(body("<!DOCTYPE qgis x>\n<!-- why -->\n<qgis version=\"3\">\n  <a/>\n</qgis>\n"), "\n  <a/>\n");
    EXPECT_THROW(static_cast<void>(body("<other/>")), std::logic_error);
    EXPECT_THROW(static_cast<void>(body("<qgis version=\"3\"> cut off")), std::logic_error);
}

TEST(Qml, LabelsAreOnOnlyWhenTheRootSaysSo) {
    EXPECT_TRUE(has_labels("<qgis version=\"3\" labelsEnabled=\"1\"></qgis>"));
    EXPECT_FALSE(has_labels("<qgis version=\"3\" labelsEnabled=\"0\"></qgis>"));
    EXPECT_FALSE(has_labels("<qgis version=\"3\"><x labelsEnabled=\"1\"/></qgis>"));
}

TEST(Qml, APropertyIsReplacedAndItsNeighboursAreKept) {
    EXPECT_EQ(with_prop(R"(<prop k="a" v="1"/><prop k="b" v="2"/>)", "b", "<3>"),
              R"(<prop k="a" v="1"/><prop k="b" v="&lt;3&gt;"/>)");
    EXPECT_THROW(static_cast<void>(with_prop(R"(<prop k="a" v="1"/>)", "b", "3")), std::logic_error);
}

TEST(Qml, ATextThatStandsTwiceIsNotReplacedByChance) {
    EXPECT_EQ(with_text("a b c", "b", "x"), "a x c");
    EXPECT_THROW(static_cast<void>(with_text("b b", "b", "x")), std::logic_error);
    EXPECT_THROW(static_cast<void>(with_text("a", "b", "x")), std::logic_error);
}

} // namespace
} // namespace oreway::qml
