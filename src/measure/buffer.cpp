// SPDX-License-Identifier: MIT
// The buffer from its parts: a circle of direct geodesics for a single point far from the edge of the map, strips where
// the radius is small against the edges, else the search by blocks in parallel, then rings, validity and area.

#include "oreway/measure/buffer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <numbers>
#include <span>

#include <fmt/format.h>

#include "measure/buffer_contour.hpp"
#include "measure/buffer_rings.hpp"
#include "measure/buffer_strips.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/planar/validity.hpp"

namespace oreway {

namespace {

/// Area of the ellipsoid (Karney 2013).
constexpr double whole_ellipsoid = 510065621724088.5093;
/// What the curve of a piece and its series may be off; part of the error bound.
constexpr double curve_error = 0.0025;
/// Vertices as close as this in both coordinates are one; QGIS calls them duplicates. In metres, part of the bound.
constexpr double same_place_degrees = 1.05e-8;
constexpr double same_place = 0.0012;

void require_in_range(Metres radius, Metres tolerance) {
    if (!(radius >= least_buffer_radius && radius <= greatest_buffer_radius))
        throw UsageError({.what = fmt::format("a radius of {} m is out of range", radius.value()),
                          .where = "",
                          .remedy = "give a radius from 1 m to 5000 km"});
    if (!(tolerance >= least_buffer_tolerance && tolerance <= radius))
        throw UsageError({.what = fmt::format("a tolerance of {} m is out of range", tolerance.value()),
                          .where = "",
                          .remedy = "give a tolerance from 0.01 m to the radius"});
}

/// Where the series of distances is too coarse for the tolerance, distances are solved.
FieldAccuracy accuracy_for(double radius, double tolerance) noexcept {
    double const series_error = 0.027 * std::pow(radius / 1e6, 5.0);
    return series_error <= 0.05 * tolerance ? FieldAccuracy::series : FieldAccuracy::solved;
}

BufferSpec spec_for(double radius, double tolerance) noexcept {
    // Near a small circle cells are far closer together than straight stretches need vertices.
    constexpr double simplified_radius = 20e3;
    double const free = 0.94 * tolerance - curve_error - same_place;
    bool const thins = radius < simplified_radius;
    return {.radius = radius,
            .refined = thins ? 0.6 * free : free,
            .simplified = thins ? 0.2 * free : 0.0,
            .settled = std::max(1e-6, 1e-3 * tolerance)};
}

/// Blocks of a few rows of cells that may hold boundary, in order of search.
std::vector<ContourTask> tasks_of(BufferGrid const& grid, BufferField const& field, double radius,
                                  Progress const& progress) {
    constexpr double wide = 10e3;
    std::int64_t const rows = radius > wide ? 16 : 64;
    std::deque<ContourTask> open;
    for (std::int64_t x = 0; x < BufferGrid::steps; x += BufferGrid::steps / 4)
        for (std::int64_t y = 0; y < BufferGrid::steps; y += BufferGrid::steps / 2)
            open.push_back({{{x, y}, BufferGrid::steps / 4, BufferGrid::steps / 2}, Side::unknown});
    std::vector<ContourTask> tasks;
    while (!open.empty()) {
        stop_if_cancelled(progress);
        ContourTask const task = open.front();
        open.pop_front();
        double const distance = field.at(BufferGrid::place(task.block.centre())).distance;
        BlockVerdict const verdict = judge(task.block, distance, task.side, field, radius);
        if (!verdict.may_hold_boundary)
            continue;
        bool const is_small = task.block.height <= rows * grid.row_height() &&
                              BufferGrid::width(task.block) <=
                                  1.5 * static_cast<double>(rows) * BufferGrid::height({{}, 0, grid.row_height()});
        if (is_small || grid.is_cell(task.block)) {
            tasks.push_back({task.block, verdict.side});
            continue;
        }
        grid.halve(task.block, [&](GridBlock const& half) { open.push_back({half, verdict.side}); });
    }
    return tasks;
}

std::vector<Ring> level_set(BufferField const& field, BufferSpec const& spec, Progress const& progress) {
    constexpr double cell_of_radius = 0.4;
    constexpr double widest_cell = 500e3;
    BufferGrid const grid(std::min(cell_of_radius * spec.radius, widest_cell));
    std::vector<ContourTask> const tasks = tasks_of(grid, field, spec.radius, progress);
    std::vector<std::vector<ContourPiece>> found(tasks.size());
    parallel_for(tasks.size(), [&](std::size_t i) {
        stop_if_cancelled(progress);
        found[i] = contours_in(tasks[i], grid, field, spec);
    });
    std::vector<ContourPiece> pieces;
    for (std::vector<ContourPiece>& some : found)
        std::move(some.begin(), some.end(), std::back_inserter(pieces));
    LonLat const corner{-180.0, -90.0};
    bool const whole = field.at(corner).distance <= spec.radius || field.inside_polygon(corner);
    return joined_rings(std::move(pieces), whole);
}

/// Where the circle round a point stays clear of the antimeridian and the poles.
bool is_inland(LonLat p, double radius) noexcept {
    double const degrees = radius / 110e3;
    double const farthest = std::abs(p.lat) + degrees;
    if (farthest > 85.0)
        return false;
    double const reach = degrees / std::cos(farthest * std::numbers::pi / 180.0);
    return std::abs(wrap_longitude(p.lon)) + 1.1 * reach < 179.0;
}

Ring circle(LonLat centre, double radius, std::size_t count) {
    Ring ring;
    ring.reserve(count + 1);
    for (std::size_t i = 0; i < count; ++i) {
        double const azimuth = -360.0 * static_cast<double>(i) / static_cast<double>(count);
        ring.push_back(geodesic_direct(centre, Degrees(azimuth), Metres(radius)).position);
    }
    ring.push_back(ring.front());
    return ring;
}

/// The largest error at the middle of a side, drawn straight in longitude and latitude.
double chord_error(Ring const& ring, LonLat centre, double radius) {
    double worst = 0.0;
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        LonLat const middle{0.5 * (ring[i].lon + ring[i + 1].lon), 0.5 * (ring[i].lat + ring[i + 1].lat)};
        worst = std::max(worst, std::abs(geodesic_distance(centre, middle).value() - radius));
    }
    return worst;
}

/// A circle with as many vertices as the tolerance needs. The error of a side falls with its square.
Ring circle_within(LonLat centre, double radius, double tolerance) {
    constexpr std::size_t least = 24;
    double const sides = std::numbers::pi / std::acos(std::max(0.0, 1.0 - tolerance / radius));
    auto count = std::max(least, static_cast<std::size_t>(std::ceil(sides)));
    Ring ring = circle(centre, radius, count);
    for (double error = chord_error(ring, centre, radius); error > tolerance;
         error = chord_error(ring, centre, radius)) {
        count = static_cast<std::size_t>(std::ceil(1.02 * static_cast<double>(count) * std::sqrt(error / tolerance)));
        ring = circle(centre, radius, count);
    }
    return ring;
}

std::optional<LonLat> only_point(LonLatGeometries const& sources) noexcept {
    if (sources.vertex_count() != 1)
        return std::nullopt;
    return sources.vertices().front();
}

/// Rings are counterclockwise in the plane; one that holds more than half of the earth comes out negative.
SquareMetres area_of(LonLatGeometry polygon) {
    double area = 0.0;
    for (std::size_t p = 0; p < polygon.path_count(); ++p) {
        bool const exterior = polygon.role(p) == PathRole::exterior;
        double const ring = (exterior ? 1.0 : -1.0) * geodesic_ring_area(polygon.path(p)).value();
        area += (exterior ? 1.0 : -1.0) * (ring < 0.0 ? ring + whole_ellipsoid : ring);
    }
    return SquareMetres(area);
}

bool is_same_place(LonLat a, LonLat b) noexcept {
    return std::abs(a.lon - b.lon) < same_place_degrees && std::abs(a.lat - b.lat) < same_place_degrees;
}

/// A closed ring without vertices that are close to the one before. Those on the edge of the map stay.
Ring without_duplicates(std::span<LonLat const> ring) {
    auto const is_on_edge = [](LonLat p) { return std::abs(p.lon) == 180.0 || std::abs(p.lat) == 90.0; };
    Ring kept;
    for (LonLat const p : ring) {
        if (kept.empty() || !is_same_place(kept.back(), p))
            kept.push_back(p);
        else if (is_on_edge(p))
            kept.back() = p;
    }
    while (kept.size() > 1 && is_same_place(kept.front(), kept.back()) && !is_on_edge(kept.back()))
        kept.pop_back();
    if (kept.front() != kept.back())
        kept.push_back(kept.front());
    return kept;
}

void append_valid(LonLatGeometry polygon, LonLatGeometries& out) {
    LonLatGeometries drawn;
    drawn.begin(polygon.kind());
    for (std::size_t p = 0; p < polygon.path_count(); ++p) {
        Ring const ring = without_duplicates(polygon.path(p));
        if (ring.size() < 4 && polygon.role(p) == PathRole::hole)
            continue;
        drawn.begin_path(polygon.role(p));
        drawn.add(ring.size() < 4 ? polygon.path(p) : std::span<LonLat const>(ring));
    }
    drawn.end();
    if (find_invalidity(drawn[0]))
        append_repaired(drawn[0], RepairMethod::linework, out);
    else
        out.add(drawn[0]);
}

void append_valid(std::vector<Ring> const& rings, LonLatGeometries& out) {
    LonLatGeometries drawn;
    append_polygon(rings, drawn);
    append_valid(drawn[0], out);
}

} // namespace

