// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Validity of polygons in the lon/lat plane (OGC Simple Features, by GEOS) and their repair by a named method. An
/// invalid polygon is never measured against others: one of them outweighs every numerical error.

#include <optional>
#include <string>
#include <string_view>

#include "oreway/geom/geometries.hpp"

namespace oreway {

struct Invalidity {
    std::string reason; ///< "Self-intersection"
    LonLat at;          ///< where, degrees
};

/// How an invalid polygon is mended. `linework` keeps every line and builds areas by the even-odd rule (GEOS
/// MakeValid); `structure` keeps rings as exteriors and holes (GEOS MakeValid, structure method). They can differ by
/// thousands of km2: what a ring winds round twice counts out in the first and in by the second; a hole wholly outside
/// becomes a part in both.
enum class RepairMethod { linework, structure };

[[nodiscard]] std::string_view name_of(RepairMethod method) noexcept;

/// Why a polygon is invalid; nothing when it is valid. Points, lines and null geometries are always valid; a polygon
/// without rings is too. Repeated vertices are no fault.
[[nodiscard]] std::optional<Invalidity> find_invalidity(LonLatGeometry geometry);

/// Appends the repaired polygon to `out`, exteriors counterclockwise and holes clockwise: polygonal parts only, null
/// when nothing is left. Open rings are closed, rings of fewer than three vertices dropped; a polygon with a coordinate
/// that is not finite cannot be mended and becomes null. Points and lines are copied. \throws DataError when GEOS gives
/// up
void append_repaired(LonLatGeometry geometry, RepairMethod method, LonLatGeometries& out);

/// Version of GEOS that is running ("3.11.1-CAPI-1.17.1").
[[nodiscard]] std::string geos_version();

} // namespace oreway
