// SPDX-License-Identifier: MIT
// Overlaps by boxes, by containment where no boundary comes near, else by GEOS on chords that meet at exact crossings.

#include "oreway/measure/polygon_overlap.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <mutex>
#include <numbers>
#include <optional>
#include <utility>

#include "measure/plane_path.hpp"
#include "measure/plane_polygon.hpp"
#include "measure/polygon_touch.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/planar/overlay.hpp"
#include "oreway/planar/validity.hpp"

namespace oreway {

namespace {

/// Pieces narrower than this, on average, lie between two followed versions of one boundary.
constexpr double narrowest = 2.0 * overlay_tolerance;

bool is_pole(LonLat p) {
    return std::abs(p.lat) > 90.0 - 1e-9;
}

/// The shares at which two chords of the plane cross inside both.
struct PlaneCrossing {
    double share_a;
    double share_b;
};
std::optional<PlaneCrossing> plane_crossing(LonLat a1, LonLat a2, LonLat b1, LonLat b2) {
    XY const a{a2.lon - a1.lon, a2.lat - a1.lat};
    XY const b{b2.lon - b1.lon, b2.lat - b1.lat};
    XY const gap{b1.lon - a1.lon, b1.lat - a1.lat};
    double const turn = a.x * b.y - a.y * b.x;
    if (turn == 0.0)
        return std::nullopt;
    double const t = (gap.x * b.y - gap.y * b.x) / turn;
    double const u = (gap.x * a.y - gap.y * a.x) / turn;
    if (!(t > 0.0 && t < 1.0 && u > 0.0 && u < 1.0))
        return std::nullopt;
    return PlaneCrossing{t, u};
}

/// The crossing of the two geodesics under the chords, from the crossing of the chords by Newton's method in the
/// tangent plane. Nothing when they run along each other or the crossing lies beyond an end.
std::optional<LonLat> geodesic_crossing(LonLat a1, LonLat a2, LonLat b1, LonLat b2, PlaneCrossing start) {
    constexpr double degree = std::numbers::pi / 180.0;
    constexpr double smallest_sine = 1e-6;
    constexpr double close_enough = 1e-7;
    GeodesicEdge const edge_a(a1, a2);
    GeodesicEdge const edge_b(b1, b2);
    double s = start.share_a * edge_a.length().value();
    double r = start.share_b * edge_b.length().value();
    for (int step = 0; step < 10; ++step) {
        GeodesicPosition const on_a = edge_a.at(Metres(s));
        GeodesicPosition const on_b = edge_b.at(Metres(r));
        double const east = std::remainder(on_b.position.lon - on_a.position.lon, 360.0) * metres_a_degree *
                            std::cos(on_a.position.lat * degree);
        double const north = (on_b.position.lat - on_a.position.lat) * metres_a_degree;
        double const alpha = on_a.azimuth.value() * degree;
        double const beta = on_b.azimuth.value() * degree;
        double const sine = std::sin(alpha - beta);
        if (std::abs(sine) < smallest_sine)
            return std::nullopt;
        double const along_a = (east * std::cos(beta) - north * std::sin(beta)) / sine;
        double const along_b = (east * std::cos(alpha) - north * std::sin(alpha)) / sine;
        s += along_a;
        r += along_b;
        if (std::abs(along_a) + std::abs(along_b) > close_enough)
            continue;
        if (s <= 0.0 || s >= edge_a.length().value() || r <= 0.0 || r >= edge_b.length().value())
            return std::nullopt;
        LonLat const place = edge_a.at(Metres(s)).position;
        return LonLat{place.lon + 360.0 * std::nearbyint((a1.lon - place.lon) / 360.0), place.lat};
    }
    return std::nullopt;
}

/// All places where the boundaries cross, for both polygons. `turn` moves b.
struct Crossings {
    std::vector<Crossing> in_a;
    std::vector<Crossing> in_b;
};

Crossings find_crossings(PlanePolygon const& a, PlanePolygon const& b, double turn) {
    Crossings found;
    auto const cross_chords = [&](ChordPlace in_a, ChordPlace in_b) {
        LonLat const a1 = a.from(in_a);
        LonLat const a2 = a.to(in_a);
        LonLat const b1{b.from(in_b).lon + turn, b.from(in_b).lat};
        LonLat const b2{b.to(in_b).lon + turn, b.to(in_b).lat};
        if ((is_pole(a1) && is_pole(a2)) || (is_pole(b1) && is_pole(b2)))
            return;
        auto const start = plane_crossing(a1, a2, b1, b2);
        if (!start)
            return;
        if (auto const place = geodesic_crossing(a1, a2, b1, b2, *start)) {
            found.in_a.push_back({in_a, start->share_a, *place});
            found.in_b.push_back({in_b, start->share_b, *place});
        }
    };
    FloatBox<2> const box_of_b = moved_east(b.box(), turn);
    a.tree.visit_overlapping(box_of_b, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
            FloatBox<2> const wanted = moved_east(chord_box(a.from(a.chords[i]), a.to(a.chords[i])), -turn);
            b.tree.visit_overlapping(wanted, [&](std::size_t from, std::size_t to) {
                for (std::size_t j = from; j < to; ++j)
                    cross_chords(a.chords[i], b.chords[j]);
            });
        }
    });
    return found;
}

