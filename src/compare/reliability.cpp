// SPDX-License-Identifier: MIT
// Draws from triangular and PERT distributions. The standard distributions differ between libraries, so that the same
// seed would give other figures elsewhere; here every draw is made from the bits of the generator.

#include "compare/reliability.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace oreway {

namespace {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_generator(seed) {}

    /// Between 0 and 1, never one of them.
    double uniform() { return (static_cast<double>(m_generator() >> 11U) + 0.5) * 0x1.0p-53; }

    /// Standard normal (Box and Muller 1958, doi:10.1214/aoms/1177706645).
    double normal() {
        double const radius = std::sqrt(-2.0 * std::log(uniform()));
        return radius * std::cos(2.0 * std::numbers::pi * uniform());
    }

    /// Gamma with shape >= 1 and scale 1 (Marsaglia and Tsang 2000, doi:10.1145/358407.358414).
    double gamma(double shape) {
        double const d = shape - 1.0 / 3.0;
        double const c = 1.0 / std::sqrt(9.0 * d);
        for (;;) {
            double const x = normal();
            double const v = std::pow(1.0 + c * x, 3.0);
            if (v > 0.0 && std::log(uniform()) < 0.5 * x * x + d - d * v + d * std::log(v))
                return d * v;
        }
    }

    double triangular(Spread const& s) {
        double const u = uniform();
        double const width = s.high - s.low;
        if (u * width < s.likely - s.low)
            return s.low + std::sqrt(u * width * (s.likely - s.low));
        return s.high - std::sqrt((1.0 - u) * width * (s.high - s.likely));
    }

    /// Beta with the mode at the likely value and the weight of 4 that PERT gives it (Malcolm et al. 1959,
    /// doi:10.1287/opre.7.5.646).
    double pert(Spread const& s) {
        double const width = s.high - s.low;
        double const a = gamma(1.0 + 4.0 * (s.likely - s.low) / width);
        double const b = gamma(1.0 + 4.0 * (s.high - s.likely) / width);
        return s.low + width * a / (a + b);
    }

    double draw(Spread const& s, SpreadShape shape) {
        if (!(s.high > s.low))
            return s.likely;
        return shape == SpreadShape::triangular ? triangular(s) : pert(s);
    }

private:
    std::mt19937_64 m_generator;
};

double percentile(std::vector<double> const& sorted, double share) {
    auto const rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

} // namespace

SimulatedTime simulate_time(double fixed_h, std::vector<VaryingTime> const& parts, ReliabilityOptions const& options) {
    Dice dice(options.seed);
    std::vector<double> hours(options.draws, fixed_h);
    double sum = 0.0;
    for (double& time : hours) {
        for (VaryingTime const& part : parts) {
            double const drawn = dice.draw(part.spread, options.shape);
            time += part.km > 0.0 ? part.km / drawn : drawn;
        }
        sum += time;
    }
    std::ranges::sort(hours);
    return {.mean_h = sum / static_cast<double>(hours.size()),
            .p50_h = percentile(hours, 0.50),
            .p95_h = percentile(hours, 0.95)};
}

} // namespace oreway
