// SPDX-License-Identifier: MIT
// The true nearest line of every point, by GeographicLib and without any index: every edge is tried by its straight
// chord, and those that may win are measured by golden sections.
//
//     bench_w3_truth LINES POINTS > TRUTH      one line a row: id, count, lon lat ...; one point a row: id lon lat
//                                              writes id, line, metres

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <limits>
#include <numbers>
#include <vector>

#include "unit/measure/geographiclib_truth.hpp"

namespace {

using oreway::LonLat;
using Vector = std::array<double, 3>;

constexpr double equator = 6378137.0;
constexpr double flattening = 1.0 / 298.257223563;

Vector earth_centred(LonLat p) {
    double const squared_eccentricity = flattening * (2.0 - flattening);
    double const lat = p.lat * std::numbers::pi / 180.0;
    double const lon = p.lon * std::numbers::pi / 180.0;
    double const normal = equator / std::sqrt(1.0 - squared_eccentricity * std::sin(lat) * std::sin(lat));
    return {normal * std::cos(lat) * std::cos(lon), normal * std::cos(lat) * std::sin(lon),
            normal * (1.0 - squared_eccentricity) * std::sin(lat)};
}

struct Edge {
    LonLat a;
    LonLat b;
    Vector from;
    Vector span;
    double squared_span;
    double sagitta; ///< how far the geodesic may leave its chord, with room to spare
    long line;
};

std::vector<Edge> read_edges(char const* file) {
    std::ifstream in(file);
    std::vector<Edge> edges;
    long line = 0;
    std::size_t count = 0;
    while (in >> line >> count) {
        std::vector<LonLat> vertices(count);
        for (LonLat& v : vertices)
            in >> v.lon >> v.lat;
        for (std::size_t i = 1; i < count; ++i) {
            Vector const from = earth_centred(vertices[i - 1]);
            Vector const to = earth_centred(vertices[i]);
            Vector const span{to[0] - from[0], to[1] - from[1], to[2] - from[2]};
            double const squared = span[0] * span[0] + span[1] * span[1] + span[2] * span[2];
            edges.push_back({vertices[i - 1], vertices[i], from, span, squared, 1.1 * squared / (8.0 * 6.33e6), line});
        }
    }
    return edges;
}

double chord_to(Vector const& p, Edge const& edge) {
    Vector const w{p[0] - edge.from[0], p[1] - edge.from[1], p[2] - edge.from[2]};
    double const along = w[0] * edge.span[0] + w[1] * edge.span[1] + w[2] * edge.span[2];
    double const t = edge.squared_span > 0.0 ? std::clamp(along / edge.squared_span, 0.0, 1.0) : 0.0;
    double squared = 0.0;
    for (std::size_t k = 0; k < 3; ++k) {
        double const gap = w[k] - t * edge.span[k];
        squared += gap * gap;
    }
    return std::sqrt(squared);
}

struct Nearest {
    long line = -1;
    double distance = std::numeric_limits<double>::infinity();
};

Nearest nearest(LonLat point, std::vector<Edge> const& edges) {
    Vector const p = earth_centred(point);
    std::vector<double> chords(edges.size());
    std::transform(edges.begin(), edges.end(), chords.begin(),
                   [&](Edge const& e) { return chord_to(p, e) - e.sagitta; });
    // A geodesic is at least its chord; start with the nearest chord and try all that stay below the best.
    auto const first = std::min_element(chords.begin(), chords.end()) - chords.begin();
    Nearest best;
    auto const measure = [&](std::size_t i) {
        double const distance = oreway::witness::nearest_distance(point, edges[i].a, edges[i].b);
        if (distance < best.distance)
            best = {edges[i].line, distance};
    };
    measure(static_cast<std::size_t>(first));
    for (std::size_t i = 0; i < edges.size(); ++i)
        if (chords[i] <= best.distance)
            measure(i);
    return best;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: bench_w3_truth LINES POINTS\n";
        return 2;
    }
    std::vector<Edge> const edges = read_edges(argv[1]);
    std::ifstream points(argv[2]);
    long id = 0;
    LonLat point;
    while (points >> id >> point.lon >> point.lat) {
        Nearest const found = nearest(point, edges);
        std::printf("%ld,%ld,%.9f\n", id, found.line, found.distance);
    }
    return 0;
}
