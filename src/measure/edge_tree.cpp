// SPDX-License-Identifier: MIT
// Queries by points. Straight chords decide nearly everything; only the few pieces left are bent and measured.

#include "measure/edge_tree.hpp"

#include <array>
#include <memory_resource>

#include <fmt/format.h>

#include "measure/edge_solver.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

namespace {

/// Longest edge that is measured by the series: its curve leaves the geodesic sideways by 1e-6 m at most.
constexpr double longest_series_edge = 5.0e3;
/// Up to this distance the nearest place by chord is the nearest place by geodesic to 0.1 mm along the edge.
constexpr double same_foot = 20.0e3;

/// An edge as a curve in space.
struct Curve {
    Ecef a;
    Ecef d;
    Ecef bulge;
    [[nodiscard]] Ecef at(double t) const noexcept { return a + t * d + (t * (1.0 - t)) * bulge; }
};

/// The share of the edge at which the distance by series is least, from the one at which the chord is: the vertex of a
/// parabola through three distances.
double least_distance(Ecef point, Curve const& edge, double span, double t) {
    double const distance = series_distance(point, edge.at(t));
    if (distance < same_foot)
        return t;
    double const step = distance / 64.0 / span;
    double const before = series_distance(point, edge.at(t - step));
    double const after = series_distance(point, edge.at(t + step));
    double const bend = before - 2.0 * distance + after;
    return bend > 0.0 ? std::clamp(t + 0.5 * step * (before - after) / bend, 0.0, 1.0) : t;
}

EdgeFoot foot_by_series(Place const& point, LonLat a, LonLat b, Ecef first, Ecef last) {
    Ecef const d = last - first;
    double const span = norm(d);
    Curve const edge{first, d, bulge_over(d, 0.5 * (first + last))};
    double const nearest = foot_on_piece({first - point.ecef, d}, point.ecef).share;
    double const t =
        span > 0.0 && nearest > 0.0 && nearest < 1.0 ? least_distance(point.ecef, edge, span, nearest) : nearest;
    if (t <= 0.0)
        return {Metres(series_distance(point.ecef, first)), Metres(0.0), a};
    if (t >= 1.0)
        return {Metres(series_distance(point.ecef, last)), Metres(series_distance(first, last)), b};
    Ecef const foot = edge.at(t);
    return {Metres(series_distance(point.ecef, foot)), Metres(series_distance(first, foot)), from_ecef(foot)};
}

bool by_position(NearestHit const& l, NearestHit const& r) {
    if (l.geometry != r.geometry)
        return l.geometry < r.geometry;
    return l.path != r.path ? l.path < r.path : l.edge < r.edge;
}

} // namespace

EdgeFoot foot_on_edge(Place const& point, LonLat a, LonLat b, double chord, double share) {
    if (chord < longest_series) {
        Ecef const first = to_ecef(a);
        Ecef const last = to_ecef(b);
        Ecef const d = last - first;
        if (dot(d, d) <= longest_series_edge * longest_series_edge)
            return foot_by_series(point, a, b, first, last);
        if (auto const foot = solve_edge_near(point.ecef, a, b, share))
            return *foot;
    }
    return solve_edge(point.lonlat, a, b, share);
}

EdgeTree::EdgeTree(LonLatGeometries geometries) : m_geometries(std::move(geometries)), m_edges(m_geometries) {
    {
        std::vector<FloatBox<3>> boxes(runs().size());
        std::vector<std::uint16_t> weights(runs().size());
        for (std::size_t i = 0; i < boxes.size(); ++i) {
            boxes[i] = m_edges.box(runs()[i]);
            weights[i] = runs()[i].count;
        }
        m_tree = PackedTree<3>(boxes, weights);
    }
    m_edges.reorder(m_tree.take_order());
}

namespace {

/// Whether the straight segment from a to a + d comes nearer to the origin than the square root; without a division.
bool comes_within(double squared_reach, Ecef a, Ecef d, double squared_span) {
    double const along = -dot(a, d);
    if (along <= 0.0)
        return dot(a, a) <= squared_reach;
    if (along >= squared_span) {
        Ecef const b = a + d;
        return dot(b, b) <= squared_reach;
    }
    return dot(a, a) * squared_span - along * along <= squared_reach * squared_span;
}

} // namespace

