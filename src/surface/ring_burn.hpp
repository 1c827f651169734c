// SPDX-License-Identifier: MIT
#pragma once

// The part of a ring's inside that lies in each cell of a grid, exact on the ellipsoid: the ring is cut along the lines
// of the grid into smaller and smaller windows, until a window is one cell, or lies inside or outside as a whole.

#include <cstdint>
#include <span>
#include <vector>

#include "surface/edge_trace.hpp"
#include "surface/true_area.hpp"

namespace oreway {

/// Cells of a row that get the same: whole cells, as many times as `share` says, or one cell and square metres of it.
struct BurntCells {
    std::size_t row = 0;
    std::size_t first = 0;
    std::size_t last = 0; ///< one beyond
    double amount = 0.0;  ///< square metres, or times the whole cell
    enum class Kind : std::uint8_t { part, whole } kind = Kind::whole;
};

/// An edge of a ring that is being cut.
struct RingEdge {
    /// `border` runs along the border of the window; `seam` closes a ring that goes round a pole.
    enum class Kind : std::uint8_t { geodesic, border, seam } kind = Kind::geodesic;
    std::uint32_t vertex = 0; ///< first vertex of the geodesic
    EdgePiece piece;
};

class RingBurn {
public:
    /// \param ring  closed or open; `scale` multiplies its areas, which count as positive
    RingBurn(GridFrame const& frame, std::span<LonLat const> ring, double scale);

    /// False when the grid's reference system does not reach all of the ring, or no operation on it is possible.
    [[nodiscard]] bool is_reached() const noexcept { return m_is_reached; }
    /// Rows that the ring may touch: first and one beyond, clamped to the grid.
    [[nodiscard]] std::pair<std::size_t, std::size_t> rows() const;
    /// Appends what lies in the rows from `first_row` to before `last_row`.
    void burn(std::size_t first_row, std::size_t last_row, std::vector<BurntCells>& cells) const;

private:
    struct Window {
        std::size_t first_row, last_row, first_column, last_column;
    };
    using Edges = std::vector<RingEdge>;

    void close_round_pole(bool holds_north_pole);
    [[nodiscard]] EdgeCurve curve_of(RingEdge const& edge) const;
    [[nodiscard]] std::pair<Edges, Edges> cut(Edges const& edges, GridAxis axis, double line) const;
    void fill(Edges edges, Window const& window, std::vector<BurntCells>& cells) const;
    void fill_whole(Edges const& edges, Window const& window, std::vector<BurntCells>& cells) const;
    void fill_cell(Edges const& edges, Window const& window, std::vector<BurntCells>& cells) const;

    GridFrame const* m_frame;
    std::vector<LonLat> m_ring; ///< closed
    double m_scale;             ///< with the sign that makes areas positive
    Edges m_edges;
    bool m_is_reached = true;
};

} // namespace oreway
