// SPDX-License-Identifier: MIT
// Chunks go in, whole files come out. What is expected is what was given; SQLite itself (integrity_check, rtreecheck)
// judges the spatial index.

#include "oreway/io/feature_sink.hpp"

#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "io/gdal_handles.hpp"
#include "io/sqlite_handles.hpp"
#include "oreway/base/error.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

using test::TemporaryFolder;

std::vector<Field> fields() {
    return {
        {"name", FieldType::text, 0, ""}, {"rank", FieldType::integer, 0, ""}, {"distance_m", FieldType::real, 0, ""}};
}

/// Points of a spiral, so that neither longitude nor latitude is sorted; no two alike.
LonLat spiral(std::size_t i) {
    double const turn = static_cast<double>(i);
    return {std::fmod(turn * 137.50776405, 360.0) - 180.0, std::fmod(turn * 0.7548776662, 1.0) * 160.0 - 80.0};
}

struct Chunk {
    LonLatGeometries geometries;
    Attributes attributes{fields()};
};

Chunk points(std::size_t first, std::size_t count) {
    Chunk chunk;
    for (std::size_t i = first; i < first + count; ++i) {
        chunk.geometries.add_point(spiral(i));
        chunk.attributes.add_row({std::string("Алматы"), static_cast<std::int64_t>(i), 0.5});
    }
    return chunk;
}

std::string ask(std::string const& file, std::string const& sql) {
    sqlite::Database const database = sqlite::open_read_only(file);
    sqlite::Statement const statement = sqlite::prepare(database, sql.c_str());
    return sqlite::step(statement) ? sqlite::text(statement, 0) : "nothing";
}

class StreamsAndReads : public testing::TestWithParam<char const*> {};

TEST_P(StreamsAndReads, ChunksOfPointsWithTheirAttributes) {
    TemporaryFolder const folder;
    std::string const file = folder / (std::string("out.") + GetParam());
    auto const sink = make_feature_sink({{file, "out", GeometryKind::point, fields()}});
    for (std::size_t const first : {0U, 3U, 6U}) {
        Chunk const chunk = points(first, 3);
        sink->write(0, chunk.geometries, chunk.attributes);
    }
    EXPECT_EQ(test::text_of(sink->close()), "");
    test::WholeLayer const read = test::read_all(file);
    ASSERT_EQ(read.features.ids.size(), 9U);
    for (std::size_t i = 0; i < 9; ++i) {
        EXPECT_NEAR(read.features.geometries[i].path(0)[0].x, spiral(i).lon, 1e-7);
        EXPECT_EQ(read.features.attributes.text(i, 0), "Алматы");
        EXPECT_EQ(read.features.attributes.number(i, 1), static_cast<double>(i));
        EXPECT_EQ(read.features.attributes.number(i, 2), 0.5);
    }
}

INSTANTIATE_TEST_SUITE_P(AllFormats, StreamsAndReads, testing::Values("gpkg", "geojson", "shp", "csv", "fgb"));

TEST(FeatureSink, TwoLayersOfOneGeoPackageGrowTogether) {
    TemporaryFolder const folder;
    std::string const file = folder / "out.gpkg";
    auto const sink = make_feature_sink(
        {{file, "nearest", GeometryKind::point, fields()}, {file, "connectors", GeometryKind::line, {}}});
    for (std::size_t i = 0; i < 3; ++i) {
        Chunk const chunk = points(i, 1);
        sink->write(0, chunk.geometries, chunk.attributes);
        LonLatGeometries lines;
        lines.add_line(std::vector<LonLat>{spiral(i), spiral(i + 1)});
        Attributes none;
        none.add_row({});
        sink->write(1, lines, none);
    }
    EXPECT_TRUE(sink->close().empty());
    EXPECT_EQ(test::read_all(file, {}, 0).features.ids.size(), 3U);
    EXPECT_EQ(test::read_all(file, {}, 1).features.ids.size(), 3U);
}

