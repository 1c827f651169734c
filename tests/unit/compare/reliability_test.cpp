// SPDX-License-Identifier: MIT
// Simulated times against means and percentiles in closed form and against SciPy.

#include "compare/reliability.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace oreway {
namespace {

constexpr std::uint64_t many = 200'000;

ReliabilityOptions with(SpreadShape shape) {
    return {.shape = shape, .seed = 20240601, .draws = many};
}

TEST(Reliability, ATriangleHasTheMeanAndPercentilesOfItsClosedForm) {
    // Between 0 and 10 with the mode at 0: mean 10/3, P50 = 10 (1 - sqrt 0.5), P95 = 10 (1 - sqrt 0.05). Standard
    // errors for 200000 draws: 0.0053, 0.0079, 0.011; five of them are allowed.
    SimulatedTime const time = simulate_time(0.0, {{.spread = {0.0, 0.0, 10.0}}}, with(SpreadShape::triangular));
    EXPECT_NEAR(time.mean_h, 10.0 / 3.0, 0.027);
    EXPECT_NEAR(time.p50_h, 10.0 * (1.0 - std::sqrt(0.5)), 0.040);
    EXPECT_NEAR(time.p95_h, 10.0 * (1.0 - std::sqrt(0.05)), 0.055);
}

TEST(Reliability, APertDistributionIsThatOfSciPy) {
    // scipy.stats.beta(1 + 4 x 6 / 26, 1 + 4 x 20 / 26, 4, 26): ppf 0.5 and 0.95; mean (4 + 4 x 10 + 30) / 6. Standard
    // errors: 0.011, 0.015, 0.025; five of them are allowed.
    SimulatedTime const time = simulate_time(0.0, {{.spread = {4.0, 10.0, 30.0}}}, with(SpreadShape::pert));
    EXPECT_NEAR(time.mean_h, 74.0 / 6.0, 0.055);
    EXPECT_NEAR(time.p50_h, 11.7874979, 0.075);
    EXPECT_NEAR(time.p95_h, 20.7376902, 0.125);
    EXPECT_NEAR(time.buffer_index(), (20.7376902 - 74.0 / 6.0) / (74.0 / 6.0), 0.015);
}

TEST(Reliability, AFixedTimeMovesAllPercentilesAndIndependentPartsAddTheirMeans) {
    std::vector<VaryingTime> const parts = {{.spread = {4.0, 10.0, 30.0}}, {.spread = {2.0, 3.0, 4.0}}};
    SimulatedTime const without = simulate_time(0.0, parts, with(SpreadShape::pert));
    SimulatedTime const with_hours = simulate_time(100.0, parts, with(SpreadShape::pert));
    EXPECT_NEAR(with_hours.p95_h - without.p95_h, 100.0, 1e-9);
    EXPECT_NEAR(without.mean_h, 74.0 / 6.0 + 3.0, 0.06);
    EXPECT_LT(with_hours.buffer_index(), without.buffer_index());
}

TEST(Reliability, ASpeedIsDrawnAndGivesTheTimeOfItsKilometres) {
    // Speeds even at one value leave km / speed; a spread to lower speeds can only take longer.
    SimulatedTime const still =
        simulate_time(0.0, {{.spread = {50.0, 50.0, 50.0}, .km = 1000.0}}, with(SpreadShape::pert));
    EXPECT_DOUBLE_EQ(still.p95_h, 20.0);
    SimulatedTime const slow =
        simulate_time(0.0, {{.spread = {25.0, 50.0, 50.0}, .km = 1000.0}}, with(SpreadShape::pert));
    EXPECT_GT(slow.p50_h, 20.0);
    EXPECT_LT(slow.p95_h, 40.0);
}

TEST(Reliability, TheSeedDecides) {
    std::vector<VaryingTime> const parts = {{.spread = {4.0, 10.0, 30.0}}};
    ReliabilityOptions options{.shape = SpreadShape::pert, .seed = 7, .draws = 1000};
    double const first = simulate_time(0.0, parts, options).p95_h;
    EXPECT_EQ(simulate_time(0.0, parts, options).p95_h, first);
    options.seed = 8;
    EXPECT_NE(simulate_time(0.0, parts, options).p95_h, first);
}

} // namespace
} // namespace oreway
