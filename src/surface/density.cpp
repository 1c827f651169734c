// SPDX-License-Identifier: MIT
// Cells ask the index for the points in reach; points never write into cells, so nothing depends on the order of work.

#include "oreway/surface/density.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "surface/true_area.hpp"

namespace oreway {

namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double square_metres_a_square_kilometre = 1e6;
/// Neighbours in a row that are asked together whether anything reaches them.
constexpr std::size_t block_columns = 32;
constexpr std::size_t points_a_step = 4;

LonLatGeometries geometries_of(std::span<LonLat const> points) {
    LonLatGeometries geometries;
    geometries.reserve(points.size(), points.size());
    for (LonLat const p : points)
        geometries.add_point(p);
    return geometries;
}

/// Radius of the sphere that has the ellipsoid's Gaussian curvature at a latitude.
double radius_of_curvature(double latitude) {
    constexpr double squared_eccentricity = wgs84_flattening * (2.0 - wgs84_flattening);
    double const sine = std::sin(latitude * degree);
    double const polar = wgs84_semi_major_axis * (1.0 - wgs84_flattening);
    return polar / (1.0 - squared_eccentricity * sine * sine);
}

void check(std::span<double const> weights, DensityOptions const& options) {
    constexpr double greatest_radius = 5'000'000.0;
    double const radius = options.radius.value();
    if (!(radius > 0.0 && radius <= greatest_radius))
        throw UsageError({.what = fmt::format("a radius of {} m is not above 0 and up to 5000 km", radius),
                          .where = "",
                          .remedy = "give a radius such as 50km"});
    if (!std::ranges::all_of(weights, [](double w) { return std::isfinite(w); }))
        throw NumericError({.what = "a weight is not finite", .where = "", .remedy = "correct the field of weights"});
}

/// Rows of a grid of longitude and latitude end at the poles.
std::pair<double, double> rows_of_the_earth(GridFrame const& frame) {
    double const infinity = std::numeric_limits<double>::infinity();
    if (!frame.is_lonlat())
        return {-infinity, infinity};
    GridSpec const& spec = frame.spec();
    return {std::round((spec.north - 90.0) / spec.cell_height), std::round((spec.north + 90.0) / spec.cell_height)};
}

/// Round a pole, or where it reaches round the Earth, a circle takes all columns.
void take_whole_parallels(GridFrame const& frame, LonLat point, double radius, double column, CellRange& range) {
    auto const holds = [&](double pole) { return geodesic_distance(point, {point.lon, pole}).value() <= radius; };
    auto const round_the_earth = static_cast<std::ptrdiff_t>(std::round(*frame.period()));
    auto const [first, last] = rows_of_the_earth(frame);
    if (holds(90.0))
        range.first_row = static_cast<std::ptrdiff_t>(first);
    if (holds(-90.0))
        range.last_row = static_cast<std::ptrdiff_t>(last);
    if (holds(90.0) || holds(-90.0) || range.last_column - range.first_column > round_the_earth) {
        range.first_column = static_cast<std::ptrdiff_t>(std::floor(column)) - round_the_earth / 2;
        range.last_column = range.first_column + round_the_earth;
    }
}

/// Cells, also beyond the grid, among which are all that have their centre within the radius of a point.
CellRange cells_in_reach(GridFrame const& frame, LonLat point, double radius) {
    constexpr int directions = 72;
    constexpr double between = 0.002; // of the span: a circle bulges by that between its samples
    GridPlace const middle = frame.place_of(point);
    if (!is_finite(middle))
        return {};
    GridPlace low = middle;
    GridPlace high = middle;
    for (int i = 0; i < directions; ++i) {
        LonLat const rim = geodesic_direct(point, Degrees(i * 360.0 / directions), Metres(radius)).position;
        GridPlace place = frame.place_of(rim);
        if (!is_finite(place))
            continue;
        if (auto const& period = frame.period())
            place.column += std::round((middle.column - place.column) / *period) * *period;
        low = {std::min(low.column, place.column), std::min(low.row, place.row)};
        high = {std::max(high.column, place.column), std::max(high.row, place.row)};
    }
    double const columns = between * (high.column - low.column) + 1.0;
    double const rows = between * (high.row - low.row) + 1.0;
    auto const [first, last] = rows_of_the_earth(frame);
    CellRange range{static_cast<std::ptrdiff_t>(std::floor(std::max(first, low.row - rows))),
                    static_cast<std::ptrdiff_t>(std::ceil(std::min(last, high.row + rows))),
                    static_cast<std::ptrdiff_t>(std::floor(low.column - columns)),
                    static_cast<std::ptrdiff_t>(std::ceil(high.column + columns))};
    if (frame.period())
        take_whole_parallels(frame, point, radius, middle.column, range);
    return range;
}

bool touches_grid(GridFrame const& frame, CellRange const& range) {
    auto const rows = static_cast<std::ptrdiff_t>(frame.spec().rows);
    auto const columns = static_cast<std::ptrdiff_t>(frame.spec().columns);
    bool const in_rows = !range.empty() && range.first_row < rows && range.last_row > 0;
    return in_rows && (frame.period() || (range.first_column < columns && range.last_column > 0));
}

CellRange united(CellRange const& a, CellRange const& b) {
    if (a.empty() || b.empty())
        return a.empty() ? b : a;
    return {std::min(a.first_row, b.first_row), std::max(a.last_row, b.last_row),
            std::min(a.first_column, b.first_column), std::max(a.last_column, b.last_column)};
}

} // namespace

