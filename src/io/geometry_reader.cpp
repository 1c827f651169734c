// SPDX-License-Identifier: MIT
// OGR geometries into flat arrays.

#include "io/geometry_reader.hpp"

#include <cmath>
#include <vector>

namespace oreway {

namespace {

/// Larger than any coordinate in any unit (the Earth is 4e10 mm round); shapefiles use -1e39 for "no value".
constexpr double largest_coordinate = 1.0e15;

GeometryKind kind_of(OGRGeometry const& geometry);

GeometryKind kind_of_collection(OGRGeometryCollection const& collection) {
    GeometryKind kind = GeometryKind::null;
    for (OGRGeometry const* member : collection) {
        if (member->IsEmpty())
            continue;
        GeometryKind const its = kind_of(*member);
        if (its == GeometryKind::null || (kind != GeometryKind::null && its != kind))
            return GeometryKind::null;
        kind = its;
    }
    return kind;
}

/// `null` for a collection of several kinds.
GeometryKind kind_of(OGRGeometry const& geometry) {
    switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint:
    case wkbMultiPoint:
        return GeometryKind::point;
    case wkbLineString:
    case wkbMultiLineString:
        return GeometryKind::line;
    case wkbPolygon:
    case wkbMultiPolygon:
    case wkbTriangle:
    case wkbPolyhedralSurface:
    case wkbTIN:
        return GeometryKind::polygon;
    case wkbGeometryCollection:
        return kind_of_collection(*geometry.toGeometryCollection());
    default:
        return GeometryKind::null;
    }
}

class Appender {
public:
    Appender(AxisOrder order, XYGeometries& out) : m_order(order), m_out(out) {}

    void append(OGRGeometry const& geometry) {
        if (geometry.IsEmpty())
            return;
        switch (wkbFlatten(geometry.getGeometryType())) {
        case wkbPoint:
            append_point(*geometry.toPoint());
            break;
        case wkbLineString:
            append_line(*geometry.toLineString());
            break;
        case wkbPolygon:
        case wkbTriangle:
            append_polygon(*geometry.toPolygon());
            break;
        case wkbPolyhedralSurface:
        case wkbTIN:
            for (OGRPolygon const* part : *geometry.toPolyhedralSurface())
                append(*part);
            break;
        default:
            for (OGRGeometry const* part : *geometry.toGeometryCollection())
                append(*part);
        }
    }

    [[nodiscard]] bool closed_a_ring() const noexcept { return m_closed_a_ring; }

private:
    void append_point(OGRPoint const& point) {
        // All points of a geometry share one path.
        if (!m_points_begun)
            m_out.begin_path();
        m_points_begun = true;
        add({point.getX(), point.getY()});
    }

    void append_line(OGRSimpleCurve const& line) {
        m_out.begin_path();
        append_vertices(line);
    }

    void append_polygon(OGRPolygon const& polygon) {
        bool exterior = true;
        for (OGRLinearRing const* ring : polygon) {
            m_out.begin_path(exterior ? PathRole::exterior : PathRole::hole);
            exterior = false;
            append_vertices(*ring);
            int const n = ring->getNumPoints();
            bool const closed = n < 2 || (ring->getX(0) == ring->getX(n - 1) && ring->getY(0) == ring->getY(n - 1));
            if (closed)
                continue;
            add({ring->getX(0), ring->getY(0)});
            m_closed_a_ring = true;
        }
    }

    void append_vertices(OGRSimpleCurve const& line) {
        m_raw.resize(static_cast<std::size_t>(line.getNumPoints()));
        if (m_raw.empty())
            return;
        line.getPoints(m_raw.data());
        for (OGRRawPoint const& vertex : m_raw)
            add({vertex.x, vertex.y});
    }

    void add(XY vertex) { m_out.add(m_order == AxisOrder::east_north ? vertex : XY{vertex.y, vertex.x}); }

    AxisOrder m_order;
    XYGeometries& m_out;
    std::vector<OGRRawPoint> m_raw;
    bool m_points_begun = false;
    bool m_closed_a_ring = false;
};

bool is_usable(OGRSimpleCurve const& line) {
    for (int i = 0; i < line.getNumPoints(); ++i)
        if (!(std::abs(line.getX(i)) < largest_coordinate && std::abs(line.getY(i)) < largest_coordinate))
            return false;
    return true;
}

/// Whether every coordinate is a number that can be meant.
bool is_usable(OGRGeometry const& geometry) {
    if (geometry.IsEmpty())
        return true;
    switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint: {
        OGRPoint const& point = *geometry.toPoint();
        return std::abs(point.getX()) < largest_coordinate && std::abs(point.getY()) < largest_coordinate;
    }
    case wkbLineString:
        return is_usable(*static_cast<OGRSimpleCurve const*>(geometry.toLineString()));
    case wkbPolygon:
    case wkbTriangle:
        for (OGRLinearRing const* ring : *geometry.toPolygon())
            if (!is_usable(*static_cast<OGRSimpleCurve const*>(ring)))
                return false;
        return true;
    case wkbPolyhedralSurface:
    case wkbTIN:
        for (OGRPolygon const* part : *geometry.toPolyhedralSurface())
            if (!is_usable(*static_cast<OGRGeometry const*>(part)))
                return false;
        return true;
    default:
        for (OGRGeometry const* part : *geometry.toGeometryCollection())
            if (!is_usable(*part))
                return false;
        return true;
    }
}

} // namespace

void append_geometry(OGRGeometry const* geometry, AxisOrder order, std::int64_t feature, XYGeometries& out,
                     ProblemTally& problems) {
    using enum Severity;
    if (geometry == nullptr) {
        problems.add(note, "geometry.null", "there is no geometry", feature);
        return out.add_null();
    }
    gdal::GeometryHandle linear;
    if (geometry->hasCurveGeometry()) {
        linear.reset(geometry->getLinearGeometry());
        geometry = linear.get();
        problems.add(note, "geometry.curve", "curves were taken as polylines", feature);
    }
    if (!is_usable(*geometry)) {
        problems.add(warning, "geometry.not_finite", "coordinates are no numbers, the geometry is taken as null",
                     feature, "mend or delete the features");
        return out.add_null();
    }
    GeometryKind const kind = kind_of(*geometry);
    if (kind == GeometryKind::null && !geometry->IsEmpty()) {
        problems.add(warning, "geometry.mixed",
                     "points, lines and polygons are mixed in one feature, it is taken as null", feature,
                     "split the features by kind of geometry");
        return out.add_null();
    }
    if (geometry->Is3D() || geometry->IsMeasured())
        problems.add_once(note, "geometry.heights", "heights and measures (Z, M) are passed over");
    if (geometry->IsEmpty())
        problems.add(note, "geometry.empty", "the geometry is empty", feature);
    Appender appender(order, out);
    out.begin(kind);
    if (kind != GeometryKind::null)
        appender.append(*geometry);
    out.end();
    if (appender.closed_a_ring())
        problems.add(note, "geometry.ring_closed", "open rings were closed", feature);
}

} // namespace oreway