/// Calls `keep` for every piece within `limit`, a chord; `keep` may lower the limit.
template <class Keep> void EdgeTree::gather(Ecef point, double& limit, Keep&& keep) const {
    FloatBox<3> const p(std::array{point.x, point.y, point.z});
    double squared_limit = limit * limit;
    auto const search_run = [&](std::uint32_t r) {
        EdgeRun const& run = runs()[r];
        Ecef const base = EdgeRuns::origin(run) - point;
        Ecef a = base + m_edges.knot(run, 0);
        for (std::uint32_t i = 0; i < run.count; ++i) {
            Ecef const b = base + m_edges.knot(run, i + 1);
            Ecef const d = b - a;
            double const squared_span = dot(d, d);
            double const reach = limit + most_sagitta(squared_span);
            if (comes_within(reach * reach, a, d, squared_span)) {
                PieceFoot const foot = foot_on_piece({a, d}, point);
                if (foot.chord <= limit)
                    keep(Candidate{foot.chord, {r, i}, static_cast<float>(foot.share)});
            }
            a = b;
        }
    };
    m_tree.visit_near(p, squared_limit, [&](std::size_t first, std::size_t last) {
        for (std::size_t r = first; r < last; ++r)
            search_run(static_cast<std::uint32_t>(r));
        squared_limit = limit * limit;
    });
}

EdgeTree::Found EdgeTree::measure(Place const& point, Candidate const& candidate) const {
    EdgeRun const& run = runs()[candidate.ref.run];
    EdgePath const& path = paths()[run.path];
    std::uint32_t const vertex = vertex_of(candidate.ref);
    auto const [a, b] = ends(run, vertex);
    EdgeFoot const foot =
        foot_on_edge(point, a, b, candidate.chord, share_of_edge(candidate.ref, double{candidate.share}));
    return {{path.geometry, path.path, vertex - path.first_vertex, foot.distance, foot.foot, foot.along},
            candidate.ref};
}

/// The nearest place among candidates that include every rival of the nearest. Sorts them by chord.
std::optional<EdgeTree::Found> EdgeTree::nearest_of(Place const& point, std::span<Candidate> candidates,
                                                    double radius) const {
    std::sort(candidates.begin(), candidates.end(), [this](Candidate const& l, Candidate const& r) {
        return l.chord < r.chord || (l.chord == r.chord && vertex_of(l.ref) < vertex_of(r.ref));
    });
    std::array<std::byte, 1024> buffer; // enough for all but crowded places
    std::pmr::monotonic_buffer_resource memory(buffer.data(), buffer.size());
    std::pmr::vector<Found> found(&memory);
    double best = radius;
    double limit = longest_chord_under(best + tie) + piece_slack;
    for (Candidate const& candidate : candidates) {
        if (candidate.chord > limit)
            break;
        std::uint32_t const vertex = vertex_of(candidate.ref);
        if (std::any_of(found.begin(), found.end(), [&](Found const& f) { return vertex_of(f.ref) == vertex; }))
            continue;
        found.push_back(measure(point, candidate));
        if (found.back().hit.distance.value() >= best)
            continue;
        best = found.back().hit.distance.value();
        limit = longest_chord_under(best + tie) + piece_slack;
    }
    std::optional<Found> first;
    for (Found const& f : found) {
        if (f.hit.distance.value() > std::min(best + tie, radius))
            continue;
        if (!first || by_position(f.hit, first->hit))
            first = f;
    }
    return first;
}

namespace {

void require_place(LonLat point, double radius) {
    if (is_valid(point) && !std::isnan(radius))
        return;
    throw NumericError(
        {.what = fmt::format("nothing is near to longitude {} latitude {} within {} m", point.lon, point.lat, radius),
         .where = "",
         .remedy = "longitude must lie in [-540, 540], latitude in [-90, 90]"});
}

/// What no geodesic of the chord's rivals exceeds.
double rival_limit(double chord) {
    return rival_chord(chord + piece_slack) + piece_slack + tie;
}

} // namespace

std::vector<PieceRef> EdgeTree::pieces_near(Ecef middle, double reach, double most) const {
    struct Near {
        PieceRef ref;
        double chord;
    };
    std::vector<Near> near;
    double limit = longest_chord_under(most) + piece_slack + reach;
    gather(middle, limit, [&](Candidate const& candidate) {
        near.push_back({candidate.ref, candidate.chord});
        // A place of the neighbourhood is at most so far from this piece, its rivals not much farther from the place.
        limit = std::min(limit, rival_limit(candidate.chord + reach) + reach);
    });
    std::vector<PieceRef> pieces;
    for (Near const& n : near)
        if (n.chord <= limit)
            pieces.push_back(n.ref);
    return pieces;
}

