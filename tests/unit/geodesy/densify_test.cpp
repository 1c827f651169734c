// SPDX-License-Identifier: MIT
// Straight edges that stay what they are: the deviation is measured again here by brute force, densely sampled on both
// sides.

#include "oreway/geodesy/densify.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geodesy/transform.hpp"

namespace oreway {
namespace {

std::unique_ptr<CoordinateTransform> to_wgs84(char const* code) {
    Crs const source = Crs::from_user_input(code);
    return make_transform(source, Crs::wgs84(), choose_operation(source, Crs::wgs84(), {}).chosen);
}

/// Distance from a point to an edge: closed in by thirds, since the distance to a geodesic has one valley nearby.
double distance_to_edge(LonLat p, GeodesicEdge const& edge) {
    double low = 0.0;
    double high = edge.length().value();
    auto const at = [&](double along) { return geodesic_distance(p, edge.at(Metres(along)).position).value(); };
    while (high - low > 1e-3) { // a millimetre along the edge
        double const third = (high - low) / 3.0;
        if (at(low + third) < at(high - third))
            high -= third;
        else
            low += third;
    }
    return at(low);
}

/// Distance from a point to a line; an edge whose nearer end lies farther off than the edge is long and the best so far
/// is passed.
double distance_to_line(LonLat p, std::span<LonLat const> line) {
    double nearest = std::numeric_limits<double>::max();
    for (std::size_t i = 1; i < line.size(); ++i) {
        GeodesicEdge const edge(line[i - 1], line[i]);
        if (geodesic_distance(p, line[i - 1]).value() - edge.length().value() < nearest)
            nearest = std::min(nearest, distance_to_edge(p, edge));
    }
    return nearest;
}

TEST(AppendUnprojected, KeepsALongStraightEdgeOfAProjection) {
    // 40 degrees of longitude along a parallel-ish straight line of Albers: its geodesic lies many kilometres off.
    auto const transform = to_wgs84("ESRI:102025");
    XY const a{-3.0e6, 2.0e6};
    XY const b{0.0, 1.5e6};
    XYGeometries native;
    native.add_line(std::vector<XY>{a, b});
    Metres const max_deviation(10.0);
    LonLatGeometries plain;
    LonLatGeometries dense;
    EXPECT_EQ(append_unprojected(native, *transform, std::nullopt, plain).vertices_added, 0U);
    UnprojectReport const report = append_unprojected(native, *transform, max_deviation, dense);
    EXPECT_EQ(dense[0].vertex_count(), report.vertices_added + 2);
    double worst_plain = 0.0;
    double worst_dense = 0.0;
    for (int i = 1; i < 50; ++i) {
        XY p{a.x + (b.x - a.x) * i / 50.0, a.y + (b.y - a.y) * i / 50.0};
        std::uint8_t failed = 0;
        ASSERT_EQ(transform->apply({&p, 1}, {&failed, 1}), 0U);
        worst_plain = std::max(worst_plain, distance_to_line({p.x, p.y}, plain[0].path(0)));
        worst_dense = std::max(worst_dense, distance_to_line({p.x, p.y}, dense[0].path(0)));
    }
    EXPECT_GT(worst_plain, 5000.0) << "the test edge is too tame to prove anything";
    EXPECT_LT(worst_dense, max_deviation.value() * 1.05) << "quarter points see all but a few percent of the deviation";
}

TEST(AppendUnprojected, AddsNothingToShortEdges) {
    auto const transform = to_wgs84("EPSG:32643");
    XYGeometries native;
    native.add_line(std::vector<XY>{{600000, 4700000}, {600500, 4700300}, {601000, 4700900}});
    LonLatGeometries out;
    EXPECT_EQ(append_unprojected(native, *transform, Metres(0.1), out).vertices_added, 0U);
    EXPECT_EQ(out[0].vertex_count(), 3U);
}

TEST(AppendUnprojected, MakesGeometriesWithoutAnImageNullAndNamesThem) {
    auto const transform = to_wgs84("EPSG:32643");
    double const nan = std::numeric_limits<double>::quiet_NaN();
    XYGeometries native;
    native.add_point({600000, 4700000});
    native.add_line(std::vector<XY>{{600000, 4700000}, {nan, 4700000}});
    native.add_null();
    native.add_point({94002.66, 15196533.75}); // beyond the pole
    native.add_point({601000, 4700000});
    LonLatGeometries out;
    UnprojectReport const report = append_unprojected(native, *transform, Metres(1.0), out);
    EXPECT_EQ(report.failed, (std::vector<std::size_t>{1, 3}));
    ASSERT_EQ(out.size(), 5U);
    EXPECT_EQ(out.kind(1), GeometryKind::null);
    EXPECT_EQ(out.kind(2), GeometryKind::null) << "a null geometry stays one and is no failure";
    EXPECT_EQ(out.kind(4), GeometryKind::point);
}

TEST(AppendUnprojected, KeepsRingsClosedAndTheirRoles) {
    auto const transform = to_wgs84("EPSG:28413");
    XYGeometries native;
    native.begin(GeometryKind::polygon);
    native.begin_path(PathRole::exterior);
    native.add(std::vector<XY>{{13300000, 4500000}, {13900000, 4500000}, {13900000, 5200000}, {13300000, 4500000}});
    native.begin_path(PathRole::hole);
    native.add(std::vector<XY>{{13700000, 4600000}, {13800000, 4700000}, {13800000, 4600000}, {13700000, 4600000}});
    native.end();
    LonLatGeometries out;
    UnprojectReport const report = append_unprojected(native, *transform, Metres(1.0), out);
    EXPECT_GT(report.vertices_added, 0U);
    ASSERT_EQ(out[0].path_count(), 2U);
    EXPECT_EQ(out[0].role(1), PathRole::hole);
    for (std::size_t p = 0; p < 2; ++p)
        EXPECT_EQ(out[0].path(p).front(), out[0].path(p).back());
}

TEST(Densify, RefusesADeviationThatNeverEnds) {
    auto const transform = to_wgs84("EPSG:32643");
    XYGeometries native;
    LonLatGeometries out;
    EXPECT_THROW((void)densify_geodesic(std::vector<LonLat>{{0, 0}, {1, 1}}, Metres(0.0)), UsageError);
    EXPECT_THROW((void)append_unprojected(native, *transform, Metres(-1.0), out), UsageError);
}

TEST(DensifyGeodesic, StaysWithinTheDeviationWhenDrawnStraightInDegrees) {
    std::vector<LonLat> const leg = {{80.41, 44.216},
                                     {51.1975, 43.6532}}; // Khorgos - Aktau; straight in degrees it is 99 km off
    Metres const max_deviation(100.0);
    std::vector<LonLat> const dense = densify_geodesic(leg, max_deviation);
    EXPECT_GT(dense.size(), 20U);
    for (std::size_t i = 1; i < dense.size(); ++i)
        for (int s = 1; s < 8; ++s) {
            double const t = s / 8.0;
            LonLat const drawn{dense[i - 1].lon + (dense[i].lon - dense[i - 1].lon) * t,
                               dense[i - 1].lat + (dense[i].lat - dense[i - 1].lat) * t};
            GeodesicEdge const edge(dense[i - 1], dense[i]);
            EXPECT_LT(distance_to_edge(drawn, edge), max_deviation.value() * 1.05);
        }
    // New vertices lie on the leg itself, so its length is that of the reference (GeographicLib 2.1.2).
    EXPECT_NEAR(geodesic_length(dense).value(), 2334019.689889, 1e-5);
}

TEST(DensifyGeodesic, HalvesExactlyWhereThePublishedErrorOfStraightDegreesSaysSo) {
    // reliability of straight degrees: a leg of 100 km along 43.5 N is 192 m off (s2/8 tan(lat)/R gives 186 m).
    LonLat const west{75.0, 43.5};
    LonLat const east{75.0 + 100.0 / 80.8, 43.5}; // one degree of longitude is 80.8 km there
    EXPECT_EQ(densify_geodesic(std::vector<LonLat>{west, east}, Metres(210.0)).size(), 2U);
    EXPECT_EQ(densify_geodesic(std::vector<LonLat>{west, east}, Metres(150.0)).size(), 3U);
}

TEST(DensifyGeodesic, RunsOnWithoutAJumpAtTheAntimeridian) {
    std::vector<LonLat> const dense =
        densify_geodesic(std::vector<LonLat>{{170.0, 60.0}, {-170.0, 60.0}, {-150.0, 55.0}}, Metres(1000.0));
    EXPECT_EQ(dense.back(), (LonLat{210.0, 55.0}));
    for (std::size_t i = 1; i < dense.size(); ++i)
        EXPECT_LT(std::abs(dense[i].lon - dense[i - 1].lon), 20.0);
}

TEST(DensifyGeodesic, TurnsRoundAPole) {
    std::vector<LonLat> const dense = densify_geodesic(std::vector<LonLat>{{0.0, 80.0}, {180.0, 80.0}}, Metres(1000.0));
    EXPECT_GT(dense.size(), 2U);
    double highest = 0.0;
    for (LonLat const p : dense)
        highest = std::max(highest, p.lat);
    EXPECT_GT(highest, 89.98) << "a geodesic over the pole, drawn within a kilometre of it";
    EXPECT_LT(dense.size(), 100U);
}

TEST(DensifyGeodesic, TreatsLinesAndRingsOfAContainerAndCopiesPoints) {
    LonLatGeometries in;
    in.add_point({70.0, 40.0});
    in.add_line(std::vector<LonLat>{{50.0, 44.0}, {80.0, 44.0}});
    in.add_null();
    in.begin(GeometryKind::polygon);
    in.begin_path(PathRole::exterior);
    in.add(std::vector<LonLat>{{60, 40}, {70, 40}, {70, 45}, {60, 45}, {60, 40}});
    in.end();
    LonLatGeometries const out = densify_geodesic(in, Metres(100.0));
    ASSERT_EQ(out.size(), 4U);
    EXPECT_EQ(out[0].vertex_count(), 1U);
    EXPECT_GT(out[1].vertex_count(), 2U);
    EXPECT_EQ(out.kind(2), GeometryKind::null);
    EXPECT_NEAR(geodesic_area(out[3]).value(), 455970868151.13, 1.0) << "GeographicLib 2.1.2: the area does not change";
}

} // namespace
} // namespace oreway
