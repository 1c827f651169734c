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

/// True areas of the cells of some rows of a grid.
class CellAreas {
public:
    CellAreas(GridFrame const& frame, std::size_t first_row, std::size_t last_row);
    /// Square metres.
    [[nodiscard]] double at(std::size_t row, std::size_t column) const noexcept {
        return m_one_a_row ? m_areas[row - m_first] : m_areas[(row - m_first) * m_columns + column];
    }

private:
    std::size_t m_first;
    std::size_t m_columns;
    bool m_one_a_row;
    std::vector<double> m_areas;
};

} // namespace oreway
