// SPDX-License-Identifier: MIT
// Closed forms where the grid is longitude and latitude; else integrals along the sides of cells, which are curves on
// the Earth.

#include "surface/true_area.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <span>

#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double pole = 90.0;
/// From here on towards the pole integrals are taken relative to it.
constexpr double polar_latitude = 80.0;

constexpr std::size_t sample_count = 5;
using Samples = std::array<LonLat, sample_count>;

/// Integrals of l_i l_j' over [0, 1] times 1890, with l the Lagrange polynomials on 0, 1/4, 1/2, 3/4 and 1.
constexpr std::array<std::array<double, sample_count>, sample_count> weights = {{{-945, 1472, -804, 384, -107},
                                                                                 {-1472, 0, 2112, -1024, 384},
                                                                                 {804, -2112, 0, 2112, -804},
                                                                                 {-384, 1024, -2112, 0, 1472},
                                                                                 {107, -384, 804, -1472, 945}}};
constexpr double weight_unit = 1890.0;

/// At a pole every longitude is right; that of the neighbour is the one that does not turn.
void settle_poles(Samples& samples) {
    auto const is_pole = [](LonLat const& p) { return std::abs(p.lat) > pole - 1e-9; };
    for (std::size_t i = 0; i < sample_count; ++i)
        if (is_pole(samples[i]))
            samples[i].lon = samples[i > 0 ? i - 1 : 1].lon;
}

double integral(Samples samples, double z0) {
    settle_poles(samples);
    std::array<double, sample_count> lon{};
    for (std::size_t j = 1; j < sample_count; ++j)
        lon[j] = lon[j - 1] + std::remainder(samples[j].lon - samples[j - 1].lon, 360.0) * degree;
    double sum = 0.0;
    for (std::size_t i = 0; i < sample_count; ++i) {
        double const z = zone_area(samples[i].lat) - z0;
        for (std::size_t j = 1; j < sample_count; ++j)
            sum += weights[i][j] * z * lon[j];
    }
    return sum / weight_unit;
}

/// How many stretches a way of some length is cut into: longitude along it bends the more, the nearer the pole.
std::size_t stretches_of(double length, double latitude) {
    constexpr double longest = 20'000.0;
    constexpr double shortest = 10.0;
    constexpr double share_of_parallel = 1.0 / 40.0; // of its radius
    double const radius = wgs84_semi_major_axis * std::cos(latitude * degree);
    double const stretch = std::clamp(radius * share_of_parallel, shortest, longest);
    return static_cast<std::size_t>(std::max(1.0, std::ceil(length / stretch)));
}

/// `places` hands out the samples of [0, 1], five at a time.
template <class Places> double integral_along(std::size_t stretches, double z0, Places const& places) {
    double sum = 0.0;
    for (std::size_t i = 0; i < stretches; ++i) {
        std::array<double, sample_count> at{};
        for (std::size_t k = 0; k < sample_count; ++k)
            at[k] =
                (static_cast<double>(i) + static_cast<double>(k) / (sample_count - 1)) / static_cast<double>(stretches);
        sum += integral(places(at), z0);
    }
    return sum;
}

double area_under_lonlat_side(GridFrame const& frame, GridPlace const& begin, GridPlace const& end, double z0) {
    GridSpec const& spec = frame.spec();
    double const latitude = std::clamp(spec.north - begin.row * spec.cell_height, -pole, pole);
    return (zone_area(latitude) - z0) * (end.column - begin.column) * spec.cell_width * degree;
}

/// How many stretches the sides of the cells of a row are cut into.
std::size_t stretches_of_row(GridFrame const& frame, double top, double first_column, double last_column) {
    std::size_t most = 1;
    for (double const column : {first_column, std::floor(0.5 * (first_column + last_column)), last_column - 1.0}) {
        std::array<GridPlace, 2> const diagonal = {{{column, top}, {column + 1.0, top + 1.0}}};
        std::vector<LonLat> const ends = frame.lonlats_of(diagonal);
        if (is_finite(ends[0]) && is_finite(ends[1]))
            most = std::max(
                most, stretches_of(geodesic_distance(ends[0], ends[1]).value(), 0.5 * (ends[0].lat + ends[1].lat)));
    }
    return most;
}

/// Places along the sides of the cells of one row, each side once: samples of a side are `steps` apart from its ends.
class RowSides {
public:
    RowSides(GridFrame const& frame, double top, double first_column, double last_column)
        : m_columns(static_cast<std::size_t>(last_column - first_column)),
          m_steps(4 * stretches_of_row(frame, top, first_column, last_column)) {
        double const step = 1.0 / static_cast<double>(m_steps);
        std::vector<GridPlace> places;
        for (double const line : {top, top + 1.0})
            for (std::size_t k = 0; k <= m_columns * m_steps; ++k)
                places.push_back({first_column + static_cast<double>(k) * step, line});
        for (std::size_t column = 0; column <= m_columns; ++column)
            for (std::size_t k = 0; k <= m_steps; ++k)
                places.push_back({first_column + static_cast<double>(column), top + static_cast<double>(k) * step});
        m_points = frame.lonlats_of(places);
    }