/// A pole has every longitude in the plane and one on the ellipsoid: of a run along it the first vertex is kept.
std::vector<LonLat> without_runs_along_a_pole(std::span<LonLat const> ring) {
    std::vector<LonLat> kept;
    for (LonLat const p : ring)
        if (kept.empty() || !is_pole(p) || !is_pole(kept.back()))
            kept.push_back(p);
    return kept;
}

/// Length of the rings of a part, good enough to judge its width.
double rough_length(LonLatGeometry part) {
    double length = 0.0;
    for (std::size_t p = 0; p < part.path_count(); ++p)
        for (std::size_t i = 1; i < part.path(p).size(); ++i) {
            LonLat const a = part.path(p)[i - 1];
            LonLat const b = part.path(p)[i];
            double const east = (b.lon - a.lon) * std::cos(a.lat * std::numbers::pi / 180.0);
            length += metres_a_degree * std::sqrt(east * east + (b.lat - a.lat) * (b.lat - a.lat));
        }
    return length;
}

/// Area and outline of a part of a piece (an exterior with its holes).
void append_part(LonLatGeometry piece, std::size_t first, std::size_t last, LonLatGeometries& out, double& total) {
    LonLatGeometries part;
    part.begin(GeometryKind::polygon);
    for (std::size_t p = first; p < last; ++p) {
        part.begin_path(piece.role(p));
        part.add(without_runs_along_a_pole(piece.path(p)));
    }
    part.end();
    double const area = geodesic_area(part[0]).value();
    double const width = 2.0 * area / rough_length(part[0]);
    if (!(width >= narrowest))
        return;
    total += area;
    for (std::size_t p = first; p < last; ++p) {
        out.begin_path(piece.role(p));
        out.add(piece.path(p));
    }
}

/// Appends the paths of all parts of a piece that are wide enough to the open geometry of `out`. \return their area
double append_parts(LonLatGeometry piece, LonLatGeometries& out) {
    double total = 0.0;
    for (std::size_t p = 0; p < piece.path_count();) {
        std::size_t const first = p++;
        while (p < piece.path_count() && piece.role(p) == PathRole::hole)
            ++p;
        append_part(piece, first, p, out, total);
    }
    return total;
}

/// The common area of two polygons in the plane, one of them moved east.
LonLatGeometries common_shape(PlanePolygon const& a, PlanePolygon const& b, double turn) {
    LonLatGeometries common;
    FloatBox<2> const box_of_b = moved_east(b.box(), turn);
    if (!a.has_boundary_in(box_of_b)) {
        LonLat const any = b.from(b.chords.front());
        if (a.holds({any.lon + turn, any.lat}))
            return b.with_vertices({}, turn);
        common.add_null();
        return common;
    }
    if (!b.has_boundary_in(moved_east(a.box(), -turn))) {
        LonLat const any = a.from(a.chords.front());
        if (b.holds({any.lon - turn, any.lat}))
            return a.shape;
        common.add_null();
        return common;
    }
    if (are_same(a, b, turn))
        return a.shape;
    if (surely_only_touch(a, b, turn)) {
        common.add_null();
        return common;
    }
    Crossings const crossings = find_crossings(a, b, turn);
    try {
        append_intersection(a.with_vertices(crossings.in_a, 0.0)[0], b.with_vertices(crossings.in_b, turn)[0], common);
    } catch (DataError const&) {
        // Moved crossings may fold a boundary that runs within a centimetre of itself; chords alone do not.
        common.clear();
        append_intersection(a.shape[0], b.with_vertices({}, turn)[0], common);
    }
    return common;
}

