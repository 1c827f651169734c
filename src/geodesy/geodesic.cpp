// SPDX-License-Identifier: MIT
// Geodesics by PROJ's geodesic.h, which is Karney's own C code. Our part is to check what goes in (a coordinate that is
// not finite must never become a length), to hide the C structures, and to sum areas of short edges in closed form.

#include "oreway/geodesy/geodesic.hpp"

#include <geodesic.h>

#include <cmath>
#include <new>
#include <numbers>
#include <optional>
#include <type_traits>

#include <fmt/format.h>

#include "oreway/base/error.hpp"

namespace oreway {

static_assert(sizeof(geod_geodesicline) <= 512, "GeodesicEdge keeps too few bytes for PROJ's geod_geodesicline");
static_assert(alignof(geod_geodesicline) <= 8, "GeodesicEdge aligns PROJ's geod_geodesicline too loosely");
static_assert(std::is_trivially_copyable_v<geod_geodesicline>, "GeodesicEdge copies PROJ's geod_geodesicline as bytes");

namespace {

geod_geodesic const& ellipsoid() noexcept {
    static geod_geodesic const instance = [] {
        geod_geodesic g{};
        geod_init(&g, wgs84_semi_major_axis, wgs84_flattening);
        return g;
    }();
    return instance;
}

void check(LonLat p) {
    if (is_finite(p) && std::abs(p.lat) <= 90.0)
        return;
    throw NumericError{
        {.what = fmt::format("longitude {} latitude {} is not a position on the earth", p.lon, p.lat),
         .where = {},
         .remedy = "look for swapped axes or metres taken for degrees; 'oreway check' lists such features"}};
}

void check_finite(double value, char const* name) {
    if (std::isfinite(value))
        return;
    throw NumericError{{.what = fmt::format("the {} of a geodesic is not finite", name), .where = {}, .remedy = {}}};
}

} // namespace

GeodesicInverse geodesic_inverse(LonLat from, LonLat to) {
    check(from);
    check(to);
    double distance = 0.0;
    double azimuth_from = 0.0;
    double azimuth_to = 0.0;
    geod_inverse(&ellipsoid(), from.lat, from.lon, to.lat, to.lon, &distance, &azimuth_from, &azimuth_to);
    return {.distance = Metres(distance), .azimuth_from = Degrees(azimuth_from), .azimuth_to = Degrees(azimuth_to)};
}

Metres geodesic_distance(LonLat from, LonLat to) {
    check(from);
    check(to);
    double distance = 0.0;
    geod_inverse(&ellipsoid(), from.lat, from.lon, to.lat, to.lon, &distance, nullptr, nullptr);
    return Metres(distance);
}

GeodesicPosition geodesic_direct(LonLat from, Degrees azimuth, Metres distance) {
    check(from);
    check_finite(azimuth.value(), "azimuth");
    check_finite(distance.value(), "length");
    GeodesicPosition end;
    double end_azimuth = 0.0;
    geod_direct(&ellipsoid(), from.lat, from.lon, azimuth.value(), distance.value(), &end.position.lat,
                &end.position.lon, &end_azimuth);
    end.azimuth = Degrees(end_azimuth);
    return end;
}

Metres geodesic_length(std::span<LonLat const> line) {
    Metres length;
    for (std::size_t i = 1; i < line.size(); ++i)
        length += geodesic_distance(line[i - 1], line[i]);
    return length;
}

Metres geodesic_length(LonLatGeometry geometry) {
    Metres length;
    if (geometry.kind() != GeometryKind::line && geometry.kind() != GeometryKind::polygon)
        return length;
    for (std::size_t p = 0; p < geometry.path_count(); ++p)
        length += geodesic_length(geometry.path(p));
    return length;
}

namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double squared_eccentricity = wgs84_flattening * (2.0 - wgs84_flattening);
constexpr double area_of_the_ellipsoid = 510065621724088.5;

/// A vertex as areas need it.
struct AreaPlace {
    explicit AreaPlace(LonLat p) : lonlat(p), sine(std::sin(p.lat * degree)) {
        double const eccentricity = std::sqrt(squared_eccentricity);
        double const polar = wgs84_semi_major_axis * (1.0 - wgs84_flattening);
        zone = 0.5 * polar * polar *
               (sine / (1.0 - squared_eccentricity * sine * sine) + std::atanh(eccentricity * sine) / eccentricity);
    }
    LonLat lonlat;
    double sine;
    double zone; ///< area between equator and parallel, for a radian of longitude
};

double longitude_step(AreaPlace const& a, AreaPlace const& b) noexcept {
    return std::remainder(b.lonlat.lon - a.lonlat.lon, 360.0);
}

/// The area between an edge and the equator beyond what the mean of its ends gives, when the edge is short. With f the
/// zone as a function of longitude, f" = -p2 sin(lat) (1 + 3 cot2(azimuth)) along a geodesic (p the radius of the
/// parallel), and the trapezoid misses -f" step3 / 12. Off by less than 0.01 m2 for 5 km up to 80 degrees.
/// Nothing for longer edges.
std::optional<double> area_of_bend(AreaPlace const& a, AreaPlace const& b, double step) noexcept {
    constexpr double longest = 5.0e3;
    constexpr double greatest_sine = 0.984; // of 80 degrees
    double const sine = 0.5 * (a.sine + b.sine);
    if (std::abs(sine) > greatest_sine)
        return std::nullopt;
    double const root = 1.0 - squared_eccentricity * sine * sine;
    double const normal = wgs84_semi_major_axis / std::sqrt(root);
    double const squared_east = (1.0 - sine * sine) * normal * normal * step * step;
    double const north = normal * (1.0 - squared_eccentricity) / root * (b.lonlat.lat - a.lonlat.lat) * degree;
    if (squared_east + north * north > longest * longest)
        return std::nullopt;
    return step / 12.0 * sine * (squared_east + 3.0 * north * north);
}

/// The area of a ring that does not go round a pole, edge by edge. Nothing when it does, or may.
std::optional<double> area_by_edges(std::span<LonLat const> ring) {
    constexpr double nearly_half_a_turn = 179.0;
    if (ring.empty())
        return 0.0;
    AreaPlace const first(ring.front());
    AreaPlace from = first;
    double turned = 0.0;
    double sum = 0.0; // relative to the parallel of the first vertex, so that no digits are lost
    for (std::size_t i = 1; i <= ring.size(); ++i) {
        AreaPlace const to = i < ring.size() ? AreaPlace(ring[i]) : first;
        double const degrees = longitude_step(from, to);
        if (std::abs(degrees) > nearly_half_a_turn)
            return std::nullopt;
        turned += degrees;
        double const step = degrees * degree;
        if (auto const bend = area_of_bend(from, to, step)) {
            sum += step * (0.5 * (from.zone + to.zone) - first.zone) + *bend;
        } else {
            double under = 0.0;
            geod_geninverse(&ellipsoid(), from.lonlat.lat, from.lonlat.lon, to.lonlat.lat, to.lonlat.lon, nullptr,
                            nullptr, nullptr, nullptr, nullptr, nullptr, &under);
            sum += under - step * first.zone;
        }
        from = to;
    }
    if (std::abs(turned) > 1.0)
        return std::nullopt;
    return -std::remainder(sum, area_of_the_ellipsoid);
}

double area_by_karney(std::span<LonLat const> ring) {
    geod_polygon polygon{};
    geod_polygon_init(&polygon, 0);
    for (LonLat const p : ring)
        geod_polygon_addpoint(&ellipsoid(), &polygon, p.lat, p.lon);
    constexpr int as_given = 0; // do not reverse the ring
    constexpr int with_sign = 1;
    double area = 0.0;
    geod_polygon_compute(&ellipsoid(), &polygon, as_given, with_sign, &area, nullptr);
    return area;
}

} // namespace

