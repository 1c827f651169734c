// SPDX-License-Identifier: MIT
// Plans: reference systems and where they come from, one operation for the whole run, names of outputs and what speaks
// against them.

#include "oreway/batch/plan.hpp"

#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "unit/batch/support.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;
using test::plan_of;
using test::settings_for;

/// Pulkovo 1942 in degrees, as ESRI writes it.
constexpr std::string_view pulkovo_prj =
    "GEOGCS[\"GCS_Pulkovo_1942\",DATUM[\"D_Pulkovo_1942\",SPHEROID[\"Krasovsky_1940\",6378245.0,298.3]],"
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";

FeatureLayer point_at(LonLat place) {
    FeatureLayer layer;
    layer.name = "p";
    layer.attributes = Attributes({{"name", FieldType::text, 0, ""}});
    layer.ids = {1};
    layer.geometries.add_point(place);
    layer.attributes.add_row({std::string("a")});
    return layer;
}

class Planning : public testing::Test {
protected:
    std::string pulkovo(std::string const& name, LonLat place) {
        std::string const file = test::write(folder / name, point_at(place));
        test::put(fs::path(file).replace_extension(".prj"), std::string(pulkovo_prj));
        return file;
    }
    test::TemporaryFolder folder;
};

TEST_F(Planning, NeighbouringSheetsGetOneOperation) {
    // reliability 63: the default choice differs on both sides of 41.19 N.
    std::string const a = pulkovo("in/a.shp", {69.2401, 41.18});
    std::string const b = pulkovo("in/b.shp", {69.2401, 41.20});
    Plan const plan = plan_of({a, b}, settings_for("EPSG:4326", folder / "out"));
    ASSERT_EQ(plan.tasks.size(), 2U);
    ASSERT_EQ(plan.pairs.size(), 1U);
    EXPECT_EQ(plan.pairs[0].layers, 2U);
    EXPECT_EQ(plan.pairs[0].choice.chosen.code, "EPSG:15865")
        << plan.pairs[0].source_label << ": " << plan.pairs[0].choice.reason;
    EXPECT_FALSE(plan.pairs[0].choice.rivals.empty());
    EXPECT_EQ(plan.tasks[0].layers[0].operation.pipeline, plan.tasks[1].layers[0].operation.pipeline);
    EXPECT_EQ(plan.tasks[0].layers[0].source_origin, CrsOrigin::sidecar);
}

TEST_F(Planning, OperationsPerLayerAreChosenOneByOne) {
    Settings settings = settings_for("EPSG:4326", folder / "out");
    settings.scope = OperationScope::layer;
    std::string const kazakh = pulkovo("in/a.shp", {69.2401, 41.18});
    std::string const russian = pulkovo("in/b.shp", {100.0, 60.0});
    Plan const plan = plan_of({kazakh, russian}, settings);
    ASSERT_EQ(plan.pairs.size(), 2U);
    EXPECT_NE(plan.tasks[0].layers[0].operation.code, plan.tasks[1].layers[0].operation.code);
}

TEST_F(Planning, AnOperationMayBeAskedForByCode) {
    Settings settings = settings_for("EPSG:4326", folder / "out");
    settings.operation.code = "EPSG:5044";
    Plan const plan = plan_of({pulkovo("in/a.shp", {76.8829, 43.238})}, settings);
    EXPECT_EQ(plan.pairs.at(0).choice.chosen.code, "EPSG:5044");
}

TEST_F(Planning, AnAccuracyThatNothingReachesRefusesTheDatasets) {
    Settings settings = settings_for("EPSG:4326", folder / "out");
    settings.operation.max_accuracy = Metres(1.0);
    Plan const plan = plan_of({pulkovo("in/a.shp", {76.8829, 43.238})}, settings);
    EXPECT_EQ(plan.tasks[0].verdict, Verdict::refuse);
    EXPECT_TRUE(test::has_problem(plan.tasks[0].problems, "operation.none"));
}

TEST_F(Planning, ALayerWithoutAReferenceSystemIsRefusedUnlessOneIsAssumed) {
    std::string const file = test::write(folder / "in/a.shp", point_at({76.0, 43.0}));
    fs::remove(folder / "in/a.prj");
    Settings settings = settings_for("EPSG:32643", folder / "out");
    Plan const refused = plan_of({file}, settings);
    EXPECT_EQ(refused.tasks[0].verdict, Verdict::refuse);
    EXPECT_TRUE(test::has_problem(refused.tasks[0].problems, "crs.missing"));
    settings.assume_crs = "EPSG:4326";
    Plan const assumed = plan_of({file}, settings);
    EXPECT_EQ(assumed.tasks[0].verdict, Verdict::run);
    EXPECT_EQ(assumed.tasks[0].layers[0].source_origin, CrsOrigin::assumed);
}

TEST_F(Planning, ADatasetThatCannotBeReadCostsNoOther) {
    test::write(folder / "in/a.shp", point_at({76.0, 43.0}));
    test::put(folder / "in/b.geojson", "{\"type\":\"FeatureCollection\",");
    Plan const plan = plan_of({folder / "in"}, settings_for("EPSG:32643", folder / "out"));
    ASSERT_EQ(plan.tasks.size(), 2U);
    EXPECT_EQ(plan.tasks[0].verdict, Verdict::run);
    EXPECT_EQ(plan.tasks[1].verdict, Verdict::refuse);
}

