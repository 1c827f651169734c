// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// How a sum of times varies when its parts do: a seeded simulation. The same parts, seed and number of draws give the
/// same figures on any number of threads.

#include <cstdint>
#include <vector>

#include "oreway/model/study.hpp"

namespace oreway {

/// A quantity between two ends, low <= likely <= high.
struct Spread {
    double low = 0.0;
    double likely = 0.0;
    double high = 0.0;
};

/// A part of the time of a journey that is drawn as a whole: hours at a node, or a speed (`km` above zero) that holds
/// for all kilometres that go by the same rate, so that the result does not depend on how a line is cut into legs.
struct VaryingTime {
    Spread spread;
    double km = 0.0;
};

/// Percentiles are those of the sorted draws: the smallest draw with at least that share at or below it.
struct SimulatedTime {
    double mean_h = 0.0;
    double p50_h = 0.0;
    double p95_h = 0.0;

    [[nodiscard]] double buffer_index() const noexcept { return (p95_h - mean_h) / mean_h; }
};

/// \param fixed_h  time of all parts that do not vary
[[nodiscard]] SimulatedTime simulate_time(double fixed_h, std::vector<VaryingTime> const& parts,
                                          ReliabilityOptions const& options);

} // namespace oreway
