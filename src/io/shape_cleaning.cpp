// SPDX-License-Identifier: MIT
// Rings are closed first, so that a repeated vertex at their end is none.

#include "io/shape_cleaning.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <vector>

namespace oreway {

namespace {

struct Vertex {
    double x = 0.0, y = 0.0, z = 0.0, m = 0.0;
    friend bool operator==(Vertex const&, Vertex const&) = default;
};

std::vector<Vertex> vertices_of(OGRSimpleCurve const& line) {
    std::vector<Vertex> vertices;
    for (int i = 0; i < line.getNumPoints(); ++i)
        vertices.push_back(
            {line.getX(i), line.getY(i), line.Is3D() ? line.getZ(i) : 0.0, line.IsMeasured() ? line.getM(i) : 0.0});
    return vertices;
}

void set_vertices(OGRSimpleCurve& line, std::vector<Vertex> const& vertices) {
    bool const has_z = line.Is3D() != 0;
    bool const has_m = line.IsMeasured() != 0;
    line.setNumPoints(static_cast<int>(vertices.size()));
    for (int i = 0; i < static_cast<int>(vertices.size()); ++i) {
        Vertex const& vertex = vertices[static_cast<std::size_t>(i)];
        if (has_z && has_m)
            line.setPoint(i, vertex.x, vertex.y, vertex.z, vertex.m);
        else if (has_z)
            line.setPoint(i, vertex.x, vertex.y, vertex.z);
        else if (has_m)
            line.setPointM(i, vertex.x, vertex.y, vertex.m);
        else
            line.setPoint(i, vertex.x, vertex.y);
    }
}

class Cleaner {
public:
    explicit Cleaner(RingOrder order) : m_order(order) {}

    void clean(OGRGeometry& shape) {
        switch (wkbFlatten(shape.getGeometryType())) {
        case wkbLineString:
            remove_repeated(*shape.toLineString(), 2);
            break;
        case wkbPolygon:
            clean_polygon(*shape.toPolygon());
            break;
        case wkbMultiPoint:
        case wkbMultiLineString:
        case wkbMultiPolygon:
        case wkbGeometryCollection:
            clean_parts(*shape.toGeometryCollection());
            break;
        default: // points have nothing to mend, surfaces are not touched
            break;
        }
    }

    [[nodiscard]] ShapeCleaning const& done() const noexcept { return m_done; }

private:
    void remove_repeated(OGRSimpleCurve& line, std::size_t least) {
        std::vector<Vertex> vertices = vertices_of(line);
        std::size_t const before = vertices.size();
        auto const repeated = std::ranges::unique(vertices);
        vertices.erase(repeated.begin(), repeated.end());
        if (vertices.size() == before || vertices.size() < least)
            return;
        m_done.vertices_removed += before - vertices.size();
        set_vertices(line, vertices);
    }

    void clean_polygon(OGRPolygon& polygon) {
        bool exterior = true;
        for (OGRLinearRing* ring : polygon) {
            clean_ring(*ring, exterior);
            exterior = false;
        }
    }

    void clean_ring(OGRLinearRing& ring, bool exterior) {
        constexpr int least_open = 3;
        if (ring.getNumPoints() >= least_open && !ring.get_IsClosed()) {
            ring.closeRings();
            ++m_done.rings_closed;
        }
        constexpr std::size_t least = 4;
        remove_repeated(ring, least);
        bool const clockwise_exterior = m_order == RingOrder::exterior_clockwise;
        if (static_cast<std::size_t>(ring.getNumPoints()) < least || ring.get_Area() == 0.0)
            return;
        if ((ring.isClockwise() != 0) == (clockwise_exterior == exterior))
            return;
        ring.reverseWindingOrder();
        ++m_done.rings_turned;
    }

    void clean_parts(OGRGeometryCollection& parts) {
        for (OGRGeometry* part : parts)
            clean(*part);
        if (parts.IsEmpty())
            return; // nothing would be left
        for (int i = parts.getNumGeometries() - 1; i >= 0; --i)
            if (parts.getGeometryRef(i)->IsEmpty()) {
                parts.removeGeometry(i);
                ++m_done.parts_removed;
            }
    }