double kernel_value(Kernel kernel, double u) noexcept {
    if (!(u < 1.0))
        return 0.0;
    switch (kernel) {
    case Kernel::quartic:
        return (1.0 - u * u) * (1.0 - u * u);
    case Kernel::epanechnikov:
        return 1.0 - u * u;
    case Kernel::gaussian:
        return std::exp(-4.5 * u * u); // s = R / 3
    case Kernel::uniform:
        break;
    }
    return 1.0;
}

double kernel_integral(Kernel kernel, Metres radius, double latitude) noexcept {
    constexpr int intervals = 512; // Simpson's rule; even
    double const curvature = radius_of_curvature(latitude);
    double sum = 0.0;
    for (int i = 1; i <= intervals; ++i) { // at the point itself the circle has no length
        double const u = static_cast<double>(i) / intervals;
        // The kernel is cut at the radius: its limit from inside counts.
        double const k = i < intervals ? kernel_value(kernel, u) : kernel_value(kernel, std::nextafter(1.0, 0.0));
        double const factor = i == intervals ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
        sum += factor * k * curvature * std::sin(u * radius.value() / curvature);
    }
    return 2.0 * std::numbers::pi * sum * radius.value() / (3.0 * intervals);
}

PointDensity::PointDensity(GridFrame const& frame, std::span<LonLat const> points, std::span<double const> weights,
                           DensityOptions const& options, Progress& progress)
    : m_frame(&frame), m_options(options), m_points(points.begin(), points.end()),
      m_factors(weights.begin(), weights.end()), m_index(geometries_of(points)) {
    check(weights, options);
    if (options.normalisation == Normalisation::cells) {
        normalise_by_cells(progress);
        return;
    }
    for (std::size_t i = 0; i < m_points.size(); ++i)
        m_factors[i] *=
            square_metres_a_square_kilometre / kernel_integral(options.kernel, options.radius, m_points[i].lat);
}

/// What stands for the surface: kernel times area of all cells that have their centre in reach.
double PointDensity::sum_over_cells(std::size_t point, CellRange const& range, CellAreas const& areas) const {
    LonLat const p = m_points[point];
    double const radius = m_options.radius.value();
    Ecef const from = to_ecef(p);
    double sum = 0.0;
    std::vector<GridPlace> places;
    for (std::ptrdiff_t row = range.first_row; row < range.last_row; ++row) {
        places.clear();
        for (std::ptrdiff_t column = range.first_column; column < range.last_column; ++column)
            places.push_back({static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5});
        std::vector<LonLat> const centres = m_frame->lonlats_of(places);
        for (std::size_t i = 0; i < centres.size(); ++i) {
            if (!is_finite(centres[i]))
                continue;
            Ecef const to = to_ecef(centres[i]);
            if (std::hypot(to.x - from.x, to.y - from.y, to.z - from.z) >= radius)
                continue; // a chord is never longer than the geodesic
            double const k = kernel_value(m_options.kernel, geodesic_distance(p, centres[i]).value() / radius);
            if (k > 0.0)
                sum += k * areas.at(row, range.first_column + static_cast<std::ptrdiff_t>(i));
        }
    }
    return sum;
}

