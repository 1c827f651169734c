// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Kernel density of weighted points: how much of something there is round a place, for instance tonnes a year of mines
/// within 50 km, by square kilometre.
///
///     PointDensity const density(frame, mines, tonnes, {.radius = 50.0_km});
///     std::vector<double> const per_km2 = density.rows(0, frame.spec().rows, progress);
///
/// With d the geodesic distance and R the radius, u = d / R, a point of weight w brings w k(u) / N for u < 1 (Silverman
/// 1986, Density Estimation for Statistics and Data Analysis, section 4.2; the quartic kernel is that of ArcGIS and of
/// QGIS's heat map):
///
///     quartic         (1 - u^2)^2
///     epanechnikov    1 - u^2
///     gaussian        exp(-d^2 / (2 s^2)) with s = R / 3, cut at R
///     uniform         1
///
/// N makes the integral over the surface of the Earth the weight: N = 2 pi times the integral of k(u) m(d) from 0 to R,
/// with m(d) = r sin(d / r) the reduced length on a sphere of the ellipsoid's Gaussian curvature 1 / r^2 at the point.
/// What the curvature changes round the point cancels but for 1e-7 of N at 1000 km, 1e-11 at 100 km.
///
/// The sum over cells of value times area is then the weight as closely as centres of cells stand for cells: to a
/// percent where R is ten cells. With `Normalisation::cells` N is the sum of k times the true area of all cells in
/// reach, those beyond the grid included, and the sum is the weight to rounding. A point that reaches no centre then
/// goes to its own cell.

#include <span>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/base/units.hpp"
#include "oreway/measure/edge_index.hpp"
#include "oreway/surface/grid_frame.hpp"

namespace oreway {

class CellAreas;
struct CellRange;

enum class Kernel { quartic, epanechnikov, gaussian, uniform };
enum class Normalisation { surface, cells };

struct DensityOptions {
    Metres radius{50'000.0};
    Kernel kernel = Kernel::quartic;
    Normalisation normalisation = Normalisation::surface;
};

/// k(u) as above, for u >= 0; zero from 1 on.
[[nodiscard]] double kernel_value(Kernel kernel, double u) noexcept;
/// N as above for a point at a latitude, in square metres.
[[nodiscard]] double kernel_integral(Kernel kernel, Metres radius, double latitude) noexcept;

class PointDensity {
public:
    /// \param points  one weight each, of any sign; the frame must outlive the object
    /// \throws UsageError for a radius that is not above zero or beyond 5000 km; NumericError for points or weights
    /// that are not finite
    PointDensity(GridFrame const& frame, std::span<LonLat const> points, std::span<double const> weights,
                 DensityOptions const& options, Progress& progress);

    /// The cells of the rows from `first` to before `last`, row by row, in units of the weight by square kilometre. A
    /// cell that is nowhere on the Earth is not a number. The same for any number of threads. \throws Cancelled
    [[nodiscard]] std::vector<double> rows(std::size_t first, std::size_t last, Progress& progress) const;

private:
    /// A point that reaches no centre of a cell, and the cell it lies in.
    struct OwnCell {
        std::size_t row = 0;
        std::size_t column = 0;
        double value = 0.0;
    };
    void normalise_by_cells(Progress& progress);
    [[nodiscard]] double sum_over_cells(std::size_t point, CellRange const& range, CellAreas const& areas) const;
    void give_to_own_cell(std::size_t point, double weight, CellAreas const& areas);
    void fill_row(std::size_t row, std::span<double> values) const;

    GridFrame const* m_frame;
    DensityOptions m_options;
    std::vector<LonLat> m_points;
    std::vector<double> m_factors; ///< weight over N, by square kilometre
    std::vector<OwnCell> m_own_cells;
    EdgeIndex m_index;
};

} // namespace oreway
