// SPDX-License-Identifier: MIT
// The index: pieces in a packed tree of earth-centred boxes. A query gathers every piece whose chord may still belong
// to the nearest geodesic, then solves those edges exactly, nearest chord first, until no chord left can win.

#include "oreway/measure/edge_index.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "measure/chord_bounds.hpp"
#include "measure/edge_pieces.hpp"
#include "measure/edge_solver.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

/// Distances closer than this count as equal; the first geometry wins.
constexpr double tie = 1e-6;

/// A run of vertices that belong together. For a point geometry every vertex is an edge of its own.
struct Path {
    std::size_t first_vertex;
    std::size_t geometry;
    std::size_t path;
    bool points;
};

/// A piece that may hold the nearest place.
struct Candidate {
    double chord;
    std::uint32_t piece;
    float share; ///< where on the piece its nearest place lies, in [0, 1]
};

bool by_chord(Candidate const& l, Candidate const& r) {
    return l.chord < r.chord || (l.chord == r.chord && l.piece < r.piece);
}

bool by_position(NearestHit const& l, NearestHit const& r) {
    if (l.geometry != r.geometry)
        return l.geometry < r.geometry;
    return l.path != r.path ? l.path < r.path : l.edge < r.edge;
}

} // namespace

struct EdgeIndex::Impl {
    std::vector<LonLat> vertices;
    std::vector<Path> paths; // by first_vertex
    EdgePieces pieces;       // in tree order
    PackedTree<3> tree;
    std::size_t edges = 0;

    void add_path(std::span<LonLat const> line, Path path);
    void pack();

    struct Edge {
        std::size_t path;
        LonLat a;
        LonLat b;
    };
    [[nodiscard]] Edge edge(std::uint32_t vertex) const;
    [[nodiscard]] Candidate chord_to(std::array<double, 3> const& p, std::size_t piece) const noexcept;
    [[nodiscard]] NearestHit solve(LonLat point, Candidate const& candidate) const;
    template <class Keep> void gather(LonLat point, double& limit, std::vector<Candidate>& found, Keep&& keep) const;
    [[nodiscard]] std::optional<NearestHit> nearest_of(LonLat point, std::span<Candidate> candidates,
                                                       double radius) const;
};

void EdgeIndex::Impl::add_path(std::span<LonLat const> line, Path path) {
    if (line.empty())
        return;
    path.first_vertex = vertices.size();
    path.points = path.points || line.size() == 1;
    paths.push_back(path);
    for (LonLat const p : line) {
        if (!is_valid(p))
            throw NumericError(
                {.what = fmt::format("longitude {} latitude {} is not a place on the earth", p.lon, p.lat),
                 .where = fmt::format("geometry {}, path {}", path.geometry, path.path),
                 .remedy = "run 'oreway check' on the layer"});
        auto const vertex = static_cast<std::uint32_t>(vertices.size());
        bool const begins_edge = path.points || vertices.size() - path.first_vertex + 1 < line.size();
        vertices.push_back(p);
        if (!begins_edge)
            continue;
        add_edge(pieces, p, path.points ? p : line[vertices.size() - path.first_vertex], vertex);
        ++edges;
    }
}

void EdgeIndex::Impl::pack() {
    std::vector<FloatBox<3>> boxes(pieces.size());
    for (std::size_t i = 0; i < boxes.size(); ++i)
        boxes[i] = pieces.box(i);
    tree = PackedTree<3>(boxes);
    pieces = pieces.reordered(tree.order());
}

EdgeIndex::Impl::Edge EdgeIndex::Impl::edge(std::uint32_t vertex) const {
    auto const after = std::upper_bound(paths.begin(), paths.end(), std::size_t{vertex},
                                        [](std::size_t v, Path const& path) { return v < path.first_vertex; });
    auto const path = static_cast<std::size_t>(after - paths.begin()) - 1;
    return {path, vertices[vertex], paths[path].points ? vertices[vertex] : vertices[vertex + 1]};
}