TEST_F(Planning, TwoInputsOfOneNameAreFoundBeforeWork) {
    std::string const a = test::write(folder / "x/a.shp", point_at({76.0, 43.0}));
    std::string const b = test::write(folder / "y/A.shp", point_at({76.0, 43.0}));
    EXPECT_THROW((void)plan_of({a, b}, settings_for("EPSG:32643", folder / "out")), UsageError)
        << "names that differ by case only are one on many file systems";
}

TEST_F(Planning, AnOutputIsNeverAnInput) {
    std::string const a = test::write(folder / "in/a.shp", point_at({76.0, 43.0}));
    Settings settings = settings_for("EPSG:32643", folder / "in");
    settings.existing = ExistingOutput::replace;
    EXPECT_THROW((void)plan_of({a}, settings), UsageError);
    settings.suffix = "_utm";
    Plan const plan = plan_of({a}, settings);
    EXPECT_EQ(plan.tasks[0].outputs, (std::vector<fs::path>{folder / "in/a_utm.shp"}));
}

TEST_F(Planning, OutputsThatExistAreRefusedReplacedOrSkipped) {
    std::string const a = test::write(folder / "in/a.shp", point_at({76.0, 43.0}));
    test::write(folder / "out/a.shp", point_at({1.0, 1.0}));
    Settings settings = settings_for("EPSG:32643", folder / "out");
    EXPECT_THROW((void)plan_of({a}, settings), UsageError);
    settings.existing = ExistingOutput::skip;
    EXPECT_EQ(plan_of({a}, settings).tasks[0].verdict, Verdict::skip);
    settings.existing = ExistingOutput::replace;
    EXPECT_EQ(plan_of({a}, settings).tasks[0].verdict, Verdict::run);
}

TEST_F(Planning, AContainerKeepsItsLayersAndASingleLayerFormatGetsAFileEach) {
    FeatureLayer second = test::lines();
    std::vector<FeatureLayer> const layers = {test::stations(), second};
    fs::create_directories(folder / "in");
    write_vector(folder / "in/all.gpkg", layers);
    Settings settings = settings_for("EPSG:32643", folder / "out");
    Plan const kept = plan_of({folder / "in"}, settings);
    EXPECT_EQ(kept.tasks[0].outputs, (std::vector<fs::path>{folder / "out/all.gpkg"}));
    EXPECT_EQ(kept.tasks[0].layers[1].output_layer, "legs");
    settings.output_driver = "ESRI Shapefile";
    Plan const split = plan_of({folder / "in"}, settings);
    EXPECT_EQ(split.tasks[0].outputs,
              (std::vector<fs::path>{folder / "out/all_stations.shp", folder / "out/all_legs.shp"}));
}

TEST_F(Planning, AFormatThatIsNotWrittenIsAUsageError) {
    Settings settings = settings_for("EPSG:32643", folder / "out");
    settings.output_driver = "KML";
    std::string const a = test::write(folder / "in/a.shp", point_at({76.0, 43.0}));
    EXPECT_THROW((void)plan_of({a}, settings), UsageError);
}

TEST_F(Planning, PointsOutsideTheAreaOfUseAreCounted) {
    // UTM zone 43N is meant for 72 to 78 E.
    FeatureLayer layer = point_at({75.0, 43.0});
    layer.ids = {1, 2, 3};
    layer.geometries.add_point({77.0, 43.0});
    layer.geometries.add_point({80.0, 43.0});
    layer.attributes.add_row({std::string("b")});
    layer.attributes.add_row({std::string("c")});
    std::string const a = test::write(folder / "in/a.shp", layer);
    Settings const settings = settings_for("EPSG:32643", folder / "out");
    EXPECT_EQ(plan_of({a}, settings, PointCount::by_reading).tasks[0].layers[0].points_outside, 1);
    EXPECT_FALSE(plan_of({a}, settings, PointCount::by_extent).tasks[0].layers[0].points_outside.has_value());
}

TEST_F(Planning, ALayerThatLiesWhollyElsewhereIsNoted) {
    std::string const a = test::write(folder / "in/a.shp", point_at({-100.0, 40.0}));
    Plan const plan = plan_of({a}, settings_for("EPSG:32643", folder / "out"));
    EXPECT_TRUE(test::has_problem(plan.tasks[0].problems, "crs.outside"));
    EXPECT_EQ(worst(plan.tasks[0].problems), Severity::note) << "nothing is lost by it";
}

TEST_F(Planning, ATaskComesBackFromItsLineOfJson) {
    Plan const plan = plan_of({pulkovo("in/a.shp", {76.8829, 43.238})}, settings_for("EPSG:32643", folder / "out"));
    std::string const line = to_json_line(plan.tasks[0]);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    Task const read = task_from_json(line);
    EXPECT_EQ(to_json_line(read), line);
    EXPECT_EQ(read.layers[0].operation.pipeline, plan.tasks[0].layers[0].operation.pipeline);
    EXPECT_EQ(read.outputs, plan.tasks[0].outputs);
}

TEST_F(Planning, ALineThatIsNoTaskIsRefused) {
    EXPECT_THROW((void)task_from_json("{\"number\":1}"), DataError);
    EXPECT_THROW((void)task_from_json("{\"number\":1"), DataError);
}

} // namespace
} // namespace oreway
