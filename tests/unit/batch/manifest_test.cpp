// SPDX-License-Identifier: MIT
// The manifest: every outcome comes back as it was, and a line cut by a crash spoils no other.

#include "oreway/batch/manifest.hpp"

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "unit/io/support.hpp"

namespace oreway {
namespace {

DatasetOutcome example(std::string source = "sheets/a.shp") {
    DatasetOutcome outcome;
    outcome.number = 3;
    outcome.source = std::move(source);
    outcome.status = DatasetStatus::lost_some;
    outcome.key = "0123";
    outcome.layers.push_back({.counts = {.layer = "a",
                                         .features_in = 10,
                                         .features_out = 10,
                                         .null_in = 1,
                                         .null_out = 2,
                                         .vertices_in = 20,
                                         .vertices_out = 18,
                                         .failed = {7},
                                         .failed_count = 1},
                              .source_crs = "EPSG:4284 Pulkovo 1942",
                              .crs_origin = "sidecar",
                              .target_crs = "EPSG:4326 WGS 84",
                              .operation = "Pulkovo 1942 to WGS 84 (20) (EPSG:15865)",
                              .accuracy = "4.5 m"});
    outcome.inputs.push_back({.file = "sheets/a.shp", .hash = "ab", .bytes = 12});
    outcome.outputs.push_back({.file = "a.shp", .hash = "cd", .bytes = 13});
    outcome.problems.push_back({Severity::warning, "shp.cut", {"what", "where", "remedy"}});
    outcome.seconds = 0.25;
    return outcome;
}

TEST(Manifest, AnOutcomeComesBackFromItsLine) {
    std::string const line = to_json_line(example());
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_EQ(to_json_line(outcome_from_json(line)), line);
    EXPECT_EQ(outcome_from_json(line).layers[0].counts.failed, std::vector<std::int64_t>{7});
}

TEST(Manifest, NamesThatAreNoUtf8DoNotBreakALine) {
    DatasetOutcome outcome = example("b\xF0\x41.shp");
    EXPECT_NO_THROW((void)outcome_from_json(to_json_line(outcome)));
}

TEST(Manifest, LinesAreAppendedAndTheLastOfADatasetCounts) {
    test::TemporaryFolder const folder;
    std::string const file = folder / "manifest.jsonl";
    {
        Manifest manifest(file);
        manifest.append(example("a"));
        manifest.append(example("b"));
        DatasetOutcome again = example("a");
        again.status = DatasetStatus::done;
        manifest.append(again);
    }
    auto const read = Manifest::read(file);
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read.at("a").status, DatasetStatus::done);
}

TEST(Manifest, ALineThatACrashHasCutIsPassedOverAndTheNextOneIsWhole) {
    test::TemporaryFolder const folder;
    std::string const file = folder / "manifest.jsonl";
    test::put(file, to_json_line(example("a")) + "\n" + to_json_line(example("b")).substr(0, 40));
    {
        Manifest manifest(file);
        manifest.append(example("c"));
    }
    auto const read = Manifest::read(file);
    EXPECT_TRUE(read.contains("a"));
    EXPECT_FALSE(read.contains("b"));
    EXPECT_TRUE(read.contains("c"));
}

TEST(Manifest, NoFileMeansNothingWasDone) {
    EXPECT_TRUE(Manifest::read("/nowhere/manifest.jsonl").empty());
}

TEST(Manifest, AFolderThatIsNotThereIsNamed) {
    EXPECT_THROW(Manifest("/nowhere/manifest.jsonl"), IoError);
}

} // namespace
} // namespace oreway
