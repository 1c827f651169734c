// SPDX-License-Identifier: MIT
// Stretches of rows, each by one thread: tiles from west to east, then polygons and the mask.

#include "oreway/surface/proximity.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "surface/polygon_rows.hpp"
#include "surface/tile_distances.hpp"

namespace oreway {

struct ProximitySources::Impl {
    Impl(LonLatGeometries geometries, PolygonDistance wanted) : index(std::move(geometries)), polygons(wanted) {
        bool any = false;
        for (std::size_t g = 0; g < index.geometries().size(); ++g)
            any |= index.geometries().kind(g) == GeometryKind::polygon;
        if (any && wanted != PolygonDistance::to_boundary)
            areas.emplace(index);
    }

    PieceIndex index;
    PolygonDistance polygons;
    std::optional<PolygonRows> areas;
};

ProximitySources::ProximitySources(LonLatGeometries geometries, PolygonDistance polygons)
    : m_impl(std::make_unique<Impl const>(std::move(geometries), polygons)) {}
ProximitySources::ProximitySources(ProximitySources&&) noexcept = default;
ProximitySources& ProximitySources::operator=(ProximitySources&&) noexcept = default;
ProximitySources::~ProximitySources() = default;

bool ProximitySources::empty() const noexcept {
    return m_impl->index.edge_count() == 0;
}

struct ProximityMask::Impl {
    explicit Impl(LonLatGeometries polygons) : index(std::move(polygons)), rows(index) {}
    PieceIndex index;
    PolygonRows rows;
};

ProximityMask::ProximityMask(LonLatGeometries polygons) : m_impl(std::make_unique<Impl const>(std::move(polygons))) {}
ProximityMask::ProximityMask(ProximityMask&&) noexcept = default;
ProximityMask& ProximityMask::operator=(ProximityMask&&) noexcept = default;
ProximityMask::~ProximityMask() = default;

namespace {

constexpr float nothing = std::numeric_limits<float>::quiet_NaN();

void require_earth(GridSpec const& spec) {
    double const south = spec.north - static_cast<double>(spec.rows) * spec.cell_height;
    constexpr double rounding = 1e-9;
    bool const on_earth = spec.north <= 90.0 + rounding && south >= -90.0 - rounding && std::abs(spec.west) <= 360.0 &&
                          static_cast<double>(spec.columns) * spec.cell_width <= 360.0 + rounding;
    if (!on_earth)
        throw UsageError(
            {.what = fmt::format("the grid reaches beyond the earth: west {}, latitudes {} to {}, {} columns of {}",
                                 spec.west, south, spec.north, spec.columns, spec.cell_width),
             .where = "",
             .remedy = "keep latitudes in [-90, 90] and at most 360 degrees of longitude"});
}

/// Results of one stretch of rows.
struct Stretch {
    std::vector<float> distance;
    std::vector<std::int32_t> nearest;
    std::vector<float> azimuth;
};

/// One run over the grid.
class Run {
public:
    Run(ProximitySources::Impl const& sources, ProximityRequest const& request)
        : m_sources(sources), m_request(request), m_places(request.spec, request.to_lonlat) {}

    [[nodiscard]] Stretch measure(std::size_t first, std::size_t last, Progress const& progress) const {
        std::size_t const columns = m_request.spec.columns;
        std::size_t const cells = (last - first) * columns;
        Stretch stretch{std::vector<float>(cells), std::vector<std::int32_t>(m_request.wants_nearest ? cells : 0),
                        std::vector<float>(m_request.wants_azimuth ? cells : 0)};
        TileDistances tile(m_sources.index, m_places, m_request.max_distance.value());
        for (std::size_t c = 0; c < columns; c += tile_side) {
            stop_if_cancelled(progress);
            tile.measure(first, c,
                         {.distance = stretch.distance.data() + c,
                          .nearest = m_request.wants_nearest ? stretch.nearest.data() + c : nullptr,
                          .azimuth = m_request.wants_azimuth ? stretch.azimuth.data() + c : nullptr,
                          .stride = columns});
        }
        if (m_sources.areas || m_request.within != nullptr)
            for (std::size_t row = first; row < last; ++row)
                apply_polygons(row, (row - first) * columns, stretch);
        return stretch;
    }

private:
    void apply_polygons(std::size_t row, std::size_t start, Stretch& stretch) const {
        std::vector<LonLat> const places = m_places.row_of(row);
        std::vector<std::int32_t> holders(places.size());
        if (m_sources.areas) {
            m_sources.areas->locate(places, holders);
            for (std::size_t c = 0; c < places.size(); ++c)
                if (holders[c] >= 0)
                    put_inside(start + c, holders[c], stretch);
        }
        if (m_request.within == nullptr)
            return;
        m_request.within->impl().rows.locate(places, holders);
        for (std::size_t c = 0; c < places.size(); ++c)
            if (holders[c] < 0)
                put_nothing(start + c, stretch);
    }

    void put_inside(std::size_t at, std::int32_t holder, Stretch& stretch) const {
        if (m_sources.polygons == PolygonDistance::negative_inside) {
            stretch.distance[at] = -stretch.distance[at]; // deeper than the greatest distance: still nothing
            return;
        }
        stretch.distance[at] = 0.0F;
        if (m_request.wants_nearest)
            stretch.nearest[at] = holder;
        if (m_request.wants_azimuth)
            stretch.azimuth[at] = nothing;
    }

    void put_nothing(std::size_t at, Stretch& stretch) const {
        stretch.distance[at] = nothing;
        if (m_request.wants_nearest)
            stretch.nearest[at] = -1;
        if (m_request.wants_azimuth)
            stretch.azimuth[at] = nothing;
    }

    ProximitySources::Impl const& m_sources;
    ProximityRequest const& m_request;
    GridPlaces m_places;
};

} // namespace

void proximity(ProximitySources const& sources, ProximityRequest const& request,
               std::function<void(ProximityRows const&)> const& take, Progress& progress) {
    if (request.to_lonlat == nullptr)
        require_earth(request.spec);
    if (sources.empty())
        throw DataError({.what = "there is nothing to measure the distance to",
                         .where = "",
                         .remedy = "give a layer with at least one geometry"});
    if (request.spec.cell_count() == 0)
        return;
    progress.stage("distance raster", request.spec.rows);
    Run const run(sources.impl(), request);
    parallel_blocks(request.spec.rows, tile_side, [&](std::size_t first, std::size_t last) {
        Stretch const stretch = run.measure(first, last, progress);
        take({first, last - first, stretch.distance, stretch.nearest, stretch.azimuth});
        progress.advance(last - first);
    });
}

Grid<float> proximity(GridSpec const& spec, ProximitySources const& sources, Progress& progress) {
    if (spec.crs != "EPSG:4326")
        throw UsageError({.what = fmt::format("{} is no grid of longitude and latitude", spec.crs),
                          .where = "",
                          .remedy = "ask for a grid in EPSG:4326"});
    Grid<float> grid(spec);
    proximity(
        sources, {.spec = spec},
        [&](ProximityRows const& rows) { std::ranges::copy(rows.distance, grid.row(rows.row).data()); }, progress);
    return grid;
}

} // namespace oreway
