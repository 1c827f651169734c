// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Steps between the cells of a grid and their lengths: from the centre of a cell to the centre of another, in metres
/// on the WGS 84 ellipsoid.
///
///     StepLengths const lengths(spec, StepMeasure::ellipsoid);
///     double east = lengths.metres(row, column, 0); // to (row, column + 1)
///
/// On a grid of longitude and latitude a length depends on the row alone; it is the geodesic between the two centres
/// (Karney 2013, doi:10.1007/s00190-012-0578-z), good to a micrometre. On a projected grid it is the length in the
/// plane times the mean of the scale factors of both cells in the direction of the step. Scale factors are exact (from
/// geodesics) at the knots of a lattice at most 16 km wide and interpolated in between: 2e-6 of the length, a
/// millimetre in 500 m. A step has the same length both ways, to the last bit.
///
/// Grids of longitude and latitude that go once round the globe are closed: the cell east of the last column is the
/// first. There are no steps over a pole.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "oreway/grid/grid_spec.hpp"

namespace oreway {

/// Rows and columns that a step goes south and east.
struct Step {
    int rows = 0;
    int columns = 0;
};

/// The steps in their order: eight to the cells around, then the eight knight's moves. `opposite(k)` is the way back;
/// k % 4 and the half of the table name the axis.
inline constexpr std::array<Step, 16> steps = {{{0, 1},
                                                {1, 1},
                                                {1, 0},
                                                {1, -1},
                                                {0, -1},
                                                {-1, -1},
                                                {-1, 0},
                                                {-1, 1},
                                                {1, 2},
                                                {2, 1},
                                                {2, -1},
                                                {1, -2},
                                                {-1, -2},
                                                {-2, -1},
                                                {-2, 1},
                                                {-1, 2}}};
[[nodiscard]] constexpr std::size_t opposite(std::size_t step) noexcept {
    return step ^ 4U;
}
/// Steps that lie on one line share their axis: 0 to 3 for the eight, 4 to 7 for the knight's moves.
[[nodiscard]] constexpr std::size_t axis_of(std::size_t step) noexcept {
    return (step & 3U) + (step >= 8 ? 4U : 0U);
}

/// What a length is: on the ellipsoid, or in the plane of the grid's projection (what other programs take).
enum class StepMeasure { ellipsoid, plane };

/// Immutable once made; safe to read from several threads.
class StepLengths {
public:
    /// \throws UsageError for an empty grid or `plane` on a grid in degrees, DataError when the grid reaches beyond the
    ///         earth or beyond what its projection can show
    StepLengths(GridSpec spec, StepMeasure measure);

    [[nodiscard]] GridSpec const& spec() const noexcept { return m_spec; }
    /// True when the eastern edge is the western one.
    [[nodiscard]] bool goes_round() const noexcept { return m_goes_round; }
    /// Length of a step from a cell; the cell it leads to must be inside the grid.
    [[nodiscard]] double metres(std::size_t row, std::size_t column, std::size_t step) const;

    /// Lengths before scaling, `steps.size()` a row; they hold for every column.
    [[nodiscard]] double const* of_row(std::size_t row) const noexcept {
        return m_of_row.data() + (m_one_row ? 0 : row * steps.size());
    }
    /// Number of scale factors a cell has: 0 (none needed), 1 (the same in all directions) or 8 (one an axis).
    [[nodiscard]] std::size_t scale_count() const noexcept { return m_scale_count; }
    /// Scale factors of cells of one row from `column` on, along an axis (0 when there is one for all).
    void scales(std::size_t axis, std::size_t row, std::size_t column, std::size_t count, double* out) const;

private:
    void measure_rows();
    void measure_lattice();
    void lay_lattice();

    GridSpec m_spec;
    bool m_goes_round = false;
    bool m_one_row = false;
    std::vector<double> m_of_row;
    std::size_t m_scale_count = 0;
    std::size_t m_spacing = 1;
    std::vector<std::size_t> m_knot_rows; // rows of the lattice, from the first to the last of the grid
    std::vector<std::size_t> m_knot_columns;
    std::vector<double> m_scales; // by axis, knot row, knot column
};

/// The cell that a step leads to, or no cell.
struct CellPlace {
    std::size_t row = 0;
    std::size_t column = 0;
    bool inside = false;
};
[[nodiscard]] CellPlace after_step(StepLengths const& lengths, std::size_t row, std::size_t column, Step step) noexcept;

} // namespace oreway
