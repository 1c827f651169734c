// SPDX-License-Identifier: MIT
// Candidates round a point, nearest first; the one that hides least of the lines and none of the other names wins.

#include "exporters/chart_labels.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr double gap = 5.0; // between a point and its name
constexpr double near_enough = 14.0;
constexpr double hidden_name = 200.0; // a line over another name is worse than any way round it
constexpr std::array rings = {0.0, 10.0, 20.0, 32.0, 46.0, 62.0, 80.0, 100.0};

/// Directions in which a name may stand off its point: where its box begins relative to the point.
struct Direction {
    double x; ///< -1: left of the point, 0: centred, 1: right
    double y; ///< -1: above, 0: level, 1: below
};
constexpr std::array directions = {Direction{1, 1},  Direction{-1, -1}, Direction{1, 0},  Direction{-1, 0},
                                   Direction{0, -1}, Direction{0, 1},   Direction{1, -1}, Direction{-1, 1}};

/// Length of a segment inside a box (Liang-Barsky).
double length_inside(ChartSegment const& s, ChartBox const& box) noexcept {
    double const dx = s.b.x - s.a.x;
    double const dy = s.b.y - s.a.y;
    double enter = 0.0;
    double leave = 1.0;
    std::array const p = {-dx, dx, -dy, dy};
    std::array const q = {s.a.x - box.left, box.right - s.a.x, s.a.y - box.top, box.bottom - s.a.y};
    for (std::size_t i = 0; i < 4; ++i) {
        if (p[i] == 0.0) {
            if (q[i] < 0.0)
                return 0.0;
            continue;
        }
        double const t = q[i] / p[i];
        if (p[i] < 0.0)
            enter = std::max(enter, t);
        else
            leave = std::min(leave, t);
    }
    return enter < leave ? (leave - enter) * std::hypot(dx, dy) : 0.0;
}

} // namespace

double text_width(std::string const& text, double font_size) noexcept {
    return 0.58 * font_size * static_cast<double>(display_width(text));
}

double LabelPlacer::crossed_length(ChartBox const& box) const noexcept {
    double sum = 0.0;
    for (ChartSegment const& line : m_lines)
        sum += length_inside(line, box);
    return sum;
}

std::optional<PlacedLabel> LabelPlacer::place(ChartPoint point, std::string const& text, double font_size) {
    double const width = text_width(text, font_size);
    double const height = font_size * 1.15;
    std::optional<PlacedLabel> best;
    double least = 0.0;
    for (double const ring : rings)
        for (Direction const d : directions) {
            double const away = gap + ring;
            double const diagonal = d.x != 0.0 && d.y != 0.0 ? 0.7 : 1.0;
            double const x = point.x + d.x * away * diagonal + (d.x < 0 ? -width : d.x == 0.0 ? -width / 2.0 : 0.0);
            double const y = point.y + d.y * away * diagonal + (d.y < 0 ? -height : d.y == 0.0 ? -height / 2.0 : 0.0);
            ChartBox const box{x, y, x + width, y + height};
            if (box.left < m_area.left || box.right > m_area.right || box.top < m_area.top ||
                box.bottom > m_area.bottom)
                continue;
            if (std::ranges::any_of(m_taken, [&](ChartBox const& taken) { return taken.meets(box); }))
                continue;
            ChartSegment const leader{
                point, {std::clamp(point.x, box.left, box.right), std::clamp(point.y, box.top, box.bottom)}};
            double badness = 4.0 * crossed_length(box) + ring;
            for (ChartBox const& taken : m_taken)
                badness += hidden_name * (length_inside(leader, taken) > 0.0 ? 1.0 : 0.0);
            if (!best || badness < least) {
                least = badness;
                double const x_anchor = d.x < 0.0 ? box.right : d.x == 0.0 ? x + width / 2.0 : x;
                best = PlacedLabel{.anchor = {x_anchor, y + font_size * 0.88},
                                   .alignment = d.x < 0.0    ? "end"
                                                : d.x == 0.0 ? "middle"
                                                             : "start",
                                   .box = box,
                                   .far_away = ring > near_enough};
            }
        }
    if (best)
        m_taken.push_back({best->box.left - 2.0, best->box.top - 1.0, best->box.right + 2.0, best->box.bottom + 1.0});
    return best;
}

} // namespace oreway