/// The chord from p to the curve of a piece. With w = p - a the squared chord is w.w - 2t (w.d + w.B) + t2 (d.d + 2
/// w.B) but for terms of the size of the bulge squared, so its lowest point has a closed form.
Candidate EdgeIndex::Impl::chord_to(std::array<double, 3> const& p, std::size_t piece) const noexcept {
    std::array<double, 3> w{};
    double along = 0.0;
    double rise = 0.0;
    double squared_span = 0.0;
    for (std::size_t k = 0; k < 3; ++k) {
        w[k] = p[k] - pieces.start[k][piece];
        double const d = pieces.span[k][piece];
        along += w[k] * d;
        rise += w[k] * double{pieces.bulge[k][piece]};
        squared_span += d * d;
    }
    double const steep = squared_span + 2.0 * rise;
    // Beyond a quarter of the globe the parabola opens downwards and the nearer end wins.
    double const t =
        steep > 0.0 ? std::clamp((along + rise) / steep, 0.0, 1.0) : (squared_span < 2.0 * along ? 1.0 : 0.0);
    double squared_chord = 0.0;
    for (std::size_t k = 0; k < 3; ++k) {
        double const gap = w[k] - t * pieces.span[k][piece] - t * (1.0 - t) * double{pieces.bulge[k][piece]};
        squared_chord += gap * gap;
    }
    return {std::sqrt(squared_chord), static_cast<std::uint32_t>(piece), static_cast<float>(t)};
}

NearestHit EdgeIndex::Impl::solve(LonLat point, Candidate const& candidate) const {
    std::uint32_t const vertex = pieces.vertex[candidate.piece];
    Edge const e = edge(vertex);
    double const start = double{pieces.share_from[candidate.piece]} +
                         double{candidate.share} * double{pieces.share_span[candidate.piece]};
    EdgeFoot const foot = solve_edge(point, e.a, e.b, start);
    Path const& path = paths[e.path];
    return {path.geometry, path.path, vertex - path.first_vertex, foot.distance, foot.foot, foot.along};
}

/// Appends every piece within `limit` (a chord, squared inside the tree); `keep` may lower the limit.
template <class Keep>
void EdgeIndex::Impl::gather(LonLat point, double& limit, std::vector<Candidate>& found, Keep&& keep) const {
    Ecef const centre = to_ecef(point);
    std::array const p{centre.x, centre.y, centre.z};
    double squared_limit = limit * limit;
    tree.visit_near(p, squared_limit, [&](std::size_t first, std::size_t last) {
        for (std::size_t piece = first; piece < last; ++piece) {
            Candidate const candidate = chord_to(p, piece);
            if (candidate.chord > limit)
                continue;
            found.push_back(candidate);
            keep(candidate);
        }
        squared_limit = limit * limit;
    });
}

/// The nearest place among candidates that include every rival of the nearest. Sorts them by chord.
std::optional<NearestHit> EdgeIndex::Impl::nearest_of(LonLat point, std::span<Candidate> candidates,
                                                      double radius) const {
    std::sort(candidates.begin(), candidates.end(), by_chord);
    std::vector<NearestHit> hits;
    std::vector<std::uint32_t> solved;
    double best = radius;
    double limit = longest_chord_under(best + tie) + piece_slack;
    for (Candidate const& candidate : candidates) {
        if (candidate.chord > limit)
            break;
        std::uint32_t const vertex = pieces.vertex[candidate.piece];
        if (std::find(solved.begin(), solved.end(), vertex) != solved.end())
            continue;
        solved.push_back(vertex);
        hits.push_back(solve(point, candidate));
        if (hits.back().distance.value() >= best)
            continue;
        best = hits.back().distance.value();
        limit = longest_chord_under(best + tie) + piece_slack;
    }
    std::optional<NearestHit> first;
    for (NearestHit const& hit : hits) {
        if (hit.distance.value() > std::min(best + tie, radius))
            continue;
        if (!first || by_position(hit, *first))
            first = hit;
    }
    return first;
}

