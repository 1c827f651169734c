// SPDX-License-Identifier: MIT
// Writing and reading back; the expected values are the ones given.

#include "oreway/io/vector_writer.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

using test::TemporaryFolder;

void expect_same(FeatureLayer const& given, FeatureChunk const& read) {
    ASSERT_EQ(read.ids.size(), given.size());
    for (std::size_t row = 0; row < given.size(); ++row) {
        EXPECT_EQ(read.geometries.kind(row), given.geometries.kind(row)) << row;
        EXPECT_EQ(read.geometries[row].vertex_count(), given.geometries[row].vertex_count()) << row;
        for (std::size_t f = 0; f < given.attributes.fields().size(); ++f)
            EXPECT_EQ(read.attributes.text(row, f), given.attributes.text(row, f)) << row << ' ' << f;
    }
}

/// FlatGeobuf takes no feature without geometry.
FeatureLayer stations_for(std::string_view extension) {
    FeatureLayer layer = test::stations();
    if (extension != "fgb")
        return layer;
    layer.geometries = {};
    for (LonLat const p : {LonLat{76.8829, 43.238}, {69.2401, 41.2995}, {74.5698, 42.8746}})
        layer.geometries.add_point(p);
    return layer;
}

class WritesAndReads : public testing::TestWithParam<char const*> {};

TEST_P(WritesAndReads, StationsWithCyrillicNamesLongIntegersAndNulls) {
    TemporaryFolder const folder;
    std::string const file = folder / (std::string("stations.") + GetParam());
    FeatureLayer const layer = stations_for(GetParam());
    EXPECT_TRUE(write_vector(file, std::span(&layer, 1)).problems.empty());
    test::WholeLayer const read = test::read_all(file);
    if (std::string_view(GetParam()) == "fgb")
        return; // the order is another one; write_vector has compared the content
    expect_same(layer, read.features);
    EXPECT_EQ(read.features.geometries[0].path(0)[0], (XY{76.8829, 43.238}));
}

TEST_P(WritesAndReads, LinesOfOneAndTwoParts) {
    TemporaryFolder const folder;
    std::string const file = folder / (std::string("legs.") + GetParam());
    FeatureLayer const layer = test::lines();
    write_vector(file, std::span(&layer, 1));
    test::WholeLayer const read = test::read_all(file);
    std::size_t parts = 0;
    for (std::size_t i = 0; i < read.features.geometries.size(); ++i)
        parts += read.features.geometries[i].path_count();
    EXPECT_EQ(parts, 3u);
}

TEST_P(WritesAndReads, APolygonWithAHole) {
    TemporaryFolder const folder;
    std::string const file = folder / (std::string("countries.") + GetParam());
    FeatureLayer const layer = test::polygons();
    write_vector(file, std::span(&layer, 1));
    test::WholeLayer const read = test::read_all(file);
    expect_same(layer, read.features);
    EXPECT_EQ(read.features.geometries[0].role(0), PathRole::exterior);
    EXPECT_EQ(read.features.geometries[0].role(1), PathRole::hole);
}

TEST_P(WritesAndReads, AnEmptyLayer) {
    TemporaryFolder const folder;
    std::string const file = folder / (std::string("none.") + GetParam());
    FeatureLayer layer;
    layer.name = "none";
    layer.attributes = Attributes({{"name", FieldType::text, 0, ""}});
    write_vector(file, std::span(&layer, 1));
    EXPECT_EQ(test::read_all(file).features.ids.size(), 0u);
}

TEST_P(WritesAndReads, TheSameBytesForTheSameInput) {
    TemporaryFolder const a;
    TemporaryFolder const b;
    std::string const name = std::string("stations.") + GetParam();
    FeatureLayer const layer = stations_for(GetParam());
    write_vector(a / name, std::span(&layer, 1));
    write_vector(b / name, std::span(&layer, 1));
    ASSERT_EQ(test::names_in(a.path()), test::names_in(b.path()));
    for (std::string const& file : test::names_in(a.path()))
        EXPECT_EQ(test::bytes_of(a / file), test::bytes_of(b / file)) << file;
}

INSTANTIATE_TEST_SUITE_P(AllFormats, WritesAndReads, testing::Values("gpkg", "geojson", "shp", "fgb", "csv"));

} // namespace
} // namespace oreway
