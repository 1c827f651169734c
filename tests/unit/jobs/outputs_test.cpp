// SPDX-License-Identifier: MIT
// Result layers are written whole or not at all; what stands in the files is read back.

#include "oreway/jobs/outputs.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "jobs/drawn_lines.hpp"
#include "oreway/base/error.hpp"
#include "oreway/io/vector_reader.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;

class Outputs : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "oreway-outputs-XXXXXX").string();
        m_folder = mkdtemp(pattern.data());
    }
    void TearDown() override { fs::remove_all(m_folder); }

    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (fs::directory_entry const& entry : fs::directory_iterator(m_folder))
            names.push_back(entry.path().filename().string());
        std::ranges::sort(names);
        return names;
    }

    fs::path m_folder;
};

FeatureLayer line_layer(std::string name, std::vector<LonLat> const& line) {
    FeatureLayer layer;
    layer.name = std::move(name);
    layer.attributes = Attributes({{"rank", FieldType::integer, 0, ""}});
    layer.geometries.add_line(line);
    layer.ids = {1};
    layer.attributes.add_row({std::int64_t{1}});
    return layer;
}

std::vector<FeatureLayer> two_layers() {
    return {line_layer("nearest", {{69.24, 41.30}, {76.88, 43.24}}),
            line_layer("connectors", {{0.0, 0.0}, {1.0, 1.0}})};
}

TEST_F(Outputs, TwoLayersGoIntoOneGeoPackage) {
    WrittenLayers const written = write_layers({.path = m_folder / "out.gpkg"}, two_layers());
    EXPECT_EQ(written.files, std::vector<fs::path>{m_folder / "out.gpkg"});
    EXPECT_EQ(names(), std::vector<std::string>{"out.gpkg"});
    VectorDataset const dataset = VectorDataset::open((m_folder / "out.gpkg").string());
    EXPECT_EQ(dataset.layers().size(), 2U);
    EXPECT_EQ(dataset.find_layer("connectors"), 1U);
}

TEST_F(Outputs, ASecondLayerLiesBesideWhereTheFormatHoldsOneOnly) {
    WrittenLayers const written = write_layers({.path = m_folder / "out.geojson"}, two_layers());
    EXPECT_EQ(written.files, (std::vector<fs::path>{m_folder / "out.geojson", m_folder / "out_connectors.geojson"}));
    EXPECT_EQ(names(), (std::vector<std::string>{"out.geojson", "out_connectors.geojson"}));
}

TEST_F(Outputs, NothingAppearsWhenTheSecondLayerIsRefused) {
    std::vector<FeatureLayer> layers = two_layers();
    layers[1].geometries.add_point({1.0, 2.0}); // a shapefile holds one kind of geometry
    layers[1].ids.push_back(2);
    layers[1].attributes.add_row({std::int64_t{2}});
    try {
        write_layers({.path = m_folder / "out.shp"}, layers);
        FAIL() << "lines and points in a shapefile";
    } catch (DataError const& error) {
        EXPECT_EQ(error.parts().where, (m_folder / "out_connectors.shp").string());
    }
    EXPECT_TRUE(names().empty());
}

TEST_F(Outputs, WhatAShapefileCannotHoldIsHandedBack) {
    FeatureLayer layer = line_layer("lines", {{0.0, 0.0}, {1.0, 1.0}});
    layer.attributes = Attributes({{"a_very_long_name", FieldType::integer, 0, ""}});
    layer.attributes.add_row({std::int64_t{1}});
    WrittenLayers const written = write_layers({.path = m_folder / "out.shp"}, std::span(&layer, 1));
    ASSERT_EQ(written.problems.size(), 1U);
    EXPECT_EQ(written.problems[0].code, "field.renamed");
}

TEST_F(Outputs, AnExistingFileIsRefusedUnlessItMayBeReplaced) {
    std::ofstream(m_folder / "out.gpkg") << "mine";
    EXPECT_THROW(check_output({.path = m_folder / "out.gpkg"}), UsageError);
    EXPECT_NO_THROW(check_output({.path = m_folder / "out.gpkg", .overwrite = OverwritePolicy::replace}));
    std::ifstream file(m_folder / "out.gpkg");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "mine");
}

TEST_F(Outputs, FormatsThatDoNotWriteAndExtensionsThatDoNotFitAreRefused) {
    EXPECT_THROW(check_output({.path = m_folder / "out.kml"}), UsageError);
    EXPECT_THROW(check_output({.path = m_folder / "out"}), UsageError);
    EXPECT_THROW(check_output({.path = m_folder / "out.gpkg", .driver = "CSV"}), UsageError);
    EXPECT_THROW(check_output({.path = m_folder / "out.dbf"}), UsageError);
    EXPECT_NO_THROW(check_output({.path = m_folder / "out.csv", .driver = "csv"}));
}

TEST(DrawnGeodesics, LinesAcrossTheAntimeridianAreSplitThere) {
    LonLatGeometries lines;
    lines.add_line(std::vector<LonLat>{{170.0, 65.0}, {-170.0, 65.0}});
    lines.add_line(std::vector<LonLat>{{170.0, 0.0}, {180.0, 0.0}});
    LonLatGeometries const drawn = drawn_geodesics(lines, Metres(10.0));
    ASSERT_EQ(drawn[0].path_count(), 2U);
    EXPECT_EQ(drawn[0].path(0).back().lon, 180.0);
    EXPECT_EQ(drawn[0].path(1).front().lon, -180.0);
    EXPECT_EQ(drawn[0].path(0).back().lat, drawn[0].path(1).front().lat);
    EXPECT_EQ(drawn[0].path(1).back(), (LonLat{-170.0, 65.0}));
    // The vertex of the geodesic by GeographicLib 2.1's GeodSolve: 65.3347014 N. 10 m are 9e-5 degrees.
    constexpr double drawing_tolerance_deg = 9e-5;
    EXPECT_NEAR(drawn[0].path(0).back().lat, 65.3347014, drawing_tolerance_deg);
    EXPECT_EQ(drawn[1].path_count(), 1U) << "a line that ends on the antimeridian does not cross it";
}

} // namespace
} // namespace oreway
