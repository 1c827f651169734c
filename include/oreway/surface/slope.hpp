// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What a slope does to the cost of a step. A slope is the rise over the length of the step, from centre to centre in
/// the direction of travel, so uphill and downhill differ.

#include <limits>

#include "oreway/grid/grid.hpp"

namespace oreway {

enum class SlopeFunction {
    none,
    /// Walking speed 6 exp(-3.5 |slope + 0.05|) km/h (Tobler 1993, "Three presentations on geographical analysis and
    /// modeling", NCGIA technical report 93-1): fastest at 5 % downhill.
    tobler,
};

/// Which way the traveller goes.
enum class Travel {
    outward, ///< from the sources to the cells
    towards, ///< from the cells to the sources
};

struct SlopeRule {
    Grid<float> const& heights; ///< metres, on the grid of the friction; a cell without height is a barrier
    SlopeFunction function = SlopeFunction::none;
    double max_grade = std::numeric_limits<double>::infinity(); ///< steps steeper than this are not possible
    Travel travel = Travel::outward;
};

/// Cost at a slope over the cost on the flat: 1 at slope 0. For Tobler exp(3.5 (|slope + 0.05| - 0.05)), so that
/// friction is the pace on the flat (for Tobler's own walker 5.037 km/h, 0.7147 s/m).
[[nodiscard]] double slope_factor(SlopeFunction function, double slope) noexcept;

} // namespace oreway