    /// Down in the west, along the south, up in the east, back along the north: minus the area.
    [[nodiscard]] double contour(std::size_t column) const {
        std::size_t const line = m_columns * m_steps + 1;
        std::size_t const north = column * m_steps;
        std::size_t const south = line + north;
        std::size_t const west = 2 * line + column * (m_steps + 1);
        std::size_t const east = west + m_steps + 1;
        LonLat const corner = m_points[north];
        if (!is_finite(corner))
            return std::numeric_limits<double>::quiet_NaN();
        double const z0 = reference_zone(corner.lat);
        return along(west, z0) + along(south, z0) - along(east, z0) - along(north, z0);
    }

private:
    [[nodiscard]] double along(std::size_t first, double z0) const {
        double sum = 0.0;
        for (std::size_t k = 0; k < m_steps; k += sample_count - 1) {
            Samples samples;
            std::copy_n(m_points.begin() + static_cast<std::ptrdiff_t>(first + k), sample_count, samples.begin());
            sum += integral(samples, z0);
        }
        return sum;
    }

    std::size_t m_columns;
    std::size_t m_steps; ///< along a side
    std::vector<LonLat> m_points;
};

double row_area(GridSpec const& spec, std::ptrdiff_t row) {
    double const north = std::min(pole, spec.north - static_cast<double>(row) * spec.cell_height);
    double const south = std::max(-pole, spec.north - static_cast<double>(row + 1) * spec.cell_height);
    return spec.cell_width * degree * (zone_area(north) - zone_area(south));
}

} // namespace

double zone_area(double latitude) noexcept {
    constexpr double squared_eccentricity = wgs84_flattening * (2.0 - wgs84_flattening);
    constexpr double polar_radius = wgs84_semi_major_axis * (1.0 - wgs84_flattening);
    double const eccentricity = std::sqrt(squared_eccentricity);
    double const sine = std::sin(latitude * degree);
    return 0.5 * polar_radius * polar_radius *
           (sine / (1.0 - squared_eccentricity * sine * sine) + std::atanh(eccentricity * sine) / eccentricity);
}

double reference_zone(double latitude) noexcept {
    return zone_area(std::abs(latitude) < polar_latitude ? latitude : std::copysign(pole, latitude));
}

double area_under_edge(EdgeCurve const& curve, double from, double to, double z0) {
    std::size_t const stretches = stretches_of(to - from, curve.lonlat_at(0.5 * (from + to)).lat);
    return integral_along(stretches, z0, [&](auto const& at) {
        Samples samples;
        for (std::size_t k = 0; k < sample_count; ++k)
            samples[k] = curve.lonlat_at(at[k] < 1.0 ? from + (to - from) * at[k] : to);
        return samples;
    });
}

double area_under_side(GridFrame const& frame, GridPlace const& begin, GridPlace const& end, double z0) {
    if (frame.is_lonlat())
        return area_under_lonlat_side(frame, begin, end, z0);
    std::array<GridPlace, 2> const ends = {begin, end};
    std::vector<LonLat> const corners = frame.lonlats_of(ends);
    if (!is_finite(corners[0]) || !is_finite(corners[1]))
        return std::numeric_limits<double>::quiet_NaN();
    double const length = geodesic_distance(corners[0], corners[1]).value();
    std::size_t const stretches = stretches_of(length, 0.5 * (corners[0].lat + corners[1].lat));
    return integral_along(stretches, z0, [&](auto const& at) {
        std::array<GridPlace, sample_count> places;
        for (std::size_t k = 0; k < sample_count; ++k)
            places[k] = {begin.column + (end.column - begin.column) * at[k], begin.row + (end.row - begin.row) * at[k]};
        std::vector<LonLat> const points = frame.lonlats_of(places);
        Samples samples;
        std::ranges::copy(points, samples.begin());
        return samples;
    });
}

CellRange rows_of_grid(GridFrame const& frame, std::size_t first, std::size_t last) noexcept {
    return {static_cast<std::ptrdiff_t>(first), static_cast<std::ptrdiff_t>(last), 0,
            static_cast<std::ptrdiff_t>(frame.spec().columns)};
}

CellAreas::CellAreas(GridFrame const& frame, CellRange const& range) : m_range(range), m_one_a_row(frame.is_lonlat()) {
    if (range.empty())
        return;
    auto const rows = static_cast<std::size_t>(range.last_row - range.first_row);
    auto const columns = m_one_a_row ? 1 : static_cast<std::size_t>(range.last_column - range.first_column);
    m_areas.resize(rows * columns);
    if (m_one_a_row) {
        for (std::size_t i = 0; i < rows; ++i)
            m_areas[i] = row_area(frame.spec(), range.first_row + static_cast<std::ptrdiff_t>(i));
        return;
    }
    parallel_for(rows, [&](std::size_t i) {
        RowSides const sides(frame, static_cast<double>(range.first_row) + static_cast<double>(i),
                             static_cast<double>(range.first_column), static_cast<double>(range.last_column));
        for (std::size_t column = 0; column < columns; ++column)
            m_areas[i * columns + column] = std::abs(sides.contour(column));
    });
}

} // namespace oreway
