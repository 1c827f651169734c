// SPDX-License-Identifier: MIT
// Which reference system the map opens in.

#include <cmath>

#include <fmt/format.h>

#include "oreway/exporters/bundle.hpp"

namespace oreway {

std::string map_crs_for(LonLatBox const& view) {
    constexpr double widest_view = 60.0;
    bool const inside_utm = view.south >= -80.0 && view.north <= 84.0;
    if (view.empty() || view.width() > widest_view || !inside_utm)
        return "EPSG:4326";
    double const middle = wrap_longitude(view.west + view.width() / 2.0);
    int const zone = static_cast<int>(std::floor((middle + 180.0) / 6.0)) + 1;
    bool const northern = view.south + view.north >= 0.0;
    return fmt::format("EPSG:{}", (northern ? 32600 : 32700) + zone);
}

} // namespace oreway
