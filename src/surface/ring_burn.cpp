// SPDX-License-Identifier: MIT
// Cutting follows Sutherland and Hodgman (1974, doi:10.1145/360767.360802): where a ring leaves a half-plane and comes
// back, the line between is closed by a straight edge. Edges that run to and fro along a line cancel in the integrals,
// so rings that fall into several parts need no care.

#include "surface/ring_burn.hpp"

#include <algorithm>
#include <cmath>

namespace oreway {

namespace {

GridPlace shifted(GridPlace place, double columns) {
    place.column += columns;
    return place;
}

void append_border(std::vector<RingEdge>& edges, GridPlace const& begin, GridPlace const& end) {
    edges.push_back({.kind = RingEdge::Kind::border, .piece = {.begin = begin, .end = end}});
}

/// Appends an edge; a gap before it is closed along the line of the cut.
void append_closing(std::vector<RingEdge>& edges, RingEdge const& edge) {
    if (!edges.empty() && edges.back().piece.end != edge.piece.begin)
        append_border(edges, edges.back().piece.end, edge.piece.begin);
    edges.push_back(edge);
}

void close(std::vector<RingEdge>& edges) {
    if (!edges.empty() && edges.back().piece.end != edges.front().piece.begin)
        append_border(edges, edges.back().piece.end, edges.front().piece.begin);
}

} // namespace

RingBurn::RingBurn(GridFrame const& frame, std::span<LonLat const> ring, double scale)
    : m_frame(&frame), m_ring(ring.begin(), ring.end()), m_scale(scale) {
    if (m_ring.empty())
        return;
    if (m_ring.front() != m_ring.back())
        m_ring.push_back(m_ring.front());
    double const area = geodesic_ring_area(m_ring).value();
    m_scale = area < 0.0 ? -scale : scale;
    GridPlace start = frame.place_of(m_ring.front());
    std::vector<EdgePiece> pieces;
    for (std::size_t i = 1; i < m_ring.size(); ++i) {
        pieces.clear();
        append_pieces(EdgeCurve(frame, m_ring[i - 1], m_ring[i]), start, pieces);
        for (EdgePiece const& piece : pieces) {
            m_edges.push_back({.vertex = static_cast<std::uint32_t>(i - 1), .piece = piece});
            m_is_reached = m_is_reached && is_finite(piece.begin) && is_finite(piece.end);
            start = piece.end;
        }
    }
    if (m_edges.empty() || !m_is_reached)
        return;
    double const drift = m_edges.back().piece.end.column - m_edges.front().piece.begin.column;
    bool const goes_round = frame.period() && std::abs(drift) > 0.5 * *frame.period();
    if (goes_round && !frame.is_lonlat())
        m_is_reached = false; // poles of other ellipsoids are other places
    else if (goes_round)      // the smaller side lies on the left of a ring whose area is positive
        close_round_pole((area > 0.0) == (drift > 0.0));
    else
        m_edges.back().piece.end = m_edges.front().piece.begin;
}

void RingBurn::close_round_pole(bool holds_north_pole) {
    GridSpec const& spec = m_frame->spec();
    double const pole = (spec.north - (holds_north_pole ? 90.0 : -90.0)) / spec.cell_height;
    GridPlace const begin = m_edges.front().piece.begin;
    GridPlace const end = m_edges.back().piece.end;
    auto const add = [&](GridPlace const& from, GridPlace const& to) {
        m_edges.push_back({.kind = RingEdge::Kind::seam, .piece = {.begin = from, .end = to}});
    };
    add(end, {end.column, pole});
    add({end.column, pole}, {begin.column, pole});
    add({begin.column, pole}, begin);
}

EdgeCurve RingBurn::curve_of(RingEdge const& edge) const {
    return {*m_frame, m_ring[edge.vertex], m_ring[edge.vertex + 1]};
}

std::pair<std::size_t, std::size_t> RingBurn::rows() const {
    double low = static_cast<double>(m_frame->spec().rows);
    double high = 0.0;
    for (RingEdge const& edge : m_edges) {
        low = std::min({low, edge.piece.begin.row, edge.piece.end.row});
        high = std::max({high, edge.piece.begin.row, edge.piece.end.row});
    }
    double const last = static_cast<double>(m_frame->spec().rows);
    return {static_cast<std::size_t>(std::clamp(std::floor(low), 0.0, last)),
            static_cast<std::size_t>(std::clamp(std::ceil(high), 0.0, last))};
}

/// The ring before (north or west of) and beyond a line of the grid.
std::pair<RingBurn::Edges, RingBurn::Edges> RingBurn::cut(Edges const& edges, GridAxis axis, double line) const {
    std::pair<Edges, Edges> sides;
    for (RingEdge const& edge : edges) {
        double const a = coordinate(edge.piece.begin, axis);
        double const b = coordinate(edge.piece.end, axis);
        if (a == line && b == line)
            continue; // closed again by a straight edge
        if (a <= line && b <= line) {
            append_closing(sides.first, edge);
            continue;
        }
        if (a >= line && b >= line) {
            append_closing(sides.second, edge);
            continue;
        }
        EdgeCurve::Crossing crossing{.along = 0.0, .place = with_coordinate(edge.piece.begin, axis, line)};
        if (edge.kind == RingEdge::Kind::geodesic)
            crossing = curve_of(edge).crossing(edge.piece, axis, line);
        RingEdge before = edge;
        RingEdge beyond = edge;
        before.piece.to = beyond.piece.from = crossing.along;
        before.piece.end = beyond.piece.begin = crossing.place;
        append_closing(a < line ? sides.first : sides.second, before);
        append_closing(a < line ? sides.second : sides.first, beyond);
    }
    close(sides.first);
    close(sides.second);
    return sides;
}

/// A window whose inside no edge enters lies inside of the ring or outside, or is wound round several times.
void RingBurn::fill_whole(Edges const& edges, Window const& window, std::vector<BurntCells>& cells) const {
    GridPlace const origin = edges.front().piece.begin; // so that no digits are lost
    double doubled = 0.0;
    for (RingEdge const& edge : edges) {
        auto const& [a, b] = std::pair(edge.piece.begin, edge.piece.end);
        doubled +=
            (b.column - origin.column) * (a.row - origin.row) - (a.column - origin.column) * (b.row - origin.row);
    }
    double const size =
        static_cast<double>((window.last_row - window.first_row) * (window.last_column - window.first_column));
    double const turns = std::round(0.5 * doubled / size);
    if (turns == 0.0)
        return;
    for (std::size_t row = window.first_row; row < window.last_row; ++row)
        cells.push_back({row, window.first_column, window.last_column, m_scale * turns, BurntCells::Kind::whole});
}

void RingBurn::fill_cell(Edges const& edges, Window const& window, std::vector<BurntCells>& cells) const {
    LonLat const centre = m_frame->centres_of_row(window.first_row, window.first_column, window.first_column + 1)[0];
    double const z0 = reference_zone(centre.lat);
    double sum = 0.0;
    for (RingEdge const& edge : edges)
        sum += edge.kind == RingEdge::Kind::geodesic
                   ? area_under_edge(curve_of(edge), edge.piece.from, edge.piece.to, z0)
                   : area_under_side(*m_frame, edge.piece.begin, edge.piece.end, z0);
    if (sum != 0.0)
        cells.push_back(
            {window.first_row, window.first_column, window.last_column, -m_scale * sum, BurntCells::Kind::part});
}

void RingBurn::fill(Edges edges, Window const& window, std::vector<BurntCells>& cells) const {
    if (edges.empty())
        return;
    bool const is_whole =
        std::ranges::all_of(edges, [](RingEdge const& edge) { return edge.kind == RingEdge::Kind::border; });
    if (is_whole)
        return fill_whole(edges, window, cells);
    std::size_t const rows = window.last_row - window.first_row;
    std::size_t const columns = window.last_column - window.first_column;
    if (rows == 1 && columns == 1)
        return fill_cell(edges, window, cells);
    Window one = window;
    Window other = window;
    GridAxis const axis = rows >= columns ? GridAxis::row : GridAxis::column;
    std::size_t const line = axis == GridAxis::row ? window.first_row + rows / 2 : window.first_column + columns / 2;
    (axis == GridAxis::row ? one.last_row : one.last_column) = line;
    (axis == GridAxis::row ? other.first_row : other.first_column) = line;
    auto [first, second] = cut(edges, axis, static_cast<double>(line));
    Edges().swap(edges);
    fill(std::move(first), one, cells);
    fill(std::move(second), other, cells);
}

void RingBurn::burn(std::size_t first_row, std::size_t last_row, std::vector<BurntCells>& cells) const {
    if (m_edges.empty() || first_row >= last_row)
        return;
    std::size_t const columns = m_frame->spec().columns;
    Edges const in_rows = cut(cut(m_edges, GridAxis::row, static_cast<double>(first_row)).second, GridAxis::row,
                              static_cast<double>(last_row))
                              .first;
    if (in_rows.empty())
        return;
    double low = in_rows.front().piece.begin.column;
    double high = low;
    for (RingEdge const& edge : in_rows) {
        low = std::min(low, edge.piece.end.column);
        high = std::max(high, edge.piece.end.column);
    }
    double const period = m_frame->period().value_or(0.0);
    double const first_turn = period > 0.0 ? std::ceil(-high / period) : 0.0;
    double const last_turn = period > 0.0 ? std::floor((static_cast<double>(columns) - low) / period) : 0.0;
    for (double turn = first_turn; turn <= last_turn; turn += 1.0) {
        Edges edges = in_rows;
        for (RingEdge& edge : edges) {
            edge.piece.begin = shifted(edge.piece.begin, turn * period);
            edge.piece.end = shifted(edge.piece.end, turn * period);
        }
        edges = cut(edges, GridAxis::column, 0.0).second;
        edges = cut(edges, GridAxis::column, static_cast<double>(columns)).first;
        fill(std::move(edges), {first_row, last_row, 0, columns}, cells);
    }
}

} // namespace oreway
