// SPDX-License-Identifier: MIT
// Whole datasets from plan to outcome. Coordinates are held to published examples and to PROJ's own programs; sources
// stand beside the numbers.

#include "oreway/batch/runner.hpp"

#include <cmath>
#include <filesystem>

#include <gtest/gtest.h>

#include "unit/batch/support.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;
using test::bytes_of;
using test::read_all;
using test::run;
using test::settings_for;

constexpr double tenth_of_a_millimetre = 1e-4;

class Running : public testing::Test {
protected:
    test::TemporaryFolder folder;
    std::string const out = folder / "out";
};

TEST_F(Running, AlmatyComesToUtmWhereItIsExpected) {
    // 652880.1363 4788965.9848: cs2cs of PROJ 9.1.1 (reliability 60), printed to 0.1 mm
    test::write(folder / "in/stations.shp", test::stations());
    auto const outcomes = run({folder / "in"}, settings_for("EPSG:32643", out));
    ASSERT_EQ(outcomes.size(), 1U);
    EXPECT_EQ(outcomes[0].status, DatasetStatus::done) << test::text_of(outcomes[0].problems);
    auto const read = read_all(out + "/stations.shp");
    XY const almaty = read.features.geometries[0].path(0)[0];
    EXPECT_NEAR(almaty.x, 652880.1363, tenth_of_a_millimetre);
    EXPECT_NEAR(almaty.y, 4788965.9848, tenth_of_a_millimetre);
    EXPECT_NE(read.info.origin.crs_wkt.find("UTM zone 43N"), std::string::npos);
}

TEST_F(Running, AShapefileKeepsItsTableByteForByte) {
    test::write(folder / "in/stations.shp", test::stations());
    (void)run({folder / "in"}, settings_for("EPSG:32643", out));
    EXPECT_EQ(bytes_of(out + "/stations.dbf"), bytes_of(folder / "in/stations.dbf"));
    EXPECT_EQ(bytes_of(out + "/stations.cpg"), bytes_of(folder / "in/stations.cpg"));
    EXPECT_EQ(bytes_of(out + "/stations.shp").size(), bytes_of(folder / "in/stations.shp").size());
    EXPECT_NE(bytes_of(out + "/stations.shp"), bytes_of(folder / "in/stations.shp"));
}

TEST_F(Running, EveryFormatKeepsFeaturesInOrderWithTheirAttributes) {
    test::write(folder / "in/stations.gpkg", test::stations());
    for (char const* driver : {"GPKG", "GeoJSON", "FlatGeobuf", "CSV", "ESRI Shapefile"}) {
        Settings settings = settings_for("EPSG:32643", out + "/" + driver);
        settings.output_driver = driver;
        FeatureLayer layer = test::stations();
        auto const outcomes = run({folder / "in"}, settings);
        ASSERT_EQ(outcomes.size(), 1U);
        bool const holds_nulls = std::string_view(driver) != "FlatGeobuf";
        ASSERT_EQ(outcomes[0].status == DatasetStatus::done, holds_nulls)
            << driver << ": " << test::text_of(outcomes[0].problems);
        if (!holds_nulls)
            continue;
        auto const& counts = outcomes[0].layers[0].counts;
        EXPECT_EQ(counts.features_out, 3) << driver;
        EXPECT_EQ(counts.null_out, 1) << driver;
        ReadOptions options;
        options.open_options = {"AUTODETECT_TYPE=YES"};
        auto const read = read_all(outcomes[0].outputs[0].file.starts_with("/")
                                       ? outcomes[0].outputs[0].file
                                       : (settings.output_folder / outcomes[0].outputs[0].file).string());
        EXPECT_EQ(read.features.attributes.text(0, 0), "Алматы-1") << driver;
        EXPECT_EQ(read.features.attributes.text(1, 0), "Тошкент, \"Марказий\"") << driver;
        EXPECT_EQ(read.features.attributes.text(0, 1), "9007199254740993") << driver;
    }
}

TEST_F(Running, GeoPackageKeepsIds) {
    test::write(folder / "in/stations.gpkg", test::stations());
    (void)run({folder / "in"}, settings_for("EPSG:32643", out));
    EXPECT_EQ(read_all(out + "/stations.gpkg").features.ids, (std::vector<std::int64_t>{1, 2, 7}));
}

TEST_F(Running, SameInputGivesTheSameBytes) {
    test::write(folder / "in/legs.gpkg", test::lines());
    (void)run({folder / "in"}, settings_for("EPSG:32643", folder / "one"));
    (void)run({folder / "in"}, settings_for("EPSG:32643", folder / "two"));
    EXPECT_EQ(bytes_of(folder / "one/legs.gpkg"), bytes_of(folder / "two/legs.gpkg"));
}

