// SPDX-License-Identifier: MIT
// The time/cost-distance chart: what it draws, and that no name covers another.

#include "oreway/exporters/distance_chart.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

#include "exporters/chart_labels.hpp"

namespace oreway {
namespace {

std::size_t count_of(std::string const& text, std::string const& word) {
    std::size_t count = 0;
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        ++count;
    return count;
}

DistanceChart small_chart() {
    ChartRoute route{.name = "one & only", .vertices = {}};
    route.vertices.push_back({.km = 0, .value = 0, .corner = ChartCorner::origin, .place = "Here", .why = {}});
    route.vertices.push_back({.km = 500, .value = 20, .corner = ChartCorner::leg, .place = "Gate", .why = {}});
    route.vertices.push_back({.km = 500, .value = 60, .corner = ChartCorner::step, .place = "Gate", .why = "border"});
    route.vertices.push_back({.km = 1000, .value = 80, .corner = ChartCorner::finish, .place = "There", .why = {}});
    return {.title = "Cost", .unit = "USD/t", .routes = {route}};
}

TEST(DistanceChart, NamesItsAxesWithUnitsAndEachStopWithItsReason) {
    std::string const svg = to_svg("Here to There", std::vector{small_chart()});
    EXPECT_NE(svg.find("Cost (USD/t)"), std::string::npos);
    EXPECT_NE(svg.find("distance from the origin (km)"), std::string::npos);
    EXPECT_NE(svg.find("Gate (border)"), std::string::npos);
    EXPECT_NE(svg.find("one &amp; only: 1\u2009000 km, 80.0 USD/t"), std::string::npos);
    EXPECT_EQ(count_of(svg, "<polyline"), 1U);
}

TEST(DistanceChart, AStopIsAVerticalStep) {
    std::string const svg = to_svg("x", std::vector{small_chart()});
    std::size_t const from = svg.find("<polyline points=\"") + 18;
    std::string const points = svg.substr(from, svg.find('"', from) - from);
    std::vector<std::string> xs;
    for (std::size_t at = 0; at < points.size();
         at = points.find(' ', at) == std::string::npos ? points.size() : points.find(' ', at) + 1)
        xs.push_back(points.substr(at, points.find(',', at) - at));
    ASSERT_EQ(xs.size(), 4U);
    EXPECT_EQ(xs[1], xs[2]);
    EXPECT_NE(xs[0], xs[1]);
}

TEST(DistanceChart, RefusesWhatCannotBeDrawn) {
    DistanceChart chart = small_chart();
    chart.routes[0].vertices[1].value = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW((void)to_svg("x", std::vector{chart}), std::logic_error);
    EXPECT_THROW((void)to_svg("x", std::span<DistanceChart const>()), std::logic_error);
}

TEST(LabelPlacer, ManyNamesAtOnePlaceNeverCoverEachOther) {
    LabelPlacer placer({0, 0, 400, 400}, {{{0, 200}, {400, 200}}});
    std::vector<ChartBox> boxes;
    for (int i = 0; i < 12; ++i)
        if (auto const label = placer.place({200, 200}, "A name of some length", 11))
            boxes.push_back(label->box);
    EXPECT_GE(boxes.size(), 8U);
    for (std::size_t a = 0; a < boxes.size(); ++a)
        for (std::size_t b = 0; b < a; ++b)
            EXPECT_FALSE(boxes[a].meets(boxes[b])) << a << " and " << b;
}

TEST(LabelPlacer, ANameKeepsOffTheLineWhereItCan) {
    LabelPlacer placer({0, 0, 400, 400}, {{{0, 200}, {400, 200}}});
    auto const label = placer.place({200, 200}, "name", 11);
    ASSERT_TRUE(label);
    EXPECT_TRUE(label->box.bottom <= 200 || label->box.top >= 200);
}

} // namespace
} // namespace oreway
