// SPDX-License-Identifier: MIT
#pragma once

// The content of one record of a .shp as an OGR geometry and back, for records that cannot be rewritten in place: rings
// that are open or out of order, edges that are filled, shapes that are split.
// ESRI Shapefile Technical Description, July 1998.

#include <cstdint>
#include <string>
#include <string_view>

#include "io/gdal_handles.hpp"
#include "io/shp_records.hpp"

namespace oreway::shp {

/// Whether every ring of a polygon is closed, and holes (counter-clockwise) lie in the box of an exterior ring.
[[nodiscard]] bool rings_in_order(std::string_view content, Layout const& layout);

/// A line or polygon; rings are closed, and holes put into the rings around them, whatever way they turn.
[[nodiscard]] gdal::GeometryHandle geometry_of(std::string_view content, std::int32_t type, Layout const& layout);

/// The content of a record of that type (a line or polygon, with Z or M): exterior rings clockwise, each followed by
/// its holes. A geometry without vertices gives a null record.
[[nodiscard]] std::string content_of(OGRGeometry const& geometry, std::int32_t type);

/// The content of a record without a shape.
[[nodiscard]] std::string null_content();

} // namespace oreway::shp
