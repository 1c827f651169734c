// SPDX-License-Identifier: MIT
// Strips are made in longitudes that run on; what reaches over the antimeridian is there twice, a turn apart, and the
// map cuts off what lies outside of it. Neighbouring strips are united first, in parallel.

#include "measure/buffer_strips.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

#include "measure/plane_polygon.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/planar/overlay.hpp"

namespace oreway {

namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double greatest_radius = 20e3;
/// Poleward of this a straight line of longitude and latitude has no useful bound.
constexpr double polar_latitude = 84.0;
/// Share of the tolerance that sides of strips take; the rest is for rounding and for holes that are left out.
constexpr double side_share = 0.9;
/// What joining vertices of the same place may cost, metres.
constexpr double same_place = 0.0012;
/// Strips of one vertex have arcs that all but coincide; on this grid, a tenth of a millimetre, their union is safe.
constexpr double grid_degrees = 1e-9;

/// A place on an edge and the direction of the edge there.
struct Station {
    LonLat place;
    double azimuth = 0.0;
};

/// What a strip is made with.
struct StripSpec {
    StripSpec(double r, double tolerance)
        : radius(r), sagitta(side_share * tolerance - same_place),
          cap_sides(std::max(4.0, std::ceil(std::numbers::pi / (2.0 * std::acos(1.0 - sagitta / r))))) {}

    /// The longest step between two stations at a latitude. Straight lines of longitude and latitude bend by at most
    /// 1.089 tan(lat) / R against a geodesic, and the offset of a geodesic by r / R2.
    [[nodiscard]] double step_at(double latitude) const {
        constexpr double least_radius = 6.335e6;
        double const bend = 1.1 * (std::tan(latitude * degree) + radius / least_radius) / least_radius;
        return std::sqrt(8.0 * sagitta / bend);
    }

    double radius;
    double sagitta;
    double cap_sides; ///< chords of a half circle
};

double longitude_beside(double lon, double other) noexcept {
    return other + std::remainder(lon - other, 360.0);
}

LonLat offset(Station const& station, double turn, double radius) {
    LonLat p = geodesic_direct(station.place, Degrees(station.azimuth + turn), Metres(radius)).position;
    p.lon = longitude_beside(p.lon, station.place.lon);
    return p;
}

/// Stations from one end of an edge to the other; nothing when it comes near to a pole.
std::optional<std::vector<Station>> stations_of(LonLat a, LonLat b, StripSpec const& spec) {
    constexpr double longest_span = 500e3; // no place of a span is more than half of it poleward of its ends
    constexpr double half_span_degrees = 2.4;
    GeodesicEdge const edge(a, b);
    double const length = edge.length().value();
    double const spans = std::max(1.0, std::ceil(length / longest_span));
    std::vector<Station> stations = {{a, edge.azimuth_from().value()}};
    auto const add = [&](double along) {
        GeodesicPosition const p = edge.at(Metres(along));
        stations.push_back(
            {{longitude_beside(p.position.lon, stations.back().place.lon), p.position.lat}, p.azimuth.value()});
    };
    for (double span = 0.0; span < spans; ++span) {
        double const from = span / spans * length;
        double const to = (span + 1.0) / spans * length;
        double const poleward =
            std::max(std::abs(stations.back().place.lat), std::abs(edge.at(Metres(to)).position.lat));
        double const latitude = poleward + half_span_degrees * std::min(1.0, (to - from) / longest_span);
        if (latitude > polar_latitude)
            return std::nullopt;
        double const steps = std::max(1.0, std::ceil((to - from) / spec.step_at(latitude)));
        for (double i = 1.0; i <= steps; ++i)
            add(from + i / steps * (to - from));
    }
    return stations;
}

/// An arc round a station between two turns from its azimuth, ends included.
void add_arc(Station const& centre, double from, double to, double sides, double radius, std::vector<LonLat>& ring) {
    for (double i = 0.0; i <= sides; ++i)
        ring.push_back(offset(centre, from + i / sides * (to - from), radius));
}

std::vector<LonLat> strip_round(std::vector<Station> const& stations, StripSpec const& spec) {
    std::vector<LonLat> ring;
    ring.reserve(2 * stations.size() + 2 * static_cast<std::size_t>(spec.cap_sides) + 2);
    for (std::size_t i = 0; i + 1 < stations.size(); ++i)
        ring.push_back(offset(stations[i], 90.0, spec.radius));
    add_arc(stations.back(), 90.0, -90.0, spec.cap_sides, spec.radius, ring);
    for (std::size_t i = stations.size() - 1; i-- > 1;)
        ring.push_back(offset(stations[i], -90.0, spec.radius));
    add_arc(stations.front(), -90.0, -270.0, spec.cap_sides, spec.radius, ring);
    ring.back() = ring.front(); // the same place, to the last bit
    return ring;
}

std::vector<LonLat> disc_round(LonLat centre, StripSpec const& spec) {
    std::vector<LonLat> ring;
    add_arc({centre, 0.0}, 0.0, -360.0, 2.0 * spec.cap_sides, spec.radius, ring);
    ring.back() = ring.front();
    return ring;
}

/// Strips, discs and the insides of polygons, before they are united.
class Strips {
public:
    Strips(LonLatGeometries const& sources, double radius, double tolerance)
        : m_sources(sources), m_spec(radius, tolerance) {}