std::optional<EdgeTree::Found> EdgeTree::find_nearest(LonLat lonlat, double radius) const {
    require_place(lonlat, radius);
    Place const point(lonlat);
    std::array<std::byte, 2048> buffer;
    std::pmr::monotonic_buffer_resource memory(buffer.data(), buffer.size());
    std::pmr::vector<Candidate> candidates(&memory);
    candidates.reserve(32);
    double limit = longest_chord_under(radius) + piece_slack;
    gather(point.ecef, limit, [&](Candidate const& candidate) {
        candidates.push_back(candidate);
        limit = std::min(limit, rival_limit(candidate.chord));
    });
    std::erase_if(candidates, [limit](Candidate const& candidate) { return candidate.chord > limit; });
    return nearest_of(point, candidates, radius);
}

namespace {

/// The chords of the nearest geometries, one each, and how far the last that counts may be.
class NearestChords {
public:
    explicit NearestChords(std::size_t count) : m_count(count) {}

    /// Returns a new limit when the last of the nearest geometries has come nearer.
    std::optional<double> add(std::size_t geometry, double chord) {
        if (m_count == 0)
            return std::nullopt;
        auto const same =
            std::find_if(m_nearest.begin(), m_nearest.end(), [&](Entry const& e) { return e.geometry == geometry; });
        if (same != m_nearest.end()) {
            if (same->chord <= chord)
                return std::nullopt;
            m_nearest.erase(same);
        }
        auto const after = std::upper_bound(m_nearest.begin(), m_nearest.end(), chord,
                                            [](double c, Entry const& e) { return c < e.chord; });
        m_nearest.insert(after, {chord, geometry});
        if (m_nearest.size() > m_count)
            m_nearest.pop_back();
        if (m_nearest.size() < m_count)
            return std::nullopt;
        return rival_limit(m_nearest.back().chord);
    }

private:
    struct Entry {
        double chord;
        std::size_t geometry;
    };
    std::size_t m_count;
    std::vector<Entry> m_nearest;
};

} // namespace

std::vector<EdgeTree::Found> EdgeTree::find_geometries(LonLat lonlat, std::size_t count, double radius,
                                                       std::function<bool(std::size_t)> const& skip) const {
    require_place(lonlat, radius);
    Place const point(lonlat);
    std::vector<std::pair<std::size_t, Candidate>> candidates;
    NearestChords nearest(count);
    double limit = longest_chord_under(radius) + piece_slack;
    gather(point.ecef, limit, [&](Candidate const& candidate) {
        std::size_t const geometry = geometry_of(runs()[candidate.ref.run]);
        if (skip && skip(geometry))
            return;
        candidates.emplace_back(geometry, candidate);
        if (auto const lower = nearest.add(geometry, candidate.chord))
            limit = std::min(limit, *lower);
    });
    std::erase_if(candidates, [limit](auto const& candidate) { return candidate.second.chord > limit; });
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](auto const& l, auto const& r) { return l.first < r.first; });

    std::vector<Found> found;
    std::vector<Candidate> group;
    for (std::size_t i = 0; i < candidates.size();) {
        group.clear();
        std::size_t const geometry = candidates[i].first;
        for (; i < candidates.size() && candidates[i].first == geometry; ++i)
            group.push_back(candidates[i].second);
        if (auto const nearest_place = nearest_of(point, group, radius))
            found.push_back(*nearest_place);
    }
    std::stable_sort(found.begin(), found.end(),
                     [](Found const& l, Found const& r) { return l.hit.distance < r.hit.distance; });
    return found;
}

std::optional<NearestHit> EdgeTree::nearest(LonLat point, double radius) const {
    auto const found = find_nearest(point, radius);
    return found ? std::optional(found->hit) : std::nullopt;
}

std::vector<NearestHit> EdgeTree::nearest_geometries(LonLat point, std::size_t count, double radius,
                                                     std::function<bool(std::size_t)> const& skip) const {
    std::vector<NearestHit> hits;
    for (Found const& found : find_geometries(point, count, radius, skip))
        hits.push_back(found.hit);
    return hits;
}

double EdgeTree::along_path(NearestHit const& hit, PieceRef ref) const {
    EdgeRun const& run = runs()[ref.run];
    if (run.point)
        return 0.0;
    std::uint32_t const vertex = vertex_of(ref);
    double along = run.start + hit.along.value();
    if (vertex == run.first_vertex)
        return along;
    Ecef from = to_ecef(m_geometries.vertices()[run.first_vertex]);
    for (std::uint32_t v = run.first_vertex + 1; v <= vertex; ++v) {
        Ecef const to = to_ecef(m_geometries.vertices()[v]);
        along += series_distance(from, to);
        from = to;
    }
    return along;
}

} // namespace oreway
