// SPDX-License-Identifier: MIT
// Geodesics against the reference numbers of tests/truth, and the identities that need no reference.

#include "oreway/geodesy/geodesic.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "truth/truth_table.hpp"

namespace oreway {
namespace {

constexpr double nanometres_15 = 2e-8; // Karney's 15 nm and the rounding of a coordinate near 180 degrees
constexpr LonLat almaty{76.8829, 43.238};
constexpr LonLat tashkent{69.2401, 41.2995};

LonLatGeometries polygon(std::vector<std::vector<LonLat>> const& rings) {
    LonLatGeometries g;
    g.begin(GeometryKind::polygon);
    for (std::size_t r = 0; r < rings.size(); ++r) {
        g.begin_path(r == 0 ? PathRole::exterior : PathRole::hole);
        g.add(rings[r]);
    }
    g.end();
    return g;
}

TEST(GeodesicInverse, AgreesWithTheReferenceNumbers) {
    for (truth::Row const& row : truth::read_table("geodesic_inverse.csv")) {
        SCOPED_TRACE(row.text("name"));
        GeodesicInverse const found = geodesic_inverse(row.lonlat("lon1", "lat1"), row.lonlat("lon2", "lat2"));
        EXPECT_NEAR(found.distance.value(), row.number("distance_m"), row.number("distance_tolerance_m"));
        if (!row.optional("azimuth1"))
            continue;
        EXPECT_NEAR(found.azimuth_from.value(), row.number("azimuth1"), row.number("azimuth_tolerance"));
        EXPECT_NEAR(found.azimuth_to.value(), row.number("azimuth2"), row.number("azimuth_tolerance"));
    }
}

TEST(GeodesicDirect, AgreesWithTheReferenceNumbers) {
    for (truth::Row const& row : truth::read_table("geodesic_direct.csv")) {
        SCOPED_TRACE(row.text("name"));
        LonLat const end = geodesic_direct(row.lonlat("lon1", "lat1"), Degrees(row.number("azimuth")),
                                           Metres(row.number("distance_m")))
                               .position;
        EXPECT_NEAR(end.lat, row.number("lat2"), row.number("tolerance_deg"));
        EXPECT_NEAR(std::abs(end.lon), row.number("lon2"), row.number("tolerance_deg")); // 180 and -180 are one
    }
}

TEST(GeodesicArea, AgreesWithTheReferenceNumbersRoundAPoleAndAcrossTheAntimeridian) {
    for (truth::Row const& row : truth::read_table("geodesic_area.csv")) {
        SCOPED_TRACE(row.text("name"));
        std::vector<LonLat> ring = truth::read_ring(row.text("ring"));
        double const tolerance = row.number("area_tolerance_m2");
        EXPECT_NEAR(geodesic_ring_area(ring).value(), row.number("area_m2"), tolerance);
        std::vector<LonLat> const reversed(ring.rbegin(), ring.rend());
        EXPECT_NEAR(geodesic_ring_area(reversed).value(), -row.number("area_m2"), tolerance);
        ring.push_back(ring.front());
        EXPECT_NEAR(geodesic_area(polygon({ring})[0]).value(), row.number("area_m2"), tolerance) << "closed";
        if (row.optional("perimeter_m")) {
            EXPECT_NEAR(geodesic_length(polygon({ring})[0]).value(), row.number("perimeter_m"),
                        row.number("perimeter_tolerance_m"));
        }
    }
}

TEST(GeodesicArea, IsTheSameWhereverTheRingStartsAndHoweverFarItIsTurned) {
    std::vector<LonLat> ring = truth::read_ring("40 60; 40 70; 45 70; 45 60");
    double const expected = 455970868151.13; // GeographicLib 2.1.2
    for (double const turn : {0.0, 115.0, -245.0, 360.0}) {
        for (LonLat& p : ring)
            p.lon += turn;
        std::ranges::rotate(ring, ring.begin() + 1);
        EXPECT_NEAR(geodesic_ring_area(ring).value(), expected, 1.0) << turn;
    }
}

/// The same ring with a vertex at least every so many metres along its geodesics.
std::vector<LonLat> with_short_edges(std::vector<LonLat> const& ring, double longest) {
    std::vector<LonLat> dense;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        GeodesicEdge const edge(ring[i], ring[(i + 1) % ring.size()]);
        double const steps = std::ceil(edge.length().value() / longest);
        for (double k = 0.0; k < steps; ++k)
            dense.push_back(edge.at(Metres(k / steps * edge.length().value())).position);
    }
    return dense;
}

TEST(GeodesicArea, OfShortEdgesIsThatOfTheLongOnesTheyLieOn) {
    // The long edges are Karney's; the first ring is number 42 of the published areas, the last one a slanted triangle
    // up to 79.5 degrees.
    std::vector<std::vector<LonLat>> const rings = {{{60, 40}, {70, 40}, {70, 45}, {60, 45}},
                                                    {{170, -30}, {-175, -42}, {-178, 3}},
                                                    {{20, 60}, {48, 79.5}, {3, 71}}};
    for (std::vector<LonLat> const& ring : rings)
        for (double const longest : {4990.0, 1700.0, 300.0}) {
            std::vector<LonLat> const dense = with_short_edges(ring, longest);
            double const tolerance = 0.01 * static_cast<double>(dense.size()) + 1.0; // square metres
            EXPECT_NEAR(geodesic_ring_area(dense).value(), geodesic_ring_area(ring).value(), std::min(tolerance, 5.0))
                << "edges of " << longest << " m";
        }
    EXPECT_NEAR(geodesic_ring_area(with_short_edges(rings[0], 1000.0)).value(), 455970868151.13, 1.0);
}

TEST(GeodesicArea, TakesHolesAwayWhateverTheirOrientation) {
    std::vector<LonLat> const outer = truth::read_ring("40 60; 40 70; 45 70; 45 60; 40 60");
    std::vector<LonLat> hole = truth::read_ring("42 64; 42 66; 43 66; 43 64; 42 64");
    double const hole_area = geodesic_ring_area(hole).value();
    ASSERT_GT(hole_area, 1.0e10);
    EXPECT_NEAR(geodesic_area(polygon({outer, hole})[0]).value(), 455970868151.13 - hole_area, 1.0);
    std::ranges::reverse(hole);
    EXPECT_NEAR(geodesic_area(polygon({outer, hole})[0]).value(), 455970868151.13 - hole_area, 1.0);
}

TEST(GeodesicLength, OfTheNinePointCorridorAgreesWithGeographicLib) {
    std::vector<LonLat> const line = truth::read_ring(
        "44.216 80.41; 43.238 76.8829; 42.8746 74.5698; 42.3417 69.5901; 41.2995 69.2401; 39.6542 66.9597; "
        "39.0886 63.5797; 37.9601 58.3261; 40.022 52.9552");
    EXPECT_NEAR(geodesic_length(line).value(), 2586366.411693, 1e-5); // GeographicLib 2.1.2
}

TEST(GeodesicLength, OfNothingIsZeroAndOfPointsToo) {
    EXPECT_EQ(geodesic_length(std::vector<LonLat>{}).value(), 0.0);
    EXPECT_EQ(geodesic_length(std::vector<LonLat>{almaty}).value(), 0.0);
    LonLatGeometries points;
    points.begin(GeometryKind::point);
    points.begin_path();
    points.add(almaty);
    points.add(tashkent);
    points.end();
    EXPECT_EQ(geodesic_length(points[0]).value(), 0.0);
    EXPECT_EQ(geodesic_area(points[0]).value(), 0.0);
}

TEST(Geodesic, RefusesWhatIsNoPosition) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    double const infinity = std::numeric_limits<double>::infinity();
    for (LonLat const bad :
         {LonLat{nan, 0.0}, LonLat{0.0, nan}, LonLat{infinity, 0.0}, LonLat{0.0, 90.1}, LonLat{0.0, -91.0}}) {
        EXPECT_THROW((void)geodesic_distance(bad, almaty), NumericError);
        EXPECT_THROW((void)geodesic_distance(almaty, bad), NumericError);
        EXPECT_THROW((void)geodesic_inverse(almaty, bad), NumericError);
        EXPECT_THROW((void)geodesic_direct(bad, Degrees(0.0), Metres(1.0)), NumericError);
        EXPECT_THROW((void)geodesic_ring_area(std::vector<LonLat>{almaty, bad, tashkent}), NumericError);
        EXPECT_THROW((void)geodesic_length(std::vector<LonLat>{almaty, bad}), NumericError);
        EXPECT_THROW(GeodesicEdge(almaty, bad), NumericError);
    }
    EXPECT_THROW((void)geodesic_direct(almaty, Degrees(nan), Metres(1.0)), NumericError);
    EXPECT_THROW((void)geodesic_direct(almaty, Degrees(0.0), Metres(infinity)), NumericError);
}

