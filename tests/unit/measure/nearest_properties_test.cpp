// SPDX-License-Identifier: MIT
// What must hold for every layer: rapidcheck makes them up and shrinks those that fail. Layers hold points, lines and
// edges without length, repeated vertices, places on the antimeridian and at the poles.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ostream>

#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/feature_index.hpp"

namespace oreway {

/// How rapidcheck prints a place.
void showValue(LonLat const& p, std::ostream& out) {
    out.precision(17);
    out << p.lon << ' ' << p.lat;
}

namespace {

/// Twice what the header promises for a distance, for two distances are compared.
constexpr double allowed = 2e-5;

using Line = std::vector<LonLat>;

/// Longitudes and latitudes with a liking for the places where programs fail.
rc::Gen<LonLat> any_place() {
    auto const degrees = [](int low, int high) {
        return rc::gen::map(rc::gen::inRange(low * 100000, high * 100000), [](int v) { return v / 100000.0; });
    };
    auto const lon = rc::gen::weightedOneOf<double>(
        {{6, degrees(-180, 180)}, {2, degrees(179, 181)}, {1, rc::gen::element(-180.0, 0.0, 180.0)}});
    auto const lat = rc::gen::weightedOneOf<double>(
        {{6, degrees(-90, 90)}, {2, degrees(40, 42)}, {1, rc::gen::element(-90.0, 0.0, 90.0)}});
    return rc::gen::map(rc::gen::pair(lon, lat), [](std::pair<double, double> p) { return LonLat{p.first, p.second}; });
}

/// One to five vertices, every second line with steps of at most a few hundred kilometres, some vertices repeated.
Line any_line() {
    Line line{*any_place()};
    bool const local = *rc::gen::arbitrary<bool>();
    int const more = *rc::gen::inRange(0, 5);
    for (int i = 0; i < more; ++i) {
        LonLat const from = line.back();
        if (*rc::gen::inRange(0, 6) == 0)
            line.push_back(from);
        else if (local)
            line.push_back(
                geodesic_direct(from, Degrees(*rc::gen::inRange(-180, 180)), Metres(*rc::gen::inRange(1, 300000)))
                    .position);
        else
            line.push_back(*any_place());
    }
    return line;
}

/// Two vertices on opposite sides of the globe have no single shortest way between them; such edges say nothing.
bool has_unsure_edge(Line const& line) {
    for (std::size_t i = 1; i < line.size(); ++i)
        if (geodesic_distance(line[i - 1], line[i]) > Metres(19.8e6))
            return true;
    return false;
}

Line sure_line() {
    Line line = any_line();
    RC_PRE(!has_unsure_edge(line));
    return line;
}

LonLatGeometries layer_of(std::vector<Line> const& lines) {
    LonLatGeometries layer;
    for (Line const& line : lines)
        line.size() == 1 ? layer.add_point(line.front()) : layer.add_line(line);
    return layer;
}

std::vector<Line> any_lines() {
    std::vector<Line> lines;
    int const count = *rc::gen::inRange(1, 8);
    for (int i = 0; i < count; ++i)
        lines.push_back(sure_line());
    return lines;
}

double distance(Line const& from, Line const& to) {
    LonLatGeometries const query = layer_of({from});
    return FeatureIndex(layer_of({to})).nearest(query[0]).front().distance.value();
}

double distance(LonLat from, FeatureIndex const& to) {
    LonLatGeometries query;
    query.add_point(from);
    return to.nearest(query[0]).front().distance.value();
}

/// The same layers in every run unless RC_PARAMS says otherwise, for a test must not fail by chance.
[[maybe_unused]] int const seeded = setenv("RC_PARAMS", "seed=2013 max_success=150", 0);

void expect(bool holds) {
    EXPECT_TRUE(holds);
}

TEST(NearestProperties, DistanceIsSymmetric) {
    expect(rc::check([] {
        Line const p = sure_line();
        Line const q = sure_line();
        RC_ASSERT(std::abs(distance(p, q) - distance(q, p)) <= allowed);
    }));
}

TEST(NearestProperties, PlacesKeepTheTriangleInequality) {
    expect(rc::check([] {
        LonLat const p = *any_place();
        LonLat const q = *any_place();
        FeatureIndex const index(layer_of(any_lines()));
        RC_ASSERT(distance(p, index) <= geodesic_distance(p, q).value() + distance(q, index) + allowed);
    }));
}

TEST(NearestProperties, PairSpansItsDistance) {
    expect(rc::check([] {
        Line const p = sure_line();
        LonLatGeometries const query = layer_of({p});
        std::vector<Line> const lines = any_lines();
        for (NearestPair const& pair : FeatureIndex(layer_of(lines)).nearest(query[0], {.count = 0})) {
            RC_ASSERT(std::abs(geodesic_distance(pair.from, pair.to).value() - pair.distance.value()) <= allowed);
            RC_ASSERT(distance({pair.from}, p) <= 1e-3);
            RC_ASSERT(distance({pair.to}, lines[pair.geometry]) <= 1e-3);
        }
    }));
}

TEST(NearestProperties, TurningAllLongitudesChangesNothing) {
    expect(rc::check([] {
        std::vector<Line> lines = any_lines();
        LonLat p = *any_place();
        double const before = distance(p, FeatureIndex(layer_of(lines)));
        double const turn = *rc::gen::inRange(-180, 180);
        for (Line& line : lines)
            for (LonLat& v : line)
                v.lon = wrap_longitude(v.lon + turn);
        p.lon = wrap_longitude(p.lon + turn);
        RC_ASSERT(std::abs(distance(p, FeatureIndex(layer_of(lines))) - before) <= allowed);
    }));
}

TEST(NearestProperties, SplittingAnEdgeChangesNothing) {
    expect(rc::check([] {
        Line line = sure_line();
        RC_PRE(line.size() > 1U);
        Line const other = sure_line();
        double const before = distance(other, line);
        std::size_t const at = *rc::gen::inRange<std::size_t>(0, line.size() - 1);
        GeodesicEdge const edge(line[at], line[at + 1]);
        line.insert(line.begin() + static_cast<std::ptrdiff_t>(at) + 1,
                    edge.at(*rc::gen::inRange(0, 101) / 100.0 * edge.length()).position);
        RC_ASSERT(std::abs(distance(other, line) - before) <= allowed);
    }));
}

TEST(NearestProperties, OrderAndThreadsChangeNothing) {
    expect(rc::check([] {
        std::vector<Line> lines = any_lines();
        Line const p = sure_line();
        LonLatGeometries const query = layer_of({p});
        FeatureIndex const index(layer_of(lines));
        auto const one = index.nearest(query[0], {.count = 0});
        std::vector<std::vector<NearestPair>> again(4);
        parallel_for(again.size(), [&](std::size_t i) { again[i] = index.nearest(query[0], {.count = 0}); });
        std::reverse(lines.begin(), lines.end());
        auto const reversed = FeatureIndex(layer_of(lines)).nearest(query[0], {.count = 0});
        RC_ASSERT(one.size() == lines.size());
        RC_ASSERT(reversed.size() == lines.size());
        for (std::size_t k = 0; k < one.size(); ++k) {
            RC_ASSERT(std::abs(reversed[k].distance.value() - one[k].distance.value()) <= allowed);
            for (auto const& pairs : again) {
                RC_ASSERT(pairs[k].geometry == one[k].geometry);
                RC_ASSERT(pairs[k].distance == one[k].distance);
                RC_ASSERT(pairs[k].to == one[k].to);
            }
        }
    }));
}

/// The nearest few are those of all, whatever the count and the radius.
TEST(NearestProperties, CountAndRadiusOnlyCutTheList) {
    expect(rc::check([] {
        FeatureIndex const index(layer_of(any_lines()));
        LonLatGeometries const query = layer_of({sure_line()});
        auto const all = index.nearest(query[0], {.count = 0});
        std::size_t const count = *rc::gen::inRange<std::size_t>(1, 9);
        auto const few = index.nearest(query[0], {.count = count});
        RC_ASSERT(few.size() == std::min(count, all.size()));
        for (std::size_t k = 0; k < few.size(); ++k)
            RC_ASSERT(std::abs(few[k].distance.value() - all[k].distance.value()) <= allowed);
        Metres const radius = all[all.size() / 2].distance + Metres(1e-3);
        auto const near = index.nearest(query[0], {.count = 0, .radius = radius});
        RC_ASSERT(near.size() == static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](auto const& pair) {
                      return pair.distance <= radius;
                  })));
    }));
}

} // namespace
} // namespace oreway
