// SPDX-License-Identifier: MIT
#pragma once

// What can be mended in a shape without judging what it means, on the geometry of the driver, so that heights and
// measures stay with their vertices.

#include "io/gdal_handles.hpp"
#include "oreway/io/dataset_repair.hpp"

namespace oreway {

/// Which way an exterior ring runs.
enum class RingOrder { exterior_clockwise, exterior_counterclockwise };

/// Mends in place. Curves, surfaces and shapes with a coordinate that is no number are left alone, and so is a line or
/// ring that would have too few vertices left.
[[nodiscard]] ShapeCleaning clean_shape(OGRGeometry& shape, RingOrder order);

/// The geometry of `mended` with the dimensions of `original`: vertices that it had keep their Z and M, others get them
/// from the edge of the original that they lie on. `guessed` counts those.
[[nodiscard]] gdal::GeometryHandle with_dimensions_of(OGRGeometry const& original, gdal::GeometryHandle mended,
                                                      std::size_t& guessed);

} // namespace oreway
