// SPDX-License-Identifier: MIT
// The cost of slopes relative to the flat.

#include "oreway/surface/slope.hpp"

#include <cmath>

namespace oreway {

double slope_factor(SlopeFunction function, double slope) noexcept {
    if (function == SlopeFunction::none)
        return 1.0;
    constexpr double steepness = 3.5;
    constexpr double best_slope = 0.05;
    return std::exp(steepness * (std::abs(slope + best_slope) - best_slope));
}

} // namespace oreway
