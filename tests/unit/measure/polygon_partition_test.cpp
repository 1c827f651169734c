// SPDX-License-Identifier: MIT
// Lines cut by polygons: lengths that close, known crossings, seams, poles, holes, shared boundaries, and agreement
// with a plain point-in-polygon test on the sphere.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/polygon_partition.hpp"
#include "unit/measure/geod_solve.hpp"

namespace oreway {
namespace {

/// Boundaries are followed to 0.1 m, and stretches under 0.2 m join their neighbour.
constexpr double crossing_error = 0.3;
/// The sum of the stretches is the length of the line.
constexpr double closure = 1e-3;

void add_ring(LonLatGeometries& g, std::span<LonLat const> ring, PathRole role = PathRole::exterior) {
    g.begin_path(role);
    g.add(ring);
    if (!(ring.front() == ring.back()))
        g.add(ring.front());
}

void add_polygon(LonLatGeometries& g, std::span<LonLat const> ring) {
    g.begin(GeometryKind::polygon);
    add_ring(g, ring);
    g.end();
}

/// A box whose northern and southern sides have so many vertices that they follow the parallel to a centimetre.
std::vector<LonLat> box_of_parallels(double west, double south, double east, double north) {
    std::vector<LonLat> ring;
    int const steps = static_cast<int>((east - west) / 0.005);
    for (int i = 0; i <= steps; ++i)
        ring.push_back({west + (east - west) * i / steps, south});
    for (int i = steps; i >= 0; --i)
        ring.push_back({west + (east - west) * i / steps, north});
    return ring;
}

double length_in(std::vector<LineStretch> const& stretches, std::optional<std::size_t> polygon) {
    double sum = 0.0;
    for (LineStretch const& s : stretches)
        if (s.polygon == polygon)
            sum += (s.to - s.from).value();
    return sum;
}

void expect_closed(std::vector<LineStretch> const& stretches, std::span<LonLat const> line) {
    ASSERT_FALSE(stretches.empty());
    EXPECT_EQ(stretches.front().from.value(), 0.0);
    for (std::size_t i = 1; i < stretches.size(); ++i) {
        EXPECT_EQ(stretches[i].from, stretches[i - 1].to);
        EXPECT_NE(stretches[i].polygon, stretches[i - 1].polygon);
    }
    double const length = geodesic_length(line).value();
    EXPECT_NEAR(stretches.back().to.value(), length, 1e-9 * length);
}

TEST(PolygonPartition, MeridianThroughBoxesOfParallelsHasTheLengthsOfGeodSolve) {
    LonLatGeometries boxes;
    add_polygon(boxes, box_of_parallels(64, 40, 66, 45));
    add_polygon(boxes, box_of_parallels(64, 35, 66, 40));
    std::array const line{LonLat{65, 30}, LonLat{65, 50}};
    std::vector<LineStretch> const stretches = PolygonPartition(boxes).split(line);
    expect_closed(stretches, line);
    ASSERT_EQ(stretches.size(), 4U);
    std::array const from{LonLat{65, 30}, LonLat{65, 35}, LonLat{65, 40}, LonLat{65, 45}};
    std::array const to{LonLat{65, 35}, LonLat{65, 40}, LonLat{65, 45}, LonLat{65, 50}};
    std::vector<witness::Inverse> const truth = witness::inverse(from, to);
    for (std::size_t i = 0; i < 4; ++i)
        EXPECT_NEAR((stretches[i].to - stretches[i].from).value(), truth[i].distance, crossing_error);
    EXPECT_EQ(stretches[0].polygon, std::nullopt);
    EXPECT_EQ(stretches[1].polygon, 1U);
    EXPECT_EQ(stretches[2].polygon, 0U);
    EXPECT_EQ(stretches[3].polygon, std::nullopt);
}

/// The published crossing of 42 29 - 39 -77 with 64 -22 - 6 0 (lat lon): 54.7170296089 -14.5638557443 (Karney 2023;
/// Baselga and Martinez-Llario 2018). The first is the line, the second an edge of the polygon.
TEST(PolygonPartition, CrossingOfTwoLongGeodesicsIsThePublishedOne) {
    LonLatGeometries polygons;
    add_polygon(polygons, std::array{LonLat{-22, 64}, LonLat{0, 6}, LonLat{80, 6}, LonLat{80, 64}, LonLat{40, 70}});
    std::array const line{LonLat{29, 42}, LonLat{-77, 39}};
    std::vector<LineStretch> const stretches = PolygonPartition(polygons).split(line);
    expect_closed(stretches, line);
    ASSERT_EQ(stretches.size(), 2U);
    EXPECT_EQ(stretches[0].polygon, 0U);
    std::vector<LonLat> const ends{{-14.5638557443, 54.7170296089}};
    EXPECT_NEAR(stretches[0].to.value(), witness::inverse(std::array{line[0]}, ends)[0].distance, crossing_error);
}

TEST(PolygonPartition, StretchesCloseOnRandomLinesAndPolygons) {
    witness::Random random(31);
    for (int trial = 0; trial < 15; ++trial) {
        LonLatGeometries polygons;
        for (int i = 0; i < 12; ++i) {
            LonLat const centre = random.place(-180, -75, 180, 75);
            std::vector<LonLat> ring;
            for (int k = 0; k < 9; ++k) // a star round its centre is always valid
                ring.push_back(geodesic_direct(centre, Degrees(-40.0 * k), Metres(random.between(2e5, 2e6))).position);
            add_polygon(polygons, ring);
        }
        PolygonPartition const partition(polygons);
        std::vector<LonLat> line;
        for (int k = 0; k < 6; ++k)
            line.push_back(random.place());
        std::vector<LineStretch> const stretches = partition.split(line);
        expect_closed(stretches, line);
        double sum = length_in(stretches, std::nullopt);
        for (std::size_t i = 0; i < polygons.size(); ++i)
            sum += length_in(stretches, i);
        EXPECT_NEAR(sum, geodesic_length(line).value(), closure);
    }
}

/// The polygons of stars and the line cut at 2000 places: what is found at each place must be what the stretch says.
TEST(PolygonPartition, StretchesAgreeWithLookingUpPlacesAlongTheLine) {
    witness::Random random(32);
    for (int trial = 0; trial < 10; ++trial) {
        LonLatGeometries polygons;
        std::vector<LonLat> centres;
        for (int i = 0; i < 10; ++i) {
            LonLat const centre = random.place(-180, -80, 180, 80);
            std::vector<LonLat> ring;
            for (int k = 0; k < 12; ++k)
                ring.push_back(geodesic_direct(centre, Degrees(30.0 * k), Metres(random.between(5e5, 2.5e6))).position);
            add_polygon(polygons, ring);
        }
        PolygonPartition const partition(polygons);
        std::array const line{random.place(), random.place()};
        GeodesicEdge const edge(line[0], line[1]);
        std::vector<LineStretch> const stretches = partition.split(line);
        for (int k = 0; k < 2000; ++k) {
            double const along = random.between(0, edge.length().value());
            for (LineStretch const& s : stretches)
                if (along > s.from.value() + 1.0 && along < s.to.value() - 1.0) {
                    EXPECT_EQ(partition.locate(edge.at(Metres(along)).position), s.polygon);
                }
        }
    }
}

TEST(PolygonPartition, NeighboursWithACommonBoundaryLeaveNoSliver) {
    witness::Random random(33);
    std::vector<LonLat> border;
    for (int i = 0; i <= 200; ++i)
        border.push_back({70.0 + random.between(-0.5, 0.5), 40.0 + 0.05 * i});
    std::vector<LonLat> west(border);
    west.push_back({60, 50});
    west.push_back({60, 40});
    std::vector<LonLat> east(border.rbegin(), border.rend());
    east.push_back({80, 40});
    east.push_back({80, 50});
    LonLatGeometries polygons;
    add_polygon(polygons, west);
    add_polygon(polygons, east);
    PolygonPartition const partition(polygons);
    for (int trial = 0; trial < 300; ++trial) {
        std::array const line{random.place(61, 41, 79, 49), random.place(61, 41, 79, 49)};
        std::vector<LineStretch> const stretches = partition.split(line);
        expect_closed(stretches, line);
        EXPECT_NEAR(length_in(stretches, std::nullopt), 0.0, closure);
    }
    // Along the border itself everything belongs to the first polygon, whose boundary counts as inside.
    std::vector<LineStretch> const along = partition.split(std::span(border).subspan(1, 199));
    ASSERT_EQ(along.size(), 1U);
    EXPECT_EQ(along[0].polygon, 0U);
}

TEST(PolygonPartition, HoleIsOutsideAndAnIslandInItInside) {
    LonLatGeometries polygons;
    polygons.begin(GeometryKind::polygon);
    add_ring(polygons, std::array{LonLat{60, 40}, LonLat{70, 40}, LonLat{70, 50}, LonLat{60, 50}});
    add_ring(polygons, std::array{LonLat{63, 43}, LonLat{63, 47}, LonLat{67, 47}, LonLat{67, 43}}, PathRole::hole);
    add_ring(polygons, std::array{LonLat{64, 44}, LonLat{66, 44}, LonLat{66, 46}, LonLat{64, 46}});
    polygons.end();
    PolygonPartition const partition(polygons);
    EXPECT_EQ(partition.locate({61, 45}), 0U);
    EXPECT_EQ(partition.locate({63.5, 45}), std::nullopt);
    EXPECT_EQ(partition.locate({65, 45}), 0U);
    EXPECT_EQ(partition.split(std::array{LonLat{59, 45}, LonLat{71, 45}}).size(), 7U);
}

TEST(PolygonPartition, WhereTwoPolygonsOverlapTheFirstTakesThePiece) {
    LonLatGeometries polygons;
    add_polygon(polygons, std::array{LonLat{60, 40}, LonLat{66, 40}, LonLat{66, 50}, LonLat{60, 50}});
    add_polygon(polygons, std::array{LonLat{64, 40}, LonLat{70, 40}, LonLat{70, 50}, LonLat{64, 50}});
    PolygonPartition const partition(polygons);
    EXPECT_EQ(partition.locate({65, 45}), 0U);
    EXPECT_EQ(partition.locate({67, 45}), 1U);
    EXPECT_EQ(partition.locate({66, 45}), 0U); // on the boundary of the first
}

TEST(PolygonPartition, BoundaryIsAGeodesicAndNotAStraightLineOfTheMap) {
    LonLatGeometries polygons;
    add_polygon(polygons, std::array{LonLat{40, 50}, LonLat{80, 50}, LonLat{60, 30}});
    PolygonPartition const partition(polygons);
    LonLat const summit = GeodesicEdge({40, 50}, {80, 50}).at(0.5 * geodesic_distance({40, 50}, {80, 50})).position;
    EXPECT_GT(summit.lat, 51.0);
    EXPECT_EQ(partition.locate({60, 0.5 * (50.0 + summit.lat)}), 0U);
    EXPECT_EQ(partition.locate({60, summit.lat + 1e-5}), std::nullopt);
    EXPECT_EQ(partition.locate(summit), 0U);
}

TEST(PolygonPartition, PolygonAcrossTheAntimeridianIsOnePiece) {
    std::array const ring{LonLat{170, 60}, LonLat{-170, 60}, LonLat{-170, 70}, LonLat{170, 70}};
    std::array const turned{LonLat{170, 60}, LonLat{190, 60}, LonLat{190, 70}, LonLat{170, 70}};
    std::array const west{LonLat{-190, 60}, LonLat{-170, 60}, LonLat{-170, 70}, LonLat{-190, 70}};
    for (auto const& shape : {ring, turned, west}) {
        LonLatGeometries polygons;
        add_polygon(polygons, shape);
        PolygonPartition const partition(polygons);
        for (double const lon : {175.0, 180.0, -180.0, -175.0, 185.0, -185.0})
            EXPECT_EQ(partition.locate({lon, 65}), 0U);
        for (double const lon : {165.0, -165.0, 0.0})
            EXPECT_EQ(partition.locate({lon, 65}), std::nullopt);
        for (auto const& line :
             {std::array{LonLat{160, 65}, LonLat{-160, 65}}, std::array{LonLat{160, 65}, LonLat{200, 65}},
              std::array{LonLat{-160, 65}, LonLat{160, 65}}}) {
            std::vector<LineStretch> const stretches = partition.split(line);
            expect_closed(stretches, line);
            EXPECT_EQ(stretches.size(), 3U);
        }
    }
}

TEST(PolygonPartition, CountrySplitAlongTheAntimeridianLeavesNoGap) {
    LonLatGeometries polygons;
    polygons.begin(GeometryKind::polygon);
    add_ring(polygons, std::array{LonLat{170, 60}, LonLat{180, 60}, LonLat{180, 70}, LonLat{170, 70}});
    add_ring(polygons, std::array{LonLat{-180, 60}, LonLat{-170, 60}, LonLat{-170, 70}, LonLat{-180, 70}});
    polygons.end();
    PolygonPartition const partition(polygons);
    std::array const line{LonLat{171, 64}, LonLat{-171, 66}};
    std::vector<LineStretch> const stretches = partition.split(line);
    ASSERT_EQ(stretches.size(), 1U);
    EXPECT_EQ(stretches[0].polygon, 0U);
}

TEST(PolygonPartition, AntarcticaIsTheSameWithAndWithoutEdgesAlongTheEdgeOfTheMap) {
    std::vector<LonLat> coast;
    for (int lon = -180; lon <= 180; lon += 5)
        coast.push_back({double(lon), -70.0 - 3.0 * std::sin(lon * 0.05)});
    coast.back() = {180.0, coast.front().lat};
    std::vector<LonLat> map_edge(coast);
    map_edge.push_back({180, -90});
    map_edge.push_back({-180, -90});
    std::vector<LonLat> many(coast);
    for (double lat = -75; lat > -90; lat -= 5)
        many.push_back({180, lat});
    for (double lon = 180; lon >= -180; lon -= 90)
        many.push_back({lon, -90});
    for (double lat = -85; lat < -74; lat += 5)
        many.push_back({-180, lat});
    std::vector<LonLat> backwards(coast.rbegin(), coast.rend());
    for (auto const& ring : {coast, map_edge, many, backwards}) {
        LonLatGeometries polygons;
        add_polygon(polygons, ring);
        PolygonPartition const partition(polygons);
        for (double const lon : {-180.0, -100.0, 0.0, 37.0, 179.9, 180.0}) {
            EXPECT_EQ(partition.locate({lon, -80}), 0U) << lon;
            EXPECT_EQ(partition.locate({lon, -89.9}), 0U) << lon;
            EXPECT_EQ(partition.locate({lon, -50}), std::nullopt) << lon;
            EXPECT_EQ(partition.locate({lon, 89}), std::nullopt) << lon;
        }
        EXPECT_EQ(partition.locate({0, -90}), 0U);
        std::array const over_the_pole{LonLat{20, -60}, LonLat{-160, -60}};
        std::vector<LineStretch> const stretches = partition.split(over_the_pole);
        expect_closed(stretches, over_the_pole);
        EXPECT_EQ(stretches.size(), 3U);
        std::array const past_the_seam{LonLat{170, -80}, LonLat{-170, -81}};
        EXPECT_EQ(partition.split(past_the_seam).size(), 1U);
    }
}

TEST(PolygonPartition, ArcticCapAndTriangleWithACornerAtThePole) {
    LonLatGeometries cap;
    add_polygon(cap, std::array{LonLat{0, 80}, LonLat{90, 80}, LonLat{180, 80}, LonLat{-90, 80}});
    PolygonPartition const arctic(cap);
    EXPECT_EQ(arctic.locate({45, 89}), 0U);
    EXPECT_EQ(arctic.locate({12, 90}), 0U);
    EXPECT_EQ(arctic.locate({45, 75}), std::nullopt);
    EXPECT_EQ(arctic.locate({45, -89}), std::nullopt);

    LonLatGeometries octant; // an eighth of the earth
    add_polygon(octant, std::array{LonLat{0, 90}, LonLat{0, 0}, LonLat{90, 0}});
    PolygonPartition const eighth(octant);
    EXPECT_EQ(eighth.locate({45, 45}), 0U);
    EXPECT_EQ(eighth.locate({45, 89.99}), 0U);
    EXPECT_EQ(eighth.locate({-45, 89.9}), std::nullopt);
    EXPECT_EQ(eighth.locate({135, 45}), std::nullopt);
    EXPECT_EQ(eighth.locate({45, -1}), std::nullopt);
}

TEST(PolygonPartition, LinesWithoutExtentAndEmptyLayersAreAnswered) {
    LonLatGeometries polygons;
    polygons.add_null();
    add_polygon(polygons, std::array{LonLat{60, 40}, LonLat{66, 40}, LonLat{66, 50}, LonLat{60, 50}});
    PolygonPartition const partition(polygons);
    EXPECT_TRUE(partition.split(std::array{LonLat{61, 41}}).empty());
    std::vector<LineStretch> const still = partition.split(std::array{LonLat{61, 41}, LonLat{61, 41}});
    ASSERT_EQ(still.size(), 1U);
    EXPECT_EQ(still[0].polygon, 1U);
    EXPECT_EQ(still[0].to.value(), 0.0);
    PolygonPartition const nothing{LonLatGeometries{}};
    EXPECT_EQ(nothing.locate({61, 41}), std::nullopt);
    EXPECT_EQ(nothing.split(std::array{LonLat{61, 41}, LonLat{62, 41}}).size(), 1U);
}

TEST(PolygonPartition, CoordinateThatIsNotANumberIsRefused) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    LonLatGeometries bad;
    add_polygon(bad, std::array{LonLat{60, 40}, LonLat{nan, 40}, LonLat{66, 50}});
    EXPECT_THROW(PolygonPartition{bad}, NumericError);
    LonLatGeometries good;
    add_polygon(good, std::array{LonLat{60, 40}, LonLat{66, 40}, LonLat{66, 50}});
    PolygonPartition const partition(good);
    EXPECT_THROW((void)partition.locate({60, 95}), NumericError);
    EXPECT_THROW((void)partition.split(std::array{LonLat{60, 40}, LonLat{nan, 40}}), NumericError);
}

} // namespace
} // namespace oreway
