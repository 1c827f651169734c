// SPDX-License-Identifier: MIT
// GeodesicExact of GeographicLib 2.

#include "unit/measure/geographiclib_truth.hpp"

#include <GeographicLib/GeodesicExact.hpp>
#include <GeographicLib/GeodesicLineExact.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace oreway::witness {

namespace {

GeographicLib::GeodesicExact const& earth() {
    return GeographicLib::GeodesicExact::WGS84();
}

class Valley {
public:
    Valley(LonLat point, LonLat a, LonLat b)
        : m_point(point), m_line(earth().InverseLine(a.lat, a.lon, b.lat, b.lon)) {}
    [[nodiscard]] double length() const { return m_line.Distance(); }
    [[nodiscard]] double distance(double along) const {
        double lat = 0.0;
        double lon = 0.0;
        m_line.Position(along, lat, lon);
        double distance = 0.0;
        earth().Inverse(m_point.lat, m_point.lon, lat, lon, distance);
        return distance;
    }
    /// The least distance between two places; the last bracket is 1 um, for the valley of a
    /// point a millimetre beside the edge is as narrow as that.
    [[nodiscard]] double bottom(double low, double high) const {
        constexpr double golden = 0.6180339887498949;
        double left = high - golden * (high - low);
        double right = low + golden * (high - low);
        double at_left = distance(left);
        double at_right = distance(right);
        while (high - low > 1e-6) {
            if (at_left < at_right) {
                high = right;
                right = left;
                at_right = at_left;
                left = high - golden * (high - low);
                at_left = distance(left);
            } else {
                low = left;
                left = right;
                at_left = at_right;
                right = low + golden * (high - low);
                at_right = distance(right);
            }
        }
        return std::min({at_left, at_right, distance(low), distance(high)});
    }

private:
    LonLat m_point;
    GeographicLib::GeodesicLineExact m_line;
};

} // namespace

double nearest_distance(LonLat point, LonLat a, LonLat b) {
    Valley const valley(point, a, b);
    constexpr std::size_t samples = 32;
    std::array<double, samples + 1> distances{};
    auto const along = [&](std::size_t i) { return valley.length() * static_cast<double>(i) / samples; };
    for (std::size_t i = 0; i <= samples; ++i)
        distances[i] = valley.distance(along(i));
    double best = *std::min_element(distances.begin(), distances.end());
    double const spacing = valley.length() / samples;
    for (std::size_t i = 0; i <= samples; ++i) {
        bool const is_low =
            (i == 0 || distances[i] <= distances[i - 1]) && (i == samples || distances[i] <= distances[i + 1]);
        // The distance falls at most a metre a metre.
        if (is_low && distances[i] - spacing < best)
            best = std::min(best, valley.bottom(along(i > 0 ? i - 1 : 0), along(std::min(i + 1, samples))));
    }
    return best;
}

} // namespace oreway::witness
