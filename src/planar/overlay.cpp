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

void append_union(LonLatGeometries const& polygons, LonLatGeometries& out) {
    std::vector<geos::Geometry> owned;
    std::vector<GEOSGeometry*> raw;
    for (std::size_t i = 0; i < polygons.size(); ++i)
        if (polygons.kind(i) == GeometryKind::polygon)
            owned.push_back(geos::to_geos(polygons[i]));
    for (geos::Geometry& g : owned)
        raw.push_back(g.release());
    geos::Geometry const all(GEOSGeom_createCollection_r(geos::context(), GEOS_GEOMETRYCOLLECTION, raw.data(),
                                                         static_cast<unsigned>(raw.size())));
    if (!all)
        geos::fail("collecting polygons");
    geos::Geometry const covered(GEOSUnaryUnion_r(geos::context(), all.get()));
    if (!covered)
        geos::fail("uniting polygons");
    geos::append_polygons(covered.get(), out);
}

} // namespace oreway
