// SPDX-License-Identifier: MIT
// The arithmetic of ranking, against sums worked out by hand and a brute-force twin.

#include "compare/ranking.hpp"

#include <random>

#include <gtest/gtest.h>

namespace oreway {
namespace {

TEST(Ranking, NormalisesEachColumnByItsOwnRangeAndEqualValuesToZero) {
    CriteriaMatrix const n = min_max_normalised({{10.0, 7.0}, {20.0, 7.0}, {15.0, 7.0}});
    EXPECT_EQ(n, (CriteriaMatrix{{0.0, 0.0}, {1.0, 0.0}, {0.5, 0.0}}));
}

TEST(Ranking, ScoresAndRanksAreThoseOfAHandCalculation) {
    // Time 100, 200, 150; cost 50, 30, 40; weights 3 and 1.
    // Normalised: (0, 1), (1, 0), (0.5, 0.5). Scores: 1/4, 3/4, 1/2.
    CriteriaMatrix const n = min_max_normalised({{100.0, 50.0}, {200.0, 30.0}, {150.0, 40.0}});
    auto const scores = weighted_scores(n, {3.0, 1.0});
    EXPECT_DOUBLE_EQ(scores[0], 0.25);
    EXPECT_DOUBLE_EQ(scores[1], 0.75);
    EXPECT_DOUBLE_EQ(scores[2], 0.5);
    EXPECT_EQ(ranks(scores), (std::vector<std::size_t>{1, 3, 2}));
}

TEST(Ranking, EqualScoresShareARankAndTheNextOneIsLeftOut) {
    EXPECT_EQ(ranks({0.5, 0.1, 0.5, 0.9}), (std::vector<std::size_t>{2, 1, 2, 4}));
}

TEST(Ranking, TopsisIsThatOfACalculationWithNumPy) {
    // The same table as above. NumPy: each column over its norm times the weight, distances to the best and the worst.
    auto const closeness = topsis_closeness({{100.0, 50.0}, {200.0, 30.0}, {150.0, 40.0}}, {0.75, 0.25});
    EXPECT_NEAR(closeness[0], 0.79753778, 5e-9);
    EXPECT_NEAR(closeness[1], 0.20246222, 5e-9);
    EXPECT_NEAR(closeness[2], 0.5, 1e-12);
}

TEST(Ranking, TopsisDoesNotDependOnUnitsAndOneRowIsItsOwnIdeal) {
    auto const hours = topsis_closeness({{100.0, 50.0}, {200.0, 30.0}}, {3.0, 1.0});
    auto const days = topsis_closeness({{100.0 / 24.0, 50.0}, {200.0 / 24.0, 30.0}}, {3.0, 1.0});
    EXPECT_NEAR(hours[0], days[0], 1e-12);
    EXPECT_EQ(topsis_closeness({{100.0, 50.0}}, {3.0, 1.0}), std::vector<double>{1.0});
    EXPECT_EQ(topsis_closeness({{0.0}, {0.0}}, {1.0}), (std::vector<double>{1.0, 1.0})) << "zeros tell nothing apart";
}

TEST(Ranking, TheParetoFrontIsThatOfTheDefinition) {
    // The twin: row r is on the front when for every other row some column is better in r, or all columns are equal.
    std::mt19937 generator(11);
    for (int round = 0; round < 200; ++round) {
        CriteriaMatrix matrix(6, std::vector<double>(3));
        for (auto& row : matrix)
            for (double& value : row)
                value = static_cast<double>(generator() % 4);
        auto const front = pareto_front(matrix);
        for (std::size_t r = 0; r < matrix.size(); ++r) {
            bool expected = true;
            for (auto const& other : matrix) {
                bool some_better = false;
                for (std::size_t c = 0; c < 3; ++c)
                    some_better = some_better || matrix[r][c] < other[c];
                expected = expected && (some_better || matrix[r] == other);
            }
            EXPECT_EQ(front[r], expected);
        }
    }
}

TEST(Ranking, StabilityApproachesTheProbabilityWorkedOutByHand) {
    // Scores w2 and w1 / 2: the first is ahead when w2 < w1 / 2, that is w1 > 2/3, which has probability 1/3 for
    // weights even on the simplex. With 20000 draws the standard error is 0.0033; four of them are allowed.
    CriteriaMatrix const n = {{0.0, 1.0}, {0.5, 0.0}};
    Stability const s = weight_stability(n, {2, 1}, 42, 20000);
    EXPECT_NEAR(s.first_share[0], 1.0 / 3.0, 0.0133);
    EXPECT_NEAR(s.first_share[1], 2.0 / 3.0, 0.0133);
    EXPECT_DOUBLE_EQ(s.rank_share[1], s.first_share[1]) << "it was given rank 1";
    EXPECT_DOUBLE_EQ(s.rank_share[0], s.first_share[1]) << "rank 2 holds when the other is first";
}

TEST(Ranking, ThreeCriteriaAreWeightedEvenly) {
    // Rows that are best in one criterion each: first with probability 1/3 by symmetry.
    Stability const s = weight_stability({{0.0, 1.0, 1.0}, {1.0, 0.0, 1.0}, {1.0, 1.0, 0.0}}, {1, 1, 1}, 7, 20000);
    for (double const share : s.first_share)
        EXPECT_NEAR(share, 1.0 / 3.0, 0.0133);
}

TEST(Ranking, TheSameSeedGivesTheSameSharesAndAnotherSeedOthers) {
    CriteriaMatrix const n = {{0.0, 1.0}, {0.5, 0.0}};
    EXPECT_EQ(weight_stability(n, {2, 1}, 42, 1000).first_share, weight_stability(n, {2, 1}, 42, 1000).first_share);
    EXPECT_NE(weight_stability(n, {2, 1}, 42, 1000).first_share, weight_stability(n, {2, 1}, 43, 1000).first_share);
}

TEST(Ranking, ADominatingRowIsFirstUnderAllWeights) {
    Stability const s = weight_stability({{0.0, 0.0}, {1.0, 1.0}}, {1, 2}, 1, 500);
    EXPECT_EQ(s.first_share, (std::vector{1.0, 0.0}));
    EXPECT_EQ(s.rank_share, (std::vector{1.0, 1.0}));
}

} // namespace
} // namespace oreway
