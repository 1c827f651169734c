// SPDX-License-Identifier: MIT
// Every run of the query visits the runs of the tree near to its box. Two pieces are compared by their chords first;
// those near enough by their vertices, each on the other's edge, and by their crossing.

#include "measure/pair_search.hpp"

#include <algorithm>

#include "measure/edge_crossing.hpp"

namespace oreway {

namespace {

/// Closest places of two straight segments.
struct SegmentGap {
    double squared = 0.0;
    double on_first = 0.0;
    double on_second = 0.0;
};

double ratio(double part, double whole) {
    return whole > 0.0 ? std::clamp(part / whole, 0.0, 1.0) : 0.0;
}

/// Both segments relative to the same place.
SegmentGap gap_between(PieceChord const& p, PieceChord const& q) {
    Ecef const apart = p.a - q.a;
    double const pp = dot(p.d, p.d);
    double const qq = dot(q.d, q.d);
    double const pq = dot(p.d, q.d);
    double const p_apart = dot(p.d, apart);
    double const q_apart = dot(q.d, apart);
    double s = ratio(pq * q_apart - qq * p_apart, pp * qq - pq * pq);
    double t = qq > 0.0 ? (pq * s + q_apart) / qq : 0.0;
    if (t < 0.0 || !(qq > 0.0)) {
        t = 0.0;
        s = ratio(-p_apart, pp);
    } else if (t > 1.0) {
        t = 1.0;
        s = ratio(pq - p_apart, pp);
    }
    Ecef const gap = apart + s * p.d - t * q.d;
    return {dot(gap, gap), s, t};
}

/// One side of a comparison.
struct Piece {
    EdgeTree const& tree;
    PieceRef ref;
    PieceChord chord; // earth-centred
    EdgeRun const& run() const { return tree.runs()[ref.run]; }
    std::uint32_t vertex() const { return tree.vertex_of(ref); }
    double sagitta() const { return most_sagitta(dot(chord.d, chord.d)); }
    bool begins_edge() const { return run().first_piece + ref.piece == 0 || run().pieces_of_edge == 1; }
    bool ends_path() const {
        if (run().point || (run().pieces_of_edge > 1 && run().first_piece + ref.piece + 1U < run().pieces_of_edge))
            return false;
        EdgePath const& path = tree.paths()[run().path];
        return vertex() + 2U == path.first_vertex + tree.geometries()[path.geometry].path(path.path).size();
    }
};

class PairSearch {
public:
    PairSearch(EdgeTree const& query, EdgeTree const& indexed, std::function<bool(std::size_t)> const& skip,
               NearestRanking& ranking)
        : m_query(query), m_indexed(indexed), m_skip(skip), m_ranking(ranking) {}

    void search_run(std::uint32_t query_run) {
        double squared_limit = squared(reach_of(m_ranking.limit()));
        m_indexed.visit_near(m_query.box(m_query.runs()[query_run]), squared_limit,
                             [&](std::size_t first, std::size_t last) {
                                 for (std::size_t r = first; r < last; ++r)
                                     compare_runs(query_run, static_cast<std::uint32_t>(r));
                                 squared_limit = squared(reach_of(m_ranking.limit()));
                             });
    }

private:
    static double squared(double x) { return x * x; }
    /// No chord under a geodesic of the limit is longer, whatever the slack of both pieces.
    static double reach_of(double limit) { return longest_chord_under(limit + tie) + 2.0 * piece_slack; }

    void compare_runs(std::uint32_t query_run, std::uint32_t indexed_run) {
        std::size_t const geometry = m_indexed.geometry_of(m_indexed.runs()[indexed_run]);
        if (m_skip && m_skip(geometry))
            return;
        for (std::uint32_t i = 0; i < m_indexed.runs()[indexed_run].count; ++i) {
            PieceRef const there{indexed_run, i};
            Piece const indexed{m_indexed, there, m_indexed.chord(there, Ecef{})};
            for (std::uint32_t k = 0; k < m_query.runs()[query_run].count; ++k) {
                PieceRef const here{query_run, k};
                compare_pieces({m_query, here, m_query.chord(here, Ecef{})}, indexed, geometry);
            }
        }
    }

