// SPDX-License-Identifier: MIT
#include "exporters/corridor_style.hpp"

#include <set>

#include <cpl_minixml.h>
#include <gtest/gtest.h>

#include "oreway/exporters/style.hpp"
#include "unit/exporters/sample_bundle.hpp"

namespace oreway {
namespace {

using testing::corridor_layer;
using testing::SampleCorridor;

std::vector<LonLat> track(double lat) {
    return {{60, lat}, {61, lat}, {62, lat}, {63, lat}};
}

std::size_t count(std::string const& text, std::string const& what) {
    std::size_t found = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1))
        ++found;
    return found;
}

TEST(CorridorLooks, CorridorsOnOneTrackGetDifferentLanesAndColours) {
    std::vector<SampleCorridor> corridors;
    for (int i = 0; i < 7; ++i)
        corridors.push_back({std::to_string(i), "n", "operating", track(40)});
    std::set<int> lanes;
    std::set<std::size_t> colours;
    for (CorridorLook const look : corridor_looks(corridor_layer(corridors))) {
        lanes.insert(look.lane);
        colours.insert(look.colour);
    }
    EXPECT_EQ(lanes, (std::set<int>{-3, -2, -1, 0, 1, 2, 3}));
    EXPECT_EQ(colours.size(), 7U);
}

TEST(CorridorLooks, ALineRunBackwardsStillCountsAsShared) {
    auto back = track(40);
    std::ranges::reverse(back);
    auto const looks =
        corridor_looks(corridor_layer({{"a", "a", "operating", track(40)}, {"b", "b", "operating", back}}));
    EXPECT_NE(looks[0].lane, looks[1].lane);
    EXPECT_NE(looks[0].colour, looks[1].colour);
}

TEST(CorridorLooks, CorridorsApartStayOnTheirLines) {
    auto const looks =
        corridor_looks(corridor_layer({{"a", "a", "operating", track(40)}, {"b", "b", "operating", track(50)}}));
    EXPECT_EQ(looks[0].lane, 0);
    EXPECT_EQ(looks[1].lane, 0);
    EXPECT_NE(looks[0].colour, looks[1].colour);
}

TEST(CorridorLooks, NoLookIsUsedTwiceBeforeAll49AreUsed) {
    std::vector<SampleCorridor> corridors;
    for (int i = 0; i < 49; ++i)
        corridors.push_back({std::to_string(i), "n", "operating", track(30.0 + i % 10)});
    std::set<std::pair<std::size_t, int>> used;
    for (CorridorLook const look : corridor_looks(corridor_layer(corridors)))
        used.insert({look.colour, look.lane});
    EXPECT_EQ(used.size(), 49U);
}

TEST(FillCorridorStyle, EachCorridorBecomesACategoryWithItsStatusAsPen) {
    auto const layer = corridor_layer({{"A", "Middle", "operating", track(40)},
                                       {"B", std::string(testing::hostile_text), "planned", track(40)},
                                       {"A", "again", "operating", track(41)}});
    std::string const filled = fill_corridor_style(find_style("corridors")->qml, layer);
    EXPECT_EQ(count(filled, "<category "), 3U); // A, B, and the one for anything else
    EXPECT_EQ(count(filled, "<symbol type=\"line\""), 3U);
    EXPECT_EQ(count(filled, "<prop k=\"line_style\" v=\"dot\"/>"), 1U);
    EXPECT_NE(filled.find("label=\"B: R&amp;D &lt;b&gt; &quot;x&quot; &apos; ]]&gt; \xC5\x8D\""), std::string::npos);
    CPLXMLNode* const root = CPLParseXMLString(filled.c_str());
    ASSERT_NE(root, nullptr);
    EXPECT_NE(CPLGetXMLNode(root, "=qgis.labeling"), nullptr);
    CPLDestroyXMLNode(root);
}

TEST(FillCorridorStyle, ALongNameIsCutBetweenCharacters) {
    std::string name;
    for (int i = 0; i < 100; ++i)
        name += "\xD0\x96";
    std::string const filled =
        fill_corridor_style(find_style("corridors")->qml, corridor_layer({{"A", name, "operating", track(40)}}));
    std::string expected = "label=\"A: ";
    for (int i = 0; i < 56; ++i)
        expected += "\xD0\x96";
    EXPECT_NE(filled.find(expected + "\xE2\x80\xA6\""), std::string::npos);
}

TEST(FillCorridorStyle, LanesOfALineDrawnWestwardsAreMirrored) {
    auto back = track(40);
    std::ranges::reverse(back);
    auto const layer = corridor_layer({{"A", "a", "operating", track(40)}, {"B", "b", "operating", back}});
    ASSERT_EQ(corridor_looks(layer)[1].lane, -1);
    std::string const filled = fill_corridor_style(find_style("corridors")->qml, layer);
    EXPECT_NE(filled.find("THEN 0.70 END"), std::string::npos);
    EXPECT_EQ(filled.find("THEN -0.70 END"), std::string::npos);
}

TEST(FillCorridorStyle, ALayerWithoutTheColumnKeepsTheStyle) {
    FeatureLayer layer;
    EXPECT_EQ(fill_corridor_style(find_style("corridors")->qml, layer), find_style("corridors")->qml);
}

} // namespace
} // namespace oreway
