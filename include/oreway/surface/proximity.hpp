// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Distance rasters: from the centre of each cell to the nearest source, in metres on the ellipsoid, straight from
/// longitude and latitude or on a projected grid. Sources outside the grid count as well, so there is no edge effect.
///
///     ProximitySources const sources(corridors.geometries);
///     proximity(sources, {.spec = spec}, [&](ProximityRows const& rows) { write(rows); }, progress);
///
/// Method: for a tile of cells one search gathers every piece of an edge that can be the nearest of any of its cells;
/// the list is thinned for blocks and patches of cells, and what is left is measured in 32-bit floats relative to the
/// tile with a series for geodesics. Farther than 500 km pieces are measured in doubles, farther than 1,500 km and
/// where two features are equally near to within the error of that, by the exact solution of EdgeIndex.
/// Accuracy: the larger of 0.5 m and 1e-6 of the distance. Same result for any number of threads, and whatever part of
/// the grid is asked for at a time.

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <span>

#include "oreway/base/progress.hpp"
#include "oreway/base/units.hpp"
#include "oreway/geom/transform_pool.hpp"
#include "oreway/grid/grid.hpp"
#include "oreway/measure/edge_index.hpp"

namespace oreway {

/// How polygons count: by their boundary only; as areas, with distance 0 inside; or with the distance to the boundary
/// as a negative number inside.
enum class PolygonDistance { to_boundary, zero_inside, negative_inside };

/// Features to measure the distance to, indexed.
class ProximitySources {
public:
    /// Keeps the geometries. \throws NumericError for vertices that are not valid
    explicit ProximitySources(LonLatGeometries geometries, PolygonDistance polygons = PolygonDistance::zero_inside);
    ProximitySources(ProximitySources&&) noexcept;
    ProximitySources& operator=(ProximitySources&&) noexcept;
    ~ProximitySources();

    /// Whether there is nothing to measure the distance to.
    [[nodiscard]] bool empty() const noexcept;

    struct Impl;
    [[nodiscard]] Impl const& impl() const noexcept { return *m_impl; }

private:
    std::unique_ptr<Impl const> m_impl;
};

/// Which cells of a grid lie in polygons.
class ProximityMask {
public:
    /// \throws NumericError for vertices that are not valid
    explicit ProximityMask(LonLatGeometries polygons);
    ProximityMask(ProximityMask&&) noexcept;
    ProximityMask& operator=(ProximityMask&&) noexcept;
    ~ProximityMask();

    struct Impl;
    [[nodiscard]] Impl const& impl() const noexcept { return *m_impl; }

private:
    std::unique_ptr<Impl const> m_impl;
};

struct ProximityRequest {
    GridSpec spec;
    TransformPool* to_lonlat = nullptr;    ///< from the grid to WGS 84; none: the grid is in longitude and latitude
    ProximityMask const* within = nullptr; ///< cells outside have no value
    Metres max_distance{std::numeric_limits<double>::infinity()}; ///< cells farther away have no value
    bool wants_nearest = false;
    bool wants_azimuth = false;
};

/// Whole rows of results. Cells without a value are NaN, and -1 in `nearest`.
struct ProximityRows {
    std::size_t row = 0;
    std::size_t rows = 0;
    std::span<float const> distance;       ///< metres
    std::span<std::int32_t const> nearest; ///< position of the nearest geometry; empty unless it was asked for
    std::span<float const> azimuth; ///< degrees from north to the nearest place in [0, 360), NaN where the distance is
                                    ///< 0; empty unless it was asked for
};

/// Measures the grid from north to south, several stretches of rows at a time, and hands each to `take`, which is
/// called from several threads in no fixed order. Memory: 64 rows of the grid for each thread, and the lists of tiles.
/// \throws UsageError for a lon/lat grid that reaches beyond the Earth, DataError when there are no sources, Cancelled
void proximity(ProximitySources const& sources, ProximityRequest const& request,
               std::function<void(ProximityRows const&)> const& take, Progress& progress);

/// The distances of a whole lon/lat grid in memory. \throws as above
[[nodiscard]] Grid<float> proximity(GridSpec const& spec, ProximitySources const& sources, Progress& progress);

} // namespace oreway
