// SPDX-License-Identifier: MIT
// What must hold for every buffer and every overlap, for layers that rapidcheck makes up.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdlib>

#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/buffer.hpp"
#include "oreway/measure/polygon_overlap.hpp"
#include "oreway/measure/polygon_partition.hpp"
#include "oreway/planar/validity.hpp"

namespace oreway {
namespace {

using Line = std::vector<LonLat>;

/// The same layers in every run, as for the other properties of this program.
[[maybe_unused]] int const seeded = setenv("RC_PARAMS", "seed=2013 max_success=150", 0);

/// Centres all over the map; the antimeridian and high latitudes are visited often.
LonLat any_centre(int highest_latitude) {
    double const lon =
        *rc::gen::weightedOneOf<int>({{3, rc::gen::inRange(-1800, 1800)}, {2, rc::gen::inRange(1780, 1800)}});
    double const lat = *rc::gen::inRange(-10 * highest_latitude, 10 * highest_latitude);
    return {lon / 10.0, lat / 10.0};
}

Line any_line(LonLat from, int longest_edge) {
    Line line = {from};
    int const edges = *rc::gen::inRange(1, 8);
    for (int i = 0; i < edges; ++i)
        line.push_back(geodesic_direct(line.back(), Degrees(*rc::gen::inRange(-180, 180)),
                                       Metres(*rc::gen::inRange(1, longest_edge)))
                           .position);
    return line;
}

LonLatGeometries layer_of(Line const& line) {
    LonLatGeometries layer;
    layer.add_line(line);
    return layer;
}

/// A ring round a centre with radii between a half and one: valid whatever the radii are.
Line any_star(LonLat centre, double radius) {
    Line ring;
    for (int i = 0; i < 10; ++i)
        ring.push_back(
            geodesic_direct(centre, Degrees(-36.0 * i), Metres(radius * 0.001 * *rc::gen::inRange(500, 1000)))
                .position);
    ring.push_back(ring.front());
    return ring;
}

void add_star(LonLatGeometries& layer, LonLat centre, double radius) {
    layer.begin(GeometryKind::polygon);
    layer.begin_path();
    layer.add(any_star(centre, radius));
    layer.end();
}

LonLat beside(LonLat centre, double radius) {
    return geodesic_direct(centre, Degrees(*rc::gen::inRange(-180, 180)),
                           Metres(radius * 0.001 * *rc::gen::inRange(0, 1500)))
        .position;
}

void expect(bool holds) {
    EXPECT_TRUE(holds);
}

TEST(BufferProperties, AWiderBufferContainsANarrowerOneAndTheLine) {
    expect(rc::check("a wider buffer contains a narrower one and the line", [] {
        Line const line = any_line(any_centre(80), *rc::gen::element(3000, 400000));
        double const radius = *rc::gen::element(50.0, 3000.0, 60000.0, 700000.0);
        Buffer const narrow = geodesic_buffer(layer_of(line), Metres(radius));
        Buffer const wide = geodesic_buffer(layer_of(line), Metres(1.05 * radius));
        RC_ASSERT(!find_invalidity(narrow.polygons[0]));
        RC_ASSERT(wide.area > narrow.area);
        PolygonPartition const inside(wide.polygons);
        PolygonPartition const close(narrow.polygons);
        for (LonLat const v : narrow.polygons.vertices())
            RC_ASSERT(inside.locate(v).has_value());
        for (LonLat const v : line)
            RC_ASSERT(close.locate(v).has_value());
    }));
}

TEST(BufferProperties, TurningLongitudesKeepsTheArea) {
    expect(rc::check("turning longitudes keeps the area", [] {
        Line line = any_line(any_centre(75), 100000);
        double const radius = *rc::gen::element(200.0, 20000.0);
        Buffer const here = geodesic_buffer(layer_of(line), Metres(radius));
        double const turn = *rc::gen::inRange(-180, 180);
        for (LonLat& v : line)
            v.lon = wrap_longitude(v.lon + turn);
        Buffer const there = geodesic_buffer(layer_of(line), Metres(radius));
        double const allowed = geodesic_length(here.polygons[0]).value() * here.error_bound.value();
        RC_ASSERT(std::abs(here.area.value() - there.area.value()) <= allowed);
    }));
}

TEST(OverlapProperties, SharesOfOverlappingStarsAreSymmetricAndAddUp) {
    expect(rc::check("areas in common are symmetric, and add up to the sum of both", [] {
        LonLat const centre = any_centre(85);
        double const radius = *rc::gen::element(300.0, 30000.0, 600000.0);
        LonLatGeometries a;
        LonLatGeometries b;
        add_star(a, centre, radius);
        add_star(b, beside(centre, radius), radius);
        PolygonOverlap const index_a(a);
        PolygonOverlap const index_b(b);
        auto const ab = index_b.with(a[0]);
        auto const ba = index_a.with(index_b, 0);
        RC_ASSERT(ab.size() == ba.size());
        double const common = ab.empty() ? 0.0 : ab[0].area.value();
        double const sum = geodesic_area(a[0]).value() + geodesic_area(b[0]).value();
        double const allowed = 1e-9 * sum + 0.01; // the bound of the reference list, and of sums of small areas
        RC_ASSERT(ba.empty() || std::abs(common - ba[0].area.value()) <= allowed);
        if (ab.empty())
            return;
        LonLatGeometries both;
        both.add(index_a.with(a[0])[0].piece[0]);
        both.add(index_b.with(b[0])[0].piece[0]);
        double const beside_vertices =
            0.01 * radius; // what the header allows where a vertex lies on the other boundary
        RC_ASSERT(std::abs(covered_area(both).value() + common - sum) <= allowed + beside_vertices);
    }));
}

TEST(OverlapProperties, PiecesOfACutStarAddUpToTheStar) {
    expect(rc::check("the parts of a polygon in both halves of its surroundings add up to it", [] {
        LonLat const centre = any_centre(70);
        double const radius = *rc::gen::element(500.0, 50000.0);
        LonLatGeometries star;
        add_star(star, centre, radius);
        double const reach = 3.0 * radius / 111e3 / std::cos(centre.lat * 0.0174532925);
        LonLatGeometries halves;
        for (double const side : {-1.0, 1.0}) {
            halves.begin(GeometryKind::polygon);
            halves.begin_path();
            double const far = centre.lon + side * reach;
            double const low = centre.lat - 3.0 * radius / 111e3;
            double const high = centre.lat + 3.0 * radius / 111e3;
            halves.add(Line{{centre.lon, low}, {far, low}, {far, high}, {centre.lon, high}, {centre.lon, low}});
            halves.end();
        }
        double sum = 0.0;
        for (AreaOverlap const& part : PolygonOverlap(halves).with(star[0]))
            sum += part.area.value();
        double const whole = geodesic_area(star[0]).value();
        RC_ASSERT(std::abs(sum - whole) <= 1e-9 * whole + 0.01);
        RC_ASSERT(!PolygonOverlap(halves).may_overlap(0, 1));
    }));
}

} // namespace
} // namespace oreway
