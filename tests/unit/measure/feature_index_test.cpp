// SPDX-License-Identifier: MIT
// Features against features: brute force with samples along both geometries, worked cases with known answers, insides
// and crossings, kilometre posts, order of equals, refusals.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include <GeographicLib/Geodesic.hpp>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/edge_index.hpp"
#include "oreway/measure/feature_index.hpp"
#include "unit/measure/geod_solve.hpp"

namespace oreway {
namespace {

/// What the header promises for a distance.
constexpr double promised = 1e-5;

using Line = std::vector<LonLat>;

void add_ring(LonLatGeometries& g, Line const& ring, PathRole role = PathRole::exterior) {
    g.begin_path(role);
    g.add(std::span<LonLat const>(ring));
}

void add_polygon(LonLatGeometries& g, Line const& ring, Line const& hole = {}) {
    g.begin(GeometryKind::polygon);
    add_ring(g, ring);
    if (!hole.empty())
        add_ring(g, hole, PathRole::hole);
    g.end();
}

Line box_ring(double west, double south, double east, double north) {
    return {{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
}

Line wandering_line(witness::Random& random, LonLat from, double step, int vertices) {
    Line line{from};
    double heading = random.between(-180, 180);
    while (static_cast<int>(line.size()) < vertices) {
        heading += random.between(-40, 40);
        line.push_back(
            geodesic_direct(line.back(), Degrees(heading), Metres(step * random.between(0.1, 2.0))).position);
    }
    return line;
}

/// The distance of two lines that do not cross: from every vertex of one to every edge of the other.
double distance_of_lines(Line const& p, Line const& q) {
    double best = std::numeric_limits<double>::infinity();
    for (auto const& [one, other] : {std::pair(p, q), std::pair(q, p)})
        for (LonLat const v : one)
            for (std::size_t i = 1; i < other.size(); ++i)
                best = std::min(best, nearest_on_edge(v, other[i - 1], other[i]).distance.value());
    return best;
}

/// The least distance from places every `step` metres along one line to the other: never less than the true distance,
/// and at most half a step more.
double sampled_distance(Line const& p, Line const& q, double step) {
    LonLatGeometries g;
    g.add_line(q);
    EdgeIndex const index(g);
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < p.size(); ++i) {
        GeodesicEdge const edge(p[i - 1], p[i]);
        for (double along = 0.0; along < edge.length().value(); along += step)
            best = std::min(best, index.nearest(edge.at(Metres(along)).position)->distance.value());
    }
    return best;
}

NearestPair only(std::vector<NearestPair> const& pairs) {
    EXPECT_EQ(pairs.size(), 1U);
    return pairs.empty() ? NearestPair{} : pairs.front();
}

LonLatGeometries one_line(Line const& line) {
    LonLatGeometries g;
    g.add_line(line);
    return g;
}

TEST(FeatureIndex, LinesThatCrossTouchAtTheirCrossing) {
    FeatureIndex const index(one_line({{60, 40}, {70, 44}}));
    LonLatGeometries const query = one_line({{62, 44}, {67, 39}});
    NearestPair const pair = only(index.nearest(query[0]));
    EXPECT_EQ(pair.distance.value(), 0.0);
    EXPECT_EQ(pair.from, pair.to);
    EXPECT_NEAR(nearest_on_edge(pair.to, {60, 40}, {70, 44}).distance.value(), 0.0, promised);
    EXPECT_NEAR(nearest_on_edge(pair.to, {62, 44}, {67, 39}).distance.value(), 0.0, promised);
    EXPECT_NEAR(pair.along.value(), geodesic_distance({60, 40}, pair.to).value(), 1e-3);
}

/// Some of the crossings lie where pieces of an edge meet.
TEST(FeatureIndex, CrossingsAreFoundForEdgesOfAllLengthsAndAngles) {
    witness::Random random(31);
    for (int i = 0; i < 400; ++i) {
        LonLat const centre = random.place();
        double const one = std::pow(10.0, random.between(0.0, 6.5));
        double const other = std::pow(10.0, random.between(0.0, 6.5));
        double const heading = random.between(-180, 180);
        double const turn = std::pow(10.0, random.between(-2.0, 1.9));
        auto const from_centre = [&](double azimuth, double length) {
            return geodesic_direct(centre, Degrees(azimuth), Metres(length)).position;
        };
        FeatureIndex const index(one_line({from_centre(heading, -one), from_centre(heading, 0.7 * one)}));
        LonLatGeometries const query =
            one_line({from_centre(heading + turn, -0.6 * other), from_centre(heading + turn, other)});
        NearestPair const pair = only(index.nearest(query[0]));
        EXPECT_EQ(pair.distance.value(), 0.0) << "lengths " << one << ' ' << other << " angle " << turn;
        EXPECT_NEAR(geodesic_distance(pair.to, centre).value(), 0.0, 1e-3 / std::sin(turn * 0.0174533));
    }
}

TEST(FeatureIndex, LinesApartHaveTheDistanceOfSamplesAlongThem) {
    witness::Random random(32);
    for (int i = 0; i < 60; ++i) {
        LonLat const centre = random.place(-180, -85, 180, 85);
        double const step = std::pow(10.0, random.between(3.0, 5.5));
        Line const p = wandering_line(random, centre, step, 6);
        LonLat const aside =
            geodesic_direct(centre, Degrees(random.between(-180, 180)), Metres(step * random.between(0, 8))).position;
        Line const q = wandering_line(random, aside, step, 6);
        FeatureIndex const index(one_line(p));
        LonLatGeometries const query = one_line(q);
        NearestPair const pair = only(index.nearest(query[0]));
        double const fine = step / 200.0;
        double const sampled = sampled_distance(q, p, fine);
        EXPECT_LE(pair.distance.value(), sampled + promised);
        EXPECT_GE(pair.distance.value(), sampled - fine);
        if (pair.distance.value() > 0.0) {
            EXPECT_NEAR(pair.distance.value(), distance_of_lines(p, q), promised);
        }
        EXPECT_NEAR(geodesic_distance(pair.from, pair.to).value(), pair.distance.value(), promised);
    }
}

TEST(FeatureIndex, DistanceOfLinesIsSymmetric) {
    witness::Random random(33);
    for (int i = 0; i < 100; ++i) {
        LonLatGeometries const p = one_line(wandering_line(random, random.place(50, 30, 90, 60), 30e3, 20));
        LonLatGeometries const q = one_line(wandering_line(random, random.place(50, 30, 90, 60), 5e3, 50));
        double const there = only(FeatureIndex(p).nearest(q[0])).distance.value();
        double const back = only(FeatureIndex(q).nearest(p[0])).distance.value();
        EXPECT_NEAR(there, back, promised);
    }
}

TEST(FeatureIndex, PlaceInAPolygonIsAtNoDistance) {
    LonLatGeometries g;
    add_polygon(g, box_ring(60, 40, 70, 50), box_ring(64, 44, 66, 46));
    FeatureIndex const index(std::move(g));
    LonLatGeometries query;
    query.add_point({62, 42});
    query.add_point({65, 45});
    query.add_point({75, 45});
    EXPECT_EQ(only(index.nearest(query[0])).distance.value(), 0.0);
    // In the hole: to the hole's edge on the meridian 64 or 66 (by GeodSolve 78 km a degree).
    NearestPair const in_hole = only(index.nearest(query[1]));
    EXPECT_NEAR(in_hole.distance.value(), geodesic_distance({65, 45}, in_hole.to).value(), promised);
    EXPECT_EQ(in_hole.path, 1U);
    EXPECT_GT(in_hole.distance.value(), 78e3);
    EXPECT_LT(in_hole.distance.value(), 79e3);
    EXPECT_GT(only(index.nearest(query[2])).distance.value(), 393e3);
}

/// Beside a geodesic edge of 780 km, which bulges 9 km from the parallel: places a centimetre to either side.
TEST(FeatureIndex, SideOfABoundaryIsExactToMillimetres) {
    witness::Random random(34);
    Line const ring = box_ring(60, 40, 70, 50);
    for (bool const reversed : {false, true}) {
        Line r(ring);
        if (reversed)
            std::reverse(r.begin(), r.end());
        LonLatGeometries g;
        add_polygon(g, r);
        FeatureIndex const index(std::move(g));
        for (int i = 0; i < 300; ++i) {
            std::size_t const side = static_cast<std::size_t>(i) % 4;
            GeodesicEdge const edge(ring[side], ring[side + 1]);
            GeodesicPosition const there = edge.at(random.between(0.01, 0.99) * edge.length());
            for (double const offset : {-0.15, -0.01, -0.002, 0.002, 0.01, 0.15}) {
                // The ring runs counterclockwise, so outside is on the right.
                LonLatGeometries query;
                query.add_point(
                    geodesic_direct(there.position, there.azimuth + Degrees(90.0), Metres(offset)).position);
                NearestPair const pair = only(index.nearest(query[0]));
                EXPECT_NEAR(pair.distance.value(), std::max(0.0, offset), promised);
            }
        }
    }
}

TEST(FeatureIndex, SideIsExactAtCornersToo) {
    // An L with a reflex corner at (65, 45).
    Line const ring{{60, 40}, {70, 40}, {70, 45}, {65, 45}, {65, 50}, {60, 50}, {60, 40}};
    LonLatGeometries g;
    add_polygon(g, ring);
    FeatureIndex const index(std::move(g));
    auto const distance_at = [&](LonLat corner, double azimuth) {
        LonLatGeometries query;
        query.add_point(geodesic_direct(corner, Degrees(azimuth), Metres(0.05)).position);
        return only(index.nearest(query[0])).distance.value();
    };
    EXPECT_NEAR(distance_at({60, 40}, -135), 0.05, promised);
    EXPECT_EQ(distance_at({60, 40}, 45), 0.0);
    EXPECT_EQ(distance_at({65, 45}, -135), 0.0);
    EXPECT_GT(distance_at({65, 45}, 45), 0.03);
    EXPECT_NEAR(distance_at({70, 45}, 45), 0.05, promised);
}

TEST(FeatureIndex, PolygonQueryHoldsWhatLiesInside) {
    LonLatGeometries g;
    g.add_point({65, 45});
    g.add_line(Line{{62, 42}, {63, 43}});
    g.add_line(Line{{50, 45}, {80, 45}});
    g.add_point({75, 45});
    add_polygon(g, box_ring(66, 46, 67, 47));
    add_polygon(g, box_ring(50, 30, 90, 60));
    g.add_null();
    FeatureIndex const index(g);
    LonLatGeometries query;
    add_polygon(query, box_ring(60, 40, 70, 50));
    std::vector<NearestPair> const pairs = index.nearest(query[0], {.count = 0, .radius = 500.0_km});
    ASSERT_EQ(pairs.size(), 6U);
    std::vector<std::size_t> touching;
    for (NearestPair const& pair : pairs)
        if (pair.distance.value() == 0.0)
            touching.push_back(pair.geometry);
    EXPECT_EQ(touching, (std::vector<std::size_t>{0, 1, 2, 4, 5}));
    EXPECT_EQ(pairs.back().geometry, 3U);
    EXPECT_GT(pairs.back().distance.value(), 390e3);
}

TEST(FeatureIndex, CountAndRadiusAndSkipChooseWhatBruteForceChooses) {
    witness::Random random(35);
    LonLatGeometries g;
    for (int i = 0; i < 60; ++i)
        g.add_line(wandering_line(random, random.place(50, 30, 90, 60), 8e3, 12));
    FeatureIndex const index(g);
    for (int trial = 0; trial < 40; ++trial) {
        LonLatGeometries query;
        LonLat const p = random.place(50, 30, 90, 60);
        query.add_point(p);
        std::vector<std::pair<double, std::size_t>> truth;
        for (std::size_t k = 0; k < g.size(); ++k)
            if (k % 3 != 0)
                truth.emplace_back(
                    EdgeIndex(one_line(Line(g[k].path(0).begin(), g[k].path(0).end()))).nearest(p)->distance.value(),
                    k);
        std::sort(truth.begin(), truth.end());
        auto const pairs = index.nearest(query[0], {.count = 7, .skip = [](std::size_t k) { return k % 3 == 0; }});
        ASSERT_EQ(pairs.size(), 7U);
        for (std::size_t k = 0; k < 7; ++k) {
            EXPECT_EQ(pairs[k].geometry, truth[k].second);
            EXPECT_NEAR(pairs[k].distance.value(), truth[k].first, promised);
        }
        Metres const radius(truth[4].first + 1.0);
        EXPECT_EQ(
            index.nearest(query[0], {.count = 0, .radius = radius, .skip = [](std::size_t k) { return k % 3 == 0; }})
                .size(),
            5U);
    }
}

TEST(FeatureIndex, LinesAsQueriesFindTheSameNeighboursAsOneByOne) {
    witness::Random random(36);
    LonLatGeometries g;
    for (int i = 0; i < 50; ++i)
        g.add_line(wandering_line(random, random.place(55, 35, 75, 50), 8e3, 12));
    FeatureIndex const index(g);
    for (std::size_t q = 0; q < 20; ++q) {
        std::vector<std::pair<double, std::size_t>> truth;
        for (std::size_t k = 0; k < g.size(); ++k) {
            LonLatGeometries one;
            one.add(g[k]);
            truth.emplace_back(only(FeatureIndex(one).nearest(g[q])).distance.value(), k);
        }
        std::sort(truth.begin(), truth.end());
        auto const pairs = index.nearest(g[q], {.count = 10});
        ASSERT_EQ(pairs.size(), 10U);
        for (std::size_t k = 0; k < pairs.size(); ++k)
            EXPECT_NEAR(pairs[k].distance.value(), truth[k].first, promised);
        EXPECT_EQ(pairs.front().distance.value(), 0.0);
        EXPECT_NE(only(index.nearest(g[q], {.skip = [q](std::size_t k) { return k == q; }})).geometry, q);
    }
}

TEST(FeatureIndex, PointBesideTheMiddleOrEndOfAQueryIsFoundWithinItsDistance) {
    LonLatGeometries g;
    g.add_point({60.5, 40.1});
    FeatureIndex const index(std::move(g));
    for (Line const& line : {Line{{60, 40}, {61, 40}}, Line{{60, 40}, {60.5, 40.05}}, Line{{60.5, 40.05}, {60, 40}}}) {
        LonLatGeometries const query = one_line(line);
        Metres const distance = nearest_on_edge({60.5, 40.1}, line[0], line[1]).distance;
        auto const pairs = index.nearest(query[0], {.count = 0, .radius = distance + Metres(0.01)});
        EXPECT_NEAR(only(pairs).distance.value(), distance.value(), promised);
    }
}

TEST(FeatureIndex, KilometrePostIsTheLengthOfThePathToTheFoot) {
    witness::Random random(37);
    LonLatGeometries g;
    g.begin(GeometryKind::line);
    add_ring(g, wandering_line(random, {60, 40}, 3e3, 40));
    Line mixed = wandering_line(random, {66, 44}, 3e3, 30);
    Line const coarse = wandering_line(random, mixed.back(), 90e3, 5);
    mixed.insert(mixed.end(), coarse.begin(), coarse.end());
    Line const fine = wandering_line(random, mixed.back(), 2e3, 20);
    mixed.insert(mixed.end(), fine.begin(), fine.end());
    add_ring(g, mixed);
    g.end();
    FeatureIndex const index(g);
    EdgeIndex const edges(g);
    for (int i = 0; i < 300; ++i) {
        LonLat const p = random.place(58, 38, 74, 50);
        LonLatGeometries query;
        query.add_point(p);
        NearestPair const pair = only(index.nearest(query[0]));
        auto const hit = edges.nearest(p);
        std::span<LonLat const> const path = g[0].path(hit->path);
        EXPECT_EQ(pair.path, hit->path);
        EXPECT_NEAR(pair.along.value(), (geodesic_length(path.first(hit->edge + 1)) + hit->along).value(), 1e-5);
    }
}

TEST(FeatureIndex, OfEquallyNearFeaturesTheFirstComesFirst) {
    LonLatGeometries g;
    for (int i = 0; i < 4; ++i) {
        g.add_line(Line{{60, 40}, {61, 41}});
        g.add_point({60, 40});
    }
    FeatureIndex const index(g);
    LonLatGeometries query;
    query.add_point({59.9, 39.9});
    query.add_line(Line{{59.9, 39.9}, {59, 39}});
    for (std::size_t q = 0; q < query.size(); ++q) {
        auto const pairs = index.nearest(query[q], {.count = 5});
        ASSERT_EQ(pairs.size(), 5U);
        for (std::size_t k = 0; k < 5; ++k)
            EXPECT_EQ(pairs[k].geometry, k);
    }
}

TEST(FeatureIndex, NothingIsSpecialAtTheAntimeridianAndThePole) {
    LonLatGeometries g;
    add_polygon(g, box_ring(175, -10, 185, 10));
    Line cap;
    for (int i = 0; i <= 36; ++i)
        cap.push_back({-180.0 + 10.0 * i, 80.0});
    add_polygon(g, cap);
    FeatureIndex const index(g);
    LonLatGeometries query;
    query.add_point({-178, 0});
    query.add_point({12, 90});
    query.add_line(Line{{-170, 0}, {-176, 0}});
    query.add_line(Line{{10, 85}, {-170, 85}});
    EXPECT_EQ(only(index.nearest(query[0])).geometry, 0U);
    EXPECT_EQ(only(index.nearest(query[0])).distance.value(), 0.0);
    EXPECT_EQ(only(index.nearest(query[1])).geometry, 1U);
    EXPECT_EQ(only(index.nearest(query[1])).distance.value(), 0.0);
    EXPECT_EQ(only(index.nearest(query[2])).distance.value(), 0.0);
    EXPECT_EQ(only(index.nearest(query[3])).distance.value(), 0.0);
}

TEST(FeatureIndex, AnswersDoNotDependOnThreads) {
    witness::Random random(38);
    LonLatGeometries g;
    for (int i = 0; i < 200; ++i)
        g.add_line(wandering_line(random, random.place(50, 30, 90, 60), 8e3, 12));
    add_polygon(g, box_ring(60, 40, 65, 45));
    FeatureIndex const index(g);
    auto const answers = [&](std::size_t threads) {
        set_thread_count(threads);
        std::vector<std::vector<NearestPair>> all(g.size());
        parallel_for(g.size(), [&](std::size_t i) { all[i] = index.nearest(g[i], {.count = 4}); });
        set_thread_count(0);
        return all;
    };
    auto const one = answers(1);
    auto const four = answers(4);
    for (std::size_t i = 0; i < one.size(); ++i) {
        ASSERT_EQ(one[i].size(), four[i].size());
        for (std::size_t k = 0; k < one[i].size(); ++k) {
            EXPECT_EQ(one[i][k].geometry, four[i][k].geometry);
            EXPECT_EQ(one[i][k].distance, four[i][k].distance);
            EXPECT_EQ(one[i][k].to, four[i][k].to);
        }
    }
}

TEST(FeatureIndex, EmptyQueriesAndLayersHaveNoNeighbours) {
    LonLatGeometries empty;
    empty.add_null();
    EXPECT_TRUE(FeatureIndex(one_line({{60, 40}, {61, 41}})).nearest(empty[0]).empty());
    LonLatGeometries query;
    query.add_point({60, 40});
    query.add_line(Line{{60, 40}, {61, 41}});
    FeatureIndex const nothing(empty);
    EXPECT_TRUE(nothing.nearest(query[0]).empty());
    EXPECT_TRUE(nothing.nearest(query[1]).empty());
}

TEST(FeatureIndex, CoordinateThatIsNotANumberIsRefused) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(FeatureIndex(one_line({{60, 40}, {nan, 41}})), NumericError);
    FeatureIndex const index(one_line({{60, 40}, {61, 41}}));
    LonLatGeometries const bad = one_line({{60, 40}, {61, nan}});
    EXPECT_THROW((void)index.nearest(bad[0]), NumericError);
    LonLatGeometries const good = one_line({{60, 40}, {61, 40}});
    EXPECT_THROW((void)index.nearest(good[0], {.radius = Metres(nan)}), NumericError);
}

/// Against GeographicLib; ends that are off by 1e-7 m turn a way of 10 m by 6e-7 degrees.
TEST(FeatureIndex, AzimuthsArePointedAsGeographicLibPointsThem) {
    GeographicLib::Geodesic const& earth = GeographicLib::Geodesic::WGS84();
    std::mt19937 seeded(5);
    auto const pick = [&](double low, double high) { return std::uniform_real_distribution(low, high)(seeded); };
    for (int i = 0; i < 20'000; ++i) {
        LonLat const from{pick(-180.0, 180.0), std::asin(pick(-1.0, 1.0)) * 57.29577951308232};
        double const distance = std::pow(10.0, pick(1.0, 6.5));
        LonLat to;
        earth.Direct(from.lat, from.lon, pick(-180.0, 180.0), distance, to.lat, to.lon);
        double azimuth = 0.0;
        double end_azimuth = 0.0;
        earth.Inverse(from.lat, from.lon, to.lat, to.lon, azimuth, end_azimuth);
        NearestPair const pair{0, Metres(distance), from, to, 0, Metres(0.0)};
        double const off = std::remainder(azimuth_of(pair).value() - azimuth, 360.0);
        EXPECT_NEAR(off, 0.0, 3e-9 + 6e-6 / distance) << from.lon << ' ' << from.lat << ' ' << distance;
    }
    EXPECT_EQ(azimuth_of({0, Metres(0.0), {60, 40}, {60, 40}, 0, Metres(0.0)}).value(), 0.0);
}

} // namespace
} // namespace oreway
