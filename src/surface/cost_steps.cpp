// SPDX-License-Identifier: MIT
// Lengths of steps: geodesics by row on grids in degrees, scale factors on a lattice on projected grids.

#include "oreway/surface/cost_steps.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/crs.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/geodesy/transform.hpp"

namespace oreway {

namespace {

/// Knots of the lattice are no farther apart than this; see the header for what it costs.
constexpr double knot_spacing_m = 16'000.0;
constexpr std::size_t most_cells_between_knots = 64;
/// Axes whose scale factors agree this well have one in common (conformal projections; the rest is the size of a cell).
constexpr double conformal_tolerance = 1e-6;
/// Knots a side that are looked at to tell whether a projection is conformal.
constexpr std::size_t sample_knots = 8;
/// Grids narrower than this are not closed round the globe, for a step could then lead both ways to the same cell.
constexpr std::size_t fewest_columns_round = 8;

/// Positions of the lines of the lattice among `count` rows or columns.
std::vector<std::size_t> knots(std::size_t count, std::size_t spacing) {
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i + 1 < count; i += spacing)
        positions.push_back(i);
    positions.push_back(count - 1);
    if (positions.size() == 1)
        positions.push_back(count - 1);
    return positions;
}

void require_on_earth(GridSpec const& spec) {
    constexpr double rounding = 1e-9;
    double const south = spec.north - static_cast<double>(spec.rows) * spec.cell_height;
    double const width = static_cast<double>(spec.columns) * spec.cell_width;
    if (spec.north <= 90.0 + rounding && south >= -90.0 - rounding && std::abs(spec.west) <= 360.0 &&
        width <= 360.0 + 0.01 * spec.cell_width)
        return;
    throw DataError({.what = fmt::format("the grid reaches beyond the earth: latitudes {} to {}, {} degrees wide",
                                         south, spec.north, width),
                     .where = "",
                     .remedy = "keep latitudes in [-90, 90] and at most 360 degrees of longitude"});
}

/// The steps that stand for their axes; they go south, or east in the same row.
constexpr std::size_t axis_count = 8;
constexpr std::array<std::size_t, axis_count> step_of_axis = {0, 1, 2, 3, 8, 9, 10, 11};

/// Both ends of a step along each axis, with its middle in the centre of the cell at each knot.
std::vector<XY> ends_of_knots(GridSpec const& spec, std::vector<std::size_t> const& rows,
                              std::vector<std::size_t> const& columns, std::size_t axes) {
    std::vector<XY> ends;
    ends.reserve(rows.size() * columns.size() * axes * 2);
    for (std::size_t const row : rows)
        for (std::size_t const column : columns)
            for (std::size_t axis = 0; axis < axes; ++axis) {
                Step const step = steps[step_of_axis[axis]];
                double const dx = 0.5 * step.columns * spec.cell_width;
                double const dy = -0.5 * step.rows * spec.cell_height;
                double const x = spec.x_of_centre(column);
                double const y = spec.y_of_centre(row);
                ends.push_back({x - dx, y - dy});
                ends.push_back({x + dx, y + dy});
            }
    return ends;
}

/// Points of the grid's projection as longitudes and latitudes.
std::vector<XY> unprojected(GridSpec const& spec, std::vector<XY> points) {
    Crs const crs = Crs::from_user_input(spec.crs);
    XYBox const box{.min_x = spec.west,
                    .min_y = spec.north - static_cast<double>(spec.rows) * spec.cell_height,
                    .max_x = spec.west + static_cast<double>(spec.columns) * spec.cell_width,
                    .max_y = spec.north};
    Operation const operation =
        choose_operation(crs, Crs::wgs84(), lonlat_extent(crs, box), {.allow_ballpark = true}).chosen;
    std::vector<std::uint8_t> failed(points.size());
    if (make_transform(crs, Crs::wgs84(), operation)->apply(points, failed) > 0)
        throw DataError({.what = "the grid reaches beyond what its projection can show",
                         .where = "",
                         .remedy = "cut the raster to the area of its reference system, or reproject it"});
    return points;
}

/// Scale factors by axis, row and column: length on the ellipsoid over length in the plane.
std::vector<double> scale_factors(GridSpec const& spec, std::vector<std::size_t> const& rows,
                                  std::vector<std::size_t> const& columns, std::size_t axes,
                                  std::vector<double> const& planar) {
    std::vector<XY> const ends = unprojected(spec, ends_of_knots(spec, rows, columns, axes));
    std::size_t const knot_count = rows.size() * columns.size();
    std::vector<double> factors(axes * knot_count);
    parallel_blocks(knot_count, 256, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first * axes; i < last * axes; ++i) {
            XY const a = ends[2 * i];
            XY const b = ends[2 * i + 1];
            double const length = geodesic_distance({a.x, a.y}, {b.x, b.y}).value();
            factors[i % axes * knot_count + i / axes] = length / planar[step_of_axis[i % axes]];
        }
    });
    return factors;
}

/// Planar lengths of all steps in the unit of the grid, times `unit`.
std::vector<double> planar_lengths(GridSpec const& spec, double unit) {
    std::vector<double> lengths;
    for (Step const step : steps)
        lengths.push_back(unit * std::hypot(step.rows * spec.cell_height, step.columns * spec.cell_width));
    return lengths;
}

} // namespace

