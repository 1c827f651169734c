// SPDX-License-Identifier: MIT
// Chords are judged in the plane of longitude and latitude, since that is where they are drawn. The middle of a chord
// is moved across it, never along it, so that the order of vertices along the boundary holds, next to a pole, too.

#include "measure/buffer_boundary.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "measure/chord_bounds.hpp"

namespace oreway {

namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double metres_a_degree = 111'320.0;

/// Metres along the axes of the lon/lat plane near a latitude; good to half a percent, for directions and step sizes.
struct LocalPlane {
    double east;
    double north = metres_a_degree;

    explicit LocalPlane(double lat) : east(metres_a_degree * std::max(1e-9, std::cos(lat * degree))) {}
    [[nodiscard]] XY offset(LonLat from, LonLat to) const noexcept {
        return {(to.lon - from.lon) * east, (to.lat - from.lat) * north};
    }
    [[nodiscard]] LonLat moved(LonLat p, XY by) const noexcept {
        return {std::clamp(p.lon + by.x / east, -180.0, 180.0), std::clamp(p.lat + by.y / north, -90.0, 90.0)};
    }
};

LonLat between(LonLat a, LonLat b, double t) noexcept {
    return {a.lon + (b.lon - a.lon) * t, a.lat + (b.lat - a.lat) * t};
}

double length(XY v) noexcept {
    return std::hypot(v.x, v.y);
}

/// East and north of the slope at a place.
XY in_plane(Ecef slope, LonLat p) noexcept {
    double const sin_lon = std::sin(p.lon * degree);
    double const cos_lon = std::cos(p.lon * degree);
    double const sin_lat = std::sin(p.lat * degree);
    double const cos_lat = std::cos(p.lat * degree);
    return {-sin_lon * slope.x + cos_lon * slope.y,
            -sin_lat * (cos_lon * slope.x + sin_lon * slope.y) + cos_lat * slope.z};
}

double chord_metres(LonLat a, LonLat b) noexcept {
    return length(LocalPlane(0.5 * (a.lat + b.lat)).offset(a, b));
}

} // namespace

BoundaryPlace BoundaryRefiner::crossing(BoundaryPlace low, BoundaryPlace high, BufferField::List const& list) const {
    LonLat const a = low.at;
    LonLat const b = high.at;
    double from = 0.0;
    double to = 1.0;
    double f_from = low.value.distance - m_spec.radius;
    double f_to = high.value.distance - m_spec.radius;
    BoundaryPlace best = std::abs(f_from) < std::abs(f_to) ? low : high;
    for (int i = 0; i < 100 && std::abs(best.value.distance - m_spec.radius) > m_spec.settled; ++i) {
        double const share = std::clamp(f_from / (f_from - f_to), 0.001, 0.999);
        double const t = i % 8 == 7 ? 0.5 * (from + to) : from + share * (to - from);
        if (!(t > from && t < to))
            break;
        LonLat const p = between(a, b, t);
        best = {p, m_field.at(p, list)};
        double const f = best.value.distance - m_spec.radius;
        if ((f > 0.0) == (f_from > 0.0)) {
            from = t;
            f_from = f;
            f_to *= 0.5; // Illinois: an end that stays counts half
        } else {
            to = t;
            f_to = f;
            f_from *= 0.5;
        }
    }
    return best;
}

/// The slope turns by h / R along a convex arc and not at all along a straight edge; more means that the nearest place
/// jumps on the way.
bool BoundaryRefiner::has_corner(BoundaryPlace const& a, BoundaryPlace const& b, double chord) const {
    constexpr double earth = 6.3e6;
    constexpr double noise = 1e-4;
    double const turn = 2.0 * std::asin(std::min(1.0, 0.5 * norm(a.value.slope - b.value.slope)));
    return turn > 1.02 * (chord / m_spec.radius) + chord / earth + noise;
}

/// A plain arc of this length is highest in its middle. A longer chord may begin with an arc and end with a straight
/// stretch, and is looked at more closely. A corner between the samples rises above them by a sixth at most.
bool BoundaryRefiner::keeps_tolerance(BoundaryPlace const& a, BoundaryPlace const& b, BoundaryPlace const& middle,
                                      bool corner_between, BufferField::List const& list) const {
    double const chord = chord_metres(a.at, b.at);
    bool const is_arc = chord * chord <= 9.0 * m_spec.radius * m_spec.refined && !corner_between;
    double const limit = is_arc ? m_spec.refined : 0.85 * m_spec.refined;
    int const parts = is_arc ? 4 : 12;
    if (std::abs(middle.value.distance - m_spec.radius) > limit)
        return false;
    for (int i = 1; i < parts; ++i)
        if (2 * i != parts && std::abs(excess(between(a.at, b.at, double(i) / parts), list)) > limit)
            return false;
    return true;
}

