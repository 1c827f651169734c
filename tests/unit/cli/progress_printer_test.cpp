// SPDX-License-Identifier: MIT
// Progress with a clock that the test turns by hand.

#include "cli/progress_printer.hpp"

#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "oreway/base/text.hpp"

namespace oreway::cli {
namespace {

struct Screen {
    std::string text;
    double now = 0.0;

    ProgressPrinter printer(ProgressStyle style) {
        return ProgressPrinter(
            style, [this](std::string_view part) { text += part; },
            [this] { return std::chrono::duration<double>(now); });
    }
};

TEST(ProgressPrinter, GdalStyleIsTheFamiliarLine) {
    Screen screen;
    auto progress = screen.printer(ProgressStyle::gdal);
    progress.stage("measuring", 4);
    for (int i = 0; i < 4; ++i)
        progress.advance(1);
    progress.finish();
    EXPECT_EQ(screen.text, "measuring\n0...10...20...30...40...50...60...70...80...90...100 - done.\n");
}

TEST(ProgressPrinter, JsonLinesAreThrottledToTenASecondAndEndWithTheTotal) {
    Screen screen;
    auto progress = screen.printer(ProgressStyle::json);
    progress.stage("measuring", 1000);
    for (int i = 0; i < 1000; ++i) {
        screen.now += 0.001;
        progress.advance(1);
    }
    progress.finish();
    std::vector<std::string> const lines = split(std::string_view(screen.text).substr(0, screen.text.size() - 1), '\n');
    EXPECT_GE(lines.size(), 9U); // one second, ten a second, the first and the last line
    EXPECT_LE(lines.size(), 13U);
    auto const last = nlohmann::json::parse(lines.back());
    EXPECT_EQ(last["stage"], "measuring");
    EXPECT_EQ(last["done"], 1000);
    EXPECT_EQ(last["total"], 1000);
}

TEST(ProgressPrinter, TheBarShowsShareRateAndTimeLeft) {
    Screen screen;
    auto progress = screen.printer(ProgressStyle::bar);
    progress.stage("measuring", 100);
    screen.now = 10.0;
    progress.advance(25);
    // 25 in 10 s are 2.5 a second; 75 are left, 30 s
    EXPECT_NE(screen.text.find("measuring [######..................] 25%, 0:30 left, 2.5/s"), std::string::npos)
        << screen.text;
}

TEST(ProgressPrinter, TheBarIsWipedBeforeAnythingElseIsSaid) {
    Screen screen;
    auto progress = screen.printer(ProgressStyle::bar);
    progress.stage("measuring", 100);
    screen.now = 1.0;
    progress.advance(1);
    progress.finish();
    EXPECT_TRUE(screen.text.ends_with("\r\x1b[K"));
}

TEST(ProgressPrinter, AStageOfUnknownLengthShowsItsCount) {
    Screen screen;
    auto progress = screen.printer(ProgressStyle::bar);
    progress.stage("reading", 0);
    screen.now = 2.0;
    progress.advance(40);
    EXPECT_NE(screen.text.find("reading 40, 20/s"), std::string::npos) << screen.text;
}

TEST(ProgressPrinter, NoneIsSilent) {
    Screen screen;
    auto progress = screen.printer(ProgressStyle::none);
    progress.stage("measuring", 2);
    screen.now = 5.0;
    progress.advance(2);
    progress.finish();
    EXPECT_EQ(screen.text, "");
}

TEST(ProgressPrinter, NamesOfStagesCannotCommandTheTerminal) {
    Screen screen;
    auto progress = screen.printer(ProgressStyle::gdal);
    progress.stage("reading a\x1b]0;b\a.shp", 1);
    progress.advance(1);
    progress.finish();
    EXPECT_EQ(screen.text.find('\x1b'), std::string::npos);
}

TEST(ProgressPrinter, StepsOfSeveralThreadsAreAllCounted) {
    Screen screen;
    auto progress = screen.printer(ProgressStyle::json);
    progress.stage("measuring", 4000);
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 1000; ++i)
                progress.advance(1);
        });
    threads.clear();
    progress.finish();
    EXPECT_NE(screen.text.find("\"done\":4000"), std::string::npos);
}

} // namespace
} // namespace oreway::cli
