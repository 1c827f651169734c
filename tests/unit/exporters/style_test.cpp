// SPDX-License-Identifier: MIT
#include "oreway/exporters/style.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <cpl_minixml.h>
#include <gtest/gtest.h>

namespace oreway {
namespace {

std::string text_of(std::filesystem::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

TEST(Style, EveryFileOfTheStylesFolderIsInTheLibraryByteForByte) {
    std::vector<std::string> files;
    for (auto const& entry : std::filesystem::directory_iterator(OREWAY_SOURCE_DIR "/styles"))
        if (entry.path().extension() == ".qml")
            files.push_back(entry.path().stem().string());
    std::ranges::sort(files);
    ASSERT_EQ(style_names(), files);
    for (std::string const& name : files) {
        ASSERT_NE(find_style(name), nullptr) << name;
        EXPECT_EQ(find_style(name)->qml, text_of(OREWAY_SOURCE_DIR "/styles/" + name + ".qml")) << name;
        EXPECT_FALSE(find_style(name)->title.empty()) << name;
    }
}

TEST(Style, AnUnknownNameGivesNothing) {
    EXPECT_EQ(find_style("mine"), nullptr);
    EXPECT_EQ(find_style(""), nullptr);
}

TEST(Style, EveryStyleIsXmlThatGdalParses) {
    for (std::string const& name : style_names()) {
        CPLXMLNode* const root = CPLParseXMLString(std::string(find_style(name)->qml).c_str());
        EXPECT_NE(CPLGetXMLNode(root, "=qgis"), nullptr) << name;
        CPLDestroyXMLNode(root);
    }
}

TEST(Style, ColoursOfCategoriesComeFromOkabeAndIto) {
    // Okabe and Ito 2008, https://jfly.uni-koeln.de/color/, and greys.
    std::string const corridors(find_style("corridors")->qml);
    EXPECT_NE(corridors.find("0,114,178,255"), std::string::npos);
    std::string const mines(find_style("mines")->qml);
    for (auto const* colour :
         {"0,158,115", "213,94,0", "230,159,0", "0,114,178", "86,180,233", "204,121,167", "240,228,66"})
        EXPECT_NE(mines.find(colour), std::string::npos) << colour;
}

} // namespace
} // namespace oreway
