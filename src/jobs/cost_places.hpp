// SPDX-License-Identifier: MIT
#pragma once

// Features as cells of a friction grid: sources of costs, and ends of paths.

#include <string>
#include <vector>

#include "oreway/jobs/cost.hpp"
#include "oreway/surface/grid_frame.hpp"

namespace oreway {

/// Sources of a layer of points and lines, one a cell, with feature numbers as ids. \throws DataError that lists every
/// feature without a cell to start from or without a start cost
[[nodiscard]] std::vector<CostSource> read_sources(PlaceLayer const& place, std::string const& start_field,
                                                   GridFrame const& frame, Grid<float> const& friction,
                                                   InputOptions const& input, Problems& problems);

/// A point that a path leads to.
struct PathEnd {
    CellPlace cell;
    std::int64_t number = 0; ///< of the feature
};
/// Points of a layer that lie in the grid on cells with friction; the others are told (warning "path.no_cell").
[[nodiscard]] std::vector<PathEnd> read_path_ends(PlaceLayer const& place, GridFrame const& frame,
                                                  Grid<float> const& friction, InputOptions const& input,
                                                  Problems& problems);

} // namespace oreway
