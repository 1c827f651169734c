// SPDX-License-Identifier: MIT
// Faults that GEOS cannot even be shown (coordinates that are not finite, rings that are none) are found first, the
// rest is GEOS's judgement.

#include "oreway/planar/validity.hpp"

#include <algorithm>

#include "planar/geos_convert.hpp"
#include "planar/geos_handles.hpp"

namespace oreway {

namespace {

bool has_only_finite(std::span<LonLat const> path) noexcept {
    return std::ranges::all_of(path, [](LonLat p) { return is_finite(p); });
}

std::optional<Invalidity> find_ring_fault(LonLatGeometry polygon) {
    for (std::size_t r = 0; r < polygon.path_count(); ++r) {
        auto const path = polygon.path(r);
        if (auto const bad = std::ranges::find_if_not(path, [](LonLat p) { return is_finite(p); }); bad != path.end())
            return Invalidity{.reason = "Invalid Coordinate", .at = *bad};
        if (path.empty())
            return Invalidity{.reason = "Empty ring", .at = {}};
        if (path.front() != path.back())
            return Invalidity{.reason = "Ring is not closed", .at = path.front()};
        if (!geos::is_ring(path))
            return Invalidity{.reason = "Too few points in ring", .at = path.front()};
    }
    return std::nullopt;
}

LonLat position_of(GEOSGeometry const* point) {
    LonLat p;
    if (!GEOSGeomGetX_r(geos::context(), point, &p.lon) || !GEOSGeomGetY_r(geos::context(), point, &p.lat))
        geos::fail("reading the place of a fault");
    return p;
}

} // namespace

std::string_view name_of(RepairMethod method) noexcept {
    return method == RepairMethod::linework ? "linework" : "structure";
}

std::optional<Invalidity> find_invalidity(LonLatGeometry geometry) {
    if (geometry.kind() != GeometryKind::polygon)
        return std::nullopt;
    if (auto fault = find_ring_fault(geometry))
        return fault;
    geos::Geometry const polygon = geos::to_geos(geometry);
    char* reason = nullptr;
    GEOSGeometry* location = nullptr;
    char const verdict = GEOSisValidDetail_r(geos::context(), polygon.get(), 0, &reason, &location);
    geos::Text const reason_owner(reason);
    geos::Geometry const location_owner(location);
    constexpr char valid = 1;
    constexpr char invalid = 0;
    if (verdict == valid)
        return std::nullopt;
    if (verdict != invalid)
        geos::fail("judging a polygon");
    return Invalidity{.reason = reason ? reason : "invalid", .at = location ? position_of(location) : LonLat{}};
}

void append_repaired(LonLatGeometry geometry, RepairMethod method, LonLatGeometries& out) {
    if (geometry.kind() != GeometryKind::polygon) {
        out.add(geometry);
        return;
    }
    for (std::size_t r = 0; r < geometry.path_count(); ++r)
        if (!has_only_finite(geometry.path(r))) {
            out.add_null();
            return;
        }
    geos::Geometry const polygon = geos::to_geos(geometry);
    geos::MakeValidParams const params(GEOSMakeValidParams_create_r(geos::context()));
    GEOSMakeValidParams_setMethod_r(geos::context(), params.get(),
                                    method == RepairMethod::linework ? GEOS_MAKE_VALID_LINEWORK
                                                                     : GEOS_MAKE_VALID_STRUCTURE);
    constexpr int drop_collapsed = 0;
    GEOSMakeValidParams_setKeepCollapsed_r(geos::context(), params.get(), drop_collapsed);
    geos::Geometry const repaired(GEOSMakeValidWithParams_r(geos::context(), polygon.get(), params.get()));
    if (!repaired)
        geos::fail("repairing a polygon");
    geos::append_polygons(repaired.get(), out);
}

std::string geos_version() {
    return GEOSversion();
}

} // namespace oreway