    /// Whether making and uniting them costs less than a level set would, by rough times measured for both.
    [[nodiscard]] bool are_cheaper() const {
        constexpr double seconds_a_strip_vertex = 4e-6;
        constexpr double seconds_a_cell = 4e-6;
        constexpr double cell_of_radius = 0.3;
        double length = 0.0;
        for (std::size_t g = 0; g < m_sources.size(); ++g)
            length += geodesic_length(m_sources[g]).value();
        auto const vertices = static_cast<double>(m_sources.vertex_count());
        double const round = vertices * 2.0 * std::numbers::pi * m_spec.radius;
        double const cells = (2.0 * length + round) / (cell_of_radius * m_spec.radius);
        double const sides = vertices * 2.0 * (m_spec.cap_sides + 2.0) + 2.0 * length / m_spec.step_at(45.0);
        return sides * seconds_a_strip_vertex < cells * seconds_a_cell;
    }

    /// \return false when one comes near to a pole
    [[nodiscard]] bool make(Progress const& progress) {
        std::vector<char> fits(m_sources.size(), 1);
        std::vector<LonLatGeometries> made(m_sources.size());
        parallel_for(m_sources.size(), [&](std::size_t g) {
            stop_if_cancelled(progress);
            fits[g] = add_geometry(m_sources[g], made[g]) ? 1 : 0;
        });
        for (LonLatGeometries const& some : made)
            for (std::size_t i = 0; i < some.size(); ++i)
                add_with_turns(some[i]);
        return std::ranges::all_of(fits, [](char fit) { return fit != 0; });
    }

    [[nodiscard]] LonLatGeometries united(Progress const& progress) {
        constexpr std::size_t group = 64;
        while (m_parts.size() > 1) {
            LonLatGeometries const parts = std::exchange(m_parts, {});
            std::vector<LonLatGeometries> results((parts.size() + group - 1) / group);
            parallel_for(results.size(), [&](std::size_t i) {
                stop_if_cancelled(progress);
                LonLatGeometries some;
                for (std::size_t k = i * group; k < std::min(parts.size(), (i + 1) * group); ++k)
                    some.add(parts[k]);
                append_union_on_grid(some, grid_degrees, results[i]);
            });
            for (LonLatGeometries const& result : results)
                m_parts.add(result[0]);
        }
        if (m_beyond_map)
            cut_to_map();
        return without_specks();
    }

private:
    bool add_geometry(LonLatGeometry geometry, LonLatGeometries& out) const {
        if (geometry.kind() == GeometryKind::polygon && !geometry.empty()) {
            PlanePolygon const inside(geometry);
            // A ring round a pole goes along the edge of the map.
            if (std::ranges::any_of(inside.shape.vertices(), [](LonLat v) { return std::abs(v.lat) > polar_latitude; }))
                return false;
            if (!inside.empty())
                out.add(inside.shape[0]);
        }
        for (std::size_t p = 0; p < geometry.path_count(); ++p)
            if (!add_path(geometry.path(p), geometry.kind() == GeometryKind::point, out))
                return false;
        return true;
    }

