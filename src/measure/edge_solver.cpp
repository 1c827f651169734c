// SPDX-License-Identifier: MIT
// The foot of a point on a geodesic edge. At an estimate x on the edge one inverse solution gives the distance s and
// the angle alpha between edge and point; the right triangle of the sphere says how far on the foot lies, R
// atan2(sin(s/R) cos alpha, cos(s/R)), and the rest of the iteration removes what the sphere does not know (Baselga and
// Martinez-Llario 2018). Where a single valley is not certain (far points, edges of a quarter of the globe and more)
// the edge is sampled, and each sign change of the slope -cos alpha is closed in by bisection and secants.

#include "measure/edge_solver.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "measure/geodesic_series.hpp"
#include "oreway/base/error.hpp"
#include "oreway/geodesy/geodesic.hpp"

namespace oreway {

namespace {

constexpr double degree = std::numbers::pi / 180.0;
constexpr double mean_radius = 6371008.8;
/// A last step of 5 cm is off by less than 0.3 mm, for the sphere is off by at most 0.5 %; the distance then is within
/// 1e-9 m.
constexpr double last_step = 0.05;
/// Steps shrink a hundredfold each, so 30 are never used up unless the valley is not a single one.
constexpr int most_steps = 30;
/// Spacing of the samples of the global search. The distance varies along an edge on the scale of the earth's radius.
constexpr double sample_spacing = 250.0e3;

/// A place on the edge as seen from the point.
struct Sighting {
    double along = 0.0;
    double distance = 0.0;
    double cosine = 0.0; ///< of the angle between the edge's direction and the direction to the point; minus the slope
    double sine = 0.0;
};

class Edge {
public:
    Edge(LonLat a, LonLat b) : m_a(a), m_b(b), m_line(a, b) {}

    [[nodiscard]] double length() const noexcept { return m_line.length().value(); }

    /// The ends are the vertices themselves, so that edges of a common vertex see it at the same distance to the last
    /// bit.
    [[nodiscard]] LonLat position(double along) const {
        if (along <= 0.0)
            return m_a;
        return along >= length() ? m_b : m_line.at(Metres(along)).position;
    }

    /// The place at a distance along the edge and the direction of the edge there.
    [[nodiscard]] GeodesicPosition course(double along) const {
        if (along <= 0.0)
            return {m_a, m_line.azimuth_from()};
        GeodesicPosition there = m_line.at(Metres(along));
        if (along >= length()) {
            // At a pole the longitude of the vertex is arbitrary, and azimuths turn with it.
            double const turn = std::remainder(m_b.lon - there.position.lon, 360.0) * std::sin(m_b.lat * degree);
            there = {m_b, there.azimuth + Degrees(turn)};
        }
        return there;
    }

private:
    LonLat m_a;
    LonLat m_b;
    GeodesicEdge m_line;
};

/// Looks from an edge at a point, by the inverse problem.
struct ExactView {
    LonLat point;

    [[nodiscard]] Sighting operator()(Edge const& edge, double along) const {
        GeodesicPosition const there = edge.course(along);
        GeodesicInverse const way = geodesic_inverse(there.position, point);
        double const angle = (way.azimuth_from - there.azimuth).value() * degree;
        return {along, way.distance.value(), std::cos(angle), std::sin(angle)};
    }
};

/// The same for near points, by the series.
struct SeriesView {
    Ecef point;