/// Where the two nearest pieces of the ends are both at the radius, by Newton's method.
std::optional<BoundaryPlace> BoundaryRefiner::corner(BoundaryPlace const& a, BoundaryPlace const& b,
                                                     BufferField::List const& list) const {
    LonLat p = between(a.at, b.at, 0.5);
    LocalPlane const plane(p.lat);
    double const chord = length(plane.offset(a.at, b.at));
    for (int i = 0; i < 12; ++i) {
        FieldValue const one = m_field.at_piece(p, a.value.piece);
        FieldValue const two = m_field.at_piece(p, b.value.piece);
        double const f = one.distance - m_spec.radius;
        double const g = two.distance - m_spec.radius;
        if (std::max(std::abs(f), std::abs(g)) <= m_spec.settled)
            break;
        XY const u = in_plane(one.slope, p);
        XY const v = in_plane(two.slope, p);
        double const determinant = u.x * v.y - u.y * v.x;
        if (std::abs(determinant) < 1e-4)
            return std::nullopt;
        XY const step{(g * u.y - f * v.y) / determinant, (f * v.x - g * u.x) / determinant};
        if (length(step) > 4.0 * chord)
            return std::nullopt;
        p = plane.moved(p, step);
    }
    XY const along = plane.offset(a.at, b.at);
    XY const there = plane.offset(a.at, p);
    double const share = (there.x * along.x + there.y * along.y) / (chord * chord);
    BoundaryPlace const found{p, m_field.at(p, list)};
    bool const is_true = std::abs(found.value.distance - m_spec.radius) <= 2.0 * m_spec.settled;
    bool const is_between = share > 0.0 && share < 1.0 && length(there) < 2.0 * chord;
    return is_true && is_between ? std::optional(found) : std::nullopt;
}

/// The middle of a chord, moved across it onto the boundary.
BoundaryPlace BoundaryRefiner::beside_middle(LonLat a, LonLat b, BoundaryPlace const& middle,
                                             BufferField::List const& list) const {
    LocalPlane const plane(middle.at.lat);
    XY const along = plane.offset(a, b);
    double const chord = length(along);
    XY const left{-along.y / chord, along.x / chord};
    auto const at = [&](double t) {
        LonLat const p = plane.moved(middle.at, {left.x * t, left.y * t});
        return BoundaryPlace{p, m_field.at(p, list)};
    };
    auto const excess_of = [&](BoundaryPlace const& p) { return p.value.distance - m_spec.radius; };

    BoundaryPlace here = middle;
    double t = 0.0;
    for (int i = 0; i < 6; ++i) {
        double const f = excess_of(here);
        if (std::abs(f) <= m_spec.settled)
            return here;
        XY const slope = in_plane(here.value.slope, here.at);
        double const rate = slope.x * left.x + slope.y * left.y;
        if (std::abs(rate) < 0.2 || std::abs(t - f / rate) > chord)
            break;
        t -= f / rate;
        here = at(t);
    }
    // Newton's way was lost: step inwards or outwards until the sign changes. Inside lies on the left.
    bool const outside = excess_of(middle) > 0.0;
    for (double step = std::max(std::abs(excess_of(middle)), m_spec.settled); step < 2.0 * chord; step *= 1.5) {
        BoundaryPlace const far = at(outside ? step : -step);
        if ((excess_of(far) > 0.0) != outside)
            return crossing(middle, far, list);
    }
    return middle;
}

void BoundaryRefiner::refine(BoundaryPlace const& a, BoundaryPlace const& b, BufferField::List const& list,
                             int halvings, std::vector<LonLat>& out) const {
    double const chord = chord_metres(a.at, b.at);
    if (halvings == 0 || chord <= 0.5 * m_spec.refined) {
        out.push_back(b.at);
        return;
    }
    LonLat const half_way = between(a.at, b.at, 0.5);
    BoundaryPlace const middle{half_way, m_field.at(half_way, list)};
    bool const turns = has_corner(a, b, chord);
    if (keeps_tolerance(a, b, middle, turns, list)) {
        out.push_back(b.at);
        return;
    }
    constexpr std::size_t short_list = 6;
    BufferField::List narrowed;
    if (list.size() > short_list)
        narrowed = m_field.around(half_way, 2.0 * chord, list);
    BufferField::List const& near = narrowed.empty() ? list : narrowed;
    if (turns) {
        if (auto const tip = corner(a, b, near)) {
            // Each side sees the corner with its own nearest piece.
            refine(a, {tip->at, m_field.at_piece(tip->at, a.value.piece)}, near, halvings - 1, out);
            refine({tip->at, m_field.at_piece(tip->at, b.value.piece)}, b, near, halvings - 1, out);
            return;
        }
    }
    BoundaryPlace const moved = beside_middle(a.at, b.at, middle, near);
    refine(a, moved, near, halvings - 1, out);
    refine(moved, b, near, halvings - 1, out);
}

void simplify(std::vector<LonLat>& line, double deviation) {
    if (line.size() < 3 || !(deviation > 0.0))
        return;
    std::vector<bool> kept(line.size(), false);
    kept.front() = kept.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> open = {{0, line.size() - 1}};
    while (!open.empty()) {
        auto const [first, last] = open.back();
        open.pop_back();
        LocalPlane const plane(line[first].lat);
        XY const along = plane.offset(line[first], line[last]);
        double const squared = along.x * along.x + along.y * along.y;
        double farthest = deviation;
        std::size_t split = 0;
        for (std::size_t i = first + 1; i < last; ++i) {
            XY const to = plane.offset(line[first], line[i]);
            double const t = squared > 0.0 ? std::clamp((to.x * along.x + to.y * along.y) / squared, 0.0, 1.0) : 0.0;
            double const gap = std::hypot(to.x - t * along.x, to.y - t * along.y);
            if (gap > farthest) {
                farthest = gap;
                split = i;
            }
        }
        if (split == 0)
            continue;
        kept[split] = true;
        open.emplace_back(first, split);
        open.emplace_back(split, last);
    }
    std::size_t next = 0;
    for (std::size_t i = 0; i < line.size(); ++i)
        if (kept[i])
            line[next++] = line[i];
    line.resize(next);
}

} // namespace oreway
