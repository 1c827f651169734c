// SPDX-License-Identifier: MIT
// Faults of features that are made here, one kind after the other.

#include "jobs/layer_check.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace oreway {
namespace {

LayerInfo layer() {
    LayerInfo info;
    info.origin.dataset = "made.shp";
    info.origin.layer = "made";
    info.geometry_type = "Unknown (any)";
    return info;
}

FeatureChunk with_lines(std::vector<std::vector<XY>> const& lines) {
    FeatureChunk chunk;
    chunk.attributes = Attributes(std::vector<Field>{});
    for (auto const& line : lines) {
        chunk.ids.push_back(static_cast<std::int64_t>(chunk.ids.size()));
        chunk.geometries.add_line(line);
        chunk.attributes.add_row({});
    }
    return chunk;
}

CheckResult checked(FeatureChunk const& chunk, std::optional<Crs> crs, std::size_t listed = 20) {
    CheckOptions options;
    options.listed_per_fault = listed;
    LayerCheck check(layer(), std::move(crs), options);
    check.add(chunk);
    CheckResult result{.counts = empty_count_table(), .problems = {}, .read = 1};
    check.finish(result);
    return result;
}

std::int64_t count(CheckResult const& result, std::string_view column) {
    return std::get<std::int64_t>(result.counts.rows().at(0).at(result.counts.column(column)));
}

TEST(LayerCheck, AGoodLineHasNoFault) {
    EXPECT_TRUE(checked(with_lines({{{60, 40}, {61, 41}}}), Crs::wgs84()).problems.empty());
}

TEST(LayerCheck, ALineOfOnePlaceHasNoLengthAndIsNotCountedTwice) {
    CheckResult const result = checked(with_lines({{{60, 40}, {60, 40}}}), Crs::wgs84());
    EXPECT_EQ(count(result, "zero_length"), 1);
    EXPECT_EQ(count(result, "repeated_vertex"), 0);
}

TEST(LayerCheck, LatitudeBeyondThePoleIsOutOfRangeAndTheSwapIsSuggestedWhenItFits) {
    CheckResult const swapped = checked(with_lines({{{40, 160}, {41, 161}}}), Crs::wgs84());
    EXPECT_EQ(count(swapped, "out_of_range"), 1);
    EXPECT_NE(swapped.problems.back().parts.remedy.find("swapped"), std::string::npos);
    CheckResult const metres = checked(with_lines({{{500000, 4600000}, {500010, 4600010}}}), Crs::wgs84());
    EXPECT_NE(metres.problems.back().parts.remedy.find("metres"), std::string::npos);
}

TEST(LayerCheck, PointsAtNullIslandOrAPoleAreDoubtedButALineThroughThemIsNot) {
    FeatureChunk points;
    points.attributes = Attributes(std::vector<Field>{});
    for (XY const place : {XY{0, 0}, XY{60, 90}, XY{60, -90}, XY{0, 40}, XY{60, 0}}) {
        points.ids.push_back(static_cast<std::int64_t>(points.ids.size()));
        points.geometries.add_point(place);
        points.attributes.add_row({});
    }
    EXPECT_EQ(count(checked(points, Crs::wgs84()), "doubtful_place"), 3);
    EXPECT_EQ(count(checked(with_lines({{{0, 0}, {1, 1}}}), Crs::wgs84()), "doubtful_place"), 0);
}

TEST(LayerCheck, DegreesInAProjectedSystemAreToldFromMetres) {
    CheckResult const result = checked(with_lines({{{60, 40}, {61, 41}}}), Crs::from_user_input("EPSG:32642"));
    ASSERT_FALSE(result.problems.empty());
    EXPECT_EQ(result.problems.back().code, "crs.range");
}

TEST(LayerCheck, BeyondTheLimitFeaturesAreCountedInsteadOfNamed) {
    std::vector<std::vector<XY>> const lines(5, {{60, 40}, {60, 40}});
    CheckResult const limited = checked(with_lines(lines), Crs::wgs84(), 2);
    EXPECT_EQ(count(limited, "zero_length"), 5);
    ASSERT_EQ(limited.problems.size(), 3U);
    EXPECT_TRUE(limited.problems.back().parts.what.starts_with("3 more features"));
    EXPECT_EQ(checked(with_lines(lines), Crs::wgs84(), 0).problems.size(), 5U);
}

TEST(LayerCheck, IdsThatRepeatOrAreMissingAreNamedWithTheFirstFeature) {
    FeatureChunk chunk;
    chunk.attributes = Attributes({{"ID", FieldType::text, 0, ""}});
    for (AttributeValue const& id : std::vector<AttributeValue>{"a", "b", "a", std::monostate{}}) {
        chunk.ids.push_back(static_cast<std::int64_t>(chunk.ids.size()));
        chunk.geometries.add_point({60, 40});
        chunk.attributes.add_row({id});
    }
    CheckResult const result = checked(chunk, Crs::wgs84());
    EXPECT_EQ(count(result, "duplicate_id"), 1);
    EXPECT_EQ(count(result, "missing_id"), 1);
    EXPECT_EQ(result.problems.front().parts.what, "has the id of another feature: 'a', as feature 0");
}

} // namespace
} // namespace oreway
