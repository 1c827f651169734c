// SPDX-License-Identifier: MIT
// Cutting paths into runs. An edge whose chord is short enough is one piece and costs no geodesic solution.

#include "measure/edge_runs.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway {

PieceFoot foot_on_piece(PieceChord const& piece, Ecef place) noexcept {
    Ecef const middle = place + piece.a + 0.5 * piece.d;
    Ecef const bulge = bulge_over(piece.d, middle);
    double const along = -dot(piece.a, piece.d);
    double const rise = -dot(piece.a, bulge);
    double const squared_span = dot(piece.d, piece.d);
    double const steep = squared_span + 2.0 * rise;
    // Beyond a quarter of the globe the parabola opens downwards and the nearer end wins.
    double const t =
        steep > 0.0 ? std::clamp((along + rise) / steep, 0.0, 1.0) : (squared_span < 2.0 * along ? 1.0 : 0.0);
    return {norm(piece.a + t * piece.d + (t * (1.0 - t)) * bulge), t};
}

namespace {

void require_place(LonLat p, EdgePath const& path) {
    if (!is_valid(p))
        throw NumericError({.what = fmt::format("longitude {} latitude {} is not a place on the earth", p.lon, p.lat),
                            .where = fmt::format("geometry {}, path {}", path.geometry, path.path),
                            .remedy = "run 'oreway check' on the layer"});
}

} // namespace

EdgeRuns::EdgeRuns(LonLatGeometries const& geometries) {
    if (geometries.vertex_count() >= std::size_t{0xFFFFFFFF} || geometries.size() >= std::size_t{0xFFFFFFFF})
        throw NumericError(
            {.what = "an index holds at most 4 294 967 294 vertices", .where = "", .remedy = "split the layer"});
    m_paths.reserve(geometries.path_count());
    m_knots.reserve(geometries.vertex_count() + geometries.vertex_count() / run_size);
    m_runs.reserve(geometries.vertex_count() / run_size + geometries.path_count());
    for (std::size_t g = 0; g < geometries.size(); ++g) {
        LonLatGeometry const geometry = geometries[g];
        for (std::size_t p = 0; p < geometry.path_count(); ++p) {
            std::span<LonLat const> const line = geometry.path(p);
            if (line.empty())
                continue;
            auto const first = static_cast<std::uint32_t>(line.data() - geometries.vertices().data());
            add_path(line, {first, static_cast<std::uint32_t>(g), static_cast<std::uint32_t>(p),
                            geometry.kind() == GeometryKind::point || line.size() == 1});
        }
    }
}

void EdgeRuns::add_path(std::span<LonLat const> line, EdgePath const& path) {
    m_paths.push_back(path);
    for (LonLat const p : line)
        require_place(p, path);
    if (path.points) {
        for (std::size_t i = 0; i < line.size(); ++i) {
            begin_run(to_ecef(line[i]), path.first_vertex + static_cast<std::uint32_t>(i), 0.0);
            m_runs.back().count = 1;
            m_runs.back().point = true;
        }
        m_edges += line.size();
        return;
    }
    bool open = false;
    double along = 0.0;
    Ecef from = to_ecef(line[0]);
    for (std::size_t i = 1; i < line.size(); ++i) {
        auto const vertex = path.first_vertex + static_cast<std::uint32_t>(i - 1);
        Ecef const to = to_ecef(line[i]);
        if (norm(to - from) > longest_piece) {
            add_long_edge(line[i - 1], line[i], from, to, vertex, along);
            open = false;
        } else {
            if (!open || m_runs.back().count == run_size)
                begin_run(from, vertex, along);
            open = true;
            add_knot(to);
            along += series_distance(from, to);
        }
        from = to;
    }
    m_edges += line.size() - 1;
}

void EdgeRuns::add_long_edge(LonLat a, LonLat b, Ecef first, Ecef last, std::uint32_t vertex, double& along) {
    GeodesicEdge const line(a, b);
    auto const count = static_cast<std::size_t>(std::ceil(line.length().value() / longest_piece));
    Ecef from = first;
    for (std::size_t i = 0; i < count; ++i) {
        double const share = static_cast<double>(i + 1) / static_cast<double>(count);
        Ecef const to = i + 1 == count ? last : to_ecef(line.at(share * line.length()).position);
        if (i % run_size == 0) {
            begin_run(from, vertex, along);
            m_runs.back().first_piece = static_cast<std::uint16_t>(i);
            m_runs.back().pieces_of_edge = static_cast<std::uint16_t>(count);
        }
        add_knot(to);
        from = to;
    }
    along += line.length().value();
}

void EdgeRuns::begin_run(Ecef first, std::uint32_t vertex, double start) {
    EdgeRun run;
    run.start = start;
    run.origin = {static_cast<float>(first.x), static_cast<float>(first.y), static_cast<float>(first.z)};
    run.first_knot = static_cast<std::uint32_t>(m_knots.size());
    run.first_vertex = vertex;
    run.path = static_cast<std::uint32_t>(m_paths.size() - 1);
    m_runs.push_back(run);
    add_knot(first);
    m_runs.back().count = 0;
}

void EdgeRuns::add_knot(Ecef place) {
    Ecef const offset = place - origin(m_runs.back());
    m_knots.push_back({static_cast<float>(offset.x), static_cast<float>(offset.y), static_cast<float>(offset.z)});
    ++m_runs.back().count;
}

FloatBox<3> EdgeRuns::box(EdgeRun const& run) const noexcept {
    Ecef from = knot(run, 0);
    Ecef low = from;
    Ecef high = from;
    double squared_span = 0.0;
    for (std::size_t i = 1; i <= run.count && !run.point; ++i) {
        Ecef const to = knot(run, i);
        low = {std::min(low.x, to.x), std::min(low.y, to.y), std::min(low.z, to.z)};
        high = {std::max(high.x, to.x), std::max(high.y, to.y), std::max(high.z, to.z)};
        squared_span = std::max(squared_span, dot(to - from, to - from));
        from = to;
    }
    double const margin = piece_slack + most_sagitta(squared_span);
    Ecef const o = origin(run);
    FloatBox<3> box;
    box.extend(0, o.x + low.x - margin, o.x + high.x + margin);
    box.extend(1, o.y + low.y - margin, o.y + high.y + margin);
    box.extend(2, o.z + low.z - margin, o.z + high.z + margin);
    return box;
}

void EdgeRuns::reorder(std::vector<std::uint32_t> order) {
    // Cycle by cycle, in place: a second copy would be the peak of the memory.
    for (std::uint32_t start = 0; start < order.size(); ++start) {
        if (order[start] == start)
            continue;
        EdgeRun const first = m_runs[start];
        std::uint32_t to = start;
        for (std::uint32_t from = order[to]; from != start; from = order[to]) {
            m_runs[to] = m_runs[from];
            order[to] = to;
            to = from;
        }
        m_runs[to] = first;
        order[to] = to;
    }
}

} // namespace oreway
