// SPDX-License-Identifier: MIT
// Draws the chart: a frame with round marks, a line a route, names of steps and ends, a legend.

#include "oreway/exporters/distance_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "exporters/chart_labels.hpp"
#include "oreway/base/text.hpp"

namespace oreway {

namespace {

constexpr double width = 1000.0;
constexpr double plot_left = 82.0;
constexpr double plot_right = width - 28.0;
constexpr double plot_height = 400.0;
constexpr double heading_height = 44.0;
constexpr double panel_head = 26.0; // room above a plot for its title
constexpr double panel_foot = 52.0; // room below it for marks and the name of the axis
constexpr double legend_row = 20.0;
constexpr double mark_font = 12.0;
constexpr double label_font = 11.0;

// Colours of Okabe and Ito (2008), which stay apart for the colour-blind, and dashes for a second round.
constexpr std::array<std::string_view, 7> colours = {"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                                     "#E69F00", "#56B4E9", "#333333"};
constexpr std::array<std::string_view, 3> dashes = {"", "7 4", "2 3"};

std::string_view colour_of(std::size_t route) {
    return colours[route % colours.size()];
}

std::string_view dash_of(std::size_t route) {
    return dashes[(route / colours.size()) % dashes.size()];
}

std::string number(double value) {
    return fixed(value, 1);
}

/// 1, 2 or 5 times a power of ten, so that about `wanted` marks reach to `top`.
double round_step(double top, double wanted) {
    double const raw = top / wanted;
    double const power = std::pow(10.0, std::floor(std::log10(raw)));
    for (double const factor : {1.0, 2.0, 5.0})
        if (raw <= factor * power)
            return factor * power;
    return 10.0 * power;
}

/// A whole number with thin spaces between thousands, or with the decimals that the step needs.
std::string mark_text(double value, double step) {
    int const decimals = step >= 1.0 ? 0 : static_cast<int>(std::ceil(-std::log10(step) - 1e-9));
    std::string text = fixed(value, decimals);
    std::size_t const end = std::min(text.find('.'), text.size());
    for (std::size_t at = end; at > 3; at -= 3)
        text.insert(at - 3, "\u2009");
    return text;
}

/// From kilometres and values to the paper.
struct Scale {
    double top; ///< y of the upper edge
    double step_km;
    double step_value;
    double max_km;
    double max_value;

    [[nodiscard]] double x(double km) const { return plot_left + km / max_km * (plot_right - plot_left); }
    [[nodiscard]] double y(double value) const { return top + plot_height - value / max_value * plot_height; }
    [[nodiscard]] ChartPoint at(ChartVertex const& v) const { return {x(v.km), y(v.value)}; }
};

Scale scale_of(DistanceChart const& chart, double top) {
    double km = 0.0;
    double value = 0.0;
    for (ChartRoute const& route : chart.routes)
        for (ChartVertex const& v : route.vertices) {
            if (!std::isfinite(v.km) || !std::isfinite(v.value))
                throw std::logic_error("a chart of values that are not finite");
            km = std::max(km, v.km);
            value = std::max(value, v.value);
        }
    km = km > 0.0 ? km : 1.0;
    value = value > 0.0 ? value : 1.0;
    double const step_km = round_step(km, 9.0);
    double const step_value = round_step(value, 7.0);
    return {top, step_km, step_value, std::max(km * 1.02, step_km), std::ceil(value * 1.05 / step_value) * step_value};
}

std::string text_at(double x, double y, double size, std::string_view anchor, std::string const& text,
                    std::string_view more = "") {
    return fmt::format("<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{}\"{}>{}</text>\n", number(x),
                       number(y), number(size), anchor, more, escape_xml(text));
}

std::string line_of(double x1, double y1, double x2, double y2, std::string_view colour, double thick) {
    return fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"{}\"/>\n",
                       number(x1), number(y1), number(x2), number(y2), colour, number(thick));
}

std::string draw_frame(DistanceChart const& chart, Scale const& scale) {
    double const bottom = scale.top + plot_height;
    std::string out = text_at(plot_left, scale.top - 9.0, 14.0, "start",
                              fmt::format("{} ({})", chart.title, chart.unit), " font-weight=\"bold\"");
    for (double i = 0.0; i * scale.step_value <= scale.max_value * 1.0001; i += 1.0) {
        double const y = scale.y(i * scale.step_value);
        out += line_of(plot_left, y, plot_right, y, i == 0.0 ? "#333333" : "#e4e4e4", 1.0);
        out += text_at(plot_left - 8.0, y + 4.0, mark_font, "end", mark_text(i * scale.step_value, scale.step_value));
    }
    for (double i = 0.0; i * scale.step_km <= scale.max_km * 1.0001; i += 1.0) {
        double const x = scale.x(i * scale.step_km);
        out += line_of(x, scale.top, x, bottom, i == 0.0 ? "#333333" : "#f0f0f0", 1.0);
        out += line_of(x, bottom, x, bottom + 5.0, "#333333", 1.0);
        out += text_at(x, bottom + 19.0, mark_font, "middle", mark_text(i * scale.step_km, scale.step_km));
    }
    out += text_at((plot_left + plot_right) / 2.0, bottom + 38.0, mark_font, "middle", "distance from the origin (km)");
    double const middle = scale.top + plot_height / 2.0;
    return out + fmt::format("<text transform=\"translate(22 {}) rotate(-90)\" font-size=\"{}\" "
                             "text-anchor=\"middle\">{}</text>\n",
                             number(middle), number(mark_font),
                             escape_xml(fmt::format("cumulated {} ({})", fold(chart.title), chart.unit)));
}

std::string draw_route(ChartRoute const& route, std::size_t position, Scale const& scale) {
    std::string points;
    std::string dots;
    for (ChartVertex const& v : route.vertices) {
        ChartPoint const p = scale.at(v);
        points += (points.empty() ? "" : " ") + number(p.x) + "," + number(p.y);
        bool const is_end = v.corner == ChartCorner::origin || v.corner == ChartCorner::finish;
        if (is_end || v.corner == ChartCorner::leg)
            dots += fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>\n", number(p.x), number(p.y),
                                is_end ? "3.6" : "2.0", colour_of(position));
    }
    std::string const dash =
        dash_of(position).empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", dash_of(position));
    return fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2.2\" "
                       "stroke-linejoin=\"round\"{}/>\n{}",
                       points, colour_of(position), dash, dots);
}

