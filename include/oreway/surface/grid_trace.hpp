// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Which cells of a grid a line runs through, and how far in each. Edges are geodesics on the ellipsoid whatever the
/// reference system of the grid: in longitude and latitude they bend away from the straight line, and they are followed
/// to the sides of the cells that they really cross.
///
///     for (CellStretch const& s : stretches_in_cells(frame, line))
///         length[s.row][s.column] += (s.to - s.from).value();
///
/// The stretches of a line follow one another without gaps, so their lengths add up to what of the line lies in the
/// grid. The places where sides are crossed are exact to 1e-6 m along the line. A line that runs along a side belongs
/// to the cell east or south of it; what runs along the eastern or southern end of the grid lies outside.

#include <cstddef>
#include <span>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/surface/grid_frame.hpp"

namespace oreway {

/// A stretch of a line in one cell, by distance along the line.
struct CellStretch {
    std::size_t row = 0;
    std::size_t column = 0;
    Metres from;
    Metres to;
};

/// The stretches in order along the line; what lies outside the grid is left out. \throws NumericError for a vertex
/// that is no place on the Earth
[[nodiscard]] std::vector<CellStretch> stretches_in_cells(GridFrame const& frame, std::span<LonLat const> line);

} // namespace oreway
