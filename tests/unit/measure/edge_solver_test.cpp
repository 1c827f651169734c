// SPDX-License-Identifier: MIT
// The nearest place on one edge, against published numbers and against GeographicLib's GeodSolve.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>

#include "measure/edge_solver.hpp"
#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/edge_index.hpp"
#include "unit/measure/geod_solve.hpp"

namespace oreway {
namespace {

/// What the header promises for a distance.
constexpr double promised = 1e-5;
/// What the header promises for a foot.
constexpr double foot_promised = 1e-3;

double gap(LonLat p, LonLat q) {
    return geodesic_distance(p, q).value();
}

// ---- published: Martinez-Llario, Baselga and Coll 2021 (doi:10.3390/app11115129), printed to these digits

TEST(NearestOnEdge, ShortEdgeMatchesMartinezLlario2021) {
    LonLat const a{5.0, 52.0};
    EdgeFoot const foot = nearest_on_edge({5.5, 52.0}, a, {6.0, 51.4});
    EXPECT_NEAR(foot.distance.value(), 23767.7241838, 1e-6);
    EXPECT_NEAR(foot.along.value(), 24784.28800, foot_promised);
    EXPECT_NEAR(foot.foot.lat, 51.84608923, 5e-9);
    EXPECT_NEAR(foot.foot.lon, 5.26042849, 5e-9);
}

TEST(NearestOnEdge, AtlanticEdgeMatchesMartinezLlario2021) {
    EdgeFoot const foot = nearest_on_edge({-22.0, 64.0}, {29.0, 42.0}, {-77.0, 39.0});
    EXPECT_NEAR(foot.distance.value(), 1010585.998837, promised);
    EXPECT_NEAR(foot.foot.lat, 54.92853150, 1e-8);
    EXPECT_NEAR(foot.foot.lon, -21.93729107, 1e-8);
}

TEST(NearestOnEdge, EdgeOverTheEquatorMatchesMartinezLlario2021) {
    EdgeFoot const foot = nearest_on_edge({-22.0, 64.0}, {29.0, 42.0}, {-70.0, -35.0});
    EXPECT_NEAR(foot.distance.value(), 3928422.735316, promised);
    EXPECT_NEAR(foot.foot.lat, 37.97811768, 1e-8);
    EXPECT_NEAR(foot.foot.lon, 18.34906332, 1e-8);
}

// ---- computed with GeographicLib 2.1.2 in two ways (gnomonic iteration and one-dimensional minimisation) that agree
// to 1e-6 m

constexpr LonLat khorgos{80.41, 44.216};
constexpr LonLat aktau{51.1975, 43.6532};
constexpr LonLat tashkent{69.2401, 41.2995};
constexpr LonLat almaty{76.8829, 43.238};

/// Their feet come from a flat minimum and are up to 26 mm off along the leg; the distance does not feel that.
constexpr double their_foot = 0.03;
/// Degrees: 0.1 mm along the leg at 300 km.
constexpr double square = 2e-8;

double turn_at_foot(LonLat p, LonLat a, LonLat b) {
    EdgeFoot const foot = nearest_on_edge(p, a, b);
    GeodesicPosition const there = GeodesicEdge(a, b).at(foot.along);
    return std::remainder(geodesic_inverse(there.position, p).azimuth_from.value() - there.azimuth.value(), 360.0);
}

TEST(NearestOnEdge, TashkentIs399KilometresFromTheLegKhorgosAktau) {
    EdgeFoot const foot = nearest_on_edge(tashkent, khorgos, aktau);
    EXPECT_NEAR(foot.distance.value(), 399186.4081, 1e-4); // printed digits
    EXPECT_NEAR(gap(foot.foot, {69.320126514, 44.892232544}), 0.0, their_foot);
    EXPECT_NEAR(foot.along.value(), 883659.275, their_foot);
    EXPECT_NEAR(turn_at_foot(tashkent, khorgos, aktau), -90.0, square);
}

TEST(NearestOnEdge, DushanbeIs304KilometresFromTashkentTurkmenbashi) {
    LonLat const dushanbe{68.787, 38.5598};
    EdgeFoot const foot = nearest_on_edge(dushanbe, tashkent, {52.9552, 40.022});
    EXPECT_NEAR(foot.distance.value(), 303726.8278, 1e-4); // printed digits
    EXPECT_NEAR(gap(foot.foot, {68.735415793, 41.294969527}), 0.0, their_foot);
    EXPECT_NEAR(turn_at_foot(dushanbe, tashkent, {52.9552, 40.022}), -90.0, square);
}

TEST(NearestOnEdge, FootBeyondTheEndIsTheEnd) {
    LonLat const ulba{82.628, 49.948}; // north-east of Almaty, beyond the end of the leg
    EdgeFoot const foot = nearest_on_edge(ulba, almaty, tashkent);
    EXPECT_EQ(foot.along.value(), 0.0);
    EXPECT_EQ(foot.foot, almaty);
    EXPECT_EQ(foot.distance, geodesic_distance(ulba, almaty));
    EXPECT_NEAR(foot.distance.value(), 865530.9674, 1e-4); // printed digits
}

TEST(NearestOnEdge, MidpointOfALongLegLiesOnIt) {
    EdgeFoot const foot = nearest_on_edge({65.733338463, 44.878738658}, khorgos, aktau);
    EXPECT_NEAR(foot.distance.value(), 0.0, 1e-4); // nine printed decimals are 0.1 mm
}

// ---- against GeodSolve

struct Trials {
    std::vector<LonLat> points;
    std::vector<LonLat> a;
    std::vector<LonLat> b;
    void add(LonLat p, LonLat from, LonLat to) {
        points.push_back(p);
        a.push_back(from);
        b.push_back(to);
    }
};

void expect_agreement(Trials const& t) {
    std::vector<witness::NearestOnEdge> const truth = witness::nearest_on_edges(t.points, t.a, t.b);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        EdgeFoot const foot = nearest_on_edge(t.points[i], t.a[i], t.b[i]);
        EXPECT_NEAR(foot.distance.value(), truth[i].distance, promised)
            << "pair " << i << ": " << t.points[i].lon << ' ' << t.points[i].lat << " to " << t.a[i].lon << ' '
            << t.a[i].lat << " - " << t.b[i].lon << ' ' << t.b[i].lat;
        EXPECT_NEAR(gap(t.points[i], foot.foot), foot.distance.value(), promised);
        EXPECT_NEAR(gap(t.a[i], foot.foot), foot.along.value(), foot_promised);
    }
}

TEST(NearestOnEdge, AgreesWithGeodSolveOnTwoHundredPairsOfCentralAsia) {
    witness::Random random(20240501);
    Trials t;
    for (int i = 0; i < 200; ++i) {
        LonLat const a = random.place(46, 35, 88, 56);
        double const reach = std::pow(10.0, random.between(-3.0, 1.3)); // edges of 100 m to 3000 km
        LonLat const b{a.lon + random.between(-reach, reach), a.lat + random.between(-reach, reach) * 0.5};
        t.add(random.place(46, 35, 88, 56), a, b);
    }
    expect_agreement(t);
}

TEST(NearestOnEdge, AgreesWithGeodSolveOverTheWholeGlobe) {
    witness::Random random(7);
    Trials t;
    for (int i = 0; i < 150; ++i)
        t.add(random.place(), random.place(), random.place());
    expect_agreement(t);
}

TEST(NearestOnEdge, AgreesWithGeodSolveAtPolesAntimeridianAndNearlyAntipodalEdges) {
    witness::Random random(11);
    Trials t;
    for (int i = 0; i < 30; ++i) {
        t.add(random.place(-180, 80, 180, 90), random.place(-180, 80, 180, 90), random.place(-180, 80, 180, 90));
        t.add(random.place(175, -20, 185, 20), random.place(170, -20, 179, 20), random.place(-179, -20, -170, 20));
        LonLat const a = random.place(-180, -60, 180, 60);
        t.add(random.place(), a, {a.lon + 180.0 + random.between(-2, 2), -a.lat + random.between(-2, 2)});
        t.add({a.lon + 180.0 + random.between(-3, 3), -a.lat + random.between(-3, 3)}, a,
              {a.lon + random.between(-1, 1), a.lat + random.between(-1, 1)});
    }
    t.add({10, 80}, {40, 90}, {100, 70}); // an end at the pole, longitude arbitrary
    t.add({10, 80}, {100, 70}, {-40, 90});
    t.add({120, 85}, {10, 80}, {190, 80}); // over the pole
    t.add({33, 90}, {10, 80}, {130, 80});  // from the pole
    t.add({0, -90}, {10, 80}, {130, 80});
    expect_agreement(t);
}

TEST(NearestOnEdge, AgreesWithGeodSolveBesideTheEdge) {
    witness::Random random(13);
    Trials t;
    for (int i = 0; i < 60; ++i) {
        LonLat const a = random.place(-180, -80, 180, 80);
        LonLat const b{a.lon + random.between(-3, 3), a.lat + random.between(-3, 3)};
        GeodesicEdge const edge(a, b);
        GeodesicPosition const on = edge.at(random.between(-0.1, 1.1) * edge.length());
        double const off = std::pow(10.0, random.between(-4.0, 3.0)); // 0.1 mm to 1 km beside it
        t.add(geodesic_direct(on.position, Degrees(on.azimuth.value() + 90.0), Metres(off)).position, a, b);
    }
    expect_agreement(t);
}

TEST(NearestOnEdge, ReversedEdgeGivesTheSamePlace) {
    witness::Random random(17);
    for (int i = 0; i < 200; ++i) {
        LonLat const p = random.place();
        LonLat const a = random.place();
        LonLat const b = random.place();
        EdgeFoot const there = nearest_on_edge(p, a, b);
        EdgeFoot const back = nearest_on_edge(p, b, a);
        EXPECT_NEAR(there.distance.value(), back.distance.value(), promised);
        EXPECT_NEAR(gap(a, b), there.along.value() + back.along.value(), 2 * foot_promised);
    }
}

TEST(NearestOnEdge, TurningAllLongitudesChangesNothing) {
    witness::Random random(19);
    for (int i = 0; i < 200; ++i) {
        LonLat p = random.place();
        LonLat a = random.place();
        LonLat b = random.place();
        EdgeFoot const before = nearest_on_edge(p, a, b);
        double const turn = random.between(-180, 180);
        p.lon += turn;
        a.lon += turn;
        b.lon += turn;
        EXPECT_NEAR(nearest_on_edge(p, a, b).distance.value(), before.distance.value(), promised);
    }
}

TEST(NearestOnEdge, EdgeOfNoLengthIsAPoint) {
    EdgeFoot const foot = nearest_on_edge(tashkent, almaty, almaty);
    EXPECT_EQ(foot.distance, geodesic_distance(tashkent, almaty));
    EXPECT_EQ(foot.along.value(), 0.0);
    EXPECT_EQ(foot.foot, almaty);
}

TEST(NearestOnEdge, CoordinateThatIsNotANumberIsRefused) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW((void)nearest_on_edge({nan, 40.0}, almaty, tashkent), NumericError);
    EXPECT_THROW((void)nearest_on_edge(almaty, {70.0, nan}, tashkent), NumericError);
    EXPECT_THROW((void)nearest_on_edge(almaty, tashkent, {70.0, 91.0}), NumericError);
}