TEST_F(Running, PointsWithoutAnImageAreListedAndTheFeatureBecomesNullDroppedOrFailsTheFile) {
    FeatureLayer layer = test::stations();
    layer.geometries.clear();
    layer.geometries.add_point({75.0, 43.0});
    layer.geometries.add_point({-105.0, 43.0}); // the other side of the globe: transverse Mercator has no image there
    layer.geometries.add_null();
    for (char const* name : {"in/p.shp", "in2/p.gpkg"})
        test::write(folder / name, layer);
    for (std::string const input : {"in", "in2"}) {
        Settings settings = settings_for("EPSG:32643", out + input);
        auto const kept = run({folder / input}, settings).at(0);
        EXPECT_EQ(kept.status, DatasetStatus::lost_some);
        EXPECT_EQ(kept.layers[0].counts.failed_count, 1);
        EXPECT_EQ(kept.layers[0].counts.failed.at(0), input == "in" ? 1 : 2);
        EXPECT_EQ(kept.layers[0].counts.features_out, 3);
        EXPECT_EQ(kept.layers[0].counts.null_out, 2);

        settings.on_error = FailedPoints::drop;
        settings.output_folder = out + input + "dropped";
        auto const dropped = run({folder / input}, settings).at(0);
        EXPECT_EQ(dropped.layers[0].counts.features_out, 2);
        auto const read = read_all(settings.output_folder.string() + (input == "in" ? "/p.shp" : "/p.gpkg"));
        ASSERT_EQ(read.features.ids.size(), 2U);
        EXPECT_EQ(read.features.attributes.text(0, 0), "Алматы-1");
        EXPECT_FALSE(read.features.attributes.text(1, 0).has_value()) << "the row of the third feature";

        settings.on_error = FailedPoints::fail;
        settings.output_folder = out + input + "failed";
        auto const failed = run({folder / input}, settings).at(0);
        EXPECT_EQ(failed.status, DatasetStatus::failed);
        EXPECT_TRUE(test::names_in(settings.output_folder).empty()) << "nothing half written";
    }
}

TEST_F(Running, AnOldOutputStaysWhenTheNewOneFails) {
    test::write(folder / "in/p.gpkg", test::stations());
    FeatureLayer elsewhere = test::stations();
    elsewhere.geometries.clear();
    for (int i = 0; i < 3; ++i)
        elsewhere.geometries.add_point({-105.0, 43.0});
    test::write(folder / "bad/p.gpkg", elsewhere);
    Settings settings = settings_for("EPSG:32643", out);
    (void)run({folder / "in"}, settings);
    std::string const before = bytes_of(out + "/p.gpkg");
    settings.existing = ExistingOutput::replace;
    settings.on_error = FailedPoints::fail;
    EXPECT_EQ(run({folder / "bad"}, settings).at(0).status, DatasetStatus::failed);
    EXPECT_EQ(bytes_of(out + "/p.gpkg"), before);
}

TEST_F(Running, LongEdgesAreFilledToATolerance) {
    FeatureLayer layer = test::lines();
    test::write(folder / "in/legs.shp", layer);
    test::write(folder / "in/legs2.gpkg", layer);
    Settings settings = settings_for("EPSG:32643", out);
    settings.max_deviation = Metres(1.0);
    auto const outcomes = run({folder / "in"}, settings);
    ASSERT_EQ(outcomes.size(), 2U);
    for (DatasetOutcome const& outcome : outcomes) {
        EXPECT_EQ(outcome.status, DatasetStatus::done) << test::text_of(outcome.problems);
        EXPECT_GT(outcome.layers[0].counts.vertices_out, 4 * outcome.layers[0].counts.vertices_in);
    }
    EXPECT_EQ(outcomes[0].layers[0].counts.vertices_out, outcomes[1].layers[0].counts.vertices_out)
        << "both ways of writing fill edges alike";
}

TEST_F(Running, TheKeyChangesWithTheInputAndTheParameters) {
    std::string const file = test::write(folder / "in/p.gpkg", test::stations());
    Settings settings = settings_for("EPSG:32643", out);
    Plan const plan = test::plan_of({file}, settings);
    std::vector<FileHash> inputs;
    std::string const key = key_of(plan.tasks[0], settings, inputs);
    ASSERT_EQ(inputs.size(), 1U);
    EXPECT_EQ(key_of(plan.tasks[0], settings, inputs), key);
    settings.on_error = FailedPoints::drop;
    EXPECT_NE(key_of(plan.tasks[0], settings, inputs), key);
    settings.on_error = FailedPoints::make_null;
    test::put(file, bytes_of(file) + "x");
    EXPECT_NE(key_of(plan.tasks[0], settings, inputs), key);
}

TEST_F(Running, TheOutcomeTellsHashesOfWhatLiesOnTheDisk) {
    test::write(folder / "in/p.gpkg", test::stations());
    auto const outcome = run({folder / "in"}, settings_for("EPSG:32643", out)).at(0);
    ASSERT_EQ(outcome.outputs.size(), 1U);
    EXPECT_EQ(outcome.outputs[0].file, "p.gpkg");
    EXPECT_EQ(outcome.outputs[0].bytes, fs::file_size(out + "/p.gpkg"));
    EXPECT_EQ(outcome.layers[0].operation.empty(), false);
}

} // namespace
} // namespace oreway