    [[nodiscard]] Sighting operator()(Edge const& edge, double along) const {
        GeodesicPosition const there = edge.course(along);
        Ecef const place = to_ecef(there.position);
        double const angle = series_azimuth(there.position, place, point) - there.azimuth.value() * degree;
        return {along, series_distance(place, point), std::cos(angle), std::sin(angle)};
    }
};

/// How far along the edge the foot lies from a sighting, on the sphere.
double step_to_foot(Sighting const& s) {
    double const angle = s.distance / mean_radius;
    return mean_radius * std::atan2(std::sin(angle) * s.cosine, std::cos(angle));
}

EdgeFoot as_foot(Edge const& edge, double along, double distance) {
    return {Metres(distance), Metres(along), edge.position(along)};
}

/// The foot after the last small step, without another inverse solution.
EdgeFoot foot_beside(Edge const& edge, Sighting const& s, double step) {
    double const distance = mean_radius * std::asin(std::sin(s.distance / mean_radius) * std::abs(s.sine));
    return as_foot(edge, s.along + step, distance);
}

/// Descends from a sighting into the valley around it; nothing when that does not settle.
template <class View> std::optional<EdgeFoot> descend(Edge const& edge, View const& view, Sighting s) {
    double const length = edge.length();
    for (int i = 0; i < most_steps; ++i) {
        double const step = step_to_foot(s);
        double const next = std::clamp(s.along + step, 0.0, length);
        if (next == s.along)
            return as_foot(edge, s.along, s.distance);
        bool const inside = next == s.along + step;
        if (inside && std::abs(step) < last_step)
            return foot_beside(edge, s, step);
        s = view(edge, next);
    }
    return std::nullopt;
}

/// The bottom of a valley between two sightings whose slopes fall and rise: Illinois' secants, which never leave the
/// bracket.
Sighting bottom_between(Edge const& edge, ExactView const& view, Sighting low, Sighting high) {
    constexpr double close_enough = 1e-4; // metres along the edge
    double low_weight = low.cosine;
    double high_weight = high.cosine;
    for (int i = 0; i < 100 && high.along - low.along > close_enough; ++i) {
        double const share = low_weight / (low_weight - high_weight);
        double const margin = std::min(0.01, 0.25 * close_enough / (high.along - low.along));
        double const along = low.along + std::clamp(share, margin, 1.0 - margin) * (high.along - low.along);
        Sighting const middle = view(edge, along);
        if (middle.cosine > 0.0) {
            low = middle;
            low_weight = middle.cosine;
            high_weight *= 0.5;
        } else {
            high = middle;
            high_weight = middle.cosine;
            low_weight *= 0.5;
        }
    }
    return low.distance <= high.distance ? low : high;
}

/// The nearest place of the whole edge, whatever its length and however far the point.
EdgeFoot search_whole(Edge const& edge, ExactView const& view) {
    double const length = edge.length();
    auto const intervals = static_cast<std::size_t>(std::max(4.0, std::ceil(length / sample_spacing)));
    std::vector<Sighting> samples;
    samples.reserve(intervals + 1);
    for (std::size_t i = 0; i <= intervals; ++i)
        samples.push_back(
            view(edge, i == intervals ? length : length * static_cast<double>(i) / static_cast<double>(intervals)));
    auto const nearer = [](Sighting const& l, Sighting const& r) { return l.distance < r.distance; };
    Sighting best = *std::min_element(samples.begin(), samples.end(), nearer);
    for (std::size_t i = 0; i < intervals; ++i) {
        Sighting const& low = samples[i];
        Sighting const& high = samples[i + 1];
        if (!(low.cosine > 0.0 && high.cosine < 0.0))
            continue;
        // The distance falls at most a metre a metre.
        if (0.5 * (low.distance + high.distance - (high.along - low.along)) >= best.distance)
            continue;
        best = std::min(best, bottom_between(edge, view, low, high), nearer);
    }
    // A bracket of 0.1 mm leaves a place on the edge that far from it; a last descent does not.
    if (best.distance <= single_valley_distance)
        if (auto const foot = descend(edge, view, best); foot && foot->distance.value() <= best.distance)
            return *foot;
    return as_foot(edge, best.along, best.distance);
}

} // namespace

EdgeFoot solve_edge(LonLat point, LonLat a, LonLat b, double start) {
    Edge const edge(a, b);
    ExactView const view{point};
    if (!(edge.length() > 0.0))
        return {geodesic_distance(point, a), Metres(0.0), a};
    if (edge.length() <= single_valley_edge) {
        Sighting const first = view(edge, std::clamp(start, 0.0, 1.0) * edge.length());
        if (first.distance <= single_valley_distance)
            if (auto const foot = descend(edge, view, first))
                return *foot;
    }
    return search_whole(edge, view);
}

std::optional<EdgeFoot> solve_edge_near(Ecef point, LonLat a, LonLat b, double start) {
    Edge const edge(a, b);
    SeriesView const view{point};
    if (!(edge.length() > 0.0 && edge.length() <= single_valley_edge))
        return std::nullopt;
    Sighting const first = view(edge, std::clamp(start, 0.0, 1.0) * edge.length());
    return first.distance <= longest_series ? descend(edge, view, first) : std::nullopt;
}

} // namespace oreway