/// The part of a polygon east of -180 and west of 180 after a move, if any.
void append_within_the_map(LonLatGeometry part, double turn, LonLatGeometries& out) {
    LonLatGeometries moved;
    moved.begin(GeometryKind::polygon);
    bool fits = true;
    bool reaches = false;
    for (std::size_t p = 0; p < part.path_count(); ++p) {
        moved.begin_path(part.role(p));
        for (LonLat const v : part.path(p)) {
            moved.add({v.lon + turn, v.lat});
            fits = fits && std::abs(v.lon + turn) <= 180.0;
            reaches = reaches || std::abs(v.lon + turn) < 180.0;
        }
    }
    moved.end();
    if (fits) {
        out.add(moved[0]);
        return;
    }
    if (!reaches)
        return;
    LonLatGeometries map;
    map.begin(GeometryKind::polygon);
    map.begin_path();
    for (LonLat const corner : {LonLat{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}})
        map.add(corner);
    map.end();
    append_intersection(moved[0], map[0], out);
}

/// The same polygon with longitudes in [-180, 180], cut along the antimeridian where it crosses it.
LonLatGeometries on_the_map(LonLatGeometry polygon) {
    LonLatGeometries parts;
    for (double const turn : {0.0, -360.0})
        append_within_the_map(polygon, turn, parts);
    LonLatGeometries whole;
    whole.begin(GeometryKind::polygon);
    for (std::size_t i = 0; i < parts.size(); ++i)
        for (std::size_t p = 0; p < parts[i].path_count(); ++p) {
            whole.begin_path(parts[i].role(p));
            whole.add(parts[i].path(p));
        }
    whole.end();
    return whole;
}

} // namespace

struct PolygonOverlap::Impl {
    std::vector<std::optional<PlanePolygon>> polygons; ///< by position; nothing for other kinds
    std::vector<std::uint32_t> positions;              ///< in tree order
    PackedTree<2> tree;

    explicit Impl(LonLatGeometries const& geometries) : polygons(geometries.size()) {
        parallel_for(geometries.size(), [&](std::size_t i) {
            if (geometries.kind(i) != GeometryKind::polygon)
                return;
            PlanePolygon polygon(geometries[i]);
            if (!polygon.empty())
                polygons[i] = std::move(polygon);
        });
        std::vector<FloatBox<2>> boxes;
        std::vector<std::uint32_t> all;
        for (std::size_t i = 0; i < polygons.size(); ++i)
            if (polygons[i]) {
                boxes.push_back(polygons[i]->box());
                all.push_back(static_cast<std::uint32_t>(i));
            }
        tree = PackedTree<2>(boxes);
        for (std::uint32_t const i : tree.order())
            positions.push_back(all[i]);
    }

    /// Positions and turns that bring an indexed polygon's box onto that of `a`, in order.
    [[nodiscard]] std::vector<std::pair<std::uint32_t, double>> candidates(PlanePolygon const& a) const {
        std::vector<std::pair<std::uint32_t, double>> found;
        if (tree.empty())
            return found;
        double const first = std::ceil((double{a.box().low[0]} - double{tree.bounds().high[0]}) / 360.0);
        double const last = std::floor((double{a.box().high[0]} - double{tree.bounds().low[0]}) / 360.0);
        for (double k = first; k <= last; ++k) {
            FloatBox<2> const wanted = moved_east(a.box(), -360.0 * k);
            tree.visit_overlapping(wanted, [&](std::size_t from, std::size_t to) {
                for (std::size_t i = from; i < to; ++i)
                    if (polygons[positions[i]]->box().overlaps(wanted))
                        found.emplace_back(positions[i], 360.0 * k);
            });
        }
        std::sort(found.begin(), found.end());
        return found;
    }