TEST(NearestOnEdge, PlaceOnAnEdgeOfHalfTheGlobeIsAtNoDistance) {
    LonLat const pole{-180.0, 90.0};
    LonLat const far{180.0, -88.17378};
    EXPECT_LT(nearest_on_edge({180.0, -88.17316}, pole, far).distance.value(), 1e-6);
    EXPECT_LT(nearest_on_edge({180.0, 12.3}, pole, far).distance.value(), 1e-6);
}

/// Edges of 1 m to 1000 km all over the earth, and points up to 140 km beside and beyond them.
TEST(NearestOnEdge, TheSeriesFindsTheFootOfTheExactSolution) {
    std::mt19937 seeded(4);
    auto const pick = [&](double low, double high) { return std::uniform_real_distribution(low, high)(seeded); };
    int solved = 0;
    for (int i = 0; i < 5'000; ++i) {
        LonLat const a{pick(-180.0, 180.0), std::asin(pick(-1.0, 1.0)) * 57.29577951308232};
        double const length = std::pow(10.0, pick(0.0, 6.0));
        LonLat const b = geodesic_direct(a, Degrees(pick(-180.0, 180.0)), Metres(length)).position;
        GeodesicEdge const edge(a, b);
        double const share = pick(-0.1, 1.1);
        LonLat const beside = edge.at(Metres(share * length)).position;
        double const away = std::pow(10.0, pick(-2.0, 5.1));
        LonLat const point = geodesic_direct(beside, Degrees(pick(-180.0, 180.0)), Metres(away)).position;
        EdgeFoot const exact = nearest_on_edge(point, a, b);
        if (exact.distance.value() > 140e3)
            continue;
        auto const near = solve_edge_near(to_ecef(point), a, b, exact.along.value() / edge.length().value());
        if (!near)
            continue;
        ++solved;
        EXPECT_NEAR(near->distance.value(), exact.distance.value(), 3e-6) << i;
        EXPECT_LE(gap(near->foot, exact.foot), foot_promised) << i;
    }
    EXPECT_GT(solved, 4'500);
}

} // namespace
} // namespace oreway
