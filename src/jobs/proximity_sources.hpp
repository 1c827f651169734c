// SPDX-License-Identifier: MIT
#pragma once

// Sources of a distance raster, from layers and rasters alike: geometries in WGS 84, the number that the allocation
// shows for each, and the groups that get a band of their own.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "oreway/geom/geometries.hpp"
#include "oreway/grid/grid_spec.hpp"
#include "oreway/jobs/proximity.hpp"

namespace oreway {

/// Features that share a band.
struct SourceGroup {
    std::string value; ///< of the field; empty without one
    LonLatGeometries geometries;
    std::vector<std::int64_t> numbers; ///< by geometry: feature number or value of the cell
    std::vector<std::string> labels;   ///< by geometry, for legends; empty: none
};

struct SourceSet {
    std::vector<SourceGroup> groups; ///< in the order of their values
    LonLatBox extent;
    std::optional<GridSpec> raster_grid; ///< when the only source is a raster
};

/// \throws Error when an input cannot be read, DataError when there are no sources
[[nodiscard]] SourceSet read_sources(ProximityOptions const& options, Problems& problems, Progress& progress);

} // namespace oreway