TEST(GeodesicEdge, MeetsBothEndsAndTheIndependentMidpoint) {
    LonLat const khorgos{80.41, 44.216};
    LonLat const aktau{51.1975, 43.6532};
    GeodesicEdge const edge(khorgos, aktau);
    EXPECT_NEAR(edge.length().value(), 2334019.689889, 1e-6); // GeographicLib 2.1.2
    EXPECT_NEAR(edge.azimuth_from().value(), -81.24432390, 1e-8);
    LonLat const middle = edge.at(edge.length() / 2.0).position;
    EXPECT_NEAR(middle.lat, 44.878738658, 1e-9); // GeographicLib 2.1.2
    EXPECT_NEAR(middle.lon, 65.733338463, 1e-9);
    EXPECT_LT(geodesic_distance(edge.at(edge.length()).position, aktau).value(), nanometres_15);
    EXPECT_LT(geodesic_distance(edge.at(Metres(0.0)).position, khorgos).value(), nanometres_15);
}

TEST(GeodesicEdge, IsCopiedWithItsContents) {
    GeodesicEdge const edge(almaty, tashkent);
    GeodesicEdge copy(tashkent, almaty);
    copy = edge;
    std::vector<GeodesicEdge> const moved(3, copy);
    EXPECT_EQ(moved[2].at(Metres(1e5)).position, edge.at(Metres(1e5)).position);
    EXPECT_TRUE(std::is_trivially_copyable_v<GeodesicEdge>);
}

