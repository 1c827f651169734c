// SPDX-License-Identifier: MIT
// Kilometre posts. The place is found on the edge it lies on, by its geodesic.

#include "oreway/measure/line_position.hpp"

#include <algorithm>
#include <cmath>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

/// A place on a line: `along` metres on the edge that starts at `vertex`.
struct Post {
    std::size_t vertex = 0;
    double along = 0.0;
};

Post post_at(std::span<LonLat const> line, Metres along) {
    if (std::isnan(along.value()))
        throw NumericError({.what = "a distance along a line is not a number", .where = "", .remedy = ""});
    double rest = std::max(0.0, along.value());
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        double const length = geodesic_distance(line[i], line[i + 1]).value();
        if (rest < length)
            return {i, rest};
        rest -= length;
    }
    return {line.size() - 1, 0.0};
}

LonLat place_of(std::span<LonLat const> line, Post post) {
    LonLat const from = line[post.vertex];
    if (!(post.along > 0.0))
        return from;
    LonLat const to = line[post.vertex + 1];
    LonLat place = GeodesicEdge(from, to).at(Metres(post.along)).position;
    // Beside the vertex that the longitudes run on from; over a pole they may turn by up to 180 degrees.
    LonLat const beside = std::abs(place.lat) < 89.0 || std::abs(from.lat) < std::abs(to.lat) ? from : to;
    place.lon += 360.0 * std::round((beside.lon - place.lon) / 360.0);
    return place;
}

void require_vertex(std::span<LonLat const> line) {
    if (line.empty())
        throw NumericError({.what = "a line without vertices has no places", .where = "", .remedy = ""});
}

} // namespace

LonLat place_along(std::span<LonLat const> line, Metres along) {
    require_vertex(line);
    return place_of(line, post_at(line, along));
}

std::vector<LonLat> piece_between(std::span<LonLat const> line, Metres from, Metres to) {
    require_vertex(line);
    Post const first = post_at(line, from);
    Post const last = post_at(line, to);
    std::vector<LonLat> piece{place_of(line, first)};
    for (std::size_t v = first.vertex + 1; v <= last.vertex; ++v)
        piece.push_back(line[v]);
    if (last.along > 0.0 || piece.size() == 1)
        piece.push_back(place_of(line, last));
    return piece;
}

} // namespace oreway
