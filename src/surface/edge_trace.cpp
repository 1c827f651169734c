// SPDX-License-Identifier: MIT
// An edge is walked in steps so short that its image bends by little; where its image turns in a coordinate (the
// northernmost place of a geodesic), it is cut at the turn.

#include "surface/edge_trace.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace oreway {

namespace {

/// Steps are no longer than this, and turn by no more than an eighth round the Earth (near the poles).
constexpr double longest_step = 50'000.0;
constexpr double greatest_turn = 0.125;
/// Shorter steps are not halved any more: what goes through a pole turns at once.
constexpr double shortest_step = 1e-3;
/// Crossings are exact to this, in metres along the edge.
constexpr double crossing_accuracy = 1e-7;
/// Half the stretch over which a direction is measured, and how closely a turn is found, in metres.
constexpr double slope_stretch = 0.5;
constexpr double turn_accuracy = 0.01;

bool in_one_interval(double a, double b, double reach) {
    return std::floor(std::min(a, b) - reach) == std::floor(std::max(a, b) + reach);
}

/// Cuts one edge.
class Tracer {
public:
    Tracer(EdgeCurve const& curve, std::vector<EdgePiece>& pieces) : m_curve(curve), m_pieces(pieces) {}

    void add_step(EdgePiece const& step) {
        auto const& period = m_curve.frame().period();
        bool const turns = period && std::abs(step.end.column - step.begin.column) > greatest_turn * *period;
        if (!turns || step.to - step.from < shortest_step)
            return add_piece(step);
        double const middle = 0.5 * (step.from + step.to);
        add_step({step.from, middle, step.begin, m_curve.place_at(middle, step.begin.column)});
        GridPlace const reached = m_pieces.back().end;
        add_step({middle, step.to, reached, m_curve.place_at(step.to, reached.column)});
    }

private:
    void add_piece(EdgePiece const& piece) {
        bool const reached = is_finite(piece.begin) && is_finite(piece.end);
        if (reached && may_turn(piece))
            cut_at_turn(piece, GridAxis::column);
        else
            m_pieces.push_back(piece);
    }

    /// Whether a piece may cross a side of a cell that its ends do not show.
    [[nodiscard]] bool may_turn(EdgePiece const& piece) const {
        GridPlace const middle = m_curve.place_at(0.5 * (piece.from + piece.to), piece.begin.column);
        auto const may_cross = [&](GridAxis axis) {
            double const a = coordinate(piece.begin, axis);
            double const b = coordinate(piece.end, axis);
            // The bend is a parabola in the first place; four times its height is beyond all that is left.
            double const reach = 4.0 * std::abs(coordinate(middle, axis) - 0.5 * (a + b)) + 1e-12;
            return !in_one_interval(a, b, reach);
        };
        return is_finite(middle) && (may_cross(GridAxis::column) || may_cross(GridAxis::row));
    }

    [[nodiscard]] double slope(double along, double near_column, GridAxis axis) const {
        double const from = std::max(0.0, along - slope_stretch);
        double const to = std::min(m_curve.length(), along + slope_stretch);
        return coordinate(m_curve.place_at(to, near_column), axis) -
               coordinate(m_curve.place_at(from, near_column), axis);
    }

    /// Where the coordinate has its extreme, by halving on the sign of its slope.
    [[nodiscard]] double turn_of(EdgePiece const& piece, GridAxis axis, bool rises) const {
        double low = piece.from;
        double high = piece.to;
        while (high - low > turn_accuracy) {
            double const middle = 0.5 * (low + high);
            bool const before_turn = (slope(middle, piece.begin.column, axis) > 0.0) == rises;
            (before_turn ? low : high) = middle;
        }
        return 0.5 * (low + high);
    }

    /// By columns first, the parts then by rows.
    void cut_at_turn(EdgePiece const& piece, GridAxis axis) {
        auto const hand_on = [&](EdgePiece const& part) {
            if (axis == GridAxis::column)
                cut_at_turn(part, GridAxis::row);
            else
                m_pieces.push_back(part);
        };
        bool const is_short = piece.to - piece.from < 4.0 * slope_stretch;
        double const first = is_short ? 0.0 : slope(piece.from, piece.begin.column, axis);
        double const last = is_short ? 0.0 : slope(piece.to, piece.end.column, axis);
        if (first * last >= 0.0)
            return hand_on(piece);
        double const along = turn_of(piece, axis, first > 0.0);
        GridPlace const place = m_curve.place_at(along, piece.begin.column);
        hand_on({piece.from, along, piece.begin, place});
        hand_on({along, piece.to, place, piece.end});
    }

    EdgeCurve const& m_curve;
    std::vector<EdgePiece>& m_pieces;
};

} // namespace

bool is_finite(GridPlace const& place) noexcept {
    return std::isfinite(place.column) && std::isfinite(place.row);
}

LonLat EdgeCurve::lonlat_at(double along) const {
    if (along <= 0.0)
        return m_a;
    return along >= length() ? m_b : m_edge.at(Metres(along)).position;
}

GridPlace EdgeCurve::place_at(double along, double near_column) const {
    GridPlace place = m_frame->place_of(lonlat_at(along));
    if (auto const& period = m_frame->period(); period && std::isfinite(near_column))
        place.column += std::round((near_column - place.column) / *period) * *period;
    return place;
}

EdgeCurve::Crossing EdgeCurve::crossing(EdgePiece const& piece, GridAxis axis, double value) const {
    // Regula falsi in the Illinois form: images that bend take a few steps more than straight ones.
    double low = piece.from;
    double high = piece.to;
    double low_error = coordinate(piece.begin, axis) - value;
    double high_error = coordinate(piece.end, axis) - value;
    std::optional<bool> low_moved; // in the step before
    double along = low;
    GridPlace place = piece.begin;
    constexpr int most_steps = 100;
    for (int i = 0; i < most_steps && high - low > crossing_accuracy; ++i) {
        double const before = along;
        along = std::clamp(low + (high - low) * low_error / (low_error - high_error), low, high);
        place = place_at(along, piece.begin.column);
        double const error = coordinate(place, axis) - value;
        if (error == 0.0 || (i > 0 && std::abs(along - before) < crossing_accuracy))
            break;
        bool const on_low_side = (error > 0.0) == (low_error > 0.0);
        (on_low_side ? low : high) = along;
        (on_low_side ? low_error : high_error) = error;
        if (low_moved == on_low_side) // the other end stands still and holds the chord back
            (on_low_side ? high_error : low_error) *= 0.5;
        low_moved = on_low_side;
    }
    return {along, with_coordinate(place, axis, value)};
}

void append_pieces(EdgeCurve const& curve, GridPlace start, std::vector<EdgePiece>& pieces) {
    double const whole = curve.length();
    auto const steps = static_cast<std::size_t>(std::ceil(whole / longest_step));
    Tracer tracer(curve, pieces);
    EdgePiece step{.from = 0.0, .to = 0.0, .begin = start, .end = start};
    for (std::size_t i = 1; i <= steps; ++i) {
        step.from = step.to;
        step.to = i == steps ? whole : whole * static_cast<double>(i) / static_cast<double>(steps);
        step.begin = step.end;
        step.end = curve.place_at(step.to, step.begin.column);
        tracer.add_step(step);
        step.end = pieces.back().end; // near a pole halving finds the turns
    }
}

} // namespace oreway
