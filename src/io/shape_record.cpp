// SPDX-License-Identifier: MIT
// Records of lines and polygons.

#include "io/shape_record.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <vector>

#include "oreway/geom/box.hpp"

namespace oreway::shp {

namespace {

static_assert(std::endian::native == std::endian::little,
              "coordinates of a .shp are little-endian and copied as they are");

constexpr std::size_t box_at = 4;
constexpr std::size_t parts_at = 44;

template <class Value> Value value_at(std::string_view bytes, std::size_t at) noexcept {
    Value value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

template <class Value> void append(std::string& bytes, Value value) {
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    bytes.append(raw, sizeof value);
}

bool has_z(std::int32_t type) noexcept {
    return type > 10 && type < 20;
}
bool is_polygon(std::int32_t type) noexcept {
    return type % 10 == 5;
}

/// First and past-the-last vertex of a part.
std::pair<std::size_t, std::size_t> part_of(std::string_view content, Layout const& layout, std::int64_t part) {
    auto const start = [&](std::int64_t p) {
        return p == layout.parts ? static_cast<std::size_t>(layout.count)
                                 : static_cast<std::size_t>(
                                       value_at<std::int32_t>(content, parts_at + 4 * static_cast<std::size_t>(p)));
    };
    return {start(part), start(part + 1)};
}

XY vertex(std::string_view content, Layout const& layout, std::size_t i) noexcept {
    auto const at = static_cast<std::size_t>(layout.vertices_at) + 16 * i;
    return {value_at<double>(content, at), value_at<double>(content, at + 8)};
}

struct Ring {
    XYBox box;
    double turn = 0.0; ///< twice the signed area; clockwise is negative
    bool closed = true;
};

Ring ring_of(std::string_view content, Layout const& layout, std::size_t first, std::size_t last) {
    Ring ring;
    if (first == last)
        return ring;
    XY const origin = vertex(content, layout, first);
    XY previous = origin;
    for (std::size_t i = first; i < last; ++i) {
        XY const p = vertex(content, layout, i);
        ring.box.extend(p);
        ring.turn += (previous.x - origin.x) * (p.y - origin.y) - (p.x - origin.x) * (previous.y - origin.y);
        previous = p;
    }
    ring.closed = previous.x == origin.x && previous.y == origin.y;
    return ring;
}

bool contains(XYBox const& outer, XYBox const& inner) noexcept {
    return inner.min_x >= outer.min_x && inner.max_x <= outer.max_x && inner.min_y >= outer.min_y &&
           inner.max_y <= outer.max_y;
}

/// Places of the heights and measures in a content; 0 where there are none.
struct ExtraPlaces {
    std::size_t z = 0;
    std::size_t m = 0;
};

ExtraPlaces extra_places(std::string_view content, std::int32_t type, Layout const& layout) {
    ExtraPlaces places;
    auto const count = static_cast<std::size_t>(layout.count);
    std::size_t end = static_cast<std::size_t>(layout.vertices_at) + 16 * count;
    if (has_z(type)) {
        places.z = end + 16;
        end += 16 + 8 * count;
    }
    if (type > 10 && content.size() >= end + 16 + 8 * count)
        places.m = end + 16;
    return places;
}

void fill_curve(OGRSimpleCurve& curve, std::string_view content, Layout const& layout, ExtraPlaces places,
                std::pair<std::size_t, std::size_t> part) {
    std::vector<OGRRawPoint> points;
    std::vector<double> z, m;
    for (std::size_t i = part.first; i < part.second; ++i) {
        XY const p = vertex(content, layout, i);
        points.emplace_back(p.x, p.y);
        if (places.z != 0)
            z.push_back(value_at<double>(content, places.z + 8 * i));
        if (places.m != 0)
            m.push_back(value_at<double>(content, places.m + 8 * i));
    }
    auto const count = static_cast<int>(points.size());
    if (places.z != 0 && places.m != 0)
        curve.setPoints(count, points.data(), z.data(), m.data());
    else if (places.m != 0)
        curve.setPointsM(count, points.data(), m.data());
    else
        curve.setPoints(count, points.data(), places.z != 0 ? z.data() : nullptr);
}

/// Collects curves in the order in which they are written.
void collect(OGRGeometry const& geometry, std::vector<std::unique_ptr<OGRLineString>>& curves) {
    auto const add = [&](OGRLineString const& curve, bool is_ring, bool clockwise) {
        if (curve.IsEmpty())
            return;
        auto copy = std::make_unique<OGRLineString>(curve);
        if (is_ring && (curve.isClockwise() != 0) != clockwise)
            copy->reversePoints();
        curves.push_back(std::move(copy));
    };
    switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbLineString:
        return add(*geometry.toLineString(), false, false);
    case wkbPolygon: {
        OGRPolygon const& polygon = *geometry.toPolygon();
        if (polygon.IsEmpty())
            return;
        add(*polygon.getExteriorRing(), true, true);
        for (int i = 0; i < polygon.getNumInteriorRings(); ++i)
            add(*polygon.getInteriorRing(i), true, false);
        return;
    }
    default:
        if (OGR_GT_IsSubClassOf(wkbFlatten(geometry.getGeometryType()), wkbGeometryCollection))
            for (OGRGeometry const* part : *geometry.toGeometryCollection())
                collect(*part, curves);
    }
}

void append_range(std::string& content, std::span<double const> values) {
    auto const [low, high] = std::ranges::minmax_element(values);
    append(content, *low);
    append(content, *high);
    for (double const value : values)
        append(content, value);
}

} // namespace

bool rings_in_order(std::string_view content, Layout const& layout) {
    std::vector<Ring> holes;
    std::vector<XYBox> exteriors;
    for (std::int64_t p = 0; p < layout.parts; ++p) {
        auto const [first, last] = part_of(content, layout, p);
        Ring const ring = ring_of(content, layout, first, last);
        if (!ring.closed)
            return false;
        if (ring.turn > 0.0)
            holes.push_back(ring);
        else
            exteriors.push_back(ring.box);
    }
    return std::ranges::all_of(holes, [&](Ring const& hole) {
        return std::ranges::any_of(exteriors, [&](XYBox const& exterior) { return contains(exterior, hole.box); });
    });
}

gdal::GeometryHandle geometry_of(std::string_view content, std::int32_t type, Layout const& layout) {
    ExtraPlaces const places = extra_places(content, type, layout);
    if (!is_polygon(type)) {
        auto lines = std::make_unique<OGRMultiLineString>();
        for (std::int64_t p = 0; p < layout.parts; ++p) {
            auto line = std::make_unique<OGRLineString>();
            fill_curve(*line, content, layout, places, part_of(content, layout, p));
            lines->addGeometryDirectly(line.release());
        }
        return gdal::GeometryHandle(lines.release());
    }
    std::vector<OGRGeometry*> polygons; // owned by organizePolygons
    for (std::int64_t p = 0; p < layout.parts; ++p) {
        auto const part = part_of(content, layout, p);
        if (part.first == part.second)
            continue;
        auto ring = std::make_unique<OGRLinearRing>();
        fill_curve(*ring, content, layout, places, part);
        ring->closeRings();
        auto polygon = std::make_unique<OGRPolygon>();
        polygon->addRingDirectly(ring.release());
        polygons.push_back(polygon.release());
    }
    int valid = 0;
    gdal::Messages const quiet;
    return gdal::GeometryHandle(
        OGRGeometryFactory::organizePolygons(polygons.data(), static_cast<int>(polygons.size()), &valid));
}

std::string null_content() {
    return std::string(4, '\0');
}

std::string content_of(OGRGeometry const& geometry, std::int32_t type) {
    std::vector<std::unique_ptr<OGRLineString>> curves;
    collect(geometry, curves);
    if (curves.empty())
        return null_content();
    std::string vertices;
    std::vector<double> z, m;
    std::string starts;
    OGREnvelope box;
    std::int32_t count = 0;
    for (auto const& curve : curves) {
        append(starts, count);
        OGREnvelope part;
        curve->getEnvelope(&part);
        box.Merge(part);
        for (int i = 0; i < curve->getNumPoints(); ++i) {
            append(vertices, curve->getX(i));
            append(vertices, curve->getY(i));
            z.push_back(curve->getZ(i));
            m.push_back(curve->getM(i));
        }
        count += curve->getNumPoints();
    }
    std::string content;
    append(content, type);
    static_assert(box_at == sizeof type);
    for (double const bound : {box.MinX, box.MinY, box.MaxX, box.MaxY})
        append(content, bound);
    append(content, static_cast<std::int32_t>(curves.size()));
    append(content, count);
    content += starts + vertices;
    if (has_z(type))
        append_range(content, z);
    if (type > 10 && geometry.IsMeasured() != 0)
        append_range(content, m);
    return content;
}

} // namespace oreway::shp
