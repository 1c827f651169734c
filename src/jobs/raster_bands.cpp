// SPDX-License-Identifier: MIT
// Band after band, from north to south.

#include "jobs/raster_bands.hpp"

#include <algorithm>

namespace oreway {

std::size_t rows_at_once(GridSpec const& spec) noexcept {
    constexpr std::size_t cells_at_once = std::size_t{1} << 22;
    return std::clamp<std::size_t>(cells_at_once / std::max<std::size_t>(1, spec.columns), 1, spec.rows);
}

CellTotals write_rows(RasterFile& file, GridSpec const& spec,
                      std::function<std::vector<double>(std::size_t first, std::size_t last)> const& rows) {
    CellTotals totals;
    std::size_t const step = rows_at_once(spec);
    for (std::size_t first = 0; first < spec.rows; first += step) {
        std::size_t const last = std::min(spec.rows, first + step);
        std::vector<double> const cells = rows(first, last);
        for (double const cell : cells) {
            if (!(cell > 0.0))
                continue;
            totals.sum += cell;
            totals.greatest = std::max(totals.greatest, cell);
            ++totals.filled;
        }
        file.write({.row = first, .column = 0, .rows = last - first, .columns = spec.columns}, 0,
                   std::span<double const>(cells));
    }
    return totals;
}

LonLatBox extent_of(LonLatGeometries const& geometries) {
    return bounding_box(geometries.vertices());
}

} // namespace oreway
