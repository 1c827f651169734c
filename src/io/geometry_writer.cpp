// SPDX-License-Identifier: MIT
// Flat arrays into OGR geometries.

#include "io/geometry_writer.hpp"

#include <algorithm>

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

void require_finite(LonLatGeometry const& geometry) {
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        if (!std::ranges::all_of(geometry.path(p), [](LonLat v) { return is_finite(v); }))
            throw DataError(
                {.what = "a coordinate to be written is no number", .where = "", .remedy = "mend the input"});
}

void set_vertices(OGRSimpleCurve& curve, std::span<LonLat const> path) {
    curve.setNumPoints(static_cast<int>(path.size()), FALSE);
    for (std::size_t i = 0; i < path.size(); ++i)
        curve.setPoint(static_cast<int>(i), path[i].lon, path[i].lat);
}

gdal::GeometryHandle points(LonLatGeometry const& geometry, bool multi) {
    if (!multi) {
        if (geometry.empty())
            return gdal::GeometryHandle(new OGRPoint());
        LonLat const p = geometry.path(0).front();
        return gdal::GeometryHandle(new OGRPoint(p.lon, p.lat));
    }
    auto collection = std::make_unique<OGRMultiPoint>();
    for (std::size_t path = 0; path < geometry.path_count(); ++path)
        for (LonLat const p : geometry.path(path))
            collection->addGeometryDirectly(new OGRPoint(p.lon, p.lat));
    return gdal::GeometryHandle(collection.release());
}

gdal::GeometryHandle lines(LonLatGeometry const& geometry, bool multi) {
    auto collection = std::make_unique<OGRMultiLineString>();
    for (std::size_t p = 0; p < geometry.path_count(); ++p) {
        auto line = std::make_unique<OGRLineString>();
        set_vertices(*line, geometry.path(p));
        if (!multi)
            return gdal::GeometryHandle(line.release());
        collection->addGeometryDirectly(line.release());
    }
    return multi ? gdal::GeometryHandle(collection.release()) : gdal::GeometryHandle(new OGRLineString());
}

gdal::GeometryHandle polygons(LonLatGeometry const& geometry, bool multi) {
    auto collection = std::make_unique<OGRMultiPolygon>();
    auto polygon = std::make_unique<OGRPolygon>();
    for (std::size_t p = 0; p < geometry.path_count(); ++p) {
        if (geometry.role(p) == PathRole::exterior && !polygon->IsEmpty()) {
            collection->addGeometryDirectly(polygon.release());
            polygon = std::make_unique<OGRPolygon>();
        }
        auto ring = std::make_unique<OGRLinearRing>();
        set_vertices(*ring, geometry.path(p));
        polygon->addRingDirectly(ring.release());
    }
    if (!multi)
        return gdal::GeometryHandle(polygon.release());
    if (!polygon->IsEmpty())
        collection->addGeometryDirectly(polygon.release());
    return gdal::GeometryHandle(collection.release());
}

} // namespace

bool has_parts(LonLatGeometry const& geometry) {
    if (geometry.kind() == GeometryKind::point)
        return geometry.vertex_count() > 1;
    std::size_t parts = 0;
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        if (geometry.role(p) == PathRole::exterior)
            ++parts;
    return parts > 1;
}

LayerShape shape_of(LonLatGeometries const& geometries) {
    LayerShape shape;
    for (std::size_t i = 0; i < geometries.size(); ++i) {
        LonLatGeometry const geometry = geometries[i];
        if (geometry.kind() == GeometryKind::null)
            continue;
        if (shape.kinds == LayerShape::Kinds::none) {
            shape.kinds = LayerShape::Kinds::one;
            shape.kind = geometry.kind();
        } else if (shape.kind != geometry.kind()) {
            shape.kinds = LayerShape::Kinds::mixed;
        }
        shape.has_multi = shape.has_multi || has_parts(geometry);
    }
    return shape;
}

OGRwkbGeometryType layer_type(LayerShape const& shape) noexcept {
    if (shape.kinds != LayerShape::Kinds::one)
        return wkbUnknown;
    switch (shape.kind) {
    case GeometryKind::point:
        return shape.has_multi ? wkbMultiPoint : wkbPoint;
    case GeometryKind::line:
        return shape.has_multi ? wkbMultiLineString : wkbLineString;
    case GeometryKind::polygon:
        return shape.has_multi ? wkbMultiPolygon : wkbPolygon;
    case GeometryKind::null:
        break;
    }
    return wkbUnknown;
}

gdal::GeometryHandle to_ogr(LonLatGeometry const& geometry, bool multi) {
    require_finite(geometry);
    switch (geometry.kind()) {
    case GeometryKind::point:
        return points(geometry, multi);
    case GeometryKind::line:
        return lines(geometry, multi);
    case GeometryKind::polygon:
        return polygons(geometry, multi);
    case GeometryKind::null:
        break;
    }
    return nullptr;
}

} // namespace oreway
