// SPDX-License-Identifier: MIT
// From chords to distances. Of all pieces whose chord is within the band of rivals of the shortest one, each is turned
// into a distance, since the longer chord can belong to the shorter geodesic.

#include "measure/buffer_field.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include <fmt/format.h>

#include "measure/chord_bounds.hpp"
#include "measure/edge_solver.hpp"
#include "measure/geodesic_series.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

/// Lists longer than this are slower to scan than the tree is to walk.
constexpr std::size_t longest_scan = 48;

/// The geodesic over the chord from q to p: an arc with the normal curvature of the ellipsoid at the chord's middle.
double arc_over(Ecef q, Ecef p) noexcept {
    Ecef const d = p - q;
    double const chord = norm(d);
    if (!(chord > 0.0))
        return 0.0;
    Ecef const middle = 0.5 * (p + q);
    Ecef const normal = over_axes(middle);
    double const steepness = norm(normal);
    if (!(steepness > 0.0))
        return longest_geodesic;
    double const curvature = dot(d, over_axes(d)) * std::sqrt(dot(middle, normal)) / (steepness * chord * chord);
    double const half = 0.5 * chord * curvature;
    return half >= 1.0 ? longest_geodesic : 2.0 / curvature * std::asin(half);
}

/// The part of v that is tangent to the ellipsoid at p, as a unit vector.
Ecef along_surface(Ecef v, Ecef p) noexcept {
    Ecef const normal = over_axes(p);
    Ecef const flat = v - (dot(v, normal) / dot(normal, normal)) * normal;
    double const size = norm(flat);
    return size > 0.0 ? (1.0 / size) * flat : Ecef{};
}

} // namespace

LonLat one_of_its_names(LonLat p) noexcept {
    if (std::abs(p.lat) >= 90.0)
        return {0.0, std::copysign(90.0, p.lat)};
    return p.lon == -180.0 ? LonLat{180.0, p.lat} : p;
}

BufferField::BufferField(LonLatGeometries const& sources, FieldAccuracy accuracy) : m_accuracy(accuracy) {
    LonLatGeometries polygons;
    for (std::size_t g = 0; g < sources.size(); ++g) {
        LonLatGeometry const geometry = sources[g];
        for (std::size_t p = 0; p < geometry.path_count(); ++p)
            add_path(geometry.path(p), geometry.kind() == GeometryKind::point);
        if (geometry.kind() == GeometryKind::polygon && !geometry.empty())
            polygons.add(geometry);
    }
    if (!polygons.empty())
        m_polygons.emplace(polygons);
    std::vector<FloatBox<3>> boxes(m_pieces.size());
    for (std::size_t i = 0; i < boxes.size(); ++i)
        boxes[i] = m_pieces.box(i);
    m_tree = PackedTree<3>(boxes);
    m_pieces = m_pieces.reordered(m_tree.order());
}

void BufferField::add_path(std::span<LonLat const> path, bool points) {
    for (LonLat const p : path)
        if (!is_valid(p))
            throw NumericError(
                {.what = fmt::format("longitude {} latitude {} is not a place on the earth", p.lon, p.lat),
                 .where = "",
                 .remedy = "run 'oreway check' on the layer"});
    bool const single = points || path.size() == 1;
    for (std::size_t i = 0; i + (single ? 0 : 1) < path.size(); ++i) {
        LonLat const from = path[i];
        LonLat const to = single ? from : path[i + 1];
        m_pieces.add_edge(from, to, static_cast<std::uint32_t>(m_edges.size()));
        m_edges.emplace_back(from, to);
    }
}

/// The nearest place on the curve of a piece and its share; see EdgeIndex for the closed form.
std::pair<Ecef, double> BufferField::foot(Ecef p, std::uint32_t piece) const noexcept {
    Ecef const a{m_pieces.start[0][piece], m_pieces.start[1][piece], m_pieces.start[2][piece]};
    Ecef const d{m_pieces.span[0][piece], m_pieces.span[1][piece], m_pieces.span[2][piece]};
    Ecef const bulge{double{m_pieces.bulge[0][piece]}, double{m_pieces.bulge[1][piece]},
                     double{m_pieces.bulge[2][piece]}};
    Ecef const w = p - a;
    double const along = dot(w, d);
    double const rise = dot(w, bulge);
    double const squared_span = dot(d, d);
    double const steep = squared_span + 2.0 * rise;
    double const t =
        steep > 0.0 ? std::clamp((along + rise) / steep, 0.0, 1.0) : (squared_span < 2.0 * along ? 1.0 : 0.0);
    return {a + t * d + (t * (1.0 - t)) * bulge, t};
}

double BufferField::squared_chord(Ecef p, std::uint32_t piece) const noexcept {
    Ecef const gap = p - foot(p, piece).first;
    return dot(gap, gap);
}

BufferField::Nearest BufferField::nearest_on(LonLat place, Ecef p, std::uint32_t piece) const {
    auto const [q, share] = foot(p, piece);
    if (m_accuracy == FieldAccuracy::series)
        return {arc_over(q, p), piece, q};
    auto const& [a, b] = m_edges[m_pieces.edge[piece]];
    double const start = double{m_pieces.share_from[piece]} + share * double{m_pieces.share_span[piece]};
    EdgeFoot const solved = solve_edge(place, a, b, start);
    return {solved.distance.value(), piece, to_ecef(solved.foot)};
}

