// SPDX-License-Identifier: MIT
// Tiles of the size that GeoTIFFs have, so that a tile of the file is unpacked once while it is needed.

#include "jobs/cell_sampler.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "oreway/geodesy/geodesic.hpp"
#include "oreway/surface/grid_trace.hpp"

namespace oreway {

namespace {

constexpr std::size_t tile_side = 256;
constexpr std::size_t most_tiles = 128;   // 64 MiB
constexpr double rounding_of_ends = 1e-6; // metres
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

} // namespace

std::uint64_t CellSampler::tiles_across() const noexcept {
    return (m_frame.spec().columns + tile_side - 1) / tile_side;
}

std::uint64_t CellSampler::tile_of(GridPlace const& place) const noexcept {
    GridSpec const& spec = m_frame.spec();
    bool const inside = place.row >= 0.0 && place.row < static_cast<double>(spec.rows) && place.column >= 0.0 &&
                        place.column < static_cast<double>(spec.columns);
    if (!inside)
        return std::numeric_limits<std::uint64_t>::max();
    return static_cast<std::uint64_t>(place.row) / tile_side * tiles_across() +
           static_cast<std::uint64_t>(place.column) / tile_side;
}

CellWindow CellSampler::window_of(std::uint64_t number) const noexcept {
    GridSpec const& spec = m_frame.spec();
    CellWindow window{.row = number / tiles_across() * tile_side, .column = number % tiles_across() * tile_side};
    window.rows = std::min(tile_side, spec.rows - window.row);
    window.columns = std::min(tile_side, spec.columns - window.column);
    return window;
}

CellSampler::Tile& CellSampler::tile(std::uint64_t number, std::size_t band) {
    auto const key = std::pair(number, band);
    if (auto const found = m_tiles.find(key); found != m_tiles.end()) {
        m_ages.splice(m_ages.begin(), m_ages, found->second.age);
        return found->second;
    }
    if (m_tiles.size() == most_tiles) {
        m_tiles.erase(m_ages.back());
        m_ages.pop_back();
    }
    Tile made{.window = window_of(number), .cells = {}, .age = {}};
    made.cells.resize(made.window.rows * made.window.columns);
    m_reader.read(made.window, band, std::span(made.cells));
    m_ages.push_front(key);
    made.age = m_ages.begin();
    return m_tiles.emplace(key, std::move(made)).first->second;
}

double CellSampler::cell(double row, double column, std::size_t band) {
    if (auto const& period = m_frame.period()) // the neighbour over the seam of a grid round the Earth
        column -= std::floor(column / *period) * *period;
    std::uint64_t const number = tile_of({column, row});
    if (number == std::numeric_limits<std::uint64_t>::max())
        return nan;
    Tile const& t = tile(number, band);
    return t.cells[(static_cast<std::size_t>(row) - t.window.row) * t.window.columns +
                   static_cast<std::size_t>(column) - t.window.column];
}

double CellSampler::bilinear(GridPlace const& place, std::size_t band) {
    double const row = std::floor(place.row - 0.5);
    double const column = std::floor(place.column - 0.5);
    double const down = place.row - 0.5 - row;
    double const right = place.column - 0.5 - column;
    double sum = 0.0;
    double weights = 0.0;
    for (auto const& [r, c, weight] :
         {std::array{row, column, (1.0 - down) * (1.0 - right)}, std::array{row, column + 1.0, (1.0 - down) * right},
          std::array{row + 1.0, column, down * (1.0 - right)}, std::array{row + 1.0, column + 1.0, down * right}}) {
        double const value = weight > 0.0 ? cell(r, c, band) : nan;
        if (std::isnan(value))
            continue;
        sum += weight * value;
        weights += weight;
    }
    return sum / weights;
}

double CellSampler::value_at(GridPlace const& place, std::size_t band, SampleMethod method) {
    if (!std::isfinite(place.row) || !std::isfinite(place.column))
        return nan;
    double const own = cell(std::floor(place.row), std::floor(place.column), band);
    return method == SampleMethod::nearest || std::isnan(own) ? own : bilinear(place, band);
}

LineValues CellSampler::values_along(LonLatGeometry lines, std::size_t band) {
    LineValues values;
    double const whole = geodesic_length(lines).value();
    double with_data = 0.0;
    double sum = 0.0;
    for (std::size_t p = 0; p < lines.path_count(); ++p)
        for (CellStretch const& stretch : stretches_in_cells(m_frame, lines.path(p))) {
            double const value = cell(static_cast<double>(stretch.row), static_cast<double>(stretch.column), band);
            if (std::isnan(value))
                continue;
            double const length = (stretch.to - stretch.from).value();
            with_data += length;
            sum += value * length;
            if (length < rounding_of_ends) // a line that ends on the side of a cell is not in the next one
                continue;
            values.least = std::fmin(values.least, value);
            values.greatest = std::fmax(values.greatest, value);
        }
    if (!std::isnan(values.least))
        values.mean = std::clamp(sum / with_data, values.least, values.greatest);
    if (whole > 0.0)
        values.nodata_share = std::clamp((whole - with_data) / whole, 0.0, 1.0);
    constexpr double rounding = 1e-12;
    if (values.nodata_share < rounding)
        values.nodata_share = 0.0;
    return values;
}

} // namespace oreway