    void compare_pieces(Piece const& query, Piece const& indexed, std::size_t geometry) {
        double const limit = m_ranking.limit_of(geometry);
        if (limit <= 0.0 && m_ranking.touches(geometry))
            return;
        SegmentGap const gap = gap_between(query.chord, indexed.chord);
        double const bulges = query.sagitta() + indexed.sagitta();
        if (gap.squared > squared(reach_of(limit) + bulges))
            return;
        if (query.begins_edge())
            measure_query_vertex(indexed, query.vertex());
        if (query.ends_path())
            measure_query_vertex(indexed, query.vertex() + 1);
        if (indexed.begins_edge())
            measure_indexed_vertex(query, indexed, indexed.vertex(), 0.0);
        if (indexed.ends_path())
            measure_indexed_vertex(query, indexed, indexed.vertex() + 1, 1.0);
        if (gap.squared <= squared(bulges + 4.0 * piece_slack) && !query.run().point && !indexed.run().point &&
            m_ranking.limit_of(geometry) > 0.0)
            cross(query, indexed, gap);
    }

    /// The foot of a vertex on the edge of a piece, unless it is too far by chord.
    std::optional<EdgeFoot> foot_of(Place const& vertex, Piece const& piece, double limit) const {
        PieceFoot const foot = foot_on_piece(piece.tree.chord(piece.ref, vertex.ecef), vertex.ecef);
        if (foot.chord > reach_of(limit))
            return std::nullopt;
        auto const [a, b] = piece.tree.ends(piece.run(), piece.vertex());
        return foot_on_edge(vertex, a, b, foot.chord, piece.tree.share_of_edge(piece.ref, foot.share));
    }

    void measure_query_vertex(Piece const& indexed, std::uint32_t vertex) {
        EdgePath const& path = m_indexed.paths()[indexed.run().path];
        Place const from(m_query.geometries().vertices()[vertex]);
        if (auto const foot = foot_of(from, indexed, m_ranking.limit_of(path.geometry)))
            add(indexed, foot->distance, from.lonlat, foot->foot, foot->along);
    }

    void measure_indexed_vertex(Piece const& query, Piece const& indexed, std::uint32_t vertex, double edge_share) {
        EdgePath const& path = m_indexed.paths()[indexed.run().path];
        Place const to(m_indexed.geometries().vertices()[vertex]);
        auto const foot = foot_of(to, query, m_ranking.limit_of(path.geometry));
        if (!foot)
            return;
        auto const [a, b] = m_indexed.ends(indexed.run(), indexed.vertex());
        add(indexed, foot->distance, foot->foot, to.lonlat, edge_share > 0.0 ? geodesic_distance(a, b) : Metres(0.0));
    }

    void cross(Piece const& query, Piece const& indexed, SegmentGap const& gap) {
        auto const [a, b] = m_query.ends(query.run(), query.vertex());
        auto const [c, d] = m_indexed.ends(indexed.run(), indexed.vertex());
        GeodesicEdge const first(a, b);
        GeodesicEdge const second(c, d);
        auto const crossing = find_crossing(first, stretch_of(query, first.length().value(), gap.on_first), second,
                                            stretch_of(indexed, second.length().value(), gap.on_second));
        if (crossing)
            add(indexed, Metres(0.0), crossing->place, crossing->place, Metres(crossing->along_second));
    }

    static EdgeStretch stretch_of(Piece const& piece, double length, double share) {
        return {length * piece.tree.share_of_edge(piece.ref, 0.0), length * piece.tree.share_of_edge(piece.ref, 1.0),
                length * piece.tree.share_of_edge(piece.ref, share)};
    }

    /// `along` is counted from the start of the indexed edge.
    void add(Piece const& indexed, Metres distance, LonLat from, LonLat to, Metres along) {
        EdgePath const& path = m_indexed.paths()[indexed.run().path];
        if (distance.value() >= m_ranking.limit_of(path.geometry) + tie)
            return;
        NearestHit const hit{path.geometry, path.path, indexed.vertex() - path.first_vertex, distance, to, along};
        m_ranking.add(pair_of(from, m_indexed, {hit, indexed.ref}));
    }

    EdgeTree const& m_query;
    EdgeTree const& m_indexed;
    std::function<bool(std::size_t)> const& m_skip;
    NearestRanking& m_ranking;
};

} // namespace

void search_pairs(EdgeTree const& query, EdgeTree const& indexed, std::function<bool(std::size_t)> const& skip,
                  NearestRanking& ranking) {
    PairSearch search(query, indexed, skip, ranking);
    for (std::uint32_t run = 0; run < query.runs().size(); ++run)
        search.search_run(run);
}

NearestPair pair_of(LonLat from, EdgeTree const& indexed, EdgeTree::Found const& found) {
    NearestHit const& hit = found.hit;
    return {hit.geometry, hit.distance, from, hit.foot, hit.path, Metres(indexed.along_path(hit, found.ref))};
}

} // namespace oreway
