// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Lengths and directions round a cell as the wave sees them, and distances from a source with their gradients.

#include <vector>

#include "oreway/surface/cost_steps.hpp"

namespace oreway {

/// The shape of a cell: metres to the neighbours, and the cosine of the angle between the directions east and south
/// (not zero on projections that are not conformal).
struct CellShape {
    double east = 0.0;
    double north = 0.0;
    double south = 0.0;
    double cosine = 0.0;
};

/// A place in half cells from the first one: a centre, the middle of a side or a corner.
struct HalfCells {
    std::size_t row = 0;
    std::size_t column = 0;
};
[[nodiscard]] constexpr HalfCells centre_of(CellPlace cell) noexcept {
    return {2 * cell.row, 2 * cell.column};
}

/// How the distance from a source grows per metre eastwards and southwards.
struct DistanceGradient {
    double east = 0.0;
    double south = 0.0;
};

class EikonalMetric {
public:
    explicit EikonalMetric(StepLengths const& lengths);

    [[nodiscard]] CellShape shape(std::size_t row, std::size_t column) const;
    /// True when a cell is so near a source that the wave is factored there: farther out the front is nearly straight.
    [[nodiscard]] bool is_near(CellPlace source, CellPlace cell) const noexcept;
    [[nodiscard]] double distance(CellPlace source, CellPlace cell) const;
    /// The corner of a cell on the side that a wave comes from when it runs east or west, south or north (sign +1, -1).
    [[nodiscard]] HalfCells corner(CellPlace cell, double east, double south) const noexcept;
    /// The gradient of that distance at a place beside `cell`, which must not be the source.
    [[nodiscard]] DistanceGradient gradient(CellPlace source, CellPlace cell, HalfCells place) const;

private:
    /// Lengths of a unit step east and south in the plane of the grid, and their angle.
    struct Form {
        double east = 1.0;
        double south = 1.0;
        double cosine = 0.0;
    };
    struct Parallel {
        double radius = 0.0; ///< of the parallel
        double height = 0.0; ///< above the equator
        double sine = 0.0;   ///< of the latitude
        double cosine = 1.0;
    };
    [[nodiscard]] Form form(CellPlace cell) const;
    /// How much a form changes a cell, and what it is some cells on.
    [[nodiscard]] static Form change(Form const& from, Form const& to, std::size_t cells) noexcept;
    [[nodiscard]] static Form moved(Form const& from, Form const& each, double cells) noexcept;
    [[nodiscard]] DistanceGradient planar_gradient(CellPlace source, CellPlace cell, HalfCells place) const;
    [[nodiscard]] int half_columns(CellPlace source, HalfCells place) const noexcept;
    [[nodiscard]] double chord(CellPlace source, HalfCells place) const;

    StepLengths const& m_lengths;
    bool m_is_lonlat;
    std::vector<Parallel> m_parallels; ///< by half rows
    std::vector<double> m_cosines;     ///< of differences of longitude, by half columns between
    std::vector<double> m_sines;
};

} // namespace oreway
