// SPDX-License-Identifier: MIT
// The index against trying every edge, on random layers of all kinds, at seams and poles; the order of equals;
// refusals.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/edge_index.hpp"
#include "unit/measure/geod_solve.hpp"

namespace oreway {
namespace {

/// What the header promises for a distance.
constexpr double promised = 1e-5;

/// Distance to each geometry by trying every edge; infinite for a geometry without vertices.
std::vector<double> try_every_edge(LonLatGeometries const& geometries, LonLat point) {
    std::vector<double> best(geometries.size(), std::numeric_limits<double>::infinity());
    for (std::size_t g = 0; g < geometries.size(); ++g)
        for (std::size_t p = 0; p < geometries[g].path_count(); ++p) {
            auto const path = geometries[g].path(p);
            bool const points = geometries[g].kind() == GeometryKind::point || path.size() == 1;
            for (std::size_t i = 0; i + (points ? 0 : 1) < path.size(); ++i)
                best[g] = std::min(best[g], nearest_on_edge(point, path[i], path[points ? i : i + 1]).distance.value());
        }
    return best;
}

void expect_same_as_trying_every_edge(LonLatGeometries const& geometries, LonLat point, Metres radius) {
    EdgeIndex const index(geometries);
    std::vector<double> const truth = try_every_edge(geometries, point);
    auto const nearest = std::min_element(truth.begin(), truth.end());
    auto const hit = index.nearest(point);
    ASSERT_TRUE(hit);
    EXPECT_NEAR(hit->distance.value(), *nearest, promised);
    EXPECT_NEAR(truth[hit->geometry], *nearest, 2e-6) << "geometry " << hit->geometry << " is not the nearest";
    EXPECT_NEAR(geodesic_distance(point, hit->foot).value(), *nearest, promised);

    std::vector<NearestHit> const hits = index.within(point, radius);
    auto const inside = std::count_if(truth.begin(), truth.end(), [&](double d) { return d <= radius.value(); });
    ASSERT_EQ(hits.size(), static_cast<std::size_t>(inside));
    for (std::size_t i = 0; i < hits.size(); ++i) {
        EXPECT_NEAR(hits[i].distance.value(), truth[hits[i].geometry], promised);
        if (i > 0) {
            EXPECT_LE(hits[i - 1].distance, hits[i].distance);
        }
    }
}

/// A layer of wandering lines, rings, points and degenerate geometries.
LonLatGeometries wandering_layer(witness::Random& random, LonLat centre, double reach, int count) {
    LonLatGeometries layer;
    auto const near = [&](LonLat p, double by) {
        return LonLat{p.lon + random.between(-by, by), std::clamp(p.lat + random.between(-by, by), -90.0, 90.0)};
    };
    for (int i = 0; i < count; ++i) {
        LonLat p = near(centre, reach);
        switch (i % 5) {
        case 0:
            layer.add_point(p);
            break;
        case 1:
            layer.add_null();
            break;
        case 2:
            layer.add_line(std::array{p, p, near(p, reach / 4), p});
            break; // with an edge of no length
        case 3: {
            layer.begin(GeometryKind::polygon);
            layer.begin_path();
            LonLat const q = near(p, reach / 8);
            for (LonLat const v : {p, q, near(p, reach / 8), p})
                layer.add(v);
            layer.begin_path(PathRole::hole);
            for (LonLat const v : {q, near(q, reach / 30), near(q, reach / 30), q})
                layer.add(v);
            layer.end();
            break;
        }
        default: {
            layer.begin(GeometryKind::line);
            layer.begin_path();
            for (int k = 0; k < 12; ++k) {
                layer.add(p);
                p = near(p, reach / 20);
            }
            layer.end();
        }
        }
    }
    return layer;
}

TEST(EdgeIndex, FindsTheSameAsTryingEveryEdgeInCentralAsia) {
    witness::Random random(1);
    for (int trial = 0; trial < 30; ++trial)
        expect_same_as_trying_every_edge(wandering_layer(random, {67, 45}, 12, 30), random.place(46, 35, 88, 56),
                                         600.0_km);
}

TEST(EdgeIndex, FindsTheSameAcrossTheAntimeridian) {
    witness::Random random(2);
    for (int trial = 0; trial < 30; ++trial) {
        LonLatGeometries const layer = wandering_layer(random, {trial % 2 == 0 ? 180.0 : -180.0, 10}, 8, 30);
        expect_same_as_trying_every_edge(layer, random.place(172, 0, 188, 20), 400.0_km);
        expect_same_as_trying_every_edge(layer, random.place(-188, 0, -172, 20), 400.0_km);
    }
}

TEST(EdgeIndex, FindsTheSameAtThePoles) {
    witness::Random random(3);
    for (int trial = 0; trial < 20; ++trial) {
        expect_same_as_trying_every_edge(wandering_layer(random, {random.between(-180, 180), 88}, 9, 30),
                                         random.place(-180, 84, 180, 90), 300.0_km);
        expect_same_as_trying_every_edge(wandering_layer(random, {random.between(-180, 180), -89}, 5, 30), {0, -90},
                                         300.0_km);
    }
}

TEST(EdgeIndex, FindsTheSameWhenEverythingIsFarAway) {
    witness::Random random(4);
    for (int trial = 0; trial < 20; ++trial)
        expect_same_as_trying_every_edge(wandering_layer(random, random.place(), 6, 20), random.place(), 9000.0_km);
}

TEST(EdgeIndex, FindsTheSameOnEdgesOfThousandsOfKilometres) {
    witness::Random random(5);
    for (int trial = 0; trial < 20; ++trial) {
        LonLatGeometries layer;
        for (int i = 0; i < 15; ++i)
            layer.add_line(std::array{random.place(), random.place()});
        expect_same_as_trying_every_edge(layer, random.place(), 2000.0_km);
    }
}

/// Along the line to the foot must be the geodesic from the start of the edge.
TEST(EdgeIndex, NamesThePathTheEdgeAndTheDistanceAlongIt) {
    LonLatGeometries layer;
    layer.add_null();
    layer.begin(GeometryKind::line);
    layer.begin_path();
    for (LonLat const v : {LonLat{60, 40}, LonLat{61, 40}})
        layer.add(v);
    layer.begin_path();
    for (LonLat const v : {LonLat{60, 50}, LonLat{61, 50}, LonLat{70, 51}})
        layer.add(v);
    layer.end();
    auto const hit = EdgeIndex(layer).nearest({66, 51.5});
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->geometry, 1U);
    EXPECT_EQ(hit->path, 1U);
    EXPECT_EQ(hit->edge, 1U);
    EXPECT_NEAR(hit->along.value(), geodesic_distance({61, 50}, hit->foot).value(), 1e-3);
}

TEST(EdgeIndex, PointsOfAMultipointAreNamedByTheirPosition) {
    LonLatGeometries layer;
    layer.begin(GeometryKind::point);
    layer.begin_path();
    for (LonLat const v : {LonLat{60, 40}, LonLat{61, 40}, LonLat{62, 40}})
        layer.add(v);
    layer.end();
    EdgeIndex const index(layer);
    auto const hit = index.nearest({61.9, 40.1});
    ASSERT_TRUE(hit);
    EXPECT_EQ(hit->edge, 2U);
    EXPECT_EQ(hit->along.value(), 0.0);
    EXPECT_EQ(index.edge_count(), 3U);
}

TEST(EdgeIndex, OfEquallyNearGeometriesTheFirstWins) {
    LonLatGeometries layer;
    std::array const line{LonLat{60, 40}, LonLat{70, 42}};
    std::array const back{LonLat{70, 42}, LonLat{60, 40}};
    layer.add_line(std::array{LonLat{0, 0}, LonLat{1, 0}});
    for (int i = 0; i < 5; ++i) {
        layer.add_line(back);
        layer.add_line(line);
    }
    EdgeIndex const index(layer);
    witness::Random random(6);
    for (int i = 0; i < 50; ++i) {
        auto const hit = index.nearest(random.place(55, 35, 75, 47));
        ASSERT_TRUE(hit);
        EXPECT_EQ(hit->geometry, 1U);
    }
    std::vector<NearestHit> const hits = index.within({60, 41}, 200.0_km);
    EXPECT_EQ(hits.size(), 10U);
}

TEST(EdgeIndex, OrderOfGeometriesDoesNotChangeDistances) {
    witness::Random random(8);
    LonLatGeometries const layer = wandering_layer(random, {67, 45}, 12, 40);
    LonLatGeometries reversed;
    for (std::size_t i = layer.size(); i-- > 0;)
        reversed.add(layer[i]);
    EdgeIndex const forward(layer);
    EdgeIndex const backward(reversed);
    for (int i = 0; i < 200; ++i) {
        LonLat const p = random.place(46, 35, 88, 56);
        EXPECT_NEAR(forward.nearest(p)->distance.value(), backward.nearest(p)->distance.value(), 1e-6);
    }
}

TEST(EdgeIndex, SplittingAnEdgeChangesNothing) {
    witness::Random random(9);
    for (int trial = 0; trial < 20; ++trial) {
        LonLat const a = random.place();
        LonLat const b = random.place();
        GeodesicEdge const edge(a, b);
        LonLatGeometries whole;
        whole.add_line(std::array{a, b});
        LonLatGeometries split;
        split.add_line(std::array{a, edge.at(0.3 * edge.length()).position, edge.at(0.7 * edge.length()).position, b});
        EdgeIndex const one(whole);
        EdgeIndex const three(split);
        for (int i = 0; i < 20; ++i) {
            LonLat const p = random.place();
            EXPECT_NEAR(one.nearest(p)->distance.value(), three.nearest(p)->distance.value(), promised);
        }
    }
}

TEST(EdgeIndex, TurningAllLongitudesChangesNothing) {
    witness::Random random(10);
    LonLatGeometries const layer = wandering_layer(random, {67, 45}, 12, 40);
    double const turn = 131.7;
    LonLatGeometries turned;
    for (std::size_t g = 0; g < layer.size(); ++g) {
        turned.begin(layer.kind(g));
        for (std::size_t p = 0; p < layer[g].path_count(); ++p) {
            turned.begin_path(layer[g].role(p));
            for (LonLat const v : layer[g].path(p))
                turned.add({v.lon + turn, v.lat});
        }
        turned.end();
    }
    EdgeIndex const index(layer);
    EdgeIndex const turned_index(turned);
    for (int i = 0; i < 200; ++i) {
        LonLat const p = random.place();
        EXPECT_NEAR(index.nearest(p)->distance.value(), turned_index.nearest({p.lon + turn, p.lat})->distance.value(),
                    promised);
    }
}

TEST(EdgeIndex, RadiusIncludesItsOwnValueAndNothingBeyond) {
    LonLatGeometries layer;
    layer.add_line(std::array{LonLat{60, 40}, LonLat{70, 42}});
    EdgeIndex const index(layer);
    LonLat const p{64, 45};
    Metres const d = index.nearest(p)->distance;
    EXPECT_TRUE(index.nearest(p, d));
    EXPECT_EQ(index.within(p, d).size(), 1U);
    EXPECT_FALSE(index.nearest(p, d - 1e-4_m));
    EXPECT_TRUE(index.within(p, d - 1e-4_m).empty());
    EXPECT_FALSE(index.nearest(p, Metres(-1.0)));
}

TEST(EdgeIndex, EmptyIndexHasNothingNear) {
    LonLatGeometries layer;
    layer.add_null();
    EdgeIndex const index(layer);
    EXPECT_EQ(index.edge_count(), 0U);
    EXPECT_FALSE(index.nearest({60, 40}));
    EXPECT_TRUE(index.within({60, 40}, 1000.0_km).empty());
}

TEST(EdgeIndex, CoordinateThatIsNotANumberIsRefused) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    LonLatGeometries layer;
    layer.add_line(std::array{LonLat{60, 40}, LonLat{nan, 42}});
    EXPECT_THROW(EdgeIndex{layer}, NumericError);
    LonLatGeometries swapped;
    swapped.add_point({43.2, 176.9});
    EXPECT_THROW(EdgeIndex{swapped}, NumericError);
    LonLatGeometries good;
    good.add_point({60, 40});
    EdgeIndex const index(good);
    EXPECT_THROW((void)index.nearest({nan, 40}), NumericError);
    EXPECT_THROW((void)index.nearest({60, 40}, Metres(nan)), NumericError);
    EXPECT_THROW((void)index.within({60, 90.1}, 1.0_km), NumericError);
}

/// The must-show line of the work: nearest distances agree with GeographicLib to 1 mm on 200 seeded pairs.
TEST(EdgeIndex, AgreesWithGeodSolveToAMillimetreOnTwoHundredPointsAndLines) {
    constexpr double a_millimetre = 1e-3;
    witness::Random random(200);
    std::vector<LonLat> points;
    std::vector<LonLat> a;
    std::vector<LonLat> b;
    for (int i = 0; i < 200; ++i) {
        points.push_back(random.place(46, 35, 88, 56));
        a.push_back(random.place(46, 35, 88, 56));
        b.push_back(
            {a.back().lon + random.between(-20, 20), std::clamp(a.back().lat + random.between(-10, 10), -89.0, 89.0)});
    }
    std::vector<witness::NearestOnEdge> const truth = witness::nearest_on_edges(points, a, b);
    for (std::size_t i = 0; i < truth.size(); ++i) {
        LonLatGeometries layer;
        layer.add_line(std::array{a[i], b[i]});
        EXPECT_NEAR(EdgeIndex(layer).nearest(points[i])->distance.value(), truth[i].distance, a_millimetre)
            << "pair " << i;
    }
}

} // namespace
} // namespace oreway