/// A name that wants to be on the chart.
struct Wish {
    double rank; ///< larger is placed first
    ChartPoint point;
    std::string text;
    std::size_t route;
};

/// Names of steps and ends; a place that two routes pass at the same kilometre and value is named once.
std::vector<Wish> wishes_of(DistanceChart const& chart, Scale const& scale) {
    std::vector<Wish> wishes;
    std::set<std::string> named;
    for (std::size_t r = 0; r < chart.routes.size(); ++r) {
        std::vector<ChartVertex> const& vertices = chart.routes[r].vertices;
        for (std::size_t i = 0; i < vertices.size(); ++i) {
            ChartVertex const& v = vertices[i];
            bool const is_end = v.corner == ChartCorner::origin || v.corner == ChartCorner::finish;
            if (v.place.empty() || (v.corner == ChartCorner::leg))
                continue;
            double const rise = i > 0 && v.corner == ChartCorner::step ? v.value - vertices[i - 1].value : 0.0;
            ChartPoint point = scale.at(v);
            if (v.corner == ChartCorner::step)
                point.y = (point.y + scale.y(vertices[i - 1].value)) / 2.0;
            std::string const text = v.why.empty() ? v.place : fmt::format("{} ({})", v.place, v.why);
            // Routes that begin alike share their first names.
            if (!named.insert(fmt::format("{}|{}|{}", text, std::lround(point.x / 12.0), std::lround(point.y / 12.0)))
                     .second)
                continue;
            wishes.push_back({is_end ? 1e9 : rise / scale.max_value, point, text, r});
        }
    }
    std::ranges::stable_sort(wishes, [](Wish const& a, Wish const& b) { return a.rank > b.rank; });
    return wishes;
}