StepLengths::StepLengths(GridSpec spec, StepMeasure measure) : m_spec(std::move(spec)) {
    if (m_spec.cell_count() == 0)
        throw UsageError({.what = "the grid has no cells", .where = "", .remedy = "give a raster with cells"});
    Crs const crs = Crs::from_user_input(m_spec.crs);
    if (crs.kind() == CrsKind::geographic) {
        if (measure == StepMeasure::plane)
            throw UsageError({.what = "a grid in degrees has no lengths in a plane",
                              .where = "",
                              .remedy = "leave lengths ellipsoidal, or reproject the raster first"});
        measure_rows();
        return;
    }
    m_one_row = true;
    m_of_row = planar_lengths(m_spec, measure == StepMeasure::plane ? crs.unit_size() : 1.0);
    if (measure == StepMeasure::ellipsoid)
        measure_lattice();
}

void StepLengths::measure_rows() {
    require_on_earth(m_spec);
    double const width = static_cast<double>(m_spec.columns) * m_spec.cell_width;
    m_goes_round = m_spec.columns >= fewest_columns_round && std::abs(width - 360.0) < 0.01 * m_spec.cell_width;
    std::size_t const rows = m_spec.rows;
    m_of_row.assign(rows * steps.size(), 0.0);
    // Each pair of rows is measured once, from the northern one eastwards: the way back is as long.
    parallel_blocks(rows, 64, [&](std::size_t first, std::size_t last) {
        for (std::size_t row = first; row < last; ++row)
            for (std::size_t const k : step_of_axis) {
                std::size_t const south = row + static_cast<std::size_t>(steps[k].rows);
                if (south >= rows)
                    continue;
                LonLat const a{0.0, m_spec.y_of_centre(row)};
                LonLat const b{std::abs(steps[k].columns) * m_spec.cell_width, m_spec.y_of_centre(south)};
                double const length = geodesic_distance(a, b).value();
                m_of_row[row * steps.size() + k] = length;
                m_of_row[south * steps.size() + opposite(k)] = length;
            }
    });
}

void StepLengths::lay_lattice() {
    double const cell = std::max(m_spec.cell_width, m_spec.cell_height) * Crs::from_user_input(m_spec.crs).unit_size();
    m_spacing = 1;
    while (m_spacing < most_cells_between_knots && static_cast<double>(2 * m_spacing) * cell <= knot_spacing_m)
        m_spacing *= 2;
    m_knot_rows = knots(m_spec.rows, m_spacing);
    m_knot_columns = knots(m_spec.columns, m_spacing);
}

void StepLengths::measure_lattice() {
    lay_lattice();
    // Few knots tell whether one scale factor serves all directions; that is the common case, and eight times as fast.
    auto const sparse = [](std::vector<std::size_t> const& all) {
        std::vector<std::size_t> some;
        for (std::size_t i = 0; i < sample_knots; ++i)
            some.push_back(all[i * (all.size() - 1) / (sample_knots - 1)]);
        return some;
    };
    std::vector<double> const sample =
        scale_factors(m_spec, sparse(m_knot_rows), sparse(m_knot_columns), axis_count, m_of_row);
    std::size_t const samples = sample.size() / axis_count;
    m_scale_count = 1;
    for (std::size_t i = samples; i < sample.size(); ++i)
        if (std::abs(sample[i] / sample[i % samples] - 1.0) > conformal_tolerance)
            m_scale_count = axis_count;
    m_scales = scale_factors(m_spec, m_knot_rows, m_knot_columns, m_scale_count, m_of_row);
}

void StepLengths::scales(std::size_t axis, std::size_t row, std::size_t column, std::size_t count, double* out) const {
    std::size_t const columns = m_knot_columns.size();
    auto const between = [&](std::size_t position, std::vector<std::size_t> const& at) {
        std::size_t const i = std::min(position / m_spacing, at.size() - 2);
        std::size_t const span = at[i + 1] - at[i];
        return std::pair(i, span == 0 ? 0.0 : static_cast<double>(position - at[i]) / static_cast<double>(span));
    };
    auto const [i, down] = between(row, m_knot_rows);
    double const* upper = m_scales.data() + (axis * m_knot_rows.size() + i) * columns;
    double const* lower = upper + columns;
    for (std::size_t n = 0; n < count; ++n) {
        auto const [j, right] = between(column + n, m_knot_columns);
        double const west = upper[j] + down * (lower[j] - upper[j]);
        double const east = upper[j + 1] + down * (lower[j + 1] - upper[j + 1]);
        out[n] = west + right * (east - west);
    }
}

double StepLengths::metres(std::size_t row, std::size_t column, std::size_t step) const {
    double const length = of_row(row)[step];
    if (m_scale_count == 0)
        return length;
    CellPlace const there = after_step(*this, row, column, steps[step]);
    std::size_t const axis = m_scale_count == 1 ? 0 : axis_of(step);
    double here_scale = 0.0;
    double there_scale = 0.0;
    scales(axis, row, column, 1, &here_scale);
    scales(axis, there.row, there.column, 1, &there_scale);
    return length * (0.5 * (here_scale + there_scale));
}

CellPlace after_step(StepLengths const& lengths, std::size_t row, std::size_t column, Step step) noexcept {
    GridSpec const& spec = lengths.spec();
    auto const rows = static_cast<std::ptrdiff_t>(spec.rows);
    auto const columns = static_cast<std::ptrdiff_t>(spec.columns);
    std::ptrdiff_t const r = static_cast<std::ptrdiff_t>(row) + step.rows;
    std::ptrdiff_t c = static_cast<std::ptrdiff_t>(column) + step.columns;
    if (lengths.goes_round())
        c = (c + columns) % columns;
    if (r < 0 || r >= rows || c < 0 || c >= columns)
        return {};
    return {static_cast<std::size_t>(r), static_cast<std::size_t>(c), true};
}

} // namespace oreway
