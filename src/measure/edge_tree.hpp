// SPDX-License-Identifier: MIT
#pragma once

// The engine of the indexes: geometries, their edges as runs of pieces, and a packed tree of earth-centred boxes over
// the runs. A query gathers every piece whose chord may still belong to the nearest geodesic, then measures those edges
// on the ellipsoid, nearest chord first, until no chord left can win.

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>
#include <vector>

#include "measure/edge_runs.hpp"
#include "oreway/measure/edge_index.hpp"

namespace oreway {

/// Distances closer than this count as equal; the first geometry wins.
inline constexpr double tie = 1e-6;

/// A place with its earth-centred position.
struct Place {
    explicit Place(LonLat p) : lonlat(p), ecef(to_ecef(p)) {}
    LonLat lonlat;
    Ecef ecef;
};

/// The nearest place of the edge from `a` to `b`; `chord` and `share` say about how far and where on the edge it is.
/// Short distances to short edges come from the series, all others from the solver; both are the same to 1e-5 m.
[[nodiscard]] EdgeFoot foot_on_edge(Place const& point, LonLat a, LonLat b, double chord, double share);

/// A piece of a tree, by its run and its position there.
struct PieceRef {
    std::uint32_t run = 0;
    std::uint32_t piece = 0;
};

class EdgeTree {
public:
    explicit EdgeTree(LonLatGeometries geometries);

    [[nodiscard]] LonLatGeometries const& geometries() const noexcept { return m_geometries; }
    [[nodiscard]] std::vector<EdgeRun> const& runs() const noexcept { return m_edges.runs(); }
    [[nodiscard]] std::vector<EdgePath> const& paths() const noexcept { return m_edges.paths(); }
    [[nodiscard]] std::size_t edge_count() const noexcept { return m_edges.edge_count(); }
    [[nodiscard]] FloatBox<3> box(EdgeRun const& run) const noexcept { return m_edges.box(run); }

    /// The first vertex of the edge that a piece belongs to.
    [[nodiscard]] std::uint32_t vertex_of(PieceRef ref) const noexcept {
        EdgeRun const& run = runs()[ref.run];
        return run.first_vertex + (run.pieces_of_edge > 1 ? 0 : ref.piece);
    }
    /// Both ends of the edge that starts at a vertex; of a point twice the point.
    [[nodiscard]] std::pair<LonLat, LonLat> ends(EdgeRun const& run, std::uint32_t vertex) const noexcept {
        return {m_geometries.vertices()[vertex], m_geometries.vertices()[run.point ? vertex : vertex + 1]};
    }
    [[nodiscard]] std::uint32_t geometry_of(EdgeRun const& run) const noexcept { return paths()[run.path].geometry; }
    /// A piece relative to the place.
    [[nodiscard]] PieceChord chord(PieceRef ref, Ecef place) const noexcept {
        EdgeRun const& run = runs()[ref.run];
        Ecef const first = m_edges.knot(run, ref.piece);
        return {EdgeRuns::origin(run) - place + first, m_edges.knot(run, ref.piece + 1) - first};
    }
    /// Where on its edge a share of a piece lies.
    [[nodiscard]] double share_of_edge(PieceRef ref, double share) const noexcept {
        EdgeRun const& run = runs()[ref.run];
        return run.pieces_of_edge > 1 ? (static_cast<double>(run.first_piece + ref.piece) + share) /
                                            static_cast<double>(run.pieces_of_edge)
                                      : share;
    }

    /// Every piece that is the nearest one, along the ellipsoid, of some place whose chord to `middle` is at most
    /// `reach` and that is at most `most` away from a piece; in the order of the walk, which is fixed.
    [[nodiscard]] std::vector<PieceRef> pieces_near(Ecef middle, double reach, double most) const;

    [[nodiscard]] std::optional<NearestHit> nearest(LonLat point, double radius) const;
    /// The nearest place of each of the `count` nearest geometries (0: of all) within the radius, by distance, then by
    /// position. A geometry for which `skip` holds does not count.
    [[nodiscard]] std::vector<NearestHit> nearest_geometries(LonLat point, std::size_t count, double radius,
                                                             std::function<bool(std::size_t)> const& skip) const;
    /// From the start of the path of a hit to its foot.
    [[nodiscard]] double along_path(NearestHit const& hit, PieceRef ref) const;

    /// Calls `leaf(first, last)` for runs of the tree near to a box, nearer ones first; see PackedTree.
    template <class Leaf> void visit_near(FloatBox<3> const& box, double const& limit, Leaf&& leaf) const {
        m_tree.visit_near(box, limit, std::forward<Leaf>(leaf));
    }

    /// A hit and the piece it lies on.
    struct Found {
        NearestHit hit;
        PieceRef ref;
    };
    [[nodiscard]] std::optional<Found> find_nearest(LonLat point, double radius) const;
    [[nodiscard]] std::vector<Found> find_geometries(LonLat point, std::size_t count, double radius,
                                                     std::function<bool(std::size_t)> const& skip) const;

private:
    /// A piece that may hold the nearest place.
    struct Candidate {
        double chord;
        PieceRef ref;
        float share; ///< of the piece
    };
    template <class Keep> void gather(Ecef point, double& limit, Keep&& keep) const;
    [[nodiscard]] Found measure(Place const& point, Candidate const& candidate) const;
    [[nodiscard]] std::optional<Found> nearest_of(Place const& point, std::span<Candidate> candidates,
                                                  double radius) const;

    LonLatGeometries m_geometries;
    EdgeRuns m_edges; // in tree order
    PackedTree<3> m_tree;
};

} // namespace oreway