Metres default_buffer_tolerance(Metres radius) noexcept {
    return Metres(std::clamp(0.001 * radius.value(), 0.01, 10.0));
}

Buffer geodesic_buffer(LonLatGeometries const& sources, Metres radius, std::optional<Metres> tolerance,
                       Progress const& progress) {
    Metres const bound = tolerance.value_or(default_buffer_tolerance(radius));
    require_in_range(radius, bound);
    Buffer buffer{.polygons = {}, .radius = radius, .error_bound = bound, .area = {}};
    auto const point = only_point(sources);
    if (point && is_valid(*point) && is_inland(*point, radius.value())) {
        append_polygon({circle_within(*point, radius.value(), 0.98 * bound.value())}, buffer.polygons);
    } else if (auto strips = buffer_by_strips(sources, radius.value(), bound.value(), progress)) {
        append_valid((*strips)[0], buffer.polygons);
    } else {
        BufferField const field(sources, accuracy_for(radius.value(), bound.value()));
        if (field.empty()) {
            buffer.polygons.add_null();
            return buffer;
        }
        append_valid(level_set(field, spec_for(radius.value(), bound.value()), progress), buffer.polygons);
    }
    buffer.area = area_of(buffer.polygons[0]);
    return buffer;
}

Buffer zone_between(Buffer const& outer, Buffer const& inner) {
    Buffer zone{.polygons = {}, .radius = outer.radius, .error_bound = outer.error_bound, .area = {}};
    std::vector<ContourPiece> pieces = pieces_of(outer.polygons[0], PieceDirection::kept, 0);
    std::vector<ContourPiece> const within = pieces_of(inner.polygons[0], PieceDirection::reversed, pieces.size());
    pieces.insert(pieces.end(), within.begin(), within.end());
    append_valid(joined_rings(std::move(pieces), false), zone.polygons);
    zone.area = outer.area - inner.area;
    return zone;
}

} // namespace oreway