    [[nodiscard]] std::vector<AreaOverlap> with(PlanePolygon const& a) const;

    [[nodiscard]] bool may_overlap(std::size_t i, std::size_t j) const {
        std::pair const key = std::minmax(i, j);
        {
            std::lock_guard const lock(mutex);
            if (auto const found = known.find(key); found != known.end())
                return found->second;
        }
        bool const may = is_near(i, j);
        std::lock_guard const lock(mutex);
        known.emplace(key, may);
        return may;
    }

private:
    [[nodiscard]] bool is_near(std::size_t i, std::size_t j) const {
        PlanePolygon const& a = *polygons[i];
        PlanePolygon const& b = *polygons[j];
        double const first = std::ceil((double{a.box().low[0]} - double{b.box().high[0]}) / 360.0);
        double const last = std::floor((double{a.box().high[0]} - double{b.box().low[0]}) / 360.0);
        for (double k = first; k <= last; ++k)
            if (moved_east(b.box(), 360.0 * k).overlaps(a.box()) && !surely_only_touch(a, b, 360.0 * k))
                return true;
        return false;
    }

    mutable std::mutex mutex; ///< of `known`
    mutable std::map<std::pair<std::size_t, std::size_t>, bool> known{};
};

PolygonOverlap::PolygonOverlap(LonLatGeometries const& polygons) : m_impl(std::make_unique<Impl const>(polygons)) {}
PolygonOverlap::PolygonOverlap(PolygonOverlap&&) noexcept = default;
PolygonOverlap& PolygonOverlap::operator=(PolygonOverlap&&) noexcept = default;
PolygonOverlap::~PolygonOverlap() = default;

std::vector<AreaOverlap> PolygonOverlap::Impl::with(PlanePolygon const& a) const {
    std::vector<AreaOverlap> overlaps;
    auto const near = candidates(a);
    for (std::size_t i = 0; i < near.size();) {
        AreaOverlap overlap{.polygon = near[i].first, .area = {}, .piece = {}};
        PlanePolygon const& b = *polygons[overlap.polygon];
        overlap.piece.begin(GeometryKind::polygon);
        double area = 0.0;
        for (; i < near.size() && near[i].first == overlap.polygon; ++i)
            area += append_parts(common_shape(a, b, near[i].second)[0], overlap.piece);
        overlap.piece.end();
        overlap.area = SquareMetres(area);
        if (!(area > 0.0))
            continue;
        overlap.piece = on_the_map(overlap.piece[0]);
        overlaps.push_back(std::move(overlap));
    }
    return overlaps;
}

std::vector<AreaOverlap> PolygonOverlap::with(LonLatGeometry polygon) const {
    if (polygon.kind() != GeometryKind::polygon)
        return {};
    PlanePolygon const a(polygon);
    return a.empty() ? std::vector<AreaOverlap>{} : m_impl->with(a);
}

std::vector<AreaOverlap> PolygonOverlap::with(PolygonOverlap const& others, std::size_t position) const {
    std::optional<PlanePolygon> const& a = others.m_impl->polygons.at(position);
    return a ? m_impl->with(*a) : std::vector<AreaOverlap>{};
}

bool PolygonOverlap::may_overlap(std::size_t i, std::size_t j) const {
    return m_impl->polygons.at(i) && m_impl->polygons.at(j) && m_impl->may_overlap(i, j);
}

SquareMetres covered_area(LonLatGeometries const& pieces) {
    LonLatGeometries covered;
    append_union(pieces, covered);
    LonLatGeometries kept;
    kept.begin(GeometryKind::polygon);
    double const area = append_parts(covered[0], kept);
    kept.end();
    return SquareMetres(area);
}

bool is_valid_on_the_earth(LonLatGeometry polygon) {
    if (polygon.kind() != GeometryKind::polygon)
        return true;
    for (std::size_t p = 0; p < polygon.path_count(); ++p)
        if (!std::ranges::all_of(polygon.path(p), [](LonLat v) { return is_valid(v); }))
            return false;
    LonLatGeometries const shape = plane_shape(polygon);
    return shape[0].path_count() == polygon.path_count() && !find_invalidity(shape[0]);
}

} // namespace oreway
