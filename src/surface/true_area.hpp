// SPDX-License-Identifier: MIT
#pragma once

// Areas on the ellipsoid as integrals along boundaries. With z(latitude) the area between the equator and a parallel
// for a radian of longitude, the area inside a contour is the integral of -(z - z0) d(longitude) round it, for any z0
// when the contour does not go round a pole, and with the z of the pole when it does.

#include <cstddef>
#include <vector>

#include "oreway/surface/grid_frame.hpp"
#include "surface/edge_trace.hpp"

namespace oreway {

/// Square metres between the equator and a parallel for a radian of longitude, negative in the south. The closed form
/// of an ellipsoid of revolution (Snyder 1987, USGS Professional Paper 1395, equation 3-12).
[[nodiscard]] double zone_area(double latitude) noexcept;

/// The z0 that keeps most digits near a latitude: its own, near a pole that of the pole.
[[nodiscard]] double reference_zone(double latitude) noexcept;

/// The integral of (z - z0) d(longitude) along a part of an edge, in square metres. Longitude and z are taken as
/// polynomials of the fourth degree over stretches of at most 20 km, less towards the poles: good to 1e-12 of the area
/// beside the stretch.
[[nodiscard]] double area_under_edge(EdgeCurve const& curve, double from, double to, double z0);
/// The same along a line that is straight in the grid and parallel to one of its axes.
[[nodiscard]] double area_under_side(GridFrame const& frame, GridPlace const& begin, GridPlace const& end, double z0);

/// Cells of a grid or of the same grid carried on beyond its ends: rows and columns may be negative; `last` is one
/// beyond.
struct CellRange {
    std::ptrdiff_t first_row = 0;
    std::ptrdiff_t last_row = 0;
    std::ptrdiff_t first_column = 0;
    std::ptrdiff_t last_column = 0;

    [[nodiscard]] bool empty() const noexcept { return first_row >= last_row || first_column >= last_column; }
};
[[nodiscard]] CellRange rows_of_grid(GridFrame const& frame, std::size_t first, std::size_t last) noexcept;

/// True areas of cells.
class CellAreas {
public:
    CellAreas(GridFrame const& frame, CellRange const& range);
    /// Square metres; not a number for a cell that is nowhere on the Earth. In a grid of longitude and latitude any
    /// column may be asked.
    [[nodiscard]] double at(std::ptrdiff_t row, std::ptrdiff_t column) const noexcept {
        std::ptrdiff_t const r = row - m_range.first_row;
        std::ptrdiff_t const columns = m_range.last_column - m_range.first_column;
        return m_areas[static_cast<std::size_t>(m_one_a_row ? r : r * columns + column - m_range.first_column)];
    }

private:
    CellRange m_range;
    bool m_one_a_row;
    std::vector<double> m_areas;
};

} // namespace oreway
