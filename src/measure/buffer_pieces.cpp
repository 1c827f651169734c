// SPDX-License-Identifier: MIT
// Cutting edges into pieces. An edge whose chord is short enough is one piece and costs no geodesic solution.

#include "measure/buffer_pieces.hpp"

#include <algorithm>
#include <cmath>

#include "measure/geodesic_series.hpp"

namespace oreway {

void BufferPieces::add(Ecef a, Ecef b, std::uint32_t name, double from, double to) {
    Ecef const d = b - a;
    Ecef const swell = bulge_over(d, 0.5 * (a + b));
    std::array const begin{a.x, a.y, a.z};
    std::array const chord{d.x, d.y, d.z};
    std::array const rise{swell.x, swell.y, swell.z};
    for (std::size_t k = 0; k < 3; ++k) {
        start[k].push_back(begin[k]);
        span[k].push_back(chord[k]);
        bulge[k].push_back(static_cast<float>(rise[k]));
    }
    edge.push_back(name);
    share_from.push_back(static_cast<float>(from));
    share_span.push_back(static_cast<float>(to - from));
}

void BufferPieces::add_edge(LonLat a, LonLat b, std::uint32_t name) {
    Ecef const first = to_ecef(a);
    Ecef const last = to_ecef(b);
    if (norm(last - first) <= longest_buffer_piece) {
        add(first, last, name, 0.0, 1.0);
        return;
    }
    GeodesicEdge const line(a, b);
    auto const count = static_cast<std::size_t>(std::ceil(line.length().value() / longest_buffer_piece));
    Ecef from = first;
    for (std::size_t i = 1; i <= count; ++i) {
        double const share = static_cast<double>(i) / static_cast<double>(count);
        Ecef const to = i == count ? last : to_ecef(line.at(share * line.length()).position);
        add(from, to, name, static_cast<double>(i - 1) / static_cast<double>(count), share);
        from = to;
    }
}

BufferPieces BufferPieces::reordered(std::vector<std::uint32_t> const& order) const {
    BufferPieces out;
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
    gather(edge, out.edge);
    gather(share_from, out.share_from);
    gather(share_span, out.share_span);
    return out;
}

FloatBox<3> BufferPieces::box(std::size_t piece) const noexcept {
    FloatBox<3> box;
    for (std::size_t k = 0; k < 3; ++k) {
        double const a = start[k][piece];
        double const b = a + span[k][piece];
        // The curve is a quadratic Bezier; it stays in the hull of its ends and its control point.
        double const control = 0.5 * (a + b) + 0.5 * double{bulge[k][piece]};
        box.extend(k, std::min({a, b, control}) - buffer_piece_slack, std::max({a, b, control}) + buffer_piece_slack);
    }
    return box;
}

} // namespace oreway
