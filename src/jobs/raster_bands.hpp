// SPDX-License-Identifier: MIT
#pragma once

// Rasters that are made band of rows by band of rows, so that memory does not grow with the grid.

#include <functional>
#include <vector>

#include "oreway/grid/grid_spec.hpp"
#include "oreway/jobs/raster_outputs.hpp"

namespace oreway {

/// Rows that are in memory at a time: about four million cells.
[[nodiscard]] std::size_t rows_at_once(GridSpec const& spec) noexcept;

/// What all cells of a band of a raster add up to, whatever the order of work; no numbers count nothing.
struct CellTotals {
    double sum = 0.0;
    double greatest = 0.0;
    std::size_t filled = 0; ///< cells above zero
};

/// Asks for the rows from `first` to before `last`, writes them as the only band of the file, and adds them up.
CellTotals write_rows(RasterFile& file, GridSpec const& spec,
                      std::function<std::vector<double>(std::size_t first, std::size_t last)> const& rows);

/// The extent of what has a place; empty when nothing has.
[[nodiscard]] LonLatBox extent_of(LonLatGeometries const& geometries);

} // namespace oreway
