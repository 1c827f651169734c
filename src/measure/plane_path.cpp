// SPDX-License-Identifier: MIT
// Short edges bend by the differential equation of the geodesic on the sphere, in closed form; long ones and those near
// a pole are bisected along the exact geodesic until each chord stays with it.

#include "measure/plane_path.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

constexpr double degree = std::numbers::pi / 180.0;
/// The closed form is off by 1 % of the bend, less than half the tolerance up to this length.
constexpr double short_edge = 10.0e3;
/// Poleward of this the bend of a short edge changes along it.
constexpr double polar_latitude = 80.0;
/// Chords longer than this may bend both ways and hide it at their middle (at the equator); they are always halved.
constexpr double surely_bends_one_way = 25.0e3;
/// Where a geodesic passes a pole its longitude jumps; halving ends at chords this short.
constexpr double shortest_chord = 0.05;

bool is_pole(LonLat p) {
    return std::abs(p.lat) > 90.0 - 1e-9;
}

double longitude_between(LonLat from, LonLat to) {
    return std::remainder(to.lon - from.lon, 360.0);
}

/// Bend of a short geodesic against its chord in the plane: at share t the geodesic lies 4t(1-t) of these degrees
/// beside it. From the equations of the geodesic, lat" = -sin lat cos lat lon'2 and lon" = 2 tan lat lat' lon'.
LonLat bend_of(double lon_span, double lat_span, double middle_lat) {
    double const lat = middle_lat * degree;
    double const by_lat = 0.125 * std::sin(lat) * std::cos(lat) * lon_span * lon_span * degree;
    double const by_lon = -0.25 * std::tan(lat) * lat_span * lon_span * degree;
    return {by_lon, by_lat};
}

double metres_between(LonLat p, LonLat q) {
    double const east = (q.lon - p.lon) * std::cos(0.5 * (p.lat + q.lat) * degree);
    return metres_a_degree * std::hypot(east, q.lat - p.lat);
}

/// How far a short geodesic leaves its chord, as degrees and as metres.
struct Bend {
    Bend(LonLat a, LonLat b)
        : degrees(bend_of(b.lon - a.lon, b.lat - a.lat, 0.5 * (a.lat + b.lat))),
          metres(metres_between(a, {a.lon + degrees.lon, a.lat + degrees.lat})) {}
    LonLat degrees;
    double metres;
};

void follow_short_edge(LonLat a, LonLat b, Bend const& whole, std::vector<Waypoint>& chain) {
    double const lon_span = b.lon - a.lon;
    double const lat_span = b.lat - a.lat;
    LonLat const bend = whole.degrees;
    double const chords = std::max(1.0, std::ceil(std::sqrt(whole.metres / (0.5 * chord_tolerance))));
    for (double i = 1.0; i < chords; ++i) {
        double const t = i / chords;
        double const beside = 4.0 * t * (1.0 - t);
        chain.push_back({t, {a.lon + t * lon_span + beside * bend.lon, a.lat + t * lat_span + beside * bend.lat}});
    }
    chain.push_back({1.0, b});
}

/// Halves the stretch between two waypoints until the middle of the geodesic lies on the chord.
class Halving {
public:
    Halving(GeodesicEdge const& edge, double tolerance, std::vector<Waypoint>& chain)
        : m_edge(edge), m_tolerance(tolerance), m_chain(chain) {}

    void follow(Waypoint const& from, Waypoint to) {
        to.place.lon = from.place.lon + longitude_between(from.place, to.place);
        double const length = (to.share - from.share) * m_edge.length().value();
        Waypoint const middle = at(0.5 * (from.share + to.share), from.place);
        LonLat const on_chord{0.5 * (from.place.lon + to.place.lon), 0.5 * (from.place.lat + to.place.lat)};
        bool const straight = length <= surely_bends_one_way && metres_between(on_chord, middle.place) <= m_tolerance;
        if (straight || length <= shortest_chord) {
            m_chain.push_back(to);
            return;
        }
        follow(from, middle);
        // Past a pole the chain may have arrived a whole turn away, so it goes on from where it is.
        Waypoint const reached = m_chain.back();
        follow(reached, to);
    }

private:
    [[nodiscard]] Waypoint at(double share, LonLat after) const {
        LonLat const p = m_edge.at(share * m_edge.length()).position;
        return {share, {after.lon + longitude_between(after, p), p.lat}};
    }

    GeodesicEdge const& m_edge;
    double m_tolerance;
    std::vector<Waypoint>& m_chain;
};

double whole_turns(LonLat from, LonLat to) {
    return 360.0 * std::nearbyint((to.lon - from.lon) / 360.0);
}

/// A place with its own longitude, bit for bit but for whole turns, near another one.
LonLat turned_towards(LonLat place, LonLat near) {
    return {place.lon + whole_turns(place, near), place.lat};
}

/// The vertices of a ring in the plane, the first one repeated at the end, perhaps a whole turn away.
using Outline = std::vector<LonLat>;