class PackedIndex : public testing::TestWithParam<std::size_t> {};

TEST_P(PackedIndex, PassesTheChecksOfSqliteAndFindsWhatLiesInABox) {
    TemporaryFolder const folder;
    std::string const file = folder / "out.gpkg";
    auto const sink = make_feature_sink({{file, "out", GeometryKind::point, fields()}});
    Chunk const chunk = points(0, GetParam());
    sink->write(0, chunk.geometries, chunk.attributes);
    EXPECT_TRUE(sink->close().empty());
    EXPECT_EQ(ask(file, "PRAGMA integrity_check"), "ok");
    EXPECT_EQ(ask(file, "SELECT rtreecheck('rtree_out_geom')"), "ok");
    EXPECT_EQ(ask(file, "SELECT count(*) FROM rtree_out_geom"), std::to_string(GetParam()));
    EXPECT_EQ(ask(file, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name = 'rtree_out_geom_insert'"),
              "1");
    std::size_t inside = 0;
    for (std::size_t i = 0; i < GetParam(); ++i)
        inside += spiral(i).lon > 0.0 && spiral(i).lon < 50.0 && spiral(i).lat > 0.0 ? 1U : 0U;
    EXPECT_EQ(ask(file, "SELECT count(*) FROM rtree_out_geom WHERE minx > 0 AND maxx < 50 AND miny > 0"),
              std::to_string(inside));
}

// One leaf holds 51 rows, a root 51 leaves: none, one leaf, two, two levels, three.
INSTANTIATE_TEST_SUITE_P(Sizes, PackedIndex, testing::Values(0, 1, 51, 52, 2602, 200'000));

TEST(FeatureSink, AGeoPackageTakesFurtherRowsThroughGdal) {
    TemporaryFolder const folder;
    std::string const file = folder / "out.gpkg";
    auto const sink = make_feature_sink({{file, "out", GeometryKind::point, fields()}});
    Chunk const chunk = points(0, 5000);
    sink->write(0, chunk.geometries, chunk.attributes);
    EXPECT_TRUE(sink->close().empty());
    {
        gdal::DatasetHandle const dataset(
            GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE, nullptr, nullptr, nullptr));
        OGRLayer* layer = dataset->GetLayer(0);
        ASSERT_EQ(dataset->StartTransaction(), OGRERR_NONE);
        for (GIntBig id = 7; id < 5000; id += 7)
            ASSERT_EQ(layer->DeleteFeature(id), OGRERR_NONE);
        for (std::size_t i = 5000; i < 6000; ++i) {
            gdal::FeatureHandle const feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
            OGRPoint const point(spiral(i).lon, spiral(i).lat);
            feature->SetGeometry(&point);
            ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
        }
        ASSERT_EQ(dataset->CommitTransaction(), OGRERR_NONE);
    }
    EXPECT_EQ(ask(file, "PRAGMA integrity_check"), "ok");
    EXPECT_EQ(ask(file, "SELECT rtreecheck('rtree_out_geom')"), "ok");
    EXPECT_EQ(ask(file, "SELECT count(*) FROM rtree_out_geom"), ask(file, "SELECT count(*) FROM out"));
}

TEST(FeatureSink, TheSameFeaturesInOtherChunksGiveTheSameBytes) {
    TemporaryFolder const folder;
    std::string bytes[2];
    for (std::size_t n = 0; n < 2; ++n) {
        std::string const file = folder / (n == 0 ? "a/out.gpkg" : "b/out.gpkg");
        std::filesystem::create_directory(std::filesystem::path(file).parent_path());
        auto const sink = make_feature_sink({{file, "out", GeometryKind::point, fields()}});
        std::size_t const step = n == 0 ? 100 : 250;
        for (std::size_t first = 0; first < 1000; first += step) {
            Chunk const chunk = points(first, step);
            sink->write(0, chunk.geometries, chunk.attributes);
        }
        EXPECT_TRUE(sink->close().empty());
        bytes[n] = test::bytes_of(file);
    }
    EXPECT_TRUE(bytes[0] == bytes[1]);
}

TEST(FeatureSink, LeavesNothingWhenItIsNotClosed) {
    for (char const* extension : {"gpkg", "geojson", "shp", "csv", "fgb"}) {
        TemporaryFolder const folder;
        {
            auto const sink =
                make_feature_sink({{folder / (std::string("out.") + extension), "out", GeometryKind::point, fields()}});
            Chunk const chunk = points(0, 1000);
            sink->write(0, chunk.geometries, chunk.attributes);
        }
        EXPECT_TRUE(test::names_in(folder.path()).empty()) << extension;
    }
}

TEST(FeatureSink, KeepsFeaturesWithoutGeometryExceptInFlatGeobuf) {
    TemporaryFolder const folder;
    Chunk chunk = points(0, 1);
    chunk.geometries.add_null();
    chunk.attributes.add_row({std::monostate{}, std::monostate{}, std::monostate{}});
    for (char const* extension : {"gpkg", "geojson", "shp", "csv"}) {
        std::string const file = folder / (std::string("out.") + extension);
        auto const sink = make_feature_sink({{file, "out", GeometryKind::point, fields()}});
        sink->write(0, chunk.geometries, chunk.attributes);
        EXPECT_TRUE(sink->close().empty());
        EXPECT_EQ(test::read_all(file).features.geometries.kind(1), GeometryKind::null) << extension;
    }
    auto const sink = make_feature_sink({{folder / "out.fgb", "out", GeometryKind::point, fields()}});
    EXPECT_THROW(sink->write(0, chunk.geometries, chunk.attributes), DataError);
}

TEST(FeatureSink, SaysWhatAShapefileCutAndRounded) {
    TemporaryFolder const folder;
    auto const sink = make_feature_sink({{folder / "out.shp", "out", GeometryKind::point, fields()}});
    Chunk chunk;
    chunk.geometries.add_point({1.0, 2.0});
    chunk.attributes.add_row({std::string(300, 'x'), std::int64_t{1}, 1e-12});
    sink->write(0, chunk.geometries, chunk.attributes);
    Problems const problems = sink->close();
    EXPECT_TRUE(test::has_problem(problems, "field.cut"));
    EXPECT_TRUE(test::has_problem(problems, "field.rounded"));
    Chunk wide;
    wide.geometries.add_point({1.0, 2.0});
    wide.attributes.add_row({std::string("x"), std::int64_t{1}, 1e20});
    auto const other = make_feature_sink({{folder / "other.shp", "other", GeometryKind::point, fields()}});
    EXPECT_THROW(other->write(0, wide.geometries, wide.attributes), DataError);
}

TEST(FeatureSink, RefusesOtherKindsInAShapefileAndTwoLayersInOneFile) {
    TemporaryFolder const folder;
    auto const sink = make_feature_sink({{folder / "out.shp", "out", GeometryKind::line, fields()}});
    Chunk const chunk = points(0, 1);
    EXPECT_THROW(sink->write(0, chunk.geometries, chunk.attributes), DataError);
    EXPECT_THROW(make_feature_sink({{folder / "a.geojson", "a", GeometryKind::line, {}},
                                    {folder / "a.geojson", "b", GeometryKind::line, {}}}),
                 UsageError);
}

TEST(FeatureSink, SaysThatADiskIsFull) {
    for (char const* extension : {"geojson", "csv"}) {
        TemporaryFolder const folder;
        std::string const file = folder / (std::string("out.") + extension);
        std::filesystem::create_symlink("/dev/full", file);
        EXPECT_THROW(
            {
                auto const sink = make_feature_sink({{file, "out", GeometryKind::point, fields()}});
                Chunk const chunk = points(0, 10'000);
                sink->write(0, chunk.geometries, chunk.attributes);
                (void)sink->close();
            },
            IoError)
            << extension;
    }
}

} // namespace
} // namespace oreway
