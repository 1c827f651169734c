// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Which grid a raster result is made on: what the user asked for, and what is sensible for the rest.

#include <memory>
#include <optional>
#include <string>

#include "oreway/geodesy/transform.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/geom/ports.hpp"
#include "oreway/grid/grid_spec.hpp"
#include "oreway/io/vector_reader.hpp"

namespace oreway {

/// Edges of a grid in the units of its reference system. In longitude and latitude `west > east` crosses the
/// antimeridian.
struct GridEdges {
    double west = 0.0;
    double south = 0.0;
    double east = 0.0;
    double north = 0.0;
};

/// Size of a cell: in the units of the reference system, or as a length on the ground. A length on a grid of longitude
/// and latitude becomes degrees such that cells in the middle of the grid are square on the ground.
struct CellSize {
    double width = 0.0;
    double height = 0.0;
    enum class Unit { of_crs, metres } unit = Unit::of_crs;
};

/// What the user asked for; everything may be left out.
struct GridChoice {
    std::string like{}; ///< a raster whose grid is taken as it is
    std::string crs{};  ///< of the grid; empty: that of `like`, else longitude and latitude (EPSG:4326)
    std::optional<GridEdges> edges{};
    std::optional<CellSize> cell_size{};
    ReadOptions read{}; ///< for `like`
};

/// The grid. `sources` is the extent of the data: a grid without edges reaches over it with a margin of 5 % (at least a
/// tenth of a degree), one without a cell size gets a round size that gives 1,000 to 2,000 cells on the long side.
/// Edges are kept as they were asked for when they are whole multiples of the cell size apart, else east and south move
/// outwards to the next whole cell; edges that nobody asked for are multiples of the cell size.
/// \throws UsageError for a grid that cannot be (empty, too large for a raster file, beyond the Earth) or choices that
/// exclude each other; IoError or DataError when `like` cannot be read
[[nodiscard]] GridSpec resolve_grid(GridChoice const& choice, LonLatBox const& sources);

/// From coordinates of the grid (its centres of cells) to WGS 84. \throws DataError when no operation is allowed
[[nodiscard]] std::unique_ptr<CoordinateTransform> lonlat_transform(GridSpec const& spec,
                                                                    OperationRequest const& request = {});

/// Whether the coordinates of the grid are longitude and latitude on WGS 84 already.
[[nodiscard]] bool is_lonlat(GridSpec const& spec);

} // namespace oreway