    bool add_path(std::span<LonLat const> path, bool points, LonLatGeometries& out) const {
        bool any = false;
        for (std::size_t i = 0; i < path.size(); ++i) {
            bool const is_last = i + 1 == path.size();
            if (points || (is_last && !any)) {
                if (std::abs(path[i].lat) > polar_latitude)
                    return false;
                add_ring(disc_round(path[i], m_spec), out);
            } else if (!is_last && !(path[i] == path[i + 1])) {
                auto const stations = stations_of(path[i], path[i + 1], m_spec);
                if (!stations)
                    return false;
                add_ring(strip_round(*stations, m_spec), out);
                any = true;
            }
        }
        return true;
    }

    static void add_ring(std::vector<LonLat> const& ring, LonLatGeometries& out) {
        out.begin(GeometryKind::polygon);
        out.begin_path();
        out.add(ring);
        out.end();
    }

    /// Adds a part wherever it reaches into the map.
    void add_with_turns(LonLatGeometry part) {
        double west = part.path(0).front().lon;
        double east = west;
        for (std::size_t p = 0; p < part.path_count(); ++p)
            for (LonLat const v : part.path(p)) {
                west = std::min(west, v.lon);
                east = std::max(east, v.lon);
            }
        double const first = std::ceil((-180.0 - east) / 360.0);
        double const last = std::floor((180.0 - west) / 360.0);
        m_beyond_map = m_beyond_map || last > first;
        for (double k = first; k <= last; ++k) {
            m_parts.begin(GeometryKind::polygon);
            for (std::size_t p = 0; p < part.path_count(); ++p) {
                m_parts.begin_path(part.role(p));
                for (LonLat const v : part.path(p))
                    m_parts.add({v.lon + 360.0 * k, v.lat});
            }
            m_parts.end();
        }
    }

    void cut_to_map() {
        LonLatGeometries map;
        add_ring({{-180, -90}, {180, -90}, {180, 90}, {-180, 90}, {-180, -90}}, map);
        LonLatGeometries cut;
        append_intersection(m_parts[0], map[0], cut);
        m_parts = std::move(cut);
    }

    /// Chords of two strips can enclose a speck in which every place is within the tolerance of the radius.
    [[nodiscard]] LonLatGeometries without_specks() const {
        double const smallest = std::numbers::pi * std::pow((1.0 - side_share) * m_spec.sagitta, 2.0);
        LonLatGeometry const whole = m_parts[0];
        LonLatGeometries out;
        out.begin(whole.kind());
        for (std::size_t p = 0; p < whole.path_count(); ++p) {
            if (whole.role(p) == PathRole::hole && std::abs(geodesic_ring_area(whole.path(p)).value()) < smallest)
                continue;
            out.begin_path(whole.role(p));
            out.add(whole.path(p));
        }
        out.end();
        return out;
    }

    LonLatGeometries const& m_sources;
    StripSpec m_spec;
    LonLatGeometries m_parts;
    bool m_beyond_map = false;
};

} // namespace

std::optional<LonLatGeometries> buffer_by_strips(LonLatGeometries const& sources, double radius, double tolerance,
                                                 Progress const& progress) {
    bool const fits = radius <= greatest_radius && sources.vertex_count() > 0 &&
                      std::ranges::all_of(sources.vertices(), [](LonLat p) { return is_valid(p); });
    if (!fits)
        return std::nullopt;
    Strips strips(sources, radius, tolerance);
    if (!strips.are_cheaper() || !strips.make(progress))
        return std::nullopt;
    return strips.united(progress);
}

} // namespace oreway
