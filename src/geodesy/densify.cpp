// SPDX-License-Identifier: MIT
// Edges are halved until the straight line of one world and of the other agree, judged at the quarter points by the
// distance from the geodesic. Most edges of real data are too short to differ and are told by their length alone.

#include "oreway/geodesy/densify.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

constexpr std::array<double, 3> quarter_points = {0.25, 0.5, 0.75};
constexpr double mean_radius_m = 6371008.8;
// Halvings of one edge; reached only at a seam of a projection or at a pole, where the halves on one side alone go on.
constexpr int max_halvings = 32;

/// An edge so short that even a curve of 1000 km radius would stay within the deviation; straight lines of longitude
/// and latitude are flatter than that up to 80 degrees, those of projections in use everywhere.
bool is_short(LonLat a, LonLat b, Metres max_deviation) noexcept {
    constexpr double max_curvature = 1e-6; // per metre
    constexpr double max_latitude = 80.0;
    if (std::max(std::abs(a.lat), std::abs(b.lat)) > max_latitude)
        return false;
    Ecef const p = to_ecef(a);
    Ecef const q = to_ecef(b);
    double const square = (p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y) + (p.z - q.z) * (p.z - q.z);
    return square / 8.0 * max_curvature <= max_deviation.value();
}

/// Distance of a point from the geodesic that leaves `start` in direction `azimuth`, within a percent: by the sphere's
/// relation of the angle at the start to the offset, with ellipsoidal angle and length.
double offset_m(LonLat start, Degrees azimuth, LonLat p) {
    GeodesicInverse const to_p = geodesic_inverse(start, p);
    double const angle = (to_p.azimuth_from - azimuth).value() * std::numbers::pi / 180.0;
    double const sine = std::sin(to_p.distance.value() / mean_radius_m) * std::sin(angle);
    double const behind =
        std::cos(angle) < 0.0 ? to_p.distance.value() : 0.0; // behind the start the start itself is nearest
    return std::max(behind, std::abs(std::asin(std::clamp(sine, -1.0, 1.0))) * mean_radius_m);
}

void check(Metres max_deviation) {
    constexpr double least = 0.001; // below a millimetre the rounding of projections takes over and halving never ends
    if (max_deviation.value() >= least)
        return;
    throw UsageError{{.what = "the largest deviation of a filled edge must be 0.001 m or more, not " +
                              shortest(max_deviation.value()) + " m",
                      .where = {},
                      .remedy = {}}};
}

XY between(XY a, XY b, double t) noexcept {
    return {a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t};
}

/// One geometry on its way to WGS 84; `append_path` tells whether every vertex has an image.
class Unprojector {
public:
    Unprojector(CoordinateTransform& transform, std::optional<Metres> max_deviation)
        : m_transform(transform), m_max_deviation(max_deviation) {}

    [[nodiscard]] bool append_path(std::span<XY const> path, bool has_edges, std::vector<LonLat>& out) {
        m_images.assign(path.begin(), path.end());
        m_failed.assign(path.size(), 0);
        if (m_transform.apply(m_images, m_failed) > 0)
            return false;
        for (std::size_t i = 0; i < path.size(); ++i) {
            LonLat const here = as_lonlat(m_images[i]);
            bool const is_edge = i > 0 && has_edges && m_max_deviation;
            if (is_edge && !fill(path[i - 1], path[i], as_lonlat(m_images[i - 1]), here, max_halvings, out))
                return false;
            out.push_back(here);
        }
        return true;
    }
    [[nodiscard]] std::size_t vertices_added() const noexcept { return m_added; }

private:
    static LonLat as_lonlat(XY p) noexcept { return {.lon = p.x, .lat = p.y}; }

