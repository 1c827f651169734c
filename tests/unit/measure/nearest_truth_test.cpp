// SPDX-License-Identifier: MIT
// Nearest distances against GeographicLib on ten thousand seeded pairs, and the right line among many.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/measure/feature_index.hpp"
#include "unit/measure/geod_solve.hpp"
#include "unit/measure/geographiclib_truth.hpp"

namespace oreway {
namespace {

/// The promise is a millimetre; what the header states is a hundredth of that.
constexpr double stated = 1e-5;

LonLat place_near(witness::Random& random, LonLat p, double most) {
    double const reach = std::pow(10.0, random.between(-1.0, std::log10(most)));
    return geodesic_direct(p, Degrees(random.between(-180, 180)), Metres(reach)).position;
}

/// Edges of 1 m to 9,000 km all over the earth, points from 0.1 m to 10,000 km away from them.
TEST(NearestTruth, TenThousandPairsAgreeWithGeographicLib) {
    constexpr std::size_t pairs = 10000;
    struct Pair {
        LonLat point;
        LonLat a;
        LonLat b;
    };
    witness::Random random(2013);
    std::vector<Pair> all(pairs);
    for (Pair& pair : all) {
        pair.a = random.place(-180, -90, 180, 90);
        double const length = std::pow(10.0, random.between(0.0, std::log10(9.0e6)));
        double const azimuth = random.between(-180, 180);
        pair.b = geodesic_direct(pair.a, Degrees(azimuth), Metres(length)).position;
        LonLat const beside =
            geodesic_direct(pair.a, Degrees(azimuth), Metres(random.between(-0.2, 1.2) * length)).position;
        pair.point = place_near(random, beside, 1.0e7);
    }
    std::vector<double> errors(pairs);
    parallel_blocks(pairs, 100, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
            LonLatGeometries layer;
            layer.add_line(std::array{all[i].a, all[i].b});
            LonLatGeometries query;
            query.add_point(all[i].point);
            double const found = FeatureIndex(std::move(layer)).nearest(query[0]).front().distance.value();
            errors[i] = std::abs(found - witness::nearest_distance(all[i].point, all[i].a, all[i].b));
        }
    });
    auto const worst = std::max_element(errors.begin(), errors.end());
    RecordProperty("worst_error_nanometres", static_cast<int>(*worst * 1e9));
    EXPECT_LT(*worst, stated) << "pair " << worst - errors.begin();
}

/// Every edge of every line tried by GeographicLib: the line found is the nearest one, never another.
TEST(NearestTruth, NearestLineIsNeverAnotherOne) {
    witness::Random random(2018);
    LonLatGeometries lines;
    std::vector<LonLat> points;
    for (int i = 0; i < 50; ++i) {
        std::vector<LonLat> line{random.place(46, 35, 88, 56)};
        double const step = std::pow(10.0, random.between(2.0, 5.5));
        double heading = random.between(-180, 180);
        for (int v = 0; v < 6; ++v) {
            heading += random.between(-60, 60);
            line.push_back(geodesic_direct(line.back(), Degrees(heading), Metres(step)).position);
        }
        lines.add_line(line);
    }
    for (int i = 0; i < 30; ++i)
        points.push_back(random.place(40, 30, 95, 60));
    FeatureIndex const index(lines);
    std::vector<int> wrong(points.size(), 0);
    parallel_for(points.size(), [&](std::size_t i) {
        std::vector<double> truth(lines.size(), 1e9);
        for (std::size_t g = 0; g < lines.size(); ++g) {
            std::span<LonLat const> const line = lines[g].path(0);
            for (std::size_t v = 1; v < line.size(); ++v)
                truth[g] = std::min(truth[g], witness::nearest_distance(points[i], line[v - 1], line[v]));
        }
        LonLatGeometries query;
        query.add_point(points[i]);
        NearestPair const pair = index.nearest(query[0]).front();
        double const nearest = *std::min_element(truth.begin(), truth.end());
        wrong[i] = truth[pair.geometry] > nearest + stated || std::abs(pair.distance.value() - nearest) > stated;
    });
    EXPECT_EQ(std::count(wrong.begin(), wrong.end(), 1), 0);
}

} // namespace
} // namespace oreway