TEST(GeodesicEdge, GoesOnBeyondItsEnds) {
    GeodesicEdge const edge(almaty, tashkent);
    EXPECT_NEAR(geodesic_distance(almaty, edge.at(edge.length() + Metres(1000.0)).position).value(), 666993.502132,
                1e-6);
    EXPECT_NEAR(geodesic_distance(tashkent, edge.at(Metres(-1000.0)).position).value(), 666993.502132, 1e-6);
}

TEST(ToEcef, AgreesWithThePublishedGeocentricExample) {
    // EPSG 7-2 gives 3771793.968 140253.342 5124304.349 at 73 m height; taken down the normal to height 0.
    double const lat = 53.809394444 * M_PI / 180.0;
    double const lon = 2.12955 * M_PI / 180.0;
    Ecef const p = to_ecef({2.12955, 53.809394444});
    EXPECT_NEAR(p.x, 3771793.968 - 73.0 * std::cos(lat) * std::cos(lon), 0.001);
    EXPECT_NEAR(p.y, 140253.342 - 73.0 * std::cos(lat) * std::sin(lon), 0.001);
    EXPECT_NEAR(p.z, 5124304.349 - 73.0 * std::sin(lat), 0.001);
}

TEST(ToEcef, NeverMakesAChordLongerThanTheGeodesic) {
    for (truth::Row const& row : truth::read_table("geodesic_inverse.csv")) {
        Ecef const a = to_ecef(row.lonlat("lon1", "lat1"));
        Ecef const b = to_ecef(row.lonlat("lon2", "lat2"));
        double const chord = std::hypot(a.x - b.x, a.y - b.y, a.z - b.z);
        EXPECT_LE(chord, row.number("distance_m") + row.number("distance_tolerance_m")) << row.text("name");
    }
}

} // namespace
} // namespace oreway
