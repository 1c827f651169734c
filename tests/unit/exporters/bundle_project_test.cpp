// SPDX-License-Identifier: MIT
#include "exporters/bundle_project.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

#include "unit/exporters/sample_bundle.hpp"

namespace oreway {
namespace {

std::vector<std::string> names(ProjectContent const& content) {
    std::vector<std::string> result;
    for (ProjectLayer const& layer : content.layers)
        result.push_back(layer.name);
    return result;
}

TEST(BundleProject, RastersLieBelowTheLayersButAboveTheBackground) {
    EXPECT_EQ(names(project_of(testing::sample_bundle())),
              (std::vector<std::string>{"mines", "nodes", "corridors", "legs", "distance_to_corridor", "countries",
                                        "ranking"}));
}

TEST(BundleProject, WithoutABackgroundRastersLieAtTheBottom) {
    Bundle bundle = testing::sample_bundle();
    bundle.layers.pop_back();
    EXPECT_EQ(names(project_of(bundle)),
              (std::vector<std::string>{"mines", "nodes", "corridors", "legs", "distance_to_corridor", "ranking"}));
}

TEST(BundleProject, SourcesAreRelativeToTheFolder) {
    for (ProjectLayer const& layer : project_of(testing::sample_bundle()).layers)
        EXPECT_EQ(layer.source.substr(0, 2), "./");
}

TEST(BundleProject, AMapInDegreesTakesItsExtentFromTheView) {
    Bundle bundle = testing::sample_bundle();
    bundle.map = {};
    bundle.view = {170, 50, -170, 60};
    XYBox const extent = project_of(bundle).extent;
    EXPECT_EQ(extent.min_x, 170.0);
    EXPECT_EQ(extent.max_x, 190.0);
    bundle.view = {};
    EXPECT_EQ(project_of(bundle).extent.min_x, -180.0);
}

TEST(BundleProject, AProjectedMapNeedsItsExtent) {
    Bundle bundle = testing::sample_bundle();
    bundle.map.extent = {};
    EXPECT_THROW(static_cast<void>(project_of(bundle)), std::logic_error);
}

TEST(BundleProject, AnUnknownStyleIsAnError) {
    Bundle bundle = testing::sample_bundle();
    bundle.layers[0].style = "mine";
    EXPECT_THROW(static_cast<void>(project_of(bundle)), std::logic_error);
}

} // namespace
} // namespace oreway
