// SPDX-License-Identifier: MIT
// Conversion both ways through coordinate buffers; our vertices are two doubles, as GEOS takes them.

#include "planar/geos_convert.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway::geos {

namespace {

static_assert(sizeof(LonLat) == 2 * sizeof(double), "coordinate buffers are copied as pairs of doubles");

Geometry make_ring(std::span<LonLat const> path) {
    std::vector<double> buffer;
    buffer.reserve(2 * path.size() + 2);
    for (LonLat const p : path)
        buffer.insert(buffer.end(), {p.lon, p.lat});
    if (path.front() != path.back())
        buffer.insert(buffer.end(), {path.front().lon, path.front().lat});
    auto const size = static_cast<unsigned>(buffer.size() / 2);
    GEOSCoordSequence* const sequence = GEOSCoordSeq_copyFromBuffer_r(context(), buffer.data(), size, 0, 0);
    if (!sequence)
        fail("copying a ring");
    Geometry ring(GEOSGeom_createLinearRing_r(context(), sequence)); // takes the sequence, also when it fails
    if (!ring)
        fail("making a ring");
    return ring;
}

std::vector<GEOSGeometry*> release(std::vector<Geometry>& owned) {
    std::vector<GEOSGeometry*> raw;
    for (Geometry& g : owned)
        raw.push_back(g.release());
    return raw;
}

Geometry make_polygon(Geometry exterior, std::vector<Geometry> holes) {
    std::vector<GEOSGeometry*> raw = release(holes);
    Geometry polygon(
        GEOSGeom_createPolygon_r(context(), exterior.release(), raw.data(), static_cast<unsigned>(raw.size())));
    if (!polygon)
        fail("making a polygon");
    return polygon;
}

/// A path that becomes a ring once it is closed.
bool may_be_ring(std::span<LonLat const> path) noexcept {
    return path.size() >= 4 || (path.size() == 3 && path.front() != path.back());
}

/// Twice the signed area in the plane, positive when counterclockwise.
double orientation(std::span<LonLat const> ring) noexcept {
    double sum = 0.0;
    for (std::size_t i = 1; i < ring.size(); ++i) // relative to the first vertex, so that far-off rings lose no digits
        sum += (ring[i - 1].lon - ring[0].lon) * (ring[i].lat - ring[0].lat) -
               (ring[i].lon - ring[0].lon) * (ring[i - 1].lat - ring[0].lat);
    return sum;
}

void append_ring(GEOSGeometry const* ring, PathRole role, LonLatGeometries& out) {
    GEOSCoordSequence const* const sequence = GEOSGeom_getCoordSeq_r(context(), ring);
    unsigned size = 0;
    if (!sequence || !GEOSCoordSeq_getSize_r(context(), sequence, &size))
        fail("reading a ring");
    std::vector<double> buffer(2 * std::size_t{size});
    if (!GEOSCoordSeq_copyToBuffer_r(context(), sequence, buffer.data(), 0, 0))
        fail("reading a ring");
    std::vector<LonLat> path;
    for (std::size_t i = 0; i < buffer.size(); i += 2)
        path.push_back({.lon = buffer[i], .lat = buffer[i + 1]});
    bool const is_counterclockwise = orientation(path) > 0.0;
    if (is_counterclockwise != (role == PathRole::exterior))
        std::ranges::reverse(path);
    out.begin_path(role);
    out.add(path);
}

void append_rings(GEOSGeometry const* geometry, LonLatGeometries& out) {
    int const type = GEOSGeomTypeId_r(context(), geometry);
    if (GEOSisEmpty_r(context(), geometry) == 1)
        return;
    if (type == GEOS_POLYGON) {
        append_ring(GEOSGetExteriorRing_r(context(), geometry), PathRole::exterior, out);
        for (int i = 0; i < GEOSGetNumInteriorRings_r(context(), geometry); ++i)
            append_ring(GEOSGetInteriorRingN_r(context(), geometry, i), PathRole::hole, out);
    } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
        for (int i = 0; i < GEOSGetNumGeometries_r(context(), geometry); ++i)
            append_rings(GEOSGetGeometryN_r(context(), geometry, i), out);
    }
}

} // namespace

void fail(char const* doing) {
    std::string const message = take_message();
    throw DataError{{.what = fmt::format("GEOS failed {}: {}", doing, message.empty() ? "no reason given" : message),
                     .where = {},
                     .remedy = "repair or remove the polygon"}};
}

bool is_ring(std::span<LonLat const> path) noexcept {
    return path.size() >= 4 && path.front() == path.back();
}

Geometry to_geos(LonLatGeometry polygon) {
    std::vector<Geometry> polygons;
    std::vector<Geometry> holes;
    Geometry exterior;
    auto const finish = [&] {
        if (exterior)
            polygons.push_back(make_polygon(std::move(exterior), std::move(holes)));
        holes.clear();
    };
    for (std::size_t p = 0; p < polygon.path_count(); ++p) {
        bool const is_exterior = polygon.role(p) == PathRole::exterior;
        if (is_exterior)
            finish();
        if (!may_be_ring(polygon.path(p)))
            continue;
        if (is_exterior)
            exterior = make_ring(polygon.path(p));
        else if (exterior) // the holes of a dropped exterior go with it
            holes.push_back(make_ring(polygon.path(p)));
    }
    finish();
    std::vector<GEOSGeometry*> raw = release(polygons);
    Geometry all(
        GEOSGeom_createCollection_r(context(), GEOS_MULTIPOLYGON, raw.data(), static_cast<unsigned>(raw.size())));
    if (!all)
        fail("making a multipolygon");
    return all;
}

void append_polygons(GEOSGeometry const* geometry, LonLatGeometries& out) {
    LonLatGeometries rings;
    rings.begin(GeometryKind::polygon);
    append_rings(geometry, rings);
    rings.end();
    if (rings[0].empty())
        out.add_null();
    else
        out.add(rings[0]);
}

} // namespace oreway::geos