    /// Vertices between two native points whose images are `from` and `to`.
    bool fill(XY a, XY b, LonLat from, LonLat to, int halvings_left, std::vector<LonLat>& out) {
        if (halvings_left == 0 || a == b || is_short(from, to, *m_max_deviation))
            return true;
        std::array<XY, 3> inside = {};
        std::array<std::uint8_t, 3> failed = {};
        for (std::size_t i = 0; i < inside.size(); ++i)
            inside[i] = between(a, b, quarter_points[i]);
        if (m_transform.apply(inside, failed) > 0)
            return false;
        GeodesicInverse const chord = geodesic_inverse(from, to);
        auto const is_near = [&](XY p) {
            return offset_m(from, chord.azimuth_from, as_lonlat(p)) <= m_max_deviation->value();
        };
        if (std::ranges::all_of(inside, is_near))
            return true;
        XY const middle = between(a, b, 0.5);
        LonLat const image = as_lonlat(inside[1]);
        if (!fill(a, middle, from, image, halvings_left - 1, out))
            return false;
        out.push_back(image);
        ++m_added;
        return fill(middle, b, image, to, halvings_left - 1, out);
    }

    CoordinateTransform& m_transform;
    std::optional<Metres> m_max_deviation;
    std::vector<XY> m_images;
    std::vector<std::uint8_t> m_failed;
    std::size_t m_added = 0;
};

/// A geometry with its paths end to end, before it is known to be whole.
struct Draft {
    std::vector<LonLat> vertices;
    std::vector<std::size_t> ends;
};

void append(XYGeometry shape, Draft const& draft, LonLatGeometries& out) {
    out.begin(shape.kind());
    std::size_t first = 0;
    for (std::size_t p = 0; p < shape.path_count(); ++p) {
        out.begin_path(shape.role(p));
        out.add(std::span(draft.vertices).subspan(first, draft.ends[p] - first));
        first = draft.ends[p];
    }
    out.end();
}

/// Into how many even steps an edge must be cut at most. A straight line of longitude and latitude in direction alpha
/// bends against the geodesic by sin alpha (1 + cos2 alpha) tan(lat) / R, at most 1.089 tan(lat) / R; between the ends
/// of a step that leaves it by an eighth of the bend times the step squared. Nothing near a pole, where the bend has no
/// bound.
std::optional<std::size_t> even_steps(LonLat a, LonLat b, Metres max_deviation) {
    constexpr double degree = std::numbers::pi / 180.0;
    constexpr double greatest_bend = 1.1 / 6.335e6; // times tan(lat); 1 % for the ellipsoid
    constexpr double max_latitude = 85.0;
    constexpr double max_chord_m = 3.0e6;
    Ecef const p = to_ecef(a);
    Ecef const q = to_ecef(b);
    double const chord = std::hypot(p.x - q.x, p.y - q.y, p.z - q.z);
    double const length = chord * (1.0 + chord * chord * 1.1e-15); // at least the geodesic's, up to 3000 km
    // No place of the edge is farther from both ends than half its length.
    double const latitude = std::max(std::abs(a.lat), std::abs(b.lat)) + 0.5 * length / (6.335e6 * degree);
    if (chord > max_chord_m || latitude > max_latitude)
        return std::nullopt;
    double const bend = greatest_bend * std::tan(latitude * degree);
    return static_cast<std::size_t>(std::max(1.0, std::ceil(length * std::sqrt(bend / (8.0 * max_deviation.value())))));
}

/// One geodesic edge whose longitudes run on from its first point without a jump.
class EdgeFiller {
public:
    EdgeFiller(LonLat from, LonLat to, Metres max_deviation) : m_edge(from, to), m_max_deviation(max_deviation) {}

