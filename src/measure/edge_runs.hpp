// SPDX-License-Identifier: MIT
#pragma once

// Edges as runs of short pieces. A path is cut into runs of at most eight neighbouring pieces, each piece the chord
// between two knots; an edge of more than 20 km is cut into pieces of its own. Knots are kept as 32-bit offsets from
// the origin of their run, so a vertex costs about 20 bytes, and neighbours share it. Between its knots a piece is the
// curve q(t) = a + t d + t(1-t) B with B four times the sagitta; for 20 km it is the geodesic to within millimetres.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "measure/geodesic_series.hpp"
#include "measure/packed_tree.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

/// Longest chord of a piece.
inline constexpr double longest_piece = 20.0e3;
/// How far the geodesic may leave the curve of its piece: 2 mm of the parabola, 16 mm of knots in 32 bits 160 km from
/// their origin.
inline constexpr double piece_slack = 0.03;
/// Pieces of a full run.
inline constexpr std::size_t run_size = 8;

/// Neighbouring pieces of one path.
struct EdgeRun {
    double start = 0.0;            ///< metres from the start of the path to the first edge of the run
    std::array<float, 3> origin{}; ///< exact in 32 bits; earth-centred
    std::uint32_t first_knot = 0;
    std::uint32_t first_vertex = 0;
    std::uint32_t path = 0;
    std::uint16_t first_piece = 0;    ///< of a long edge
    std::uint16_t pieces_of_edge = 1; ///< 1: every piece is an edge; more: all pieces belong to one long edge
    std::uint16_t count = 0;          ///< pieces; a point is one piece between a knot and itself
    bool point = false;
};

/// A run of vertices that belong together. In a point geometry every vertex is an edge of its own.
struct EdgePath {
    std::uint32_t first_vertex = 0;
    std::uint32_t geometry = 0;
    std::uint32_t path = 0;
    bool points = false;
};

/// A piece in coordinates relative to a place.
struct PieceChord {
    Ecef a; ///< first knot less the place
    Ecef d; ///< to the second knot
};

/// The nearest place of a piece by chord.
struct PieceFoot {
    double chord = 0.0;
    double share = 0.0; ///< of the piece, in [0, 1]
};

/// How far a piece may bulge from its chord.
[[nodiscard]] inline double most_sagitta(double squared_span) noexcept {
    return squared_span * (1.0 / (8.0 * strongest_radius)) * 1.001;
}

/// The chord from the place to the curve of the piece. With w = -a the squared chord is w.w - 2t (w.d + w.B) + t2 (d.d
/// + 2 w.B) but for terms of the size of the bulge squared, so its lowest point has a closed form.
[[nodiscard]] PieceFoot foot_on_piece(PieceChord const& piece, Ecef place) noexcept;

/// All runs of a container of geometries, and their boxes.
class EdgeRuns {
public:
    EdgeRuns() = default;
    /// \throws NumericError for vertices that are not valid
    explicit EdgeRuns(LonLatGeometries const& geometries);

    [[nodiscard]] std::vector<EdgeRun> const& runs() const noexcept { return m_runs; }
    [[nodiscard]] std::vector<EdgePath> const& paths() const noexcept { return m_paths; }
    [[nodiscard]] std::size_t edge_count() const noexcept { return m_edges; }
    [[nodiscard]] FloatBox<3> box(EdgeRun const& run) const noexcept;
    [[nodiscard]] static Ecef origin(EdgeRun const& run) noexcept {
        return {double{run.origin[0]}, double{run.origin[1]}, double{run.origin[2]}};
    }
    /// A knot less the origin of its run.
    [[nodiscard]] Ecef knot(EdgeRun const& run, std::size_t i) const noexcept {
        std::array<float, 3> const& k = m_knots[run.first_knot + (run.point ? 0 : i)];
        return {double{k[0]}, double{k[1]}, double{k[2]}};
    }
    /// Brings the runs into another order. Knots stay: those of a run lie together as they are, and a second copy of
    /// them would be the greatest part of the memory.
    void reorder(std::vector<std::uint32_t> order);

private:
    void add_path(std::span<LonLat const> line, EdgePath const& path);
    void add_long_edge(LonLat a, LonLat b, Ecef first, Ecef last, std::uint32_t vertex, double& along);
    void begin_run(Ecef first, std::uint32_t vertex, double start);
    void add_knot(Ecef place);

    std::vector<EdgeRun> m_runs;
    std::vector<std::array<float, 3>> m_knots;
    std::vector<EdgePath> m_paths;
    std::size_t m_edges = 0;
};

} // namespace oreway
