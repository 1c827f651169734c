// SPDX-License-Identifier: MIT
// If no chord crosses another and no vertex lies on one, the boundary of a enters or leaves b only at shared vertices.
// So between two of them it is inside or outside as a whole, and one place tells which.

#include "measure/polygon_touch.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <vector>

namespace oreway {

namespace {

LonLat moved(LonLat p, double turn) noexcept {
    return {p.lon + turn, p.lat};
}

/// How far c lies to the left of the chord from a to b, times the chord's length, in square degrees.
double leftness(LonLat a, LonLat b, LonLat c) noexcept {
    return (b.lon - a.lon) * (c.lat - a.lat) - (b.lat - a.lat) * (c.lon - a.lon);
}

/// Whether two chords without a common end may have a place in common; a place beside the other counts.
bool may_meet(LonLat a1, LonLat a2, LonLat b1, LonLat b2) noexcept {
    constexpr double beside = 1e-11; // degrees: a micrometre
    double const width_a = beside * (std::abs(a2.lon - a1.lon) + std::abs(a2.lat - a1.lat) + beside);
    double const width_b = beside * (std::abs(b2.lon - b1.lon) + std::abs(b2.lat - b1.lat) + beside);
    auto const same_side = [](double l, double r, double width) {
        return (l > width && r > width) || (l < -width && r < -width);
    };
    return !same_side(leftness(a1, a2, b1), leftness(a1, a2, b2), width_a) &&
           !same_side(leftness(b1, b2, a1), leftness(b1, b2, a2), width_b);
}

struct PlaceHash {
    std::size_t operator()(LonLat p) const noexcept {
        return std::hash<double>{}(p.lon) * 31U + std::hash<double>{}(p.lat);
    }
};
/// Shared vertices, and for each the vertices of b that follow or precede it there.
using SharedVertices = std::unordered_multimap<LonLat, LonLat, PlaceHash>;

SharedVertices neighbours_of(PlanePolygon const& b, double turn, FloatBox<2> const& box) {
    SharedVertices neighbours;
    for (std::size_t p = 0; p < b.shape[0].path_count(); ++p) {
        auto const path = b.shape[0].path(p);
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            LonLat const from = moved(path[i], turn);
            LonLat const to = moved(path[i + 1], turn);
            if (!chord_box(from, to).overlaps(box))
                continue;
            neighbours.emplace(from, to);
            neighbours.emplace(to, from);
        }
    }
    return neighbours;
}

/// Whether the boundary of a runs inside of b anywhere, by one place of each of its stretches between shared vertices;
/// or bounds a part of a that may be a part of b, too.
bool runs_inside(PlanePolygon const& a, double turn_a, PlanePolygon const& b, double turn_b) {
    FloatBox<2> const box = moved_east(b.box(), turn_b);
    SharedVertices const shared = neighbours_of(b, turn_b, moved_east(a.box(), turn_a));
    auto const is_chord_of_b = [&](LonLat from, LonLat to) {
        auto const [first, last] = shared.equal_range(from);
        return std::any_of(first, last, [&](auto const& entry) { return entry.second == to; });
    };
    for (std::size_t p = 0; p < a.shape[0].path_count(); ++p) {
        auto const path = a.shape[0].path(p);
        bool known = false; // what the stretch is
        bool is_shared = true;
        for (std::size_t i = 0; i + 1 < path.size(); ++i) {
            LonLat const from = moved(path[i], turn_a);
            LonLat const to = moved(path[i + 1], turn_a);
            known = known && !shared.contains(from);
            if (known || is_chord_of_b(from, to))
                continue;
            known = true;
            is_shared = false;
            LonLat const middle{0.5 * (from.lon + to.lon), 0.5 * (from.lat + to.lat)};
            if (chord_box(middle, middle).overlaps(box) && b.holds({middle.lon - turn_b, middle.lat}))
                return true;
        }
        if (is_shared && a.shape[0].role(p) == PathRole::exterior)
            return true;
    }
    return false;
}

/// Whether a chord of one may meet a chord of the other elsewhere than at a shared end.
bool may_cross(PlanePolygon const& a, PlanePolygon const& b, double turn) {
    bool found = false;
    a.tree.visit_overlapping(moved_east(b.box(), turn), [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last && !found; ++i) {
            LonLat const a1 = a.from(a.chords[i]);
            LonLat const a2 = a.to(a.chords[i]);
            b.tree.visit_overlapping(moved_east(chord_box(a1, a2), -turn), [&](std::size_t from, std::size_t to) {
                for (std::size_t j = from; j < to && !found; ++j) {
                    LonLat const b1 = moved(b.from(b.chords[j]), turn);
                    LonLat const b2 = moved(b.to(b.chords[j]), turn);
                    int const shared = (a1 == b1) + (a1 == b2) + (a2 == b1) + (a2 == b2);
                    found = shared == 0 && may_meet(a1, a2, b1, b2);
                }
            });
        }
    });
    return found;
}

} // namespace

bool are_same(PlanePolygon const& a, PlanePolygon const& b, double turn) {
    LonLatGeometry const left = a.shape[0];
    LonLatGeometry const right = b.shape[0];
    if (left.path_count() != right.path_count())
        return false;
    for (std::size_t p = 0; p < left.path_count(); ++p)
        if (left.role(p) != right.role(p) ||
            !std::ranges::equal(left.path(p), right.path(p),
                                [turn](LonLat l, LonLat r) { return l == moved(r, turn); }))
            return false;
    return true;
}

bool surely_only_touch(PlanePolygon const& a, PlanePolygon const& b, double turn) {
    return !are_same(a, b, turn) && !may_cross(a, b, turn) && !runs_inside(a, 0.0, b, turn) &&
           !runs_inside(b, turn, a, 0.0);
}

} // namespace oreway
