// SPDX-License-Identifier: MIT
// Distances near a source: by the chord through the ellipsoid on grids in degrees, by the mean of the scale factors of
// both ends in the plane of a projection.

#include "surface/eikonal_metric.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

/// The wave is factored within so many cells of its source; a front that far out bends by less than a hundredth of a
/// cell from one to the next.
constexpr int near_cells = 100;
/// And within this distance, where chord and scale factors give it to 1e-4.
constexpr double near_metres = 600'000.0;
/// The bend of a geodesic; good to 0.6 % in any direction, which changes a distance of 600 km by 4 m at most.
constexpr double curvature = 1.0 / 6'371'000.0;

} // namespace

EikonalMetric::EikonalMetric(StepLengths const& lengths)
    : m_lengths(lengths), m_is_lonlat(lengths.of_row(0) != lengths.of_row(1)) {
    if (!m_is_lonlat)
        return;
    GridSpec const& spec = lengths.spec();
    constexpr double radian = std::numbers::pi / 180.0;
    for (std::size_t half = 0; half < 2 * spec.rows; ++half) {
        double const latitude =
            std::max(-90.0, spec.y_of_centre(0) - 0.5 * static_cast<double>(half) * spec.cell_height);
        Ecef const p = to_ecef({0.0, latitude});
        m_parallels.push_back({p.x, p.z, std::sin(latitude * radian), std::cos(latitude * radian)});
    }
    for (std::size_t half = 0; half < 2 * spec.columns; ++half) {
        double const difference = 0.5 * static_cast<double>(half) * spec.cell_width * radian;
        m_cosines.push_back(std::cos(difference));
        m_sines.push_back(std::sin(difference));
    }
}

EikonalMetric::Form EikonalMetric::change(Form const& from, Form const& to, std::size_t cells) noexcept {
    double const each = cells == 0 ? 0.0 : 1.0 / static_cast<double>(cells);
    return {(to.east - from.east) * each, (to.south - from.south) * each, (to.cosine - from.cosine) * each};
}

EikonalMetric::Form EikonalMetric::moved(Form const& from, Form const& each, double cells) noexcept {
    return {from.east + cells * each.east, from.south + cells * each.south, from.cosine + cells * each.cosine};
}

EikonalMetric::Form EikonalMetric::form(CellPlace cell) const {
    double east = 1.0;
    if (m_lengths.scale_count() == 0)
        return {};
    m_lengths.scales(0, cell.row, cell.column, 1, &east);
    if (m_lengths.scale_count() == 1)
        return {east, east, 0.0};
    double south = 1.0;
    double diagonal = 1.0;
    m_lengths.scales(axis_of(2), cell.row, cell.column, 1, &south);
    m_lengths.scales(axis_of(1), cell.row, cell.column, 1, &diagonal);
    double const* const planar = m_lengths.of_row(cell.row);
    double const a = planar[0] * east;
    double const b = planar[2] * south;
    double const c = planar[1] * diagonal;
    return {east, south, (c * c - a * a - b * b) / (2.0 * a * b)};
}

CellShape EikonalMetric::shape(std::size_t row, std::size_t column) const {
    double const* const planar = m_lengths.of_row(row);
    if (!m_is_lonlat) {
        Form const f = form({row, column, true});
        return {planar[0] * f.east, planar[2] * f.south, planar[2] * f.south, f.cosine};
    }
    // At the northern and southern ends there is one neighbour only.
    double const south = planar[2] > 0.0 ? planar[2] : planar[6];
    return {planar[0], planar[6] > 0.0 ? planar[6] : south, south, 0.0};
}

/// Half columns from the source to the place, the short way round the globe.
int EikonalMetric::half_columns(CellPlace source, HalfCells place) const noexcept {
    auto between = static_cast<int>(place.column) - 2 * static_cast<int>(source.column);
    auto const round = 2 * static_cast<int>(m_lengths.spec().columns);
    if (m_lengths.goes_round() && 2 * std::abs(between) > round)
        between += between > 0 ? -round : round;
    return between;
}

bool EikonalMetric::is_near(CellPlace source, CellPlace cell) const noexcept {
    int const rows = static_cast<int>(cell.row) - static_cast<int>(source.row);
    int const columns = half_columns(source, centre_of(cell)) / 2;
    if (rows * rows + columns * columns > near_cells * near_cells)
        return false;
    double const* const planar = m_lengths.of_row(cell.row);
    return std::hypot(rows * std::max(planar[2], planar[6]), columns * planar[0]) < near_metres;
}

