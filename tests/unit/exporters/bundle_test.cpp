// SPDX-License-Identifier: MIT
#include "oreway/exporters/bundle.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>

#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <ogrsf_frmts.h>

#include "oreway/base/hash.hpp"
#include "unit/exporters/sample_bundle.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;

class WriteBundle : public ::testing::Test {
protected:
    void SetUp() override {
        m_root = fs::path(::testing::TempDir()) /
                 ("oreway_bundle_" + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
        fs::remove_all(m_root);
        fs::create_directories(folder());
    }
    void TearDown() override { fs::remove_all(m_root); }
    [[nodiscard]] fs::path folder(std::string const& name = "bundle") const { return m_root / name; }

private:
    fs::path m_root;
};

std::string text_of(fs::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::map<std::string, std::string> files_in(fs::path const& folder) {
    std::map<std::string, std::string> files;
    for (auto const& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files[fs::relative(entry.path(), folder).string()] = text_of(entry.path());
    return files;
}

using Dataset = std::unique_ptr<GDALDataset>;

Dataset open(fs::path const& file, unsigned kind) {
    return Dataset(GDALDataset::Open(file.c_str(), kind | GDAL_OF_READONLY));
}

TEST_F(WriteBundle, ListsEveryFileWithSizeAndHash) {
    auto const written = write_bundle(folder(), testing::sample_bundle(), no_progress());
    auto const files = files_in(folder());
    std::vector<std::string> names;
    for (WrittenFile const& file : written) {
        names.push_back(file.name);
        ASSERT_TRUE(files.contains(file.name)) << file.name;
        EXPECT_EQ(file.bytes, files.at(file.name).size()) << file.name;
        EXPECT_EQ(file.hash, hash_bytes(files.at(file.name))) << file.name;
    }
    EXPECT_EQ(names, (std::vector<std::string>{"distance_to_corridor.qml", "distance_to_corridor.tif",
                                               "geojson/corridors.geojson", "geojson/corridors.qml",
                                               "geojson/legs.geojson", "geojson/legs.qml", "geojson/mines.geojson",
                                               "geojson/mines.qml", "geojson/nodes.geojson", "geojson/nodes.qml",
                                               "oreway.gpkg", "project.qgz", "tables/ranking.csv"}));
    EXPECT_EQ(files.size(), names.size()) << "no other file is left behind";
}

TEST_F(WriteBundle, TheSameInputGivesTheSameBytesInAnyFolder) {
    fs::create_directories(folder("elsewhere"));
    static_cast<void>(write_bundle(folder(), testing::sample_bundle(), no_progress()));
    static_cast<void>(write_bundle(folder("elsewhere"), testing::sample_bundle(), no_progress()));
    auto const first = files_in(folder());
    auto const second = files_in(folder("elsewhere"));
    for (auto const& [name, bytes] : first)
        EXPECT_TRUE(second.at(name) == bytes) << name;
    EXPECT_EQ(first.size(), second.size());
}

TEST_F(WriteBundle, TheGeoPackageHoldsLayersTablesStylesAndTheProject) {
    static_cast<void>(write_bundle(folder(), testing::sample_bundle(), no_progress()));
    auto const gpkg = open(folder() / "oreway.gpkg", GDAL_OF_VECTOR);
    ASSERT_NE(gpkg, nullptr);
    for (auto const& [name, count] : std::map<std::string, int>{
             {"mines", 6}, {"nodes", 6}, {"corridors", 5}, {"legs", 4}, {"countries", 2}, {"ranking", 2}}) {
        OGRLayer* const layer = gpkg->GetLayerByName(name.c_str());
        ASSERT_NE(layer, nullptr) << name;
        EXPECT_EQ(layer->GetFeatureCount(), count) << name;
    }
    OGRLayer* const styles = gpkg->GetLayerByName("layer_styles");
    ASSERT_NE(styles, nullptr);
    EXPECT_EQ(styles->GetFeatureCount(), 5);
    OGRLayer* const projects =
        gpkg->ExecuteSQL("SELECT name, length(content) AS size FROM qgis_projects", nullptr, nullptr);
    ASSERT_NE(projects, nullptr);
    std::unique_ptr<OGRFeature> const project(projects->GetNextFeature());
    ASSERT_NE(project, nullptr);
    EXPECT_STREQ(project->GetFieldAsString("name"), "oreway");
    EXPECT_EQ(project->GetFieldAsInteger64("size"), 2 * static_cast<GIntBig>(fs::file_size(folder() / "project.qgz")))
        << "two hexadecimal digits a byte";
    gpkg->ReleaseResultSet(projects);
}

TEST_F(WriteBundle, HostileTextsSurviveInEveryFormat) {
    static_cast<void>(write_bundle(folder(), testing::sample_bundle(), no_progress()));
    auto const gpkg = open(folder() / "oreway.gpkg", GDAL_OF_VECTOR);
    ASSERT_NE(gpkg, nullptr);
    OGRLayer* const mines = gpkg->GetLayerByName("mines");
    mines->SetAttributeFilter("mine = 'ODD'");
    std::unique_ptr<OGRFeature> const odd(mines->GetNextFeature());
    ASSERT_NE(odd, nullptr);
    EXPECT_EQ(odd->GetFieldAsString("name"), testing::hostile_text);
    EXPECT_TRUE(odd->IsFieldNull(odd->GetFieldIndex("production_t")));
    auto const json = nlohmann::json::parse(text_of(folder() / "geojson/mines.geojson"));
    EXPECT_EQ(json["features"][5]["properties"]["name"], testing::hostile_text);
    EXPECT_NE(text_of(folder() / "tables/ranking.csv").find("\"R&D <b> \"\"x\"\" ' ]]> \xC5\x8D\",,\n"),
              std::string::npos);
}

TEST_F(WriteBundle, GeoJsonIsLonLatAsRfc7946Says) {
    static_cast<void>(write_bundle(folder(), testing::sample_bundle(), no_progress()));
    auto const json = nlohmann::json::parse(text_of(folder() / "geojson/nodes.geojson"));
    EXPECT_FALSE(json.contains("crs"));
    EXPECT_EQ(json["features"][0]["geometry"]["coordinates"], nlohmann::json({80.4, 44.2}));
}

TEST_F(WriteBundle, TheProjectIsAZipWithTheProjectInside) {
    static_cast<void>(write_bundle(folder(), testing::sample_bundle(), no_progress()));
    std::string const inside = "/vsizip/{" + (folder() / "project.qgz").string() + "}/project.qgs";
    VSIStatBufL stat;
    EXPECT_EQ(VSIStatL(inside.c_str(), &stat), 0);
    EXPECT_GT(stat.st_size, 10'000);
}

TEST_F(WriteBundle, NamesThatCannotBeFilesOrTablesAreRefused) {
    for (std::string const name : {"", "a/b", "..", "a|b", "a\nb", "mines"}) {
        Bundle bundle = testing::sample_bundle();
        bundle.layers[1].layer.name = name;
        EXPECT_THROW(static_cast<void>(write_bundle(folder(), bundle, no_progress())), std::logic_error) << name;
        EXPECT_TRUE(fs::is_empty(folder())) << name;
    }
}

/// Says "stop" after a number of files.
class Impatient : public Progress {
public:
    void stage(std::string_view, std::uint64_t total) override { m_total = total; }
    void advance(std::uint64_t steps) override { m_done += steps; }
    [[nodiscard]] bool cancelled() const noexcept override { return m_done >= 3; }
    [[nodiscard]] std::uint64_t total() const noexcept { return m_total; }
    [[nodiscard]] std::uint64_t done() const noexcept { return m_done; }

private:
    std::uint64_t m_total = 0;
    std::uint64_t m_done = 0;
};

TEST_F(WriteBundle, StopsSoonWhenCancelled) {
    Impatient progress;
    EXPECT_THROW(static_cast<void>(write_bundle(folder(), testing::sample_bundle(), progress)), Cancelled);
    EXPECT_EQ(progress.done(), 3U);
    EXPECT_EQ(progress.total(), 13U);
}

} // namespace
} // namespace oreway
