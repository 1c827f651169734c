// SPDX-License-Identifier: MIT
// Columns and rows of places; the one operation of the grid is chosen for its extent.

#include "oreway/surface/grid_frame.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

LonLatBox extent_of(GridSpec const& spec, Crs const& crs) {
    double const south = spec.north - static_cast<double>(spec.rows) * spec.cell_height;
    double const east = spec.west + static_cast<double>(spec.columns) * spec.cell_width;
    return lonlat_extent(crs, {.min_x = spec.west, .min_y = south, .max_x = east, .max_y = spec.north});
}

/// A whole turn in units of a geographic system.
double turn_of(Crs const& crs) {
    return 2.0 * std::numbers::pi / crs.unit_size();
}

void check(GridSpec const& spec, Crs const& crs) {
    if (spec.cell_count() == 0)
        throw UsageError({.what = "the grid has no cells", .where = "", .remedy = "give a larger box"});
    if (crs.kind() != CrsKind::geographic)
        return;
    constexpr double rounding = 1e-9;
    double const turn = turn_of(crs);
    double const width = static_cast<double>(spec.columns) * spec.cell_width;
    double const south = spec.north - static_cast<double>(spec.rows) * spec.cell_height;
    bool const on_earth = spec.north <= turn * (0.25 + rounding) && south >= -turn * (0.25 + rounding) &&
                          std::abs(spec.west) <= turn && width <= turn * (1.0 + rounding);
    if (!on_earth)
        throw UsageError(
            {.what = fmt::format("the grid reaches beyond the Earth: west {}, latitudes {} to {}, {} columns "
                                 "of {}",
                                 spec.west, south, spec.north, spec.columns, spec.cell_width),
             .where = "",
             .remedy = "keep latitudes in [-90, 90] and at most 360 degrees of longitude"});
}

} // namespace

GridFrame::GridFrame(GridSpec spec, OperationRequest const& request) : m_spec(std::move(spec)) {
    Crs const crs = Crs::from_user_input(m_spec.crs);
    Crs const wgs84 = Crs::wgs84();
    check(m_spec, crs);
    m_is_lonlat = crs.is_equivalent_to(wgs84);
    if (crs.kind() == CrsKind::geographic)
        m_period = turn_of(crs) / m_spec.cell_width;
    if (m_is_lonlat)
        return;
    LonLatBox const extent = extent_of(m_spec, crs);
    Operation const to_lonlat = choose_operation(crs, wgs84, extent, request).chosen;
    m_operation = choose_operation(wgs84, crs, extent, request).chosen;
    m_to_grid =
        std::make_unique<TransformPool>([=, to_grid = *m_operation] { return make_transform(wgs84, crs, to_grid); });
    m_to_lonlat = std::make_unique<TransformPool>([=] { return make_transform(crs, wgs84, to_lonlat); });
}

GridPlace GridFrame::in_cells(XY native) const noexcept {
    GridPlace place{(native.x - m_spec.west) / m_spec.cell_width, (m_spec.north - native.y) / m_spec.cell_height};
    if (m_period && std::isfinite(place.column))
        place.column -= std::floor(place.column / *m_period) * *m_period;
    return place;
}

std::vector<GridPlace> GridFrame::places_of(std::span<LonLat const> points) const {
    std::vector<XY> native(points.size());
    for (std::size_t i = 0; i < points.size(); ++i)
        native[i] = {points[i].lon, points[i].lat};
    std::vector<std::uint8_t> failed(points.size());
    if (m_to_grid)
        m_to_grid->borrow()->apply(native, failed);
    std::vector<GridPlace> places(points.size());
    for (std::size_t i = 0; i < points.size(); ++i)
        places[i] = failed[i] != 0 ? GridPlace{nan, nan} : in_cells(native[i]);
    return places;
}

GridPlace GridFrame::place_of(LonLat point) const {
    return m_is_lonlat ? in_cells({point.lon, point.lat}) : places_of(std::span(&point, 1)).front();
}

std::vector<LonLat> GridFrame::lonlats_of(std::span<GridPlace const> places) const {
    std::vector<XY> native(places.size());
    for (std::size_t i = 0; i < places.size(); ++i)
        native[i] = {m_spec.west + places[i].column * m_spec.cell_width,
                     m_spec.north - places[i].row * m_spec.cell_height};
    std::vector<std::uint8_t> failed(places.size());
    if (m_to_lonlat)
        m_to_lonlat->borrow()->apply(native, failed);
    std::vector<LonLat> points(places.size());
    for (std::size_t i = 0; i < places.size(); ++i)
        points[i] = failed[i] != 0 ? LonLat{nan, nan} : LonLat{native[i].x, std::clamp(native[i].y, -90.0, 90.0)};
    return points;
}

std::vector<LonLat> GridFrame::centres_of_row(std::size_t row, std::size_t first, std::size_t last) const {
    std::vector<GridPlace> places;
    places.reserve(last - first);
    for (std::size_t column = first; column < last; ++column)
        places.push_back({static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5});
    return lonlats_of(places);
}

} // namespace oreway