void PointDensity::normalise_by_cells(Progress& progress) {
    std::vector<CellRange> ranges(m_points.size());
    CellRange all;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        ranges[i] = cells_in_reach(*m_frame, m_points[i], m_options.radius.value());
        if (touches_grid(*m_frame, ranges[i]))
            all = united(all, ranges[i]);
        else
            ranges[i] = {};
    }
    CellAreas const areas(*m_frame, all);
    std::vector<double> sums(m_points.size());
    progress.stage("cells in reach of the points", m_points.size());
    parallel_blocks(m_points.size(), points_a_step, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            stop_if_cancelled(progress);
            sums[i] = sum_over_cells(i, ranges[i], areas);
        }
        progress.advance(end - begin);
    });
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        double const weight = m_factors[i] * square_metres_a_square_kilometre;
        m_factors[i] = sums[i] > 0.0 ? weight / sums[i] : 0.0;
        if (sums[i] == 0.0 && !ranges[i].empty())
            give_to_own_cell(i, weight, areas);
    }
}

void PointDensity::give_to_own_cell(std::size_t point, double weight, CellAreas const& areas) {
    GridSpec const& spec = m_frame->spec();
    GridPlace const own = m_frame->place_of(m_points[point]);
    bool const inside = own.row >= 0.0 && own.row < static_cast<double>(spec.rows) && own.column >= 0.0 &&
                        own.column < static_cast<double>(spec.columns);
    if (!inside)
        return;
    auto const row = static_cast<std::ptrdiff_t>(own.row);
    auto const column = static_cast<std::ptrdiff_t>(own.column);
    m_own_cells.push_back(
        {static_cast<std::size_t>(row), static_cast<std::size_t>(column), weight / areas.at(row, column)});
}

void PointDensity::fill_row(std::size_t row, std::span<double> values) const {
    double const radius = m_options.radius.value();
    std::vector<LonLat> const centres = m_frame->centres_of_row(row, 0, values.size());
    for (std::size_t first = 0; first < values.size(); first += block_columns) {
        std::size_t const last = std::min(values.size(), first + block_columns);
        LonLat const middle = centres[(first + last - 1) / 2];
        bool const is_whole = is_finite(centres[first]) && is_finite(middle) && is_finite(centres[last - 1]);
        double const width = is_whole ? geodesic_distance(centres[first], middle).value() +
                                            geodesic_distance(middle, centres[last - 1]).value()
                                      : 0.0;
        if (is_whole && !m_index.nearest(middle, Metres(radius + 1.0 + width)))
            continue;
        for (std::size_t column = first; column < last; ++column) {
            if (!is_finite(centres[column])) {
                values[column] = std::numeric_limits<double>::quiet_NaN();
                continue;
            }
            for (NearestHit const& hit : m_index.within(centres[column], m_options.radius))
                values[column] +=
                    m_factors[hit.geometry] * kernel_value(m_options.kernel, hit.distance.value() / radius);
        }
    }
}

std::vector<double> PointDensity::rows(std::size_t first, std::size_t last, Progress& progress) const {
    std::size_t const columns = m_frame->spec().columns;
    std::vector<double> values((last - first) * columns);
    progress.stage("density", last - first);
    parallel_for(last - first, [&](std::size_t i) {
        stop_if_cancelled(progress);
        fill_row(first + i, std::span(values).subspan(i * columns, columns));
        progress.advance(1);
    });
    for (OwnCell const& own : m_own_cells)
        if (own.row >= first && own.row < last)
            values[(own.row - first) * columns + own.column] += own.value;
    return values;
}

} // namespace oreway
