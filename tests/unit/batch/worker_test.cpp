// SPDX-License-Identifier: MIT
// Worker processes against files that crash them for real, never end, or are in order.

#include "oreway/batch/worker.hpp"

#include <atomic>
#include <chrono>
#include <filesystem>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "unit/batch/support.hpp"

namespace oreway {
namespace {

namespace fs = std::filesystem;

class Workers : public testing::Test {
protected:
    Workers() {
        fs::create_directories(folder / "in");
        for (char const* name : {"a.shp", "b.gpkg", "c.geojson"})
            test::write(folder / ("in/" + std::string(name)), test::stations());
    }

    /// A dataset that is in order until a worker opens it.
    void plant(char const* name) { test::write(folder / ("in/" + std::string(name)), test::stations()); }

    [[nodiscard]] Settings settings(char const* out) const { return test::settings_for("EPSG:32643", folder / out); }

    [[nodiscard]] static std::vector<DatasetOutcome> run(Plan const& plan, WorkerPool& pool, Settings const& settings,
                                                         Progress& progress = no_progress()) {
        return run_plan(
            plan, {}, settings, pool.size(),
            [&](Task const& task, std::size_t threads, Progress& inner) { return pool.run(task, threads, inner); },
            progress, [](DatasetOutcome const&) {});
    }

    test::TemporaryFolder folder;
    WorkerProgram const program{.program = OREWAY_TEST_WORKER};
};

TEST_F(Workers, WriteTheSameBytesAsThisProcess) {
    Settings const here = settings("here");
    Settings const there = settings("there");
    static_cast<void>(test::run({folder / "in"}, here));
    WorkerPool pool(program, there, 2);
    auto const outcomes = run(test::plan_of({folder / "in"}, there), pool, there);
    ASSERT_EQ(outcomes.size(), 3U);
    for (DatasetOutcome const& outcome : outcomes) {
        EXPECT_EQ(outcome.status, DatasetStatus::done) << test::text_of(outcome.problems);
        for (FileHash const& file : outcome.outputs)
            EXPECT_EQ(test::bytes_of(folder / "here" + "/" + file.file),
                      test::bytes_of(folder / "there" + "/" + file.file));
    }
    EXPECT_EQ(test::names_in(folder / "here"), test::names_in(folder / "there"));
}

TEST_F(Workers, AFileThatCrashesItsDriverCostsOnlyItself) {
    plant("crash.gpkg");
    Settings const chosen = settings("out");
    WorkerPool pool(program, chosen, 2);
    Plan const plan = test::plan_of({folder / "in"}, chosen); // in this process nothing is planted
    auto const outcomes = run(plan, pool, chosen);
    ASSERT_EQ(outcomes.size(), 4U);
    for (DatasetOutcome const& outcome : outcomes) {
        bool const planted = outcome.source.find("crash") != std::string::npos;
        EXPECT_EQ(outcome.status, planted ? DatasetStatus::failed : DatasetStatus::done)
            << test::text_of(outcome.problems);
        EXPECT_EQ(test::has_problem(outcome.problems, "dataset.crashed"), planted);
        EXPECT_FALSE(outcome.key.empty());
    }
    EXPECT_EQ(exit_code_of(outcomes), ExitCode::incomplete);
    EXPECT_FALSE(fs::exists(folder / "out/crash.gpkg"));
}

TEST_F(Workers, AFileThatCrashesWhenItIsLookedAtIsNamedAndTheWorkerIsReplaced) {
    plant("crash.shp");
    Settings const chosen = settings("out");
    WorkerPool pool(program, chosen, 1);
    Problems problems;
    Item item;
    item.source = folder / "in/crash.shp";
    try {
        static_cast<void>(pool.inspect(item, problems, no_progress()));
        FAIL() << "it was looked at";
    } catch (IoError const& error) {
        EXPECT_NE(error.parts().what.find("signal 11"), std::string::npos) << error.what();
        EXPECT_EQ(error.parts().where, item.source);
    }
    item.source = folder / "in/a.shp";
    EXPECT_EQ(pool.inspect(item, problems, no_progress()).size(), 1U);
}

TEST_F(Workers, AFileThatNeverEndsIsStoppedByTheTimeout) {
    plant("hang.gpkg");
    Settings chosen = settings("out");
    chosen.timeout = 2.0;
    WorkerPool pool(program, chosen, 2);
    auto const outcomes = run(test::plan_of({folder / "in"}, chosen), pool, chosen);
    for (DatasetOutcome const& outcome : outcomes) {
        bool const planted = outcome.source.find("hang") != std::string::npos;
        EXPECT_EQ(test::has_problem(outcome.problems, "dataset.timeout"), planted) << test::text_of(outcome.problems);
        EXPECT_EQ(outcome.status, planted ? DatasetStatus::failed : DatasetStatus::done);
    }
}

class StopSoon final : public Progress {
public:
    void stage(std::string_view, std::uint64_t) override { m_start = Clock::now(); }
    void advance(std::uint64_t) override {}
    [[nodiscard]] bool cancelled() const noexcept override {
        return Clock::now() - m_start.load() > std::chrono::milliseconds(300);
    }

private:
    using Clock = std::chrono::steady_clock;
    std::atomic<Clock::time_point> m_start = Clock::now();
};

TEST_F(Workers, EndWhenTheUserStopsEvenWhileADriverHangs) {
    plant("hang.gpkg");
    Settings const chosen = settings("out");
    WorkerPool pool(program, chosen, 2);
    StopSoon stop;
    EXPECT_THROW(static_cast<void>(run(test::plan_of({folder / "in"}, chosen), pool, chosen, stop)), Cancelled);
    EXPECT_FALSE(fs::exists(folder / "out/hang.gpkg"));
}

TEST(WorkerSettings, ComeBackFromTextAsTheyWere) {
    Settings settings;
    settings.target = "auto-utm";
    settings.output_folder = "a folder";
    settings.existing = ExistingOutput::skip;
    settings.creation_options = {"A=B", "C=D"};
    settings.read.encoding = "CP866";
    settings.operation.max_accuracy = Metres(1.5);
    settings.scope = OperationScope::layer;
    settings.on_error = FailedPoints::drop;
    settings.max_deviation = Metres(0.1);
    settings.raster.resolution = 30.0;
    settings.raster.extent = XYBox{.min_x = 0.1, .min_y = 0.2, .max_x = 0.3, .max_y = 0.4};
    settings.raster.nodata = "nan";
    settings.raster.error_threshold = 0.0;
    settings.memory = std::uint64_t{1} << 33;
    settings.timeout = 12.5;
    Settings const back = settings_from_json(to_json_line(settings));
    EXPECT_EQ(to_json_line(back), to_json_line(settings));
    EXPECT_EQ(parameters_of(back), parameters_of(settings));
    EXPECT_THROW(static_cast<void>(settings_from_json("{}")), DataError);
    EXPECT_THROW(static_cast<void>(settings_from_json("{\"target")), DataError);
}

} // namespace
} // namespace oreway
