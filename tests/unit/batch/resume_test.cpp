// SPDX-License-Identifier: MIT
// What a second run takes for done, and what it does again.

#include "oreway/batch/resume.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "unit/batch/support.hpp"

namespace oreway {
namespace {

class Resuming : public testing::Test {
protected:
    Resuming() {
        for (char const* name : {"a.shp", "b.gpkg", "c.geojson"})
            test::write(folder / ("in/" + std::string(name)), test::stations());
        test::put(folder / "in/z.tif", "no raster");
        settings.existing = ExistingOutput::replace;
        for (DatasetOutcome& outcome : test::run({folder / "in"}, settings))
            earlier.emplace(outcome.source, outcome);
    }

    /// Names of the datasets that are taken for done now.
    [[nodiscard]] std::vector<std::string> done(Failures failures = Failures::keep) const {
        Plan const plan = test::plan_of({folder / "in"}, settings);
        std::vector<std::string> names;
        for (auto const& [number, outcome] : outcomes_that_hold(plan, settings, earlier, failures, no_progress())) {
            EXPECT_EQ(number, outcome.number);
            names.push_back(std::filesystem::path(outcome.source).filename());
        }
        return names;
    }

    test::TemporaryFolder folder;
    std::map<std::string, DatasetOutcome> earlier;
    Settings settings = test::settings_for("EPSG:32643", folder / "out");
};

using Names = std::vector<std::string>;

TEST_F(Resuming, TakesWhatIsUntouchedForDone) {
    EXPECT_EQ(done(), (Names{"a.shp", "b.gpkg", "c.geojson"}));
}

TEST_F(Resuming, DoesAgainWhatHasAnotherInput) {
    FeatureLayer other = test::stations();
    other.name = "b";
    other.ids.pop_back();
    std::filesystem::remove(folder / "in/c.geojson");
    test::write(folder / "in/c.geojson", test::lines());
    EXPECT_EQ(done(), (Names{"a.shp", "b.gpkg"}));
}

TEST_F(Resuming, DoesAgainWhatHasOtherParameters) {
    settings.max_deviation = Metres(1.0);
    EXPECT_EQ(done(), Names{});
}

TEST_F(Resuming, DoesAgainWhatLostOrChangedAnOutput) {
    std::filesystem::remove(folder / "out/a.dbf");
    std::string bytes = test::bytes_of(folder / "out/b.gpkg");
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    test::put(folder / "out/b.gpkg", bytes);
    EXPECT_EQ(done(), Names{"c.geojson"});
}

TEST_F(Resuming, KeepsFailuresUnlessTheyAreToBeTriedAgain) {
    earlier.at(folder / "in/a.shp").status = DatasetStatus::failed;
    EXPECT_EQ(done(), (Names{"a.shp", "b.gpkg", "c.geojson"}));
    EXPECT_EQ(done(Failures::retry), (Names{"b.gpkg", "c.geojson"}));
}

} // namespace
} // namespace oreway
