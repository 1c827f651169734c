// SPDX-License-Identifier: MIT
#pragma once

// A geodesic edge in the columns and rows of a grid, cut into pieces that neither turn back in columns nor in rows, so
// that each side of a cell is crossed by a piece once at most.

#include <vector>

#include "oreway/geodesy/geodesic.hpp"
#include "oreway/surface/grid_frame.hpp"

namespace oreway {

/// Which of the two coordinates of a place.
enum class GridAxis { column, row };

[[nodiscard]] inline double coordinate(GridPlace const& place, GridAxis axis) noexcept {
    return axis == GridAxis::column ? place.column : place.row;
}
[[nodiscard]] inline GridPlace with_coordinate(GridPlace place, GridAxis axis, double value) noexcept {
    (axis == GridAxis::column ? place.column : place.row) = value;
    return place;
}
[[nodiscard]] bool is_finite(GridPlace const& place) noexcept;

/// A part of an edge between two distances from its start.
struct EdgePiece {
    double from = 0.0;
    double to = 0.0;
    GridPlace begin;
    GridPlace end;
};

/// A geodesic edge that is asked for places.
class EdgeCurve {
public:
    EdgeCurve(GridFrame const& frame, LonLat a, LonLat b) : m_frame(&frame), m_a(a), m_b(b), m_edge(a, b) {}

    [[nodiscard]] GridFrame const& frame() const noexcept { return *m_frame; }
    [[nodiscard]] double length() const noexcept { return m_edge.length().value(); }
    /// The place on the Earth at a distance from the start; the very vertices at the ends.
    [[nodiscard]] LonLat lonlat_at(double along) const;
    /// The same in the grid, with the column of the turn round the Earth that is nearest to another column.
    [[nodiscard]] GridPlace place_at(double along, double near_column) const;

    struct Crossing {
        double along = 0.0;
        GridPlace place; ///< exactly on the line
    };
    /// Where a piece crosses a line of the grid that lies between its ends.
    [[nodiscard]] Crossing crossing(EdgePiece const& piece, GridAxis axis, double value) const;

private:
    GridFrame const* m_frame;
    LonLat m_a;
    LonLat m_b;
    GeodesicEdge m_edge;
};

/// Appends the pieces of an edge from its start to its end, without gaps: neighbours share their places bit for bit.
/// `start` is the place of the first vertex, with the column that the line has run on to. Places that the grid's
/// reference system does not reach are not numbers.
void append_pieces(EdgeCurve const& curve, GridPlace start, std::vector<EdgePiece>& pieces);

} // namespace oreway
