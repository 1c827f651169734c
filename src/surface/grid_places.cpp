// SPDX-License-Identifier: MIT
// Cells of a lon/lat grid are products of a row and a column; those of a projected one go through PROJ.

#include "surface/grid_places.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace oreway {

namespace {

constexpr double degree = 3.14159265358979323846 / 180.0;
constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();

/// Axis of the Earth to the parallel, and the height of the parallel.
struct Parallel {
    double radius;
    double z;
};

Parallel parallel_at(double lat) {
    Ecef const p = to_ecef({0.0, lat});
    return {p.x, p.z};
}

} // namespace

double farthest(std::array<float, 3> const& from, float const* x, float const* y, float const* z,
                std::size_t count) noexcept {
    float most = -1.0F;
    for (std::size_t i = 0; i < count; ++i) {
        float const dx = x[i] - from[0], dy = y[i] - from[1], dz = z[i] - from[2];
        float const squared = dx * dx + dy * dy + dz * dz;
        most = squared > most ? squared : most;
    }
    // A little more for what 32 bits lose.
    return most < 0.0F ? -1.0 : std::sqrt(double{most}) * (1.0 + 1e-6) + 0.05;
}

GridPlaces::GridPlaces(GridSpec const& spec, TransformPool* to_lonlat) : m_spec(spec), m_to_lonlat(to_lonlat) {
    if (m_to_lonlat != nullptr)
        return;
    m_cosines.resize(spec.columns);
    m_sines.resize(spec.columns);
    for (std::size_t c = 0; c < spec.columns; ++c) {
        double const lon = std::remainder(spec.x_of_centre(c), 360.0) * degree;
        m_cosines[c] = std::cos(lon);
        m_sines[c] = std::sin(lon);
    }
}

LonLat GridPlaces::centre(std::size_t row, std::size_t column) const noexcept {
    return {m_spec.x_of_centre(column), std::clamp(m_spec.y_of_centre(row), -90.0, 90.0)};
}

LonLat GridPlaces::lonlat(TilePlaces const& tile, std::size_t row, std::size_t column) const noexcept {
    if (m_to_lonlat != nullptr)
        return tile.projected[row * tile.columns + column];
    return centre(tile.row + row, tile.column + column);
}

std::vector<LonLat> GridPlaces::row_of(std::size_t row) const {
    std::vector<LonLat> places(m_spec.columns);
    for (std::size_t c = 0; c < m_spec.columns; ++c)
        places[c] = centre(row, c);
    if (m_to_lonlat == nullptr)
        return places;
    std::vector<XY> points(m_spec.columns);
    std::vector<std::uint8_t> failed(m_spec.columns);
    for (std::size_t c = 0; c < m_spec.columns; ++c)
        points[c] = {m_spec.x_of_centre(c), m_spec.y_of_centre(row)};
    m_to_lonlat->borrow()->apply(points, failed);
    for (std::size_t c = 0; c < m_spec.columns; ++c)
        places[c] = failed[c] != 0 ? LonLat{nowhere, nowhere} : LonLat{points[c].x, points[c].y};
    return places;
}

void GridPlaces::fill_projected(TilePlaces& tile) const {
    std::vector<XY> points(tile.rows * tile.columns);
    std::vector<std::uint8_t> failed(points.size());
    for (std::size_t r = 0; r < tile.rows; ++r)
        for (std::size_t c = 0; c < tile.columns; ++c)
            points[r * tile.columns + c] = {m_spec.x_of_centre(tile.column + c), m_spec.y_of_centre(tile.row + r)};
    m_to_lonlat->borrow()->apply(points, failed);
    tile.projected.resize(points.size());
    for (std::size_t i = 0; i < points.size(); ++i)
        tile.projected[i] = failed[i] != 0 ? LonLat{nowhere, nowhere} : LonLat{points[i].x, points[i].y};
}

namespace {

/// Calls `place(row, column, position)` for every place of the tile in patch order.
template <class Place> void for_each_place(TilePlaces const& tile, Place&& place) {
    for (std::size_t down = 0; down < patches_down; ++down)
        for (std::size_t across = 0; across < patches_across; ++across)
            for (std::size_t i = 0; i < patch_cells; ++i) {
                std::size_t const row = std::min(down * patch_rows + i / patch_columns, tile.rows - 1);
                std::size_t const column = std::min(across * patch_columns + i % patch_columns, tile.columns - 1);
                place(row, column, TilePlaces::patch_start(down, across) + i);
            }
}

void set(TilePlaces& tile, std::size_t at, double x, double y, double z) {
    tile.x[at] = static_cast<float>(x - tile.middle.x);
    tile.y[at] = static_cast<float>(y - tile.middle.y);
    tile.z[at] = static_cast<float>(z - tile.middle.z);
}

} // namespace

void GridPlaces::fill(TilePlaces& tile, std::size_t row, std::size_t column) const {
    tile.row = row;
    tile.column = column;
    tile.rows = std::min(tile_side, m_spec.rows - row);
    tile.columns = std::min(tile_side, m_spec.columns - column);
    if (m_to_lonlat == nullptr) {
        tile.middle = to_ecef(centre(row + tile.rows / 2, column + tile.columns / 2));
        std::array<Parallel, tile_side> parallels{};
        for (std::size_t r = 0; r < tile.rows; ++r)
            parallels[r] = parallel_at(centre(row + r, column).lat);
        for_each_place(tile, [&](std::size_t r, std::size_t c, std::size_t at) {
            Parallel const& p = parallels[r];
            set(tile, at, p.radius * m_cosines[column + c], p.radius * m_sines[column + c], p.z);
        });
    } else {
        fill_projected(tile);
        auto const known = std::ranges::find_if(tile.projected, [](LonLat p) { return is_finite(p); });
        LonLat const middle = lonlat(tile, tile.rows / 2, tile.columns / 2);
        tile.middle = is_finite(middle) ? to_ecef(middle) : known != tile.projected.end() ? to_ecef(*known) : Ecef{};
        for_each_place(tile, [&](std::size_t r, std::size_t c, std::size_t at) {
            LonLat const p = lonlat(tile, r, c);
            Ecef const place = is_finite(p) ? to_ecef(p) : Ecef{nowhere, nowhere, nowhere};
            set(tile, at, place.x, place.y, place.z);
        });
    }
    tile.reach = farthest({0.0F, 0.0F, 0.0F}, tile.x.data(), tile.y.data(), tile.z.data(), tile_cells);
}

} // namespace oreway