SquareMetres geodesic_ring_area(std::span<LonLat const> ring) {
    for (LonLat const p : ring)
        check(p);
    auto const by_edges = area_by_edges(ring);
    return SquareMetres(by_edges ? *by_edges : area_by_karney(ring));
}

SquareMetres geodesic_area(LonLatGeometry geometry) {
    SquareMetres area;
    if (geometry.kind() != GeometryKind::polygon)
        return area;
    for (std::size_t p = 0; p < geometry.path_count(); ++p) {
        double const side = std::abs(geodesic_ring_area(geometry.path(p)).value());
        area += SquareMetres(geometry.role(p) == PathRole::hole ? -side : side);
    }
    return area;
}

std::vector<double> areas_below(std::span<LonLat const> chain) {
    std::vector<double> sums;
    if (chain.empty())
        return sums;
    sums.reserve(chain.size());
    sums.push_back(0.0);
    check(chain.front());
    AreaPlace from(chain.front());
    for (LonLat const p : chain.subspan(1)) {
        check(p);
        AreaPlace const to(p);
        double const step = (to.lonlat.lon - from.lonlat.lon) * degree;
        double under = 0.0;
        if (std::abs(from.lonlat.lat) >= 90.0 && from.lonlat.lat == to.lonlat.lat)
            under = step * from.zone;
        else if (auto const bend = area_of_bend(from, to, step))
            under = step * 0.5 * (from.zone + to.zone) + *bend;
        else
            geod_geninverse(&ellipsoid(), from.lonlat.lat, from.lonlat.lon, to.lonlat.lat, to.lonlat.lon, nullptr,
                            nullptr, nullptr, nullptr, nullptr, nullptr, &under);
        sums.push_back(sums.back() + under);
        from = to;
    }
    return sums;
}

GeodesicEdge::GeodesicEdge(LonLat from, LonLat to) {
    check(from);
    check(to);
    auto* line = ::new (static_cast<void*>(m_line.data())) geod_geodesicline;
    geod_inverseline(line, &ellipsoid(), from.lat, from.lon, to.lat, to.lon,
                     GEOD_LATITUDE | GEOD_LONGITUDE | GEOD_AZIMUTH | GEOD_DISTANCE_IN);
    m_length = Metres(line->s13);
    m_azimuth_from = Degrees(line->azi1);
}

GeodesicPosition GeodesicEdge::at(Metres along) const noexcept {
    auto const* line = std::launder(reinterpret_cast<geod_geodesicline const*>(m_line.data()));
    GeodesicPosition p;
    double azimuth = 0.0;
    geod_position(line, along.value(), &p.position.lat, &p.position.lon, &azimuth);
    p.azimuth = Degrees(azimuth);
    return p;
}

Ecef to_ecef(LonLat p) noexcept {
    constexpr double e2 = wgs84_flattening * (2.0 - wgs84_flattening);
    double const lat = p.lat * std::numbers::pi / 180.0;
    double const lon = p.lon * std::numbers::pi / 180.0;
    double const sin_lat = std::sin(lat);
    double const normal = wgs84_semi_major_axis / std::sqrt(1.0 - e2 * sin_lat * sin_lat);
    double const from_axis = normal * std::cos(lat);
    return {.x = from_axis * std::cos(lon), .y = from_axis * std::sin(lon), .z = normal * (1.0 - e2) * sin_lat};
}

} // namespace oreway
