// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Many geometries in flat arrays: all vertices in one array, with offsets for paths and geometries, as in Arrow. A
/// layer of a million vertices costs about its coordinates (16 bytes a vertex) in memory; the per-geometry types are
/// views.
///
/// A *path* is a polyline, a polygon ring, or the points of a point geometry. A geometry is a run of paths:
///
///     point, multipoint      one path with one vertex a point
///     line, multiline        one path a line
///     polygon, multipolygon  rings; each exterior ring is followed by its holes. Rings are closed (first vertex
///     repeated).
///
///     LonLatGeometries g;
///     g.begin(GeometryKind::line);
///     g.begin_path();
///     g.add({69.24, 41.30});
///     g.add({76.88, 43.24});
///     g.end();
///     for (LonLat p : g[0].path(0)) ...

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string_view>
#include <vector>

#include "oreway/geom/lonlat.hpp"

namespace oreway {

enum class GeometryKind : std::uint8_t { null, point, line, polygon };

[[nodiscard]] std::string_view name_of(GeometryKind kind) noexcept;

/// What a path is inside a polygon; paths of points and lines are `exterior`.
enum class PathRole : std::uint8_t { exterior, hole };

/// One geometry inside a Geometries container. Valid until the container changes.
template <class Point> class GeometryView {
public:
    GeometryView(GeometryKind kind, std::span<Point const> vertices, std::span<std::size_t const> path_ends,
                 std::span<PathRole const> roles) noexcept
        : m_vertices(vertices), m_path_ends(path_ends), m_roles(roles), m_kind(kind) {}

    [[nodiscard]] GeometryKind kind() const noexcept { return m_kind; }
    /// No vertex at all (a null geometry or an empty one).
    [[nodiscard]] bool empty() const noexcept { return vertex_count() == 0; }
    [[nodiscard]] std::size_t path_count() const noexcept { return m_roles.size(); }
    [[nodiscard]] PathRole role(std::size_t path) const noexcept { return m_roles[path]; }
    [[nodiscard]] std::span<Point const> path(std::size_t i) const noexcept {
        return m_vertices.subspan(m_path_ends[i], m_path_ends[i + 1] - m_path_ends[i]);
    }
    [[nodiscard]] std::size_t vertex_count() const noexcept {
        return m_roles.empty() ? 0 : m_path_ends[m_roles.size()] - m_path_ends[0];
    }

private:
    std::span<Point const> m_vertices;        // all vertices of the container
    std::span<std::size_t const> m_path_ends; // path_count + 1 offsets into m_vertices
    std::span<PathRole const> m_roles;
    GeometryKind m_kind;
};

/// The container; append-only. Indexing is by position, 0-based.
template <class Point> class Geometries {
public:
    using View = GeometryView<Point>;

    [[nodiscard]] std::size_t size() const noexcept { return m_kinds.size(); }
    [[nodiscard]] bool empty() const noexcept { return m_kinds.empty(); }
    [[nodiscard]] std::size_t path_count() const noexcept { return m_roles.size(); }
    [[nodiscard]] std::size_t vertex_count() const noexcept { return m_vertices.size(); }
    [[nodiscard]] std::span<Point const> vertices() const noexcept { return m_vertices; }
    [[nodiscard]] GeometryKind kind(std::size_t i) const noexcept { return m_kinds[i]; }

    [[nodiscard]] View operator[](std::size_t i) const noexcept {
        assert(i < size());
        std::size_t const first = m_geometry_ends[i];
        std::size_t const last = m_geometry_ends[i + 1];
        return View(m_kinds[i], m_vertices, std::span(m_path_ends).subspan(first, last - first + 1),
                    std::span(m_roles).subspan(first, last - first));
    }

    /// Starts the next geometry; a `null` kind takes no paths. Each geometry is closed by `end()`.
    void begin(GeometryKind kind) { m_kinds.push_back(kind); }
    /// Starts the next path of the open geometry.
    void begin_path(PathRole role = PathRole::exterior) {
        m_roles.push_back(role);
        m_path_ends.push_back(m_vertices.size());
    }
    void add(Point vertex) {
        m_vertices.push_back(vertex);
        m_path_ends.back() = m_vertices.size();
    }
    void add(std::span<Point const> vertices) {
        m_vertices.insert(m_vertices.end(), vertices.begin(), vertices.end());
        m_path_ends.back() = m_vertices.size();
    }
    void end() { m_geometry_ends.push_back(m_roles.size()); }

    void add_null() {
        begin(GeometryKind::null);
        end();
    }
    void add_point(Point vertex) {
        begin(GeometryKind::point);
        begin_path();
        add(vertex);
        end();
    }
    void add_line(std::span<Point const> vertices) {
        begin(GeometryKind::line);
        begin_path();
        add(vertices);
        end();
    }
    /// A copy of a geometry of this or another container of the same point type.
    void add(View geometry) {
        begin(geometry.kind());
        for (std::size_t p = 0; p < geometry.path_count(); ++p) {
            begin_path(geometry.role(p));
            add(geometry.path(p));
        }
        end();
    }

    void reserve(std::size_t geometries, std::size_t vertices) {
        m_kinds.reserve(geometries);
        m_geometry_ends.reserve(geometries + 1);
        m_vertices.reserve(vertices);
    }
    void clear() { *this = Geometries(); }

private:
    std::vector<Point> m_vertices;
    std::vector<std::size_t> m_path_ends = {0};     // size path_count + 1
    std::vector<PathRole> m_roles;                  // size path_count
    std::vector<std::size_t> m_geometry_ends = {0}; // size geometry count + 1, offsets into paths
    std::vector<GeometryKind> m_kinds;
};

using LonLatGeometries = Geometries<LonLat>;
using LonLatGeometry = GeometryView<LonLat>;
using XYGeometries = Geometries<XY>;
using XYGeometry = GeometryView<XY>;

} // namespace oreway
