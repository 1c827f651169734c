// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Lengths of lines, areas of polygons or counts of features in the cells of a grid, true on the ellipsoid: what is in
/// the cells adds up to what lies in the grid.
///
///     Burning const burning(frame, layer.geometries, weights, BurnAmount::length);
///     std::vector<double> const kilometres = burning.rows(0, frame.spec().rows, progress);
///
/// Edges are geodesics between vertices, as everywhere in Oreway, cut where they cross the sides of the cells; sides
/// are meridians and parallels in a grid of longitude and latitude, else the straight lines of its projection. Areas
/// are integrals along the boundary (true_area.hpp), so no cell is sampled.
///
/// Accuracy: a crossing is exact to 1e-6 m along the edge, the area of a part of a cell to 1e-9 of its size; lengths
/// and areas of the cells add up to those of the features inside the grid to 1e-9. Polygons may cross the antimeridian,
/// hold a pole (a ring round a pole bounds the smaller of its two sides), or have rings in any orientation; each ring
/// counts for itself, so they must be valid. Each polygon of a layer counts: where two overlap, a cell may hold more
/// than its own area.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/geom/geometries.hpp"
#include "oreway/surface/grid_frame.hpp"

namespace oreway {

/// What a cell holds: kilometres of lines, square kilometres of polygons, or the number of features that touch it.
enum class BurnAmount { length, area, count };

class Burning {
public:
    /// Both must outlive it. \param weights  one a geometry: what its length, area or presence is multiplied with;
    /// empty: 1. Geometries without the amount (points have no length) burn nothing. \throws NumericError for vertices
    /// that are no place on the Earth, Cancelled
    Burning(GridFrame const& frame, LonLatGeometries const& geometries, std::vector<double> weights, BurnAmount amount,
            Progress& progress);

    /// The cells of the rows from `first` to before `last`, row by row: kilometres, square kilometres or counts, times
    /// the weight. The same for any number of threads. \throws Cancelled
    [[nodiscard]] std::vector<double> rows(std::size_t first, std::size_t last, Progress& progress) const;

    /// Positions of polygons that the reference system of the grid does not reach as a whole; they burn nothing.
    [[nodiscard]] std::vector<std::size_t> const& unreached() const noexcept { return m_unreached; }

private:
    struct Rows {
        std::size_t first = 0;
        std::size_t last = 0; ///< one beyond
    };

    GridFrame const* m_frame;
    LonLatGeometries const* m_geometries;
    std::vector<double> m_weights;
    BurnAmount m_amount;
    std::vector<Rows> m_rows; ///< that each geometry touches
    std::vector<std::size_t> m_unreached;
};

} // namespace oreway