    RingOrder m_order;
    ShapeCleaning m_done;
};

/// Calls `use` with each line and ring.
template <class Use> void each_curve(OGRGeometry const& shape, Use const& use) {
    switch (wkbFlatten(shape.getGeometryType())) {
    case wkbLineString:
        return use(static_cast<OGRSimpleCurve const&>(*shape.toLineString()));
    case wkbPolygon:
        for (OGRLinearRing const* ring : *shape.toPolygon())
            use(static_cast<OGRSimpleCurve const&>(*ring));
        return;
    case wkbMultiLineString:
    case wkbMultiPolygon:
    case wkbGeometryCollection:
        for (OGRGeometry const* part : *shape.toGeometryCollection())
            each_curve(*part, use);
        return;
    default:
        return;
    }
}

bool is_finite(OGRGeometry const& shape) {
    bool finite = true;
    each_curve(shape, [&](OGRSimpleCurve const& line) {
        for (int i = 0; i < line.getNumPoints(); ++i)
            finite = finite && std::isfinite(line.getX(i)) && std::isfinite(line.getY(i));
    });
    return finite;
}

/// What is known of the third and fourth number of a place.
class Heights {
public:
    explicit Heights(OGRGeometry const& original) {
        each_curve(original, [&](OGRSimpleCurve const& line) {
            m_lines.push_back(vertices_of(line));
            for (Vertex const& vertex : m_lines.back())
                m_known.emplace(std::pair(vertex.x, vertex.y), vertex);
        });
    }

    [[nodiscard]] Vertex at(double x, double y, std::size_t& guessed) const {
        if (auto const known = m_known.find({x, y}); known != m_known.end())
            return known->second;
        ++guessed;
        return along_nearest_edge(x, y);
    }

private:
    [[nodiscard]] Vertex along_nearest_edge(double x, double y) const {
        Vertex best{x, y, 0.0, 0.0};
        double nearest = std::numeric_limits<double>::infinity();
        for (auto const& line : m_lines)
            for (std::size_t i = 0; i + 1 < line.size(); ++i) {
                Vertex const& a = line[i];
                Vertex const& b = line[i + 1];
                double const dx = b.x - a.x;
                double const dy = b.y - a.y;
                double const size = dx * dx + dy * dy;
                double const t = size > 0.0 ? std::clamp(((x - a.x) * dx + (y - a.y) * dy) / size, 0.0, 1.0) : 0.0;
                double const off = std::hypot(a.x + t * dx - x, a.y + t * dy - y);
                if (off >= nearest)
                    continue;
                nearest = off;
                best.z = a.z + t * (b.z - a.z);
                best.m = a.m + t * (b.m - a.m);
            }
        return best;
    }

    std::vector<std::vector<Vertex>> m_lines;
    std::map<std::pair<double, double>, Vertex> m_known;
};

void fill_in(OGRGeometry& shape, Heights const& heights, std::size_t& guessed) {
    each_curve(shape, [&](OGRSimpleCurve const& line) {
        std::vector<Vertex> vertices = vertices_of(line);
        for (Vertex& vertex : vertices)
            vertex = heights.at(vertex.x, vertex.y, guessed);
        set_vertices(const_cast<OGRSimpleCurve&>(line), vertices); // the shape itself is not const
    });
}

} // namespace

ShapeCleaning clean_shape(OGRGeometry& shape, RingOrder order) {
    if (shape.hasCurveGeometry() || shape.IsEmpty() || !is_finite(shape))
        return {};
    Cleaner cleaner(order);
    cleaner.clean(shape);
    return cleaner.done();
}

gdal::GeometryHandle with_dimensions_of(OGRGeometry const& original, gdal::GeometryHandle mended,
                                        std::size_t& guessed) {
    bool const has_z = original.Is3D() != 0;
    bool const has_m = original.IsMeasured() != 0;
    if (!has_z && !has_m)
        return mended;
    mended->set3D(has_z ? TRUE : FALSE);
    mended->setMeasured(has_m ? TRUE : FALSE);
    fill_in(*mended, Heights(original), guessed);
    return mended;
}

} // namespace oreway
