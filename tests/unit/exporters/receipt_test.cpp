// SPDX-License-Identifier: MIT
#include "oreway/exporters/receipt.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace oreway {
namespace {

TEST(Receipt, HoldsInputsOutputsProblemsAndOptions) {
    Receipt receipt;
    receipt.command = "compare";
    receipt.options = {{"layer", "a"}, {"output", "out"}, {"layer", "b"}};
    receipt.versions = {{"oreway", "0.1.0"}};
    receipt.ellipsoid = "WGS 84";
    receipt.inputs.push_back({.path = "mines.shp",
                              .layer = "mines",
                              .driver = "ESRI Shapefile",
                              .hash = "00ff",
                              .crs = "WGS 84 (EPSG:4326)",
                              .crs_origin = "sidecar",
                              .encoding = "UTF-8",
                              .operation = "none",
                              .operation_accuracy_m = 0.5,
                              .features = 3});
    receipt.outputs.push_back({.name = "oreway.gpkg", .bytes = 42, .hash = "abcd"});
    receipt.problems.push_back({Severity::warning, "dbf.cut", {.what = "cut", .where = "feature 1", .remedy = "none"}});
    receipt.started = "2026-01-01T00:00:00Z";
    receipt.seconds = 1.5;
    auto const json = nlohmann::json::parse(to_json(receipt));
    EXPECT_EQ(json["options"]["layer"], nlohmann::json({"a", "b"}));
    EXPECT_EQ(json["options"]["output"], "out");
    EXPECT_EQ(json["inputs"][0]["operation_accuracy_m"], 0.5);
    EXPECT_EQ(json["outputs"][0]["bytes"], 42);
    EXPECT_EQ(json["problems"][0]["severity"], name_of(Severity::warning));
    EXPECT_EQ(json["problems"][0]["code"], "dbf.cut");
    EXPECT_EQ(json["seconds"], 1.5);
}

TEST(Receipt, AnAccuracyThatIsNotKnownIsNull) {
    Receipt receipt;
    receipt.inputs.emplace_back();
    auto const json = nlohmann::json::parse(to_json(receipt));
    EXPECT_TRUE(json["inputs"][0]["operation_accuracy_m"].is_null());
}

} // namespace
} // namespace oreway
