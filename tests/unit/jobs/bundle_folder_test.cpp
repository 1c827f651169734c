// SPDX-License-Identifier: MIT
// Which folders count as ours and may be replaced.

#include <filesystem>
#include <fstream>

#include <unistd.h>

#include <gtest/gtest.h>

#include "jobs/bundle_folder.hpp"
#include "oreway/base/error.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;

constexpr char const* receipt =
    R"({"command": "compare", "ellipsoid": "WGS 84", "outputs": [{"name": "tables/a.csv"}]})";

class BundleFolder : public ::testing::Test {
protected:
    void SetUp() override {
        m_folder = fs::temp_directory_path() / ("oreway_bundle_" + std::to_string(::getpid()));
        fs::remove_all(m_folder);
        fs::create_directories(m_folder / "tables");
    }
    void TearDown() override { fs::remove_all(m_folder); }
    void put(std::string const& name, std::string const& text) { std::ofstream(m_folder / name) << text; }

    fs::path m_folder;
};

TEST_F(BundleFolder, WithOnlyListedFilesMayBeReplaced) {
    put("manifest.json", receipt);
    put("tables/a.csv", "x");
    put("distance.tif.aux.xml", "<PAMDataset/>"); // GDAL's side file is nobody's work
    EXPECT_NO_THROW(check_replaceable_bundle(m_folder));
}

TEST_F(BundleFolder, ManifestOfAnotherProgramIsNoReceipt) {
    put("manifest.json", R"({"name": "my web app"})");
    put("index.html", "<p>");
    EXPECT_THROW(check_replaceable_bundle(m_folder), UsageError);
}

TEST_F(BundleFolder, FileOfTheUserIsNamedAndKept) {
    put("manifest.json", receipt);
    put("tables/notes.txt", "mine");
    try {
        check_replaceable_bundle(m_folder);
        FAIL() << "a folder with a stranger's file would be replaced";
    } catch (UsageError const& error) {
        EXPECT_NE(std::string(error.what()).find("tables/notes.txt"), std::string::npos);
    }
}

TEST_F(BundleFolder, FolderThatIsNotThereMayBeMade) {
    EXPECT_NO_THROW(check_replaceable_bundle(m_folder / "none"));
}

} // namespace
} // namespace oreway
