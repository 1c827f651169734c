// SPDX-License-Identifier: MIT
#pragma once

// From a plain GeoTIFF to the file that was asked for, and the proof that it holds what was handed over.

#include <span>
#include <string>

#include "io/cell_statistics.hpp"

namespace oreway {

/// Cells that were written at once: where, and a hash of their bytes.
struct GridPiece {
    CellWindow window;
    std::size_t band = 0;
    std::string hash;
    CellMoments moments;
};

/// \throws UsageError for a creation option or a value that the driver does not know
void check_creation_options(GridOutput const& output);

/// Whether some bands are averaged into overviews and others are not; a COG's own have one method for all.
[[nodiscard]] bool has_mixed_overviews(GridOutput const& output);

/// Copies the plain file into the output. \throws IoError; Cancelled
void copy_grid(std::string const& plain, GridOutput const& output, Progress& progress);

/// Opens the output and compares size, place, bands and all cells; overviews are read through. \throws IoError when it
/// differs; Cancelled
void verify_grid(GridOutput const& output, std::span<GridPiece const> pieces, Progress& progress);

/// Removes the file and all that GDAL or we may have left beside it.
void remove_grid(std::string const& file) noexcept;

} // namespace oreway
