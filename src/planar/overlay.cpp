// SPDX-License-Identifier: MIT
// Overlays are GEOS's (OverlayNG); lines and points that polygons have in common are no area and are left out.

#include "oreway/planar/overlay.hpp"

#include <vector>

#include "planar/geos_convert.hpp"
#include "planar/geos_handles.hpp"

namespace oreway {

void append_intersection(LonLatGeometry a, LonLatGeometry b, LonLatGeometries& out) {
    geos::Geometry const first = geos::to_geos(a);
    geos::Geometry const second = geos::to_geos(b);
    geos::Geometry const common(GEOSIntersection_r(geos::context(), first.get(), second.get()));
    if (!common)
        geos::fail("intersecting two polygons");
    geos::append_polygons(common.get(), out);
}

namespace {

/// All polygons in one collection.
geos::Geometry collected(LonLatGeometries const& polygons) {
    std::vector<geos::Geometry> owned;
    std::vector<GEOSGeometry*> raw;
    for (std::size_t i = 0; i < polygons.size(); ++i)
        if (polygons.kind(i) == GeometryKind::polygon)
            owned.push_back(geos::to_geos(polygons[i]));
    for (geos::Geometry& g : owned)
        raw.push_back(g.release());
    geos::Geometry all(GEOSGeom_createCollection_r(geos::context(), GEOS_GEOMETRYCOLLECTION, raw.data(),
                                                   static_cast<unsigned>(raw.size())));
    if (!all)
        geos::fail("collecting polygons");
    return all;
}

void append_covered(GEOSGeometry* raw, LonLatGeometries& out) {
    geos::Geometry const covered(raw);
    if (!covered)
        geos::fail("uniting polygons");
    geos::append_polygons(covered.get(), out);
}

} // namespace

void append_union(LonLatGeometries const& polygons, LonLatGeometries& out) {
    geos::Geometry const all = collected(polygons);
    append_covered(GEOSUnaryUnion_r(geos::context(), all.get()), out);
}

void append_union_on_grid(LonLatGeometries const& polygons, double grid_degrees, LonLatGeometries& out) {
    geos::Geometry const all = collected(polygons);
    append_covered(GEOSUnaryUnionPrec_r(geos::context(), all.get(), grid_degrees), out);
}

} // namespace oreway
