// SPDX-License-Identifier: MIT
// Buffers against GeographicLib's GeodSolve, published areas of geodesic circles, the exact distance of the index, and
// the identities that every buffer keeps.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/buffer.hpp"
#include "oreway/measure/edge_index.hpp"
#include "oreway/measure/polygon_partition.hpp"
#include "oreway/planar/validity.hpp"
#include "unit/measure/geod_solve.hpp"

namespace oreway {
namespace {

constexpr LonLat almaty{76.8829, 43.238};
constexpr LonLat khorgos{80.41, 44.216};
constexpr LonLat aktau{51.1975, 43.6532};

LonLatGeometries point(LonLat p) {
    LonLatGeometries layer;
    layer.add_point(p);
    return layer;
}

LonLatGeometries line(std::vector<LonLat> const& vertices) {
    LonLatGeometries layer;
    layer.add_line(vertices);
    return layer;
}

void add_ring(LonLatGeometries& layer, PathRole role, std::vector<LonLat> const& vertices) {
    layer.begin_path(role);
    for (LonLat const p : vertices)
        layer.add(p);
}

/// Along the edge of the map a polygon is cut, and the boundary there is none of the distance.
bool is_cut(LonLat a, LonLat b) {
    return (a.lon == b.lon && std::abs(a.lon) == 180.0) || (a.lat == b.lat && std::abs(a.lat) == 90.0);
}

LonLat between(LonLat a, LonLat b, double t) {
    return {a.lon + (b.lon - a.lon) * t, a.lat + (b.lat - a.lat) * t};
}

std::size_t count_paths(Buffer const& buffer, PathRole role) {
    std::size_t count = 0;
    for (std::size_t p = 0; p < buffer.polygons[0].path_count(); ++p)
        count += buffer.polygons[0].role(p) == role ? 1U : 0U;
    return count;
}

double perimeter(Buffer const& buffer) {
    return geodesic_length(buffer.polygons[0]).value();
}

/// Valid, and every vertex and nine places of every edge at the radius within the stated bound.
void expect_true_boundary(LonLatGeometries const& sources, Buffer const& buffer) {
    ASSERT_EQ(buffer.polygons.size(), 1U);
    LonLatGeometry const polygon = buffer.polygons[0];
    ASSERT_FALSE(polygon.empty());
    EXPECT_FALSE(find_invalidity(polygon));
    EdgeIndex const index(sources);
    double worst = 0.0;
    for (std::size_t p = 0; p < polygon.path_count(); ++p) {
        std::span<LonLat const> const ring = polygon.path(p);
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
            ASSERT_TRUE(std::abs(ring[i].lon) <= 180.0 && std::abs(ring[i].lat) <= 90.0);
            for (int t = 0; t < 10 && !is_cut(ring[i], ring[i + 1]); ++t) {
                LonLat const place = between(ring[i], ring[i + 1], t / 10.0);
                worst = std::max(worst, std::abs(index.nearest(place)->distance.value() - buffer.radius.value()));
            }
        }
    }
    EXPECT_LE(worst, buffer.error_bound.value());
}

Buffer checked(LonLatGeometries const& sources, Metres radius, std::optional<Metres> tolerance = std::nullopt) {
    Buffer buffer = geodesic_buffer(sources, radius, tolerance);
    expect_true_boundary(sources, buffer);
    return buffer;
}

bool holds(Buffer const& buffer, LonLat p) {
    return PolygonPartition(buffer.polygons).locate(p).has_value();
}

TEST(BufferTolerance, IsAThousandthOfTheRadiusBetweenACentimetreAndTenMetres) {
    EXPECT_DOUBLE_EQ(default_buffer_tolerance(50.0_km).value(), 10.0);
    EXPECT_DOUBLE_EQ(default_buffer_tolerance(500.0_m).value(), 0.5);
    EXPECT_DOUBLE_EQ(default_buffer_tolerance(1.0_m).value(), 0.01);
}

// Areas of geodesic circles round Almaty from GeographicLib, reliability table row 46. The polygon lies inside the
// circle by at most the bound.
TEST(GeodesicBuffer, CirclesRoundAPointHaveTheAreaOfGeographicLib) {
    struct Case {
        Metres radius;
        double area;
    };
    for (auto const& [radius, area] : {Case{50.0_km, 7853941395.24}, Case{250.0_km, 196324392859.2}}) {
        Buffer const buffer = checked(point(almaty), radius);
        EXPECT_NEAR(buffer.area.value(), area, perimeter(buffer) * buffer.error_bound.value());
    }
}

TEST(GeodesicBuffer, FineCirclesComeCloseToTheAreaOfGeographicLib) {
    Buffer const buffer = checked(point(almaty), 50.0_km, 0.01_m);
    EXPECT_NEAR(buffer.area.value(), 7853941395.24, perimeter(buffer) * 0.01);
}

// Two equal points do not take the way of a single one: the level set must find the same circle.
TEST(GeodesicBuffer, TheLevelSetOfAPointIsItsCircle) {
    LonLatGeometries twice = point(almaty);
    twice.add_point(almaty);
    Buffer const buffer = checked(twice, 50.0_km);
    EXPECT_NEAR(buffer.area.value(), 7853941395.24, perimeter(buffer) * buffer.error_bound.value());
}

// reliability.md F6: area by dense direct geodesics; PostGIS is off by 1632 km2, Turf by 4439 km2.
TEST(GeodesicBuffer, TheLegFromKhorgosToAktauHasItsExactAreaAndHoldsItsMiddle) {
    LonLatGeometries const leg = line({khorgos, aktau});
    Buffer const buffer = checked(leg, 50.0_km);
    EXPECT_NEAR(buffer.area.value() / 1e6, 241253.520, perimeter(buffer) * buffer.error_bound.value() / 1e6);
    EXPECT_TRUE(holds(buffer, {65.733338463, 44.878738658})); // row 31
    EXPECT_EQ(buffer.polygons[0].path_count(), 1U);
    Buffer const fine = checked(leg, 50.0_km, 0.1_m);
    EXPECT_NEAR(fine.area.value() / 1e6, 241253.520, perimeter(fine) * 0.1 / 1e6 + 0.0005);
}

TEST(GeodesicBuffer, VerticesAndMiddlesKeepTheirDistanceForGeodSolve) {
    Buffer const buffer = geodesic_buffer(line({khorgos, aktau}), 50.0_km);
    std::span<LonLat const> const ring = buffer.polygons[0].path(0);
    std::vector<LonLat> places;
    for (std::size_t i = 0; i + 1 < ring.size(); i += 8) {
        places.push_back(ring[i]);
        places.push_back(between(ring[i], ring[i + 1], 0.5));
    }
    std::vector<LonLat> const from(places.size(), khorgos);
    std::vector<LonLat> const to(places.size(), aktau);
    for (witness::NearestOnEdge const& nearest : witness::nearest_on_edges(places, from, to))
        EXPECT_NEAR(nearest.distance, 50e3, buffer.error_bound.value());
}

TEST(GeodesicBuffer, PolygonsAreCutAtTheAntimeridian) {
    LonLatGeometries const crossing = line({{170.0, 60.0}, {-170.0, 65.0}, {-175.0, 50.0}});
    for (Metres const radius : {5.0_km, 50.0_km, 500.0_km}) {
        Buffer const buffer = checked(crossing, radius);
        EXPECT_EQ(count_paths(buffer, PathRole::exterior), 2U);
    }
}

TEST(GeodesicBuffer, ACircleOnTheAntimeridianHasTheAreaOfOneAnywhereOnItsParallel) {
    Buffer const here = checked(point({180.0, 43.238}), 50.0_km);
    EXPECT_EQ(count_paths(here, PathRole::exterior), 2U);
    EXPECT_NEAR(here.area.value(), 7853941395.24, perimeter(here) * here.error_bound.value());
}

TEST(GeodesicBuffer, BuffersOverAPoleRunAlongTheEdgeOfTheMap) {
    LonLatGeometries const over = line({{10.0, 85.0}, {-160.0, 88.0}});
    for (Metres const radius : {50.0_km, 500.0_km}) {
        Buffer const buffer = checked(over, radius);
        EXPECT_TRUE(holds(buffer, {0.0, 90.0}));
        EXPECT_TRUE(holds(buffer, {77.0, 90.0}));
    }
}

// The pole is 111 693.9 m from latitude 89 (GeographicLib): just inside, just outside.
TEST(GeodesicBuffer, ABoundaryThatGrazesAPoleIsOnTheRightSideOfIt) {
    EXPECT_TRUE(holds(checked(point({30.0, 89.0}), Metres(111'720.0)), {-150.0, 90.0}));
    EXPECT_FALSE(holds(checked(point({30.0, 89.0}), Metres(111'660.0)), {-150.0, 90.0}));
    checked(point({30.0, 89.0}), Metres(111'693.0));
}

TEST(GeodesicBuffer, RadiiFromAMetreToTwoThousandKilometresKeepTheBound) {
    LonLatGeometries const bend = line({{70.0, 40.0}, {70.0005, 40.0004}, {70.001, 40.0}});
    for (Metres const radius : {1.0_m, 20.0_m, 1.0_km, 100.0_km, 2000.0_km})
        checked(bend, radius);
}

// Two tracks that run 80 km apart, give or take a kilometre, and are joined at one end.
TEST(GeodesicBuffer, NecksAndHolesBetweenNearlyParallelTracksAreTrueOnes) {
    LonLatGeometries tracks = line({{60.0, 40.0}, {66.0, 43.0}});
    tracks.add_line(std::array{LonLat{60.0, 40.9}, LonLat{66.0, 43.905}});
    tracks.add_line(std::array{LonLat{60.0, 40.0}, LonLat{60.0, 40.9}});
    for (double const radius : {38e3, 39.2e3, 39.5e3, 40e3})
        checked(tracks, Metres(radius));
}

TEST(GeodesicBuffer, LinesThatEncloseALandLeaveATrueHole) {
    LonLatGeometries const ring = line({{60.0, 40.0}, {64.0, 40.0}, {64.0, 43.0}, {60.0, 43.0}, {60.0, 40.0}});
    Buffer const buffer = checked(ring, 50.0_km);
    EXPECT_EQ(count_paths(buffer, PathRole::hole), 1U);
    EXPECT_FALSE(holds(buffer, {62.0, 41.5}));
    EXPECT_EQ(count_paths(checked(ring, 170.0_km), PathRole::hole), 0U); // nothing inside is 170 km away
}

TEST(GeodesicBuffer, AHoleOfAPolygonIsFilledFromItsEdgeAndItsInsideStaysFull) {
    LonLatGeometries country;
    country.begin(GeometryKind::polygon);
    add_ring(country, PathRole::exterior, {{60.0, 40.0}, {70.0, 40.0}, {70.0, 48.0}, {60.0, 48.0}, {60.0, 40.0}});
    add_ring(country, PathRole::hole, {{63.0, 42.0}, {63.0, 45.0}, {67.0, 45.0}, {67.0, 42.0}, {63.0, 42.0}});
    country.end();
    Buffer const buffer = checked(country, 50.0_km);
    EXPECT_EQ(count_paths(buffer, PathRole::hole), 1U);
    EXPECT_FALSE(holds(buffer, {65.0, 43.5}));
    EXPECT_TRUE(holds(buffer, {61.5, 43.5})); // inside, 120 km from any edge
    EXPECT_TRUE(holds(buffer, {65.0, 42.2}));
    EXPECT_EQ(count_paths(checked(country, 200.0_km), PathRole::hole), 0U);
}

TEST(GeodesicBuffer, WiderBuffersContainNarrowerOnes) {
    witness::Random random(4);
    for (int round = 0; round < 6; ++round) {
        LonLat p = random.place(-180.0, -80.0, 180.0, 80.0);
        std::vector<LonLat> path;
        for (int i = 0; i < 12; ++i) {
            path.push_back(p);
            p = {p.lon + random.between(-1.5, 1.5), p.lat + random.between(-0.8, 0.8)};
        }
        Buffer const narrow = checked(line(path), 30.0_km);
        Buffer const wide = checked(line(path), 31.0_km);
        EXPECT_LT(narrow.area, wide.area);
        PolygonPartition const inside(wide.polygons);
        for (LonLat const vertex : narrow.polygons.vertices())
            EXPECT_TRUE(inside.locate(vertex));
    }
}

TEST(GeodesicBuffer, TheAreaIsThatOfTheSameLineTurnedRoundTheAxis) {
    auto const turned = [](double by) {
        std::vector<LonLat> path;
        for (LonLat const p : {LonLat{60.0, 40.0}, LonLat{63.0, 44.0}, LonLat{66.0, 41.0}})
            path.push_back({wrap_longitude(p.lon + by), p.lat});
        return geodesic_buffer(line(path), 50.0_km, 0.1_m).area.value();
    };
    double const here = turned(0.0);
    for (double const by : {17.3, 117.0, -120.0})
        EXPECT_NEAR(turned(by), here, 1.4e6 * 0.1); // perimeter times bound
}

TEST(GeodesicBuffer, IsTheSameToTheLastBitForAnyNumberOfThreads) {
    LonLatGeometries const leg = line({khorgos, almaty, aktau});
    set_thread_count(1);
    Buffer const one = geodesic_buffer(leg, 5.0_km);
    set_thread_count(0);
    Buffer const many = geodesic_buffer(leg, 5.0_km);
    EXPECT_TRUE(std::ranges::equal(one.polygons.vertices(), many.polygons.vertices()));
}

TEST(GeodesicBuffer, NothingHasNoBuffer) {
    LonLatGeometries none;
    none.add_null();
    Buffer const buffer = geodesic_buffer(none, 50.0_km);
    EXPECT_EQ(buffer.polygons.kind(0), GeometryKind::null);
    EXPECT_EQ(buffer.area.value(), 0.0);
}

TEST(GeodesicBuffer, RadiiAndTolerancesOutOfRangeAreRefused) {
    EXPECT_THROW(static_cast<void>(geodesic_buffer(point(almaty), 0.5_m)), UsageError);
    EXPECT_THROW(static_cast<void>(geodesic_buffer(point(almaty), Metres(NAN))), UsageError);
    EXPECT_THROW(static_cast<void>(geodesic_buffer(point(almaty), 6000.0_km)), UsageError);
    EXPECT_THROW(static_cast<void>(geodesic_buffer(point(almaty), 1.0_km, 0.001_m)), UsageError);
    EXPECT_THROW(static_cast<void>(geodesic_buffer(point({NAN, 40.0}), 1.0_km)), NumericError);
}

TEST(ZoneBetween, IsTheRestOfTheWiderBufferAlsoAtTheAntimeridianAndAPole) {
    for (LonLatGeometries const& sources :
         {line({khorgos, aktau}), line({{170.0, 60.0}, {-170.0, 65.0}}), line({{10.0, 85.0}, {-160.0, 88.0}})}) {
        Buffer const inner = geodesic_buffer(sources, 50.0_km);
        Buffer const outer = geodesic_buffer(sources, 100.0_km);
        Buffer const zone = zone_between(outer, inner);
        EXPECT_FALSE(find_invalidity(zone.polygons[0]));
        double const rings = geodesic_area(zone.polygons[0]).value();
        EXPECT_NEAR(rings, outer.area.value() - inner.area.value(), 1e-9 * outer.area.value());
        EXPECT_FALSE(holds(zone, sources.vertices().front()));
    }
}

} // namespace
} // namespace oreway
