// SPDX-License-Identifier: MIT
// Cutting edges into pieces. An edge whose chord is short enough is one piece and costs no geodesic solution.

#include "measure/edge_pieces.hpp"

#include <cmath>

#include "measure/chord_bounds.hpp"

namespace oreway {

namespace {

/// Four times the sagitta of the geodesic over the chord from a to b, along the normal of the ellipsoid: d2 kappa / 2
/// n, with the normal curvature kappa of the ellipsoid in the direction of the chord, scaled to its surface.
Ecef bulge_of(Ecef a, Ecef b) {
    constexpr double equator = wgs84_semi_major_axis * wgs84_semi_major_axis;
    constexpr double polar = equator * (1.0 - wgs84_flattening) * (1.0 - wgs84_flattening);
    auto const over_axes = [](Ecef v) { return Ecef{v.x / equator, v.y / equator, v.z / polar}; };
    Ecef const d = b - a;
    Ecef const middle = 0.5 * (a + b);
    Ecef const normal = over_axes(middle);
    double const steepness = norm(normal);
    // d2 kappa = d'Hd sqrt(m'Hm) / |Hm|
    double const curvature = dot(d, over_axes(d)) * std::sqrt(dot(middle, normal)) / steepness;
    return (0.5 * curvature / steepness) * normal;
}

} // namespace

void EdgePieces::add(Ecef a, Ecef b, std::uint32_t edge_vertex, double from, double to) {
    Ecef const d = b - a;
    Ecef const swell = bulge_of(a, b);
    std::array const begin{a.x, a.y, a.z};
    std::array const chord{d.x, d.y, d.z};
    std::array const rise{swell.x, swell.y, swell.z};
    for (std::size_t k = 0; k < 3; ++k) {
        start[k].push_back(begin[k]);
        span[k].push_back(chord[k]);
        bulge[k].push_back(static_cast<float>(rise[k]));
    }
    vertex.push_back(edge_vertex);
    share_from.push_back(static_cast<float>(from));
    share_span.push_back(static_cast<float>(to - from));
}

EdgePieces EdgePieces::reordered(std::vector<std::uint32_t> const& order) const {
    EdgePieces out;
    auto const gather = [&order](auto const& from, auto& to) {
        to.reserve(order.size());
        for (std::uint32_t const i : order)
            to.push_back(from[i]);
    };
    for (std::size_t k = 0; k < 3; ++k) {
        gather(start[k], out.start[k]);
        gather(span[k], out.span[k]);
        gather(bulge[k], out.bulge[k]);
    }
    gather(vertex, out.vertex);
    gather(share_from, out.share_from);
    gather(share_span, out.share_span);
    return out;
}

FloatBox<3> EdgePieces::box(std::size_t piece) const noexcept {
    FloatBox<3> box;
    for (std::size_t k = 0; k < 3; ++k) {
        double const a = start[k][piece];
        double const b = a + span[k][piece];
        // The curve is a quadratic Bezier; it stays in the hull of its ends and its control point.
        double const control = 0.5 * (a + b) + 0.5 * double{bulge[k][piece]};
        box.extend(k, std::min({a, b, control}) - piece_slack, std::max({a, b, control}) + piece_slack);
    }
    return box;
}

void add_edge(EdgePieces& pieces, LonLat a, LonLat b, std::uint32_t vertex) {
    Ecef const first = to_ecef(a);
    Ecef const last = to_ecef(b);
    double const chord = norm(last - first);
    if (chord <= longest_piece) {
        pieces.add(first, last, vertex, 0.0, 1.0);
        return;
    }
    GeodesicEdge const line(a, b);
    auto const count = static_cast<std::size_t>(std::ceil(line.length().value() / longest_piece));
    Ecef from = first;
    for (std::size_t i = 1; i <= count; ++i) {
        double const share = static_cast<double>(i) / static_cast<double>(count);
        Ecef const to = i == count ? last : to_ecef(line.at(share * line.length()).position);
        pieces.add(from, to, vertex, static_cast<double>(i - 1) / static_cast<double>(count), share);
        from = to;
    }
}

} // namespace oreway
