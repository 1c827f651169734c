// SPDX-License-Identifier: MIT
// Plans that are written down, divided, and brought together again.

#include "oreway/batch/shard.hpp"

#include <cstdlib>
#include <filesystem>
#include <numeric>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/batch/manifest.hpp"
#include "unit/batch/support.hpp"

namespace oreway {
namespace {

TEST(Shards, AreNamedByIndexAndCount) {
    EXPECT_EQ(shard_from("2/8"), (Shard{2, 8}));
    for (char const* text : {"", "8", "8/8", "-1/8", "a/8", "1/", "/8", "1/0"})
        EXPECT_THROW(static_cast<void>(shard_from(text)), UsageError) << text;
}

TEST(Shards, OfASlurmArrayStartFromWhateverNumber) {
    auto const set = [](char const* name, char const* value) { setenv(name, value, 1); };
    for (char const* name : {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"})
        unsetenv(name);
    EXPECT_FALSE(shard_of_environment());
    set("SLURM_ARRAY_TASK_ID", "7");
    set("SLURM_ARRAY_TASK_COUNT", "4");
    set("SLURM_ARRAY_TASK_MIN", "5");
    EXPECT_EQ(shard_of_environment(), (Shard{2, 4}));
    for (char const* name : {"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"})
        unsetenv(name);
}

TEST(Shards, HoldEveryTaskOnceAndAreBalancedByCost) {
    Plan plan;
    for (std::size_t t = 0; t < 100; ++t) {
        Task task;
        task.number = t;
        task.cost = static_cast<double>((t * 37) % 23 + 1);
        plan.tasks.push_back(task);
    }
    std::vector<int> seen(100, 0);
    for (std::size_t i = 0; i < 7; ++i) {
        Plan const part = part_of(plan, {i, 7});
        for (Task const& task : part.tasks)
            ++seen[task.number];
        // Longest first leaves no shard further from the mean than the largest task.
        EXPECT_NEAR(total_cost(part), total_cost(plan) / 7.0, 23.0);
    }
    EXPECT_EQ(seen, std::vector<int>(100, 1));
}

class SharedBatch : public testing::Test {
protected:
    SharedBatch() {
        for (char const* name : {"a.shp", "b.gpkg", "c.geojson", "d.shp"})
            test::write(folder / ("in/" + std::string(name)), test::stations());
        write_plan(plan_file, test::plan_of({folder / "in"}, settings), settings);
    }

    void run_shard(std::size_t index) const {
        StoredPlan const stored = read_plan(plan_file);
        Shard const shard{index, 2};
        auto const outcomes =
            run_in_process(part_of(stored.plan, shard), stored.settings, no_progress(), [](DatasetOutcome const&) {});
        Manifest::write(folder / "out/" + manifest_name_of(shard), outcomes);
    }

    test::TemporaryFolder folder;
    Settings const settings = test::settings_for("EPSG:32643", folder / "out");
    std::string const plan_file = folder / "plan.jsonl";
};

TEST_F(SharedBatch, GivesWhatASingleRunGives) {
    Settings const alone = test::settings_for("EPSG:32643", folder / "alone");
    static_cast<void>(test::run({folder / "in"}, alone));
    run_shard(1);
    run_shard(0);
    auto const outcomes = merge_shards(read_plan(plan_file));
    ASSERT_EQ(outcomes.size(), 4U);
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        EXPECT_EQ(outcomes[i].number, i);
    std::vector<std::string> names = test::names_in(folder / "alone");
    for (std::string const& name : names)
        EXPECT_EQ(test::bytes_of(folder / "alone" + "/" + name), test::bytes_of(folder / "out" + "/" + name)) << name;
    names.emplace_back(manifest_name);
    std::ranges::sort(names);
    EXPECT_EQ(test::names_in(folder / "out"), names);
}

TEST_F(SharedBatch, IsNotMergedWhileAShardIsMissingOrAnOutputIsNotWhole) {
    run_shard(0);
    EXPECT_THROW(static_cast<void>(merge_shards(read_plan(plan_file))), DataError);
    run_shard(1);
    test::put(folder / "out/c.geojson", "spoiled");
    try {
        static_cast<void>(merge_shards(read_plan(plan_file)));
        FAIL() << "it was merged";
    } catch (DataError const& error) {
        EXPECT_NE(error.parts().what.find("1 of 4"), std::string::npos) << error.what();
        EXPECT_NE(error.parts().what.find("c.geojson"), std::string::npos) << error.what();
    }
}

TEST_F(SharedBatch, RefusesAPlanThatIsCut) {
    std::string const bytes = test::bytes_of(plan_file);
    test::put(plan_file, bytes.substr(0, bytes.find('\n', bytes.size() / 2) + 1));
    EXPECT_THROW(static_cast<void>(read_plan(plan_file)), DataError);
    EXPECT_THROW(static_cast<void>(read_plan(folder / "nothing.jsonl")), IoError);
}

} // namespace
} // namespace oreway
