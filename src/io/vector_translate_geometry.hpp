// SPDX-License-Identifier: MIT
#pragma once

// Native OGR geometries from one reference system to another: all vertices of a chunk in one flat array, Z and M left
// alone, curves by their control points as GDAL does.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "io/gdal_handles.hpp"
#include "oreway/geom/ports.hpp"
#include "oreway/io/vector_translate.hpp"

namespace oreway {

/// What else is done to the shapes of a layer than moving their vertices.
struct MoveRules {
    std::optional<double> max_deviation_m{}; ///< edges are filled so that they stay where they were
    Seam seam = Seam::keep;
    bool degrees = false;         ///< the target is geographic
    double metres_per_unit = 1.0; ///< of a projected target; degrees_per_unit of a geographic one
};

/// The rules for an output in that system.
[[nodiscard]] MoveRules move_rules(OGRSpatialReference const& target, std::optional<Metres> max_deviation, Seam seam);

/// What happened to one shape.
struct Moved {
    bool failed = false; ///< a vertex has no image; the shape is then of no use
    std::int64_t vertices_in = 0;
    std::int64_t vertices_out = 0;
};

/// Moves shapes in place; a null pointer is passed over. \param transform  nothing: the shapes are only counted
/// \return what happened, parallel to the shapes
[[nodiscard]] std::vector<Moved> move_geometries(std::span<gdal::GeometryHandle> shapes, CoordinateTransform* transform,
                                                 MoveRules const& rules);

/// Number of vertices of a shape, of a curve its control points.
[[nodiscard]] std::int64_t vertex_count(OGRGeometry const* shape);

} // namespace oreway