std::vector<ChartSegment> segments_of(DistanceChart const& chart, Scale const& scale) {
    std::vector<ChartSegment> segments;
    for (ChartRoute const& route : chart.routes)
        for (std::size_t i = 1; i < route.vertices.size(); ++i)
            segments.push_back({scale.at(route.vertices[i - 1]), scale.at(route.vertices[i])});
    return segments;
}

std::string draw_labels(DistanceChart const& chart, Scale const& scale) {
    LabelPlacer placer({plot_left + 3.0, scale.top + 2.0, plot_right, scale.top + plot_height - 2.0},
                       segments_of(chart, scale));
    std::string lines;
    std::string texts;
    for (Wish const& wish : wishes_of(chart, scale)) {
        auto const label = placer.place(wish.point, wish.text, label_font);
        if (!label)
            continue;
        if (label->far_away) {
            double const x = std::clamp(wish.point.x, label->box.left, label->box.right);
            double const y = std::clamp(wish.point.y, label->box.top, label->box.bottom);
            lines += line_of(wish.point.x, wish.point.y, x, y, "#999999", 0.7);
        }
        texts += text_at(label->anchor.x, label->anchor.y, label_font, label->alignment, wish.text,
                         fmt::format(" fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\" "
                                     "stroke-linejoin=\"round\"",
                                     chart.routes.size() > 1 ? colour_of(wish.route) : "#222222"));
    }
    return lines + texts;
}

/// One row a route: its line, its name and what it amounts to in each chart.
std::string draw_legend(std::span<DistanceChart const> charts, double top) {
    std::string out;
    for (std::size_t r = 0; r < charts.front().routes.size(); ++r) {
        double const y = top + legend_row * static_cast<double>(r);
        std::string const dash = dash_of(r).empty() ? "" : fmt::format(" stroke-dasharray=\"{}\"", dash_of(r));
        out += fmt::format("<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\" stroke=\"{}\" stroke-width=\"3\"{}/>\n",
                           number(plot_left), number(y), number(plot_left + 30.0), number(y), colour_of(r), dash);
        std::string text = charts.front().routes[r].name;
        std::string amounts;
        for (DistanceChart const& chart : charts)
            if (r < chart.routes.size() && !chart.routes[r].vertices.empty()) {
                ChartVertex const& last = chart.routes[r].vertices.back();
                if (amounts.empty())
                    amounts = fmt::format("{} km", mark_text(std::round(last.km), 1.0));
                amounts += fmt::format(", {} {}", mark_text(last.value, last.value < 1000.0 ? 0.1 : 1.0), chart.unit);
            }
        out += text_at(plot_left + 40.0, y + 4.0, mark_font, "start", text + ": " + amounts);
    }
    return out;
}

} // namespace

std::string to_svg(std::string const& heading, std::span<DistanceChart const> charts) {
    if (charts.empty() || charts.front().routes.empty())
        throw std::logic_error("a chart without routes");
    double const panel = panel_head + plot_height + panel_foot;
    double const rows = static_cast<double>(charts.front().routes.size());
    double const legend_top = heading_height + panel * static_cast<double>(charts.size()) + 16.0;
    double const height = legend_top + legend_row * rows + 8.0;
    std::string out = fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" "
                                  "viewBox=\"0 0 {0} {1}\" font-family=\"DejaVu Sans, Verdana, Arial, sans-serif\" "
                                  "fill=\"#222222\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n",
                                  number(width), number(height));
    out += text_at(plot_left, 28.0, 17.0, "start", heading, " font-weight=\"bold\"");
    for (std::size_t c = 0; c < charts.size(); ++c) {
        Scale const scale = scale_of(charts[c], heading_height + panel * static_cast<double>(c) + panel_head);
        out += draw_frame(charts[c], scale);
        for (std::size_t r = 0; r < charts[c].routes.size(); ++r)
            out += draw_route(charts[c].routes[r], r, scale);
        out += draw_labels(charts[c], scale);
    }
    return out + draw_legend(charts, legend_top) + "</svg>\n";
}

} // namespace oreway
