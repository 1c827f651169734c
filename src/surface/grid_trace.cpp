// SPDX-License-Identifier: MIT
// Piece by piece: the sides that a piece crosses are known from its ends, since it does not turn back; the places of
// the crossings are found on the geodesic.

#include "oreway/surface/grid_trace.hpp"

#include <algorithm>
#include <cmath>

#include "surface/edge_trace.hpp"

namespace oreway {

namespace {

/// A side that is crossed.
struct Side {
    double along = 0.0;
    GridAxis axis = GridAxis::column;
};

/// One coordinate of a piece on its way through the grid. Everything before the grid is cell -1, beyond it cell `size`.
struct Way {
    Way(double begin, double end, std::size_t size) : forward(end >= begin), cells(static_cast<std::ptrdiff_t>(size)) {
        double const last = static_cast<double>(size);
        double const start = forward ? std::floor(begin) : std::ceil(begin) - 1.0;
        cell = static_cast<std::ptrdiff_t>(std::clamp(start, -1.0, last));
        double const low = std::min(begin, end);
        double const high = std::max(begin, end);
        first_side = static_cast<std::ptrdiff_t>(std::clamp(std::floor(low) + 1.0, 0.0, last + 1.0));
        end_side = static_cast<std::ptrdiff_t>(std::clamp(std::ceil(high), 0.0, last + 1.0));
    }
    void cross() noexcept { cell += forward ? 1 : -1; }
    /// Outside the grid from begin to end.
    [[nodiscard]] bool passes_by() const noexcept { return (cell < 0 || cell == cells) && first_side >= end_side; }

    bool forward;
    std::ptrdiff_t cells;
    std::ptrdiff_t cell = 0;
    std::ptrdiff_t first_side = 0; ///< sides strictly between the ends: first_side <= side < end_side
    std::ptrdiff_t end_side = 0;
};

class Walk {
public:
    Walk(GridFrame const& frame, std::vector<CellStretch>& stretches)
        : m_frame(frame), m_columns(frame.spec().columns), m_rows(frame.spec().rows), m_stretches(stretches) {}

    /// `before` is the length of the line before the edge.
    void add(EdgeCurve const& curve, EdgePiece const& piece, double before) {
        if (!is_finite(piece.begin) || !is_finite(piece.end))
            return;
        if (!m_frame.period())
            return add(curve, piece, before, 0.0);
        double const period = *m_frame.period();
        auto const [low, high] = std::minmax(piece.begin.column, piece.end.column);
        double const first = std::ceil(-high / period);
        double const last = std::floor((static_cast<double>(m_columns) - low) / period);
        bool const eastward = piece.end.column >= piece.begin.column; // then it meets the western end of the grid last
        for (double i = 0.0; i <= last - first; i += 1.0)
            add(curve, piece, before, (eastward ? last - i : first + i) * period);
    }

private:
    void add(EdgeCurve const& curve, EdgePiece const& piece, double before, double shift) {
        Way columns(piece.begin.column + shift, piece.end.column + shift, m_columns);
        Way rows(piece.begin.row, piece.end.row, m_rows);
        if (columns.passes_by() || rows.passes_by())
            return;
        m_sides.clear();
        for (std::ptrdiff_t side = columns.first_side; side < columns.end_side; ++side)
            m_sides.push_back(
                {curve.crossing(piece, GridAxis::column, static_cast<double>(side) - shift).along, GridAxis::column});
        for (std::ptrdiff_t side = rows.first_side; side < rows.end_side; ++side)
            m_sides.push_back({curve.crossing(piece, GridAxis::row, static_cast<double>(side)).along, GridAxis::row});
        std::ranges::stable_sort(m_sides, {}, &Side::along);
        double from = piece.from;
        for (Side const& side : m_sides) {
            add_stretch(rows.cell, columns.cell, before + from, before + side.along);
            (side.axis == GridAxis::column ? columns : rows).cross();
            from = side.along;
        }
        add_stretch(rows.cell, columns.cell, before + from, before + piece.to);
    }

    void add_stretch(std::ptrdiff_t row, std::ptrdiff_t column, double from, double to) {
        bool const inside = row >= 0 && column >= 0 && row < static_cast<std::ptrdiff_t>(m_rows) &&
                            column < static_cast<std::ptrdiff_t>(m_columns);
        if (!inside || !(to > from))
            return;
        CellStretch const stretch{static_cast<std::size_t>(row), static_cast<std::size_t>(column), Metres(from),
                                  Metres(to)};
        bool const goes_on = !m_stretches.empty() && m_stretches.back().to == stretch.from &&
                             m_stretches.back().row == stretch.row && m_stretches.back().column == stretch.column;
        if (goes_on)
            m_stretches.back().to = stretch.to;
        else
            m_stretches.push_back(stretch);
    }

    GridFrame const& m_frame;
    std::size_t m_columns;
    std::size_t m_rows;
    std::vector<CellStretch>& m_stretches;
    std::vector<Side> m_sides;
};

} // namespace

std::vector<CellStretch> stretches_in_cells(GridFrame const& frame, std::span<LonLat const> line) {
    std::vector<CellStretch> stretches;
    if (line.size() < 2)
        return stretches;
    Walk walk(frame, stretches);
    std::vector<EdgePiece> pieces;
    GridPlace start = frame.place_of(line.front());
    double before = 0.0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        EdgeCurve const curve(frame, line[i - 1], line[i]);
        pieces.clear();
        append_pieces(curve, start, pieces);
        for (EdgePiece const& piece : pieces)
            walk.add(curve, piece, before);
        before += curve.length();
        if (!pieces.empty())
            start = pieces.back().end;
    }
    return stretches;
}

} // namespace oreway