namespace {

void require_place(LonLat point, Metres radius) {
    if (is_valid(point) && !std::isnan(radius.value()))
        return;
    throw NumericError({.what = fmt::format("nothing is near to longitude {} latitude {} within {} m", point.lon,
                                            point.lat, radius.value()),
                        .where = "",
                        .remedy = "longitude must lie in [-540, 540], latitude in [-90, 90]"});
}

} // namespace

EdgeIndex::EdgeIndex(LonLatGeometries const& geometries) {
    if (geometries.vertex_count() >= std::size_t{0xFFFFFFFF})
        throw NumericError(
            {.what = "an index holds at most 4 294 967 294 vertices", .where = "", .remedy = "split the layer"});
    auto impl = std::make_unique<Impl>();
    impl->vertices.reserve(geometries.vertex_count());
    for (std::size_t g = 0; g < geometries.size(); ++g) {
        LonLatGeometry const geometry = geometries[g];
        for (std::size_t p = 0; p < geometry.path_count(); ++p)
            impl->add_path(geometry.path(p), {0, g, p, geometry.kind() == GeometryKind::point});
    }
    impl->pack();
    m_impl = std::move(impl);
}

EdgeIndex::EdgeIndex(EdgeIndex&&) noexcept = default;
EdgeIndex& EdgeIndex::operator=(EdgeIndex&&) noexcept = default;
EdgeIndex::~EdgeIndex() = default;

std::optional<NearestHit> EdgeIndex::nearest(LonLat point, Metres radius) const {
    require_place(point, radius);
    std::vector<Candidate> found;
    found.reserve(32);
    double limit = longest_chord_under(radius.value()) + piece_slack;
    m_impl->gather(point, limit, found, [&limit](Candidate const& candidate) {
        limit = std::min(limit, rival_chord(candidate.chord + piece_slack) + piece_slack + tie);
    });
    std::erase_if(found, [limit](Candidate const& candidate) { return candidate.chord > limit; });
    return m_impl->nearest_of(point, found, radius.value());
}

std::vector<NearestHit> EdgeIndex::within(LonLat point, Metres radius) const {
    require_place(point, radius);
    std::vector<Candidate> found;
    double limit = longest_chord_under(radius.value()) + piece_slack;
    m_impl->gather(point, limit, found, [](Candidate const&) {});
    auto const geometry_of = [this](Candidate const& candidate) {
        return m_impl->paths[m_impl->edge(m_impl->pieces.vertex[candidate.piece]).path].geometry;
    };
    std::vector<std::pair<std::size_t, Candidate>> by_geometry;
    by_geometry.reserve(found.size());
    for (Candidate const& candidate : found)
        by_geometry.emplace_back(geometry_of(candidate), candidate);
    std::stable_sort(by_geometry.begin(), by_geometry.end(),
                     [](auto const& l, auto const& r) { return l.first < r.first; });

    std::vector<NearestHit> hits;
    std::vector<Candidate> group;
    for (std::size_t i = 0; i < by_geometry.size();) {
        group.clear();
        std::size_t const geometry = by_geometry[i].first;
        for (; i < by_geometry.size() && by_geometry[i].first == geometry; ++i)
            group.push_back(by_geometry[i].second);
        if (auto const hit = m_impl->nearest_of(point, group, radius.value()))
            hits.push_back(*hit);
    }
    std::stable_sort(hits.begin(), hits.end(),
                     [](NearestHit const& l, NearestHit const& r) { return l.distance < r.distance; });
    return hits;
}

std::pair<LonLat, LonLat> EdgeIndex::ends_of(NearestHit const& hit) const {
    auto const path =
        std::lower_bound(m_impl->paths.begin(), m_impl->paths.end(), hit, [](Path const& l, NearestHit const& r) {
            return l.geometry != r.geometry ? l.geometry < r.geometry : l.path < r.path;
        });
    Impl::Edge const edge = m_impl->edge(static_cast<std::uint32_t>(path->first_vertex + hit.edge));
    return {edge.a, edge.b};
}

std::size_t EdgeIndex::edge_count() const noexcept {
    return m_impl->edges;
}

} // namespace oreway