double EikonalMetric::chord(CellPlace source, HalfCells place) const {
    Parallel const& a = m_parallels[2 * source.row];
    Parallel const& b = m_parallels[place.row];
    double const cosine = m_cosines[static_cast<std::size_t>(std::abs(half_columns(source, place)))];
    double const across = (a.radius - b.radius) * (a.radius - b.radius) + 2.0 * a.radius * b.radius * (1.0 - cosine);
    return std::sqrt(across + (a.height - b.height) * (a.height - b.height));
}

double EikonalMetric::distance(CellPlace source, CellPlace cell) const {
    HalfCells const place = centre_of(cell);
    if (m_is_lonlat)
        return 2.0 / curvature * std::asin(std::min(1.0, 0.5 * curvature * chord(source, place)));
    Form const a = form(source);
    Form const b = form(cell);
    double const* const planar = m_lengths.of_row(cell.row);
    double const x = planar[0] * 0.5 * half_columns(source, place) * 0.5 * (a.east + b.east);
    double const rows = static_cast<double>(cell.row) - static_cast<double>(source.row);
    double const y = planar[2] * rows * 0.5 * (a.south + b.south);
    return std::sqrt(x * x + y * y + (a.cosine + b.cosine) * x * y);
}

HalfCells EikonalMetric::corner(CellPlace cell, double east, double south) const noexcept {
    std::size_t const round = 2 * m_lengths.spec().columns;
    std::size_t const row = south > 0.0 ? 2 * cell.row - 1 : 2 * cell.row + 1;
    return {row, (2 * cell.column + (east > 0.0 ? round - 1 : 1)) % round};
}

/// The gradient in the plane of a projection, of the very distance that distance() gives: its scale factors change from
/// cell to cell, and what is factored out must be the slope of what is put back.
DistanceGradient EikonalMetric::planar_gradient(CellPlace source, CellPlace cell, HalfCells place) const {
    GridSpec const& spec = m_lengths.spec();
    Form const origin = form(source);
    Form const here = form(cell);
    CellPlace const west{cell.row, std::max<std::size_t>(cell.column, 1) - 1, true};
    CellPlace const east{cell.row, std::min(cell.column + 1, spec.columns - 1), true};
    CellPlace const north{std::max<std::size_t>(cell.row, 1) - 1, cell.column, true};
    CellPlace const south{std::min(cell.row + 1, spec.rows - 1), cell.column, true};
    Form const across = change(form(west), form(east), east.column - west.column);
    Form const along = change(form(north), form(south), south.row - north.row);
    double const* const planar = m_lengths.of_row(cell.row);
    double const columns = 0.5 * half_columns(source, place);
    double const rows = 0.5 * static_cast<double>(place.row) - static_cast<double>(source.row);
    double const off_columns = 0.5 * static_cast<double>(place.column) - static_cast<double>(cell.column);
    double const off_rows = 0.5 * static_cast<double>(place.row) - static_cast<double>(cell.row);
    auto const at = [&](double right, double down) {
        Form const there = moved(moved(here, across, off_columns + right), along, off_rows + down);
        double const x = planar[0] * (columns + right) * 0.5 * (origin.east + there.east);
        double const y = planar[2] * (rows + down) * 0.5 * (origin.south + there.south);
        return std::sqrt(x * x + y * y + (origin.cosine + there.cosine) * x * y);
    };
    constexpr double little = 0.01; // of a cell
    Form const there = moved(moved(here, across, off_columns), along, off_rows);
    return {(at(little, 0.0) - at(-little, 0.0)) / (2.0 * little * planar[0] * there.east),
            (at(0.0, little) - at(0.0, -little)) / (2.0 * little * planar[2] * there.south)};
}

DistanceGradient EikonalMetric::gradient(CellPlace source, CellPlace cell, HalfCells place) const {
    if (!m_is_lonlat)
        return planar_gradient(source, cell, place);
    int const between = half_columns(source, place);
    Parallel const& a = m_parallels[2 * source.row];
    Parallel const& b = m_parallels[place.row];
    auto const half = static_cast<std::size_t>(std::abs(between));
    double const east = a.radius * std::copysign(m_sines[half], between);
    double const north = (b.height - a.height) * b.cosine - (b.radius - a.radius * m_cosines[half]) * b.sine;
    double const size = std::hypot(east, north);
    return {east / size, -north / size};
}

} // namespace oreway
