// SPDX-License-Identifier: MIT
// Shared stretches by halving. Two facts decide whole intervals at once: the distance to the other line changes by at
// most a metre a metre; and along a geodesic the distance to one geodesic edge is convex but for the curvature of the
// earth.

#include "oreway/measure/shared_length.hpp"

#include <algorithm>
#include <cmath>

#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

/// Intervals are halved down to this length; then their middle decides.
constexpr double finest = 1.0;

/// One edge of the line, searched for the stretches near to the other line.
class EdgeSearch {
public:
    EdgeSearch(LonLat a, LonLat b, double start, EdgeIndex const& other, double tolerance,
               std::vector<SharedStretch>& stretches)
        : m_edge(a, b), m_start(start), m_other(other), m_tolerance(tolerance), m_stretches(stretches) {}

    [[nodiscard]] double length() const noexcept { return m_edge.length().value(); }

    void search(double from, double to) {
        double const half = 0.5 * (to - from);
        double const middle = from + half;
        auto const hit = m_other.nearest(at(middle), Metres(m_tolerance + half));
        if (!hit)
            return; // no place of the interval is near
        double const distance = hit->distance.value();
        if (distance + half <= m_tolerance || stays_near(*hit, from, to)) {
            add(from, to);
        } else if (to - from > finest) {
            search(from, middle);
            search(middle, to);
        } else if (distance <= m_tolerance) {
            add(from, to);
        }
    }

private:
    [[nodiscard]] LonLat at(double along) const { return m_edge.at(Metres(along)).position; }

    /// Whether both ends are near to the edge that is nearest to the middle. Between them the distance to that edge
    /// then is at most that of the farther end, over the cosine of half the interval (Sturm's comparison with a sphere,
    /// of the smallest radius of curvature of the ellipsoid).
    [[nodiscard]] bool stays_near(NearestHit const& hit, double from, double to) const {
        constexpr double smallest_radius = 6.33e6;
        constexpr double longest = 1.0e6;
        if (to - from > longest || m_tolerance > longest)
            return false;
        auto const [a, b] = m_other.ends_of(hit);
        double const limit = m_tolerance * std::cos(0.5 * (to - from) / smallest_radius);
        return nearest_on_edge(at(from), a, b).distance.value() <= limit &&
               nearest_on_edge(at(to), a, b).distance.value() <= limit;
    }

    void add(double from, double to) {
        Metres const begin(m_start + from);
        Metres const end(m_start + to);
        if (!m_stretches.empty() && m_stretches.back().to == begin)
            m_stretches.back().to = end;
        else
            m_stretches.push_back({begin, end});
    }

    GeodesicEdge m_edge;
    double m_start;
    EdgeIndex const& m_other;
    double m_tolerance;
    std::vector<SharedStretch>& m_stretches;
};

} // namespace

std::vector<SharedStretch> shared_stretches(std::span<LonLat const> line, EdgeIndex const& other, Metres tolerance) {
    std::vector<SharedStretch> stretches;
    double start = 0.0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        EdgeSearch edge(line[i - 1], line[i], start, other, tolerance.value(), stretches);
        if (edge.length() > 0.0)
            edge.search(0.0, edge.length());
        start += edge.length();
    }
    return stretches;
}

Metres total_length(std::span<SharedStretch const> stretches) noexcept {
    Metres total;
    for (SharedStretch const& s : stretches)
        total += s.to - s.from;
    return total;
}

} // namespace oreway
