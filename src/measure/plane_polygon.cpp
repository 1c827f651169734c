// SPDX-License-Identifier: MIT
// Rings become chains of chords one by one; a hole is then brought to the turn of longitude of its exterior.

#include "measure/plane_polygon.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>

#include "measure/plane_path.hpp"
#include "oreway/base/error.hpp"
#include "oreway/planar/validity.hpp"

namespace oreway {

namespace {

double western_end(std::span<LonLat const> chain) {
    return std::ranges::min_element(chain, {}, &LonLat::lon)->lon;
}

void require_places(std::span<LonLat const> path, std::size_t number) {
    for (LonLat const p : path)
        if (!is_valid(p))
            throw NumericError(
                {.what = fmt::format("longitude {} latitude {} is not a place on the earth", p.lon, p.lat),
                 .where = fmt::format("ring {} of a polygon", number),
                 .remedy = "run 'oreway check' on the layer"});
}

} // namespace

FloatBox<2> chord_box(LonLat from, LonLat to) noexcept {
    FloatBox<2> box;
    box.extend(0, std::min(from.lon, to.lon), std::max(from.lon, to.lon));
    box.extend(1, std::min(from.lat, to.lat), std::max(from.lat, to.lat));
    return box;
}

FloatBox<2> moved_east(FloatBox<2> const& box, double turn) noexcept {
    FloatBox<2> moved;
    moved.extend(0, double{box.low[0]} + turn, double{box.high[0]} + turn);
    moved.extend(1, double{box.low[1]}, double{box.high[1]});
    return moved;
}

LonLatGeometries plane_shape(LonLatGeometry polygon, double tolerance) {
    LonLatGeometries shape;
    shape.begin(GeometryKind::polygon);
    double exterior_west = 0.0;
    for (std::size_t p = 0; p < polygon.path_count(); ++p) {
        require_places(polygon.path(p), p);
        std::vector<LonLat> chain = plane_ring(polygon.path(p), tolerance);
        if (chain.empty())
            continue;
        double const west = western_end(chain);
        if (polygon.role(p) == PathRole::exterior)
            exterior_west = west;
        constexpr double rounding = 1e-9;
        double const turn = 360.0 * std::ceil((exterior_west - west - rounding) / 360.0);
        shape.begin_path(polygon.role(p));
        for (LonLat const v : chain)
            shape.add({v.lon + turn, v.lat});
    }
    shape.end();
    return shape;
}

PlanePolygon::PlanePolygon(LonLatGeometry polygon) : shape(plane_shape(polygon)) {
    // Without a new vertex the polygon is as valid as it was.
    bool const is_bent = shape[0].vertex_count() != polygon.vertex_count();
    if (is_bent && find_invalidity(shape[0])) {
        LonLatGeometries mended;
        append_repaired(shape[0], RepairMethod::structure, mended);
        shape = std::move(mended);
    }
    std::vector<ChordPlace> places;
    std::vector<FloatBox<2>> boxes;
    for (std::uint32_t p = 0; p < shape[0].path_count(); ++p) {
        auto const path = shape[0].path(p);
        for (std::uint32_t v = 0; v + 1 < path.size(); ++v) {
            places.push_back({p, v});
            boxes.push_back(chord_box(path[v], path[v + 1]));
        }
    }
    tree = PackedTree<2>(boxes);
    chords.reserve(places.size());
    for (std::uint32_t const i : tree.order())
        chords.push_back(places[i]);
}

bool PlanePolygon::holds(LonLat place) const {
    bool inside = false;
    FloatBox<2> north = chord_box(place, {place.lon, 91.0});
    tree.visit_overlapping(north, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
            LonLat const a = from(chords[i]);
            LonLat const b = to(chords[i]);
            if ((a.lon <= place.lon) == (b.lon <= place.lon))
                continue;
            double const t = (place.lon - a.lon) / (b.lon - a.lon);
            if (a.lat + t * (b.lat - a.lat) > place.lat)
                inside = !inside;
        }
    });
    return inside;
}

bool PlanePolygon::has_boundary_in(FloatBox<2> const& wanted) const {
    bool found = false;
    tree.visit_overlapping(wanted, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last && !found; ++i)
            found = chord_box(from(chords[i]), to(chords[i])).overlaps(wanted);
    });
    return found;
}

LonLatGeometries PlanePolygon::with_vertices(std::vector<Crossing> crossings, double turn) const {
    std::ranges::sort(crossings, [](Crossing const& l, Crossing const& r) {
        return std::tie(l.chord.path, l.chord.vertex, l.share) < std::tie(r.chord.path, r.chord.vertex, r.share);
    });
    LonLatGeometries out;
    out.begin(GeometryKind::polygon);
    auto next = crossings.begin();
    for (std::uint32_t p = 0; p < shape[0].path_count(); ++p) {
        out.begin_path(shape[0].role(p));
        auto const path = shape[0].path(p);
        for (std::uint32_t v = 0; v < path.size(); ++v) {
            out.add({path[v].lon + turn, path[v].lat});
            for (; next != crossings.end() && next->chord.path == p && next->chord.vertex == v; ++next)
                out.add(next->place);
        }
    }
    out.end();
    return out;
}

} // namespace oreway
