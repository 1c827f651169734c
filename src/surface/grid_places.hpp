// SPDX-License-Identifier: MIT
#pragma once

// Where the cells of a grid lie on the Earth, tile by tile.

#include <array>
#include <vector>

#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geom/transform_pool.hpp"
#include "oreway/grid/grid_spec.hpp"
#include "surface/distance_kernel.hpp"

namespace oreway {

inline constexpr std::size_t tile_side = 64;
inline constexpr std::size_t tile_cells = tile_side * tile_side;
inline constexpr std::size_t patches_down = tile_side / patch_rows;
inline constexpr std::size_t patches_across = tile_side / patch_columns;

/// Centres of a tile's cells, patch after patch, relative to its middle. At the edges of the grid the last row and
/// column are repeated. A cell that is nowhere on the Earth is NaN.
struct TilePlaces {
    std::size_t row = 0; ///< of the grid
    std::size_t column = 0;
    std::size_t rows = 0; ///< at most tile_side
    std::size_t columns = 0;
    Ecef middle;
    double reach = 0.0; ///< no cell is farther from the middle; negative when all are nowhere
    std::array<float, tile_cells> x, y, z;
    std::vector<LonLat> projected; ///< of a projected grid, row by row

    [[nodiscard]] static constexpr std::size_t patch_start(std::size_t down, std::size_t across) noexcept {
        return (down * patches_across + across) * patch_cells;
    }
};

class GridPlaces {
public:
    /// `to_lonlat` is null for a grid of longitude and latitude; it must outlive the object.
    GridPlaces(GridSpec const& spec, TransformPool* to_lonlat);

    void fill(TilePlaces& tile, std::size_t row, std::size_t column) const;
    /// The centre of a cell of the tile, by its position there.
    [[nodiscard]] LonLat lonlat(TilePlaces const& tile, std::size_t row, std::size_t column) const noexcept;
    /// Centres of a whole row.
    [[nodiscard]] std::vector<LonLat> row_of(std::size_t row) const;

private:
    [[nodiscard]] LonLat centre(std::size_t row, std::size_t column) const noexcept;
    void fill_projected(TilePlaces& tile) const;

    GridSpec m_spec;
    TransformPool* m_to_lonlat;
    std::vector<double> m_cosines; // of longitude, by column
    std::vector<double> m_sines;
};

/// No place of `count` is farther from (x, y, z) than the result; places that are NaN do not count (all: -1).
[[nodiscard]] double farthest(std::array<float, 3> const& from, float const* x, float const* y, float const* z,
                              std::size_t count) noexcept;

} // namespace oreway