/// A pole has every longitude: the way to it is a meridian, and so is the way from it. A run of vertices at a pole
/// therefore becomes two places, and the step between them is chosen so that the ring closes.
Outline outline_of(std::span<LonLat const> ring) {
    Outline out;
    auto const start = std::find_if_not(ring.begin(), ring.end(), is_pole);
    if (start == ring.end())
        return out;
    auto const first = static_cast<std::size_t>(start - ring.begin());
    auto const vertex = [&](std::size_t i) { return ring[(first + i) % ring.size()]; };

    // Longitudes keep their bits: a common boundary of two rings must give the same places.
    double lon = turned_towards(vertex(0), {wrap_longitude(vertex(0).lon), 0.0}).lon;
    LonLat before = vertex(0); // the last vertex that is no pole
    std::size_t pole_step = 0; // places from here on may be turned
    out.push_back({lon, before.lat});
    for (std::size_t i = 1; i <= ring.size(); ++i) {
        LonLat const v = vertex(i);
        bool const from_pole = is_pole(vertex(i - 1));
        if (is_pole(v)) {
            if (!from_pole)
                out.push_back({lon, v.lat});
            continue;
        }
        lon = turned_towards(v, {lon + longitude_between(before, v), 0.0}).lon;
        if (from_pole) {
            pole_step = out.size();
            out.push_back({lon, vertex(i - 1).lat});
        }
        out.push_back({lon, v.lat});
        before = v;
    }
    double const winding = whole_turns(out.front(), out.back());
    for (std::size_t i = pole_step; pole_step > 0 && i < out.size(); ++i)
        out[i].lon -= winding;
    return out;
}

/// A ring round a pole has two sides; its inside is the smaller one, as for areas.
double enclosed_pole(std::span<LonLat const> ring, double winding) {
    constexpr double half_the_ellipsoid = 0.5 * 510065621724088.5;
    double const left = geodesic_ring_area(ring).value();
    bool const left_is_smaller = left >= 0.0 ? left <= half_the_ellipsoid : left < -half_the_ellipsoid;
    bool const left_is_north = winding > 0.0;
    return left_is_smaller == left_is_north ? 90.0 : -90.0;
}

} // namespace

void follow_edge(LonLat a, LonLat b, std::vector<Waypoint>& chain, double tolerance) {
    LonLat const end{a.lon + longitude_between(a, b), b.lat};
    double const poleward = std::max(std::abs(a.lat), std::abs(b.lat));
    if (poleward < polar_latitude && metres_between(a, end) < short_edge) {
        Bend const bend(a, end);
        // A finer tolerance wants its places on the very geodesic; the closed form then only tells that none is needed.
        if (tolerance >= chord_tolerance || bend.metres <= 0.5 * tolerance) {
            follow_short_edge(a, end, bend, chain);
            return;
        }
    }
    GeodesicEdge const edge(a, b);
    Halving(edge, tolerance, chain).follow({0.0, a}, {1.0, end});
}

namespace {

/// Appends the places after `from` up to `to`. Edges are always followed from the same end, so that two rings with a
/// common edge bend at the same places.
void follow_either_way(LonLat from, LonLat to, double tolerance, std::vector<LonLat>& chain) {
    std::vector<Waypoint> waypoints;
    bool const backwards = to.lat < from.lat || (to.lat == from.lat && to.lon < from.lon);
    LonLat const start = backwards ? to : from;
    LonLat const end = backwards ? from : to;
    follow_edge(start, end, waypoints, tolerance);
    // Past a pole the way may end a whole turn away from where it should.
    double const turn = backwards ? whole_turns(waypoints.back().place, from) : 0.0;
    LonLat const last = turned_towards(to, backwards ? LonLat{start.lon + turn, 0.0} : waypoints.back().place);
    waypoints.pop_back();
    if (backwards)
        std::reverse(waypoints.begin(), waypoints.end());
    for (Waypoint const& w : waypoints)
        chain.push_back({w.place.lon + turn, w.place.lat});
    chain.push_back(last);
}

/// The longest edge, as square degrees, that surely needs no place on the way: a geodesic bends against a straight line
/// of longitude and latitude by less than 1.1 tan(lat) / R.
double squared_straight_span(Outline const& outline, double tolerance) {
    double poleward = 0.0;
    for (LonLat const p : outline)
        poleward = std::max(poleward, std::abs(p.lat));
    if (poleward >= polar_latitude)
        return 0.0;
    constexpr double mean_radius = 6371008.8;
    double const bend = 1.1 * std::tan(poleward * degree) / mean_radius + 1e-12;
    return 8.0 * 0.5 * tolerance / bend / (metres_a_degree * metres_a_degree);
}

/// Follows the edges of an outline; longitudes go on from the last place of the chain.
std::vector<LonLat> follow_outline(Outline const& outline, double tolerance) {
    std::vector<LonLat> chain = {outline.front()};
    chain.reserve(outline.size());
    double const squared_span = squared_straight_span(outline, tolerance);
    for (std::size_t i = 1; i < outline.size(); ++i) {
        LonLat const from = chain.back();
        LonLat to = outline[i];
        to.lon += whole_turns(outline[i - 1], from);
        double const east = to.lon - from.lon; // a degree of longitude is shorter still
        double const north = to.lat - from.lat;
        bool const straight =
            from.lon == to.lon || (is_pole(from) && is_pole(to)) || east * east + north * north <= squared_span;
        if (straight)
            chain.push_back(to);
        else
            follow_either_way(from, to, tolerance, chain);
    }
    return chain;
}

} // namespace

std::vector<LonLat> plane_ring(std::span<LonLat const> ring, double tolerance) {
    if (ring.size() > 1 && ring.front() == ring.back())
        ring = ring.first(ring.size() - 1);
    if (ring.size() < 3)
        return {};
    Outline const outline = outline_of(ring);
    if (outline.empty())
        return {};
    std::vector<LonLat> chain = follow_outline(outline, tolerance);
    if (double const winding = whole_turns(chain.front(), chain.back()); winding != 0.0) {
        double const pole = enclosed_pole(ring, winding);
        chain.push_back({chain.back().lon, pole});
        chain.push_back({chain.front().lon, pole});
    }
    chain.push_back(chain.front());
    auto const west =
        std::min_element(chain.begin(), chain.end(), [](LonLat p, LonLat q) { return p.lon < q.lon; })->lon;
    double const turn = 360.0 * std::floor((west + 180.0) / 360.0);
    for (LonLat& p : chain)
        p.lon -= turn;
    return chain;
}

} // namespace oreway
