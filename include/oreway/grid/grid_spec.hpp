// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A north-up grid of cells: where it lies, how large its cells are, how many there are. Pixel is area.

#include <cstddef>
#include <string>

#include "oreway/base/units.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/geom/lonlat.hpp"

namespace oreway {

/// Geometry of a grid. Row 0 is the northernmost, column 0 the westernmost; units are those of the reference system.
struct GridSpec {
    double west = 0.0;        ///< western edge of column 0
    double north = 0.0;       ///< northern edge of row 0
    double cell_width = 1.0;  ///< > 0
    double cell_height = 1.0; ///< > 0
    std::size_t columns = 0;
    std::size_t rows = 0;
    std::string crs = "EPSG:4326";

    [[nodiscard]] double x_of_centre(std::size_t column) const noexcept {
        return west + (static_cast<double>(column) + 0.5) * cell_width;
    }
    [[nodiscard]] double y_of_centre(std::size_t row) const noexcept {
        return north - (static_cast<double>(row) + 0.5) * cell_height;
    }
    [[nodiscard]] std::size_t cell_count() const noexcept { return columns * rows; }
    friend bool operator==(GridSpec const&, GridSpec const&) = default;
};

/// A lon/lat grid over a box with square cells: edges are aligned to multiples of the resolution and reach outwards.
/// \param resolution degrees, > 0
/// \throws UsageError when the box is empty, crosses the antimeridian, or gives more than 1e9 cells
[[nodiscard]] GridSpec lonlat_grid(LonLatBox const& box, Degrees resolution);

} // namespace oreway