    /// Appends vertices between two positions along the edge.
    void fill(Metres begin, LonLat from, Metres end, LonLat to, int halvings_left, std::vector<LonLat>& out) const {
        if (halvings_left == 0 || is_short(from, to, m_max_deviation) || is_near(begin, from, to))
            return;
        Metres const half = (begin + end) / 2.0;
        LonLat middle = m_edge.at(half).position;
        middle.lon = from.lon + std::remainder(middle.lon - from.lon, 360.0);
        fill(begin, from, half, middle, halvings_left - 1, out);
        out.push_back(middle);
        fill(half, middle, end, to, halvings_left - 1, out);
    }
    /// Appends the vertices between so many steps.
    void fill_evenly(LonLat from, std::size_t steps, std::vector<LonLat>& out) const {
        for (std::size_t i = 1; i < steps; ++i) {
            LonLat place = m_edge.at(static_cast<double>(i) / static_cast<double>(steps) * length()).position;
            place.lon = from.lon + std::remainder(place.lon - from.lon, 360.0);
            out.push_back(place);
            from = place;
        }
    }
    [[nodiscard]] Metres length() const noexcept { return m_edge.length(); }

private:
    /// Whether the straight line of longitude and latitude stays by the geodesic.
    [[nodiscard]] bool is_near(Metres begin, LonLat from, LonLat to) const {
        Degrees const azimuth = azimuth_at(begin, from);
        return std::ranges::all_of(quarter_points, [&](double t) {
            LonLat const straight{.lon = from.lon + (to.lon - from.lon) * t, .lat = from.lat + (to.lat - from.lat) * t};
            return offset_m(from, azimuth, straight) <= m_max_deviation.value();
        });
    }
    /// Direction of the edge there, for the longitude that `from` has: they can differ at a pole only.
    [[nodiscard]] Degrees azimuth_at(Metres along, LonLat from) const noexcept {
        GeodesicPosition const p = m_edge.at(along);
        double const turn = std::abs(from.lat) == 90.0 ? std::remainder(from.lon - p.position.lon, 360.0) : 0.0;
        return p.azimuth + Degrees(from.lat > 0.0 ? turn : -turn);
    }

    GeodesicEdge m_edge;
    Metres m_max_deviation;
};

/// A bound tells how many vertices are enough. Where it asks for one only, it may well be that none is needed.
void fill_edge(LonLat from, LonLat to, Metres max_deviation, std::vector<LonLat>& out) {
    constexpr std::size_t fewest_even = 3;
    std::optional<std::size_t> const steps = even_steps(from, to, max_deviation);
    if (steps == 1U)
        return;
    EdgeFiller const edge(from, to, max_deviation);
    if (steps && *steps >= fewest_even)
        edge.fill_evenly(from, *steps, out);
    else
        edge.fill(Metres(0.0), from, edge.length(), to, max_halvings, out);
}

} // namespace

UnprojectReport append_unprojected(XYGeometries const& native, CoordinateTransform& to_wgs84,
                                   std::optional<Metres> max_deviation, LonLatGeometries& out) {
    if (max_deviation)
        check(*max_deviation);
    UnprojectReport report;
    Draft draft;
    for (std::size_t g = 0; g < native.size(); ++g) {
        XYGeometry const shape = native[g];
        Unprojector unprojector(to_wgs84, max_deviation);
        bool const has_edges = shape.kind() == GeometryKind::line || shape.kind() == GeometryKind::polygon;
        draft.vertices.clear();
        draft.ends.clear();
        bool whole = true;
        for (std::size_t p = 0; whole && p < shape.path_count(); ++p) {
            whole = unprojector.append_path(shape.path(p), has_edges, draft.vertices);
            draft.ends.push_back(draft.vertices.size());
        }
        if (whole) {
            append(shape, draft, out);
            report.vertices_added += unprojector.vertices_added();
        } else {
            out.add_null();
            report.failed.push_back(g);
        }
    }
    return report;
}

std::vector<LonLat> densify_geodesic(std::span<LonLat const> line, Metres max_deviation) {
    check(max_deviation);
    std::vector<LonLat> dense;
    dense.reserve(line.size());
    for (LonLat vertex : line) {
        if (!dense.empty()) {
            LonLat const before = dense.back();
            vertex.lon = before.lon + std::remainder(vertex.lon - before.lon, 360.0);
            fill_edge(before, vertex, max_deviation, dense);
        }
        dense.push_back(vertex);
    }
    return dense;
}

LonLatGeometries densify_geodesic(LonLatGeometries const& geometries, Metres max_deviation) {
    LonLatGeometries dense;
    for (std::size_t g = 0; g < geometries.size(); ++g) {
        LonLatGeometry const shape = geometries[g];
        if (shape.kind() != GeometryKind::line && shape.kind() != GeometryKind::polygon) {
            dense.add(shape);
            continue;
        }
        dense.begin(shape.kind());
        for (std::size_t p = 0; p < shape.path_count(); ++p) {
            dense.begin_path(shape.role(p));
            dense.add(densify_geodesic(shape.path(p), max_deviation));
        }
        dense.end();
    }
    return dense;
}

} // namespace oreway
