// SPDX-License-Identifier: MIT
// Writing and reading back; the expected values are the ones given.

#include "oreway/io/vector_writer.hpp"

#include <algorithm>
#include <cmath>

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

TEST_P(WritesAndReads, RealsThatHaveNoShortDecimal) {
    TemporaryFolder const folder;
    std::string const file = folder / (std::string("reals.") + GetParam());
    FeatureLayer layer;
    layer.name = "reals";
    layer.attributes = Attributes({{"value", FieldType::real, 0, ""}});
    std::vector<double> const values = {0.1 * 3, 1.0 / 3, 2586366.411693, -1e-7, 1.0e5, 0.0};
    for (double const value : values) {
        layer.ids.push_back(static_cast<std::int64_t>(layer.ids.size()) + 1);
        layer.geometries.add_point({76.0 + static_cast<double>(layer.ids.size()), 43.0});
        layer.attributes.add_row({value});
    }
    write_vector(file, std::span(&layer, 1));
    test::WholeLayer const read = test::read_all(file);
    ASSERT_EQ(read.features.ids.size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        // FlatGeobuf changes the order, the longitude tells which it is. Shapefiles keep 15 decimals, GeoJSON 14
        // digits.
        auto const at = static_cast<std::size_t>(read.features.geometries[i].path(0)[0].x) - 77;
        EXPECT_NEAR(read.features.attributes.number(i, 0).value(), values[at], std::abs(values[at]) * 1e-13 + 1e-15);
    }
}

TEST(ShapefileFields, ThatLoseDigitsAreStated) {
    TemporaryFolder const folder;
    FeatureLayer layer = test::lines();
    layer.attributes = Attributes({{"value", FieldType::real, 0, ""}});
    layer.attributes.add_row({1.0e17});
    layer.attributes.add_row({1.0 / 3});
    EXPECT_TRUE(test::has_problem(write_vector(folder / "a.shp", std::span(&layer, 1)).problems, "field.rounded"));
    EXPECT_TRUE(write_vector(folder / "a.gpkg", std::span(&layer, 1)).problems.empty());
}

TEST(ShapefileFields, AreCutToTenBytesKeptApartAndTheNewNamesAreStated) {
    TemporaryFolder const folder;
    FeatureLayer layer = test::lines();
    layer.attributes = Attributes({{"generalised_cost_usd_t", FieldType::real, 0, ""},
                                   {"generalised_cost_rank", FieldType::integer, 0, ""},
                                   {"протяжённость", FieldType::text, 0, ""}});
    layer.attributes.add_row({1.5, std::int64_t{2}, std::string(300, 'x')});
    layer.attributes.add_row({std::monostate{}, std::monostate{}, std::string("a")});
    WriteReport const report = write_vector(folder / "legs.shp", std::span(&layer, 1));
    test::WholeLayer const read = test::read_all(folder / "legs.shp");
    std::vector<Field> const& fields = read.features.attributes.fields();
    ASSERT_EQ(fields.size(), 3u);
    EXPECT_EQ(fields[0].name, "generalise");
    EXPECT_EQ(fields[1].name, "generali_1");
    EXPECT_EQ(fields[2].name, "протя"); // five letters of two bytes
    EXPECT_EQ(read.features.attributes.text(0, 2)->size(), 254u);
    EXPECT_TRUE(test::has_problem(report.problems, "field.renamed"));
    EXPECT_TRUE(test::has_problem(report.problems, "field.cut"));
}

TEST(Refused, IsWhatAFormatCannotHoldBeforeAnythingIsWritten) {
    TemporaryFolder const folder;
    FeatureLayer mixed = test::stations();
    mixed.geometries = {};
    mixed.geometries.add_point({1, 2});
    mixed.geometries.add_line(std::vector<LonLat>{{1, 2}, {3, 4}});
    mixed.geometries.add_null();
    EXPECT_THROW(write_vector(folder / "a.shp", std::span(&mixed, 1)), DataError);
    EXPECT_THROW(write_vector(folder / "a.fgb", std::span(&mixed, 1)), DataError);
    std::vector<FeatureLayer> const two = {test::lines(), test::polygons()};
    EXPECT_THROW(write_vector(folder / "a.geojson", two), UsageError);
    EXPECT_THROW(write_vector(folder / "a.kml", std::span(&mixed, 1)), UsageError);
    EXPECT_TRUE(test::names_in(folder.path()).empty());
    EXPECT_NO_THROW(write_vector(folder / "a.gpkg", std::span(&mixed, 1)));
}

TEST(Tables, WithoutGeometryAreAttributeTables) {
    TemporaryFolder const folder;
    FeatureLayer table = test::stations();
    table.has_geometry = false;
    for (char const* name : {"table.gpkg", "table.csv"}) {
        write_vector(folder / name, std::span(&table, 1));
        test::WholeLayer const read = test::read_all(folder / name);
        EXPECT_EQ(read.info.geometry_type, "None");
        EXPECT_EQ(read.features.attributes.text(1, 0), "Тошкент, \"Марказий\"");
    }
    EXPECT_EQ(test::bytes_of(folder / "table.csv"),
              "name,number,height_m\nАлматы-1,9007199254740993,0.1\n\"Тошкент, \"\"Марказий\"\"\",,-455.25\n,-3,\n");
}

TEST(GeoJson, FollowsRfc7946) {
    TemporaryFolder const folder;
    FeatureLayer layer = test::polygons();
    layer.geometries = {};
    layer.geometries.begin(GeometryKind::polygon);
    layer.geometries.begin_path(); // clockwise, which section 3.1.6 does not want
    for (LonLat const p : {LonLat{60, 40}, {60, 45}, {70.123456789, 45}, {60, 40}})
        layer.geometries.add(p);
    layer.geometries.end();
    write_vector(folder / "a.geojson", std::span(&layer, 1));
    std::string const text = test::bytes_of(folder / "a.geojson");
    EXPECT_EQ(text.find("\"crs\""), std::string::npos);
    EXPECT_NE(text.find("[ 70.1234568, 45.0 ]"), std::string::npos) << text; // seven decimals
    double area = 0.0;
    XYGeometries const read = test::read_all(folder / "a.geojson").features.geometries;
    auto const ring = read[0].path(0);
    for (std::size_t i = 0; i + 1 < ring.size(); ++i)
        area += ring[i].x * ring[i + 1].y - ring[i + 1].x * ring[i].y;
    EXPECT_GT(area, 0.0) << "the exterior ring must run counterclockwise";
}

INSTANTIATE_TEST_SUITE_P(AllFormats, WritesAndReads, testing::Values("gpkg", "geojson", "shp", "fgb", "csv"));

} // namespace
} // namespace oreway
