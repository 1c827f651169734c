// SPDX-License-Identifier: MIT
// Geodesics against GeographicLib's own programs with exact elliptic integrals (option -E), where PROJ's code uses
// series: GeodSolve for pairs of points and Planimeter for polygons. A missing program fails these tests; it never
// skips them.

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "oreway/geodesy/geodesic.hpp"

namespace oreway {
namespace {

/// SplitMix64, so that the points are the same with every standard library.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    double between(double low, double high) {
        m_state += 0x9E3779B97F4A7C15U;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return low + (high - low) * static_cast<double>((z ^ (z >> 31U)) >> 11U) * 0x1.0p-53;
    }
    LonLat place() {
        double const lon = between(-180.0, 180.0);
        return {lon, std::asin(between(-1.0, 1.0)) * 180.0 / M_PI}; // even over the sphere
    }

private:
    std::uint64_t m_state;
};

/// Output of a program of GeographicLib, as a stream of numbers.
std::istringstream run(std::string const& program, std::string const& input) {
    namespace fs = std::filesystem;
    fs::path const base = fs::path(::testing::TempDir()) / ("oreway-geodesy-" + std::to_string(getpid()));
    std::string const in = base.string() + ".in";
    std::string const out = base.string() + ".out";
    std::ofstream(in) << input;
    int const status = std::system((program + " < " + in + " > " + out).c_str());
    std::ostringstream text;
    text << std::ifstream(out).rdbuf();
    fs::remove(in);
    fs::remove(out);
    if (status != 0)
        throw std::runtime_error("'" + program + "' failed; these tests need Debian's package geographiclib-tools");
    return std::istringstream(text.str());
}

struct Pair {
    LonLat from;
    LonLat to;
};

void add_class(std::vector<Pair>& pairs, Random& random, std::size_t count, auto const& make) {
    for (std::size_t i = 0; i < count; ++i)
        pairs.push_back(make(random.place()));
}

/// The hard classes of Karney's GeodTest, 60 pairs each.
std::vector<Pair> hard_pairs() {
    Random random(20240607);
    constexpr std::size_t count = 60;
    std::vector<Pair> pairs;
    add_class(pairs, random, count, [&](LonLat p) { return Pair{p, random.place()}; });
    add_class(pairs, random, count, [&](LonLat p) { // nearly antipodal
        return Pair{p, {p.lon + 180.0 + random.between(-0.6, 0.6), -p.lat * random.between(0.99, 1.0)}};
    });
    add_class(pairs, random, count, [&](LonLat p) { // short
        return Pair{p, {p.lon + random.between(-1e-4, 1e-4), p.lat * (1.0 - random.between(0.0, 1e-6))}};
    });
    add_class(pairs, random, count, [](LonLat p) {
        return Pair{{p.lon, p.lat > 0.0 ? 90.0 : -90.0}, p};
    });                                             // from a pole
    add_class(pairs, random, count, [&](LonLat p) { // across the antimeridian
        return Pair{{180.0 - random.between(0.0, 5.0), p.lat},
                    {-180.0 + random.between(0.0, 5.0), random.between(-80.0, 80.0)}};
    });
    add_class(pairs, random, count, [&](LonLat p) {
        return Pair{{p.lon, 0.0}, {random.between(-180.0, 180.0), 0.0}};
    }); // equator
    add_class(pairs, random, count, [&](LonLat p) {
        return Pair{p, {p.lon, random.between(-90.0, 90.0)}};
    }); // meridian
    return pairs;
}

TEST(GeodesicWitness, GeodSolveAgreesOn420HardPairsTo20Nanometres) {
    std::vector<Pair> const pairs = hard_pairs();
    std::ostringstream text;
    text.precision(17);
    for (Pair const& p : pairs)
        text << p.from.lat << ' ' << p.from.lon << ' ' << p.to.lat << ' ' << p.to.lon << '\n';
    std::istringstream answers = run("GeodSolve -E -i -p 9", text.str());
    constexpr double tolerance = 2e-8; // 15 nm of the series, and the witness's own rounding
    double worst = 0.0;
    for (Pair const& p : pairs) {
        double azimuth_from = 0.0;
        double azimuth_to = 0.0;
        double distance = 0.0;
        ASSERT_TRUE(answers >> azimuth_from >> azimuth_to >> distance) << "GeodSolve answered too few lines";
        GeodesicInverse const own = geodesic_inverse(p.from, p.to);
        EXPECT_NEAR(own.distance.value(), distance, tolerance)
            << p.from.lon << ' ' << p.from.lat << ' ' << p.to.lon << ' ' << p.to.lat;
        EXPECT_NEAR(geodesic_distance(p.to, p.from).value(), distance, tolerance);
        LonLat const end = geodesic_direct(p.from, own.azimuth_from, own.distance).position;
        EXPECT_LT(geodesic_distance(end, p.to).value(), 2.0 * tolerance) << "direct does not undo inverse";
        worst = std::max(worst, std::abs(own.distance.value() - distance));
    }
    RecordProperty("worst_nm", std::to_string(worst * 1e9));
}

/// A ring of vertices round a centre, wherever that is: round a pole, across the antimeridian.
std::vector<LonLat> random_ring(Random& random) {
    LonLat const centre = random.place();
    double const radius = random.between(1e3, 3e6);
    std::vector<LonLat> ring;
    auto const vertices = static_cast<int>(random.between(3.0, 30.0));
    for (int i = 0; i < vertices; ++i) {
        double const azimuth = -360.0 * i / vertices; // counterclockwise
        ring.push_back(geodesic_direct(centre, Degrees(azimuth), Metres(radius * random.between(0.6, 1.0))).position);
    }
    return ring;
}

TEST(GeodesicWitness, PlanimeterAgreesOn100PolygonsTo1SquareMetre) {
    Random random(314159);
    std::vector<std::vector<LonLat>> rings = {{{0, 89}, {90, 89}, {180, 89}, {270, 89}},
                                              {{0, -70}, {-120, -70}, {120, -70}}};
    while (rings.size() < 100)
        rings.push_back(random_ring(random));
    std::ostringstream text;
    text.precision(17);
    for (auto const& ring : rings) {
        for (LonLat const p : ring)
            text << p.lat << ' ' << p.lon << '\n';
        text << "END\n";
    }
    std::istringstream answers = run("Planimeter -E -p 6", text.str());
    for (auto const& ring : rings) {
        std::size_t vertices = 0;
        double perimeter = 0.0;
        double area = 0.0;
        ASSERT_TRUE(answers >> vertices >> perimeter >> area) << "Planimeter answered too few lines";
        ASSERT_EQ(vertices, ring.size());
        EXPECT_NEAR(geodesic_ring_area(ring).value(), area, 1.0); // 0.1 m2 a vertex is promised
        std::vector<LonLat> closed = ring;
        closed.push_back(ring.front());
        EXPECT_NEAR(geodesic_length(closed).value(), perimeter, 1e-6); // Planimeter prints micrometres
    }
}

} // namespace
} // namespace oreway