BufferField::Nearest BufferField::nearest_of(LonLat place, Ecef p, std::vector<Chord>& chords, double least) const {
    double const limit = rival_chord(std::sqrt(least) + buffer_piece_slack) + buffer_piece_slack;
    std::erase_if(chords, [limit](Chord const& chord) { return chord.squared > limit * limit; });
    if (m_accuracy == FieldAccuracy::solved)
        keep_one_an_edge(chords);
    Nearest best{std::numeric_limits<double>::infinity(), 0, {}};
    for (Chord const& candidate : chords) {
        Nearest const v = nearest_on(place, p, candidate.piece);
        if (v.distance < best.distance || (v.distance == best.distance && v.piece < best.piece))
            best = v;
    }
    return best;
}

/// Leaves the piece with the shortest chord of each edge, whatever the order before.
void BufferField::keep_one_an_edge(std::vector<Chord>& chords) const {
    auto const key = [this](Chord const& c) { return std::tuple(m_pieces.edge[c.piece], c.squared, c.piece); };
    std::sort(chords.begin(), chords.end(), [&](Chord const& l, Chord const& r) { return key(l) < key(r); });
    auto const same_edge = [this](Chord const& l, Chord const& r) {
        return m_pieces.edge[l.piece] == m_pieces.edge[r.piece];
    };
    chords.erase(std::unique(chords.begin(), chords.end(), same_edge), chords.end());
}

void BufferField::chords_near(Ecef p, double reach, std::vector<Chord>& chords, double& least) const {
    least = std::numeric_limits<double>::infinity();
    double limit = least;
    FloatBox<3> place;
    place.extend(0, p.x, p.x);
    place.extend(1, p.y, p.y);
    place.extend(2, p.z, p.z);
    m_tree.visit_near(place, limit, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
            auto const piece = static_cast<std::uint32_t>(i);
            double const squared = squared_chord(p, piece);
            if (squared > limit)
                continue;
            chords.push_back({squared, piece});
            if (squared >= least)
                continue;
            least = squared;
            double const far = rival_chord(std::sqrt(least) + buffer_piece_slack) + buffer_piece_slack + reach;
            limit = far * far;
        }
    });
}

BufferField::Nearest BufferField::nearest_to(LonLat place, Ecef p) const {
    thread_local std::vector<Chord> chords;
    chords.clear();
    double least = 0.0;
    chords_near(p, 0.0, chords, least);
    return nearest_of(place, p, chords, least);
}

BufferField::Nearest BufferField::nearest_to(LonLat place, Ecef p, List const& list) const {
    if (list.size() > longest_scan)
        return nearest_to(place, p);
    thread_local std::vector<Chord> chords;
    chords.clear();
    double least = std::numeric_limits<double>::infinity();
    for (std::uint32_t const piece : list) {
        chords.push_back({squared_chord(p, piece), piece});
        least = std::min(least, chords.back().squared);
    }
    return nearest_of(place, p, chords, least);
}

FieldValue BufferField::at(LonLat place) const {
    place = one_of_its_names(place);
    Ecef const p = to_ecef(place);
    Nearest const nearest = nearest_to(place, p);
    return {nearest.distance, along_surface(p - nearest.foot, p), nearest.piece};
}

FieldValue BufferField::at(LonLat place, List const& list) const {
    place = one_of_its_names(place);
    Ecef const p = to_ecef(place);
    Nearest const nearest = nearest_to(place, p, list);
    return {nearest.distance, along_surface(p - nearest.foot, p), nearest.piece};
}

double BufferField::distance_at(LonLat place, List const& list) const {
    place = one_of_its_names(place);
    return nearest_to(place, to_ecef(place), list).distance;
}

FieldValue BufferField::at_piece(LonLat place, std::uint32_t piece) const {
    place = one_of_its_names(place);
    Ecef const p = to_ecef(place);
    Nearest const nearest = nearest_on(place, p, piece);
    return {nearest.distance, along_surface(p - nearest.foot, p), piece};
}

BufferField::List BufferField::around(LonLat centre, double reach) const {
    std::vector<Chord> chords;
    double least = 0.0;
    chords_near(to_ecef(one_of_its_names(centre)), 2.0 * reach, chords, least);
    double const limit = rival_chord(std::sqrt(least) + buffer_piece_slack) + buffer_piece_slack + 2.0 * reach;
    List list;
    for (Chord const& chord : chords)
        if (chord.squared <= limit * limit)
            list.push_back(chord.piece);
    return list;
}

BufferField::List BufferField::around(LonLat centre, double reach, List const& from) const {
    Ecef const p = to_ecef(one_of_its_names(centre));
    std::vector<double> squared(from.size());
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < from.size(); ++i) {
        squared[i] = squared_chord(p, from[i]);
        least = std::min(least, squared[i]);
    }
    double const limit = rival_chord(std::sqrt(least) + buffer_piece_slack) + buffer_piece_slack + 2.0 * reach;
    List list;
    for (std::size_t i = 0; i < from.size(); ++i)
        if (squared[i] <= limit * limit)
            list.push_back(from[i]);
    return list;
}

} // namespace oreway
