// SPDX-License-Identifier: MIT
// Shapes written as WKT, cleaned, and compared with the WKT they must be, which follows from the rule by hand.

#include "io/shape_cleaning.hpp"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace oreway {
namespace {

gdal::GeometryHandle from_wkt(std::string const& wkt) {
    OGRGeometry* geometry = nullptr;
    OGRGeometryFactory::createFromWkt(wkt.c_str(), nullptr, &geometry);
    EXPECT_NE(geometry, nullptr) << wkt;
    return gdal::GeometryHandle(geometry);
}

std::string to_wkt(OGRGeometry const& geometry) {
    char* text = nullptr;
    geometry.exportToWkt(&text, wkbVariantIso);
    gdal::CplText const owner(text);
    return text;
}

constexpr auto counterclockwise = RingOrder::exterior_counterclockwise;

TEST(ShapeCleaning, OpenRingsAreClosedWithTheirHeight) {
    auto const shape = from_wkt("POLYGON Z ((0 0 5,1 0 6,1 1 7,0 1 8))");
    EXPECT_EQ(clean_shape(*shape, counterclockwise).rings_closed, 1U);
    EXPECT_EQ(to_wkt(*shape), "POLYGON Z ((0 0 5,1 0 6,1 1 7,0 1 8,0 0 5))");
}

TEST(ShapeCleaning, RepeatedVerticesGoUnlessTheirHeightsDiffer) {
    auto const line = from_wkt("LINESTRING Z (0 0 1,0 0 1,1 1 2,1 1 3)");
    EXPECT_EQ(clean_shape(*line, counterclockwise).vertices_removed, 1U);
    EXPECT_EQ(to_wkt(*line), "LINESTRING Z (0 0 1,1 1 2,1 1 3)");
}

TEST(ShapeCleaning, MeasuresCountAsWell) {
    auto const line = from_wkt("LINESTRING M (0 0 1,0 0 2,1 1 3,1 1 3)");
    EXPECT_EQ(clean_shape(*line, counterclockwise).vertices_removed, 1U);
    EXPECT_EQ(to_wkt(*line), "LINESTRING M (0 0 1,0 0 2,1 1 3)");
}

TEST(ShapeCleaning, ALineWithoutLengthIsLeftAlone) {
    auto const line = from_wkt("LINESTRING (1 1,1 1)");
    EXPECT_FALSE(clean_shape(*line, counterclockwise).any());
    EXPECT_EQ(to_wkt(*line), "LINESTRING (1 1,1 1)");
}

TEST(ShapeCleaning, EmptyPartsGoUnlessNothingWouldBeLeft) {
    auto const parts = from_wkt("MULTIPOLYGON (EMPTY,((0 0,1 0,1 1,0 0)),EMPTY)");
    EXPECT_EQ(clean_shape(*parts, counterclockwise).parts_removed, 2U);
    EXPECT_EQ(to_wkt(*parts), "MULTIPOLYGON (((0 0,1 0,1 1,0 0)))");
    auto const nothing = from_wkt("MULTIPOLYGON (EMPTY,EMPTY)");
    EXPECT_FALSE(clean_shape(*nothing, counterclockwise).any());
}

TEST(ShapeCleaning, RingsRunAsTheFormatHasThem) {
    char const* const outer_clockwise = "POLYGON ((0 0,0 4,4 4,4 0,0 0),(1 1,2 1,2 2,1 2,1 1))";
    auto const shape = from_wkt(outer_clockwise);
    EXPECT_FALSE(clean_shape(*shape, RingOrder::exterior_clockwise).any()) << "as a shapefile has it";
    EXPECT_EQ(clean_shape(*shape, counterclockwise).rings_turned, 2U);
    EXPECT_EQ(to_wkt(*shape), "POLYGON ((0 0,4 0,4 4,0 4,0 0),(1 1,1 2,2 2,2 1,1 1))");
}

TEST(ShapeCleaning, CurvesAndShapesWithoutNumbersAreLeftAlone) {
    auto const curve = from_wkt("CURVEPOLYGON (CIRCULARSTRING (0 0,1 1,2 0,1 -1,0 0))");
    EXPECT_FALSE(clean_shape(*curve, RingOrder::exterior_clockwise).any());
    auto const broken = from_wkt("LINESTRING (0 0,0 0,1 1)");
    broken->toLineString()->setPoint(2, std::nan(""), 1.0);
    EXPECT_FALSE(clean_shape(*broken, counterclockwise).any());
}

TEST(ShapeCleaning, NewVerticesTakeHeightAndMeasureAlongTheirEdge) {
    auto const original = from_wkt("POLYGON ZM ((0 0 10 1,4 0 20 2,4 4 30 3,0 0 10 1))");
    std::size_t guessed = 0;
    auto const dressed = with_dimensions_of(*original, from_wkt("POLYGON ((0 0,1 0,4 0,4 4,0 0))"), guessed);
    EXPECT_EQ(to_wkt(*dressed), "POLYGON ZM ((0 0 10 1,1 0 12.5 1.25,4 0 20 2,4 4 30 3,0 0 10 1))");
    EXPECT_EQ(guessed, 1U);
}

} // namespace
} // namespace oreway
