// SPDX-License-Identifier: MIT
// From names to datasets.

#include "oreway/batch/discovery.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/io/zip_writer.hpp"
#include "unit/batch/support.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;
using test::put;

class Discovery : public testing::Test {
protected:
    std::string shapefile(std::string const& stem) {
        fs::create_directories(fs::path(folder / stem).parent_path());
        for (char const* extension : {".shp", ".shx", ".dbf", ".prj", ".cpg", ".sbn"})
            put(folder / (stem + extension), "x");
        return folder / (stem + ".shp");
    }
    std::vector<std::string> relatives(std::vector<std::string> const& names, std::string const& output = "") {
        problems.clear();
        std::vector<std::string> found;
        for (Item const& item : discover(names, output, problems))
            found.push_back(item.relative);
        return found;
    }
    test::TemporaryFolder folder;
    Problems problems;
};

using Names = std::vector<std::string>;

TEST_F(Discovery, AShapefileIsOneItemWithItsSidecars) {
    std::string const shp = shapefile("a");
    std::vector<Item> const items = discover(Names{shp}, "", problems);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].source, shp);
    EXPECT_EQ(items[0].files.size(), 5U) << "the index of another program does not belong to the data";
    EXPECT_EQ(items[0].bytes, 5U);
    EXPECT_EQ(items[0].kind, DataKind::vector);
}

TEST_F(Discovery, ASidecarStandsForItsShapefile) {
    shapefile("a");
    EXPECT_EQ(relatives({folder / "a.dbf"}), Names{"a.shp"});
}

TEST_F(Discovery, FoldersAreSearchedToTheBottomAndKeepTheirStructure) {
    shapefile("in/b");
    shapefile("in/north/a");
    put(folder / "in/north/dem.tif", "x");
    put(folder / "in/readme.txt", "x");
    put(folder / "in/.hidden.shp", "x");
    EXPECT_EQ(relatives({folder / "in"}), (Names{"b.shp", "north/a.shp", "north/dem.tif"}));
}

TEST_F(Discovery, TheFolderOfOutputsIsLeftOut) {
    shapefile("in/a");
    shapefile("in/out/a");
    EXPECT_EQ(relatives({folder / "in"}, folder / "in/out"), Names{"a.shp"});
}

TEST_F(Discovery, AFolderThatIsInputAndOutputIsSearched) {
    shapefile("in/a");
    EXPECT_EQ(relatives({folder / "in"}, folder / "in"), Names{"a.shp"});
}

TEST_F(Discovery, LinksToFoldersAboveDoNotLoop) {
    shapefile("in/a");
    fs::create_directory_symlink(folder / "in", folder / "in/again");
    EXPECT_EQ(relatives({folder / "in"}), Names{"a.shp"});
}

TEST_F(Discovery, PatternsTakeWhatMatchesAndNoSidecars) {
    shapefile("in/a1");
    shapefile("in/a2");
    shapefile("in/b1");
    EXPECT_EQ(relatives({folder / "in/a*"}), (Names{"a1.shp", "a2.shp"}));
}

TEST_F(Discovery, APatternWithoutAMatchIsAProblem) {
    EXPECT_TRUE(relatives({folder / "*.shp"}).empty());
    EXPECT_TRUE(test::has_problem(problems, "input.missing"));
}

TEST_F(Discovery, AListNamesOneDatasetALine) {
    std::string const a = shapefile("a");
    put(folder / "names.txt", "# sheets\n\n" + a + "\n" + folder / "missing.shp\n");
    EXPECT_EQ(relatives({"@" + (folder / "names.txt")}), Names{"a.shp"});
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].parts.where, folder / "missing.shp");
}

TEST_F(Discovery, AListThatIsNotThereIsAUsageError) {
    EXPECT_THROW(relatives({"@" + (folder / "nowhere.txt")}), UsageError);
}

TEST_F(Discovery, ArchivesAreLookedInto) {
    write_zip(folder / "sheets.zip", {{"north/a.geojson", "{}"}, {"readme.txt", "x"}, {"b.shp", "x"}, {"b.dbf", "x"}});
    std::vector<Item> const items = discover(Names{folder / "sheets.zip"}, "", problems);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].relative, "sheets/b.shp");
    EXPECT_EQ(items[0].files.size(), 2U);
    EXPECT_EQ(items[1].source, "/vsizip/" + (folder / "sheets.zip") + "/north/a.geojson");
}

TEST_F(Discovery, AnArchiveThatIsNoneIsNamed) {
    put(folder / "bad.zip", "rubbish");
    EXPECT_TRUE(relatives({folder / "bad.zip"}).empty());
    EXPECT_TRUE(test::has_problem(problems, "input.unreadable"));
}

TEST_F(Discovery, MissingNamesAndEmptyFoldersAreProblemsOfTheirOwn) {
    fs::create_directory(folder / "empty");
    shapefile("a");
    EXPECT_EQ(relatives({folder / "nowhere.shp", folder / "empty", folder / "a.shp"}), Names{"a.shp"});
    EXPECT_TRUE(test::has_problem(problems, "input.missing"));
    EXPECT_TRUE(test::has_problem(problems, "input.empty"));
}

TEST_F(Discovery, TablesAreTakenOnlyWhenTheyAreNamed) {
    put(folder / "in.csv", "a\n1\n");
    shapefile("in/a");
    put(folder / "in/list.csv", "a\n1\n");
    EXPECT_EQ(relatives({folder / "in"}), Names{"a.shp"});
    EXPECT_EQ(relatives({folder / "in.csv"}), Names{"in.csv"});
}

TEST_F(Discovery, WhatIsNamedTwiceIsKeptOnce) {
    std::string const a = shapefile("a");
    std::vector<Item> items = discover(Names{a, folder / "./a.shp", folder / "*.shp"}, "", problems);
    EXPECT_EQ(items.size(), 3U);
    EXPECT_EQ(without_duplicates(std::move(items)).size(), 1U);
}

} // namespace
} // namespace oreway
