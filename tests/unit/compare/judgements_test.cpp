// SPDX-License-Identifier: MIT
// Weights from judgements in pairs, against the example that Saaty published.

#include "compare/judgements.hpp"

#include <gtest/gtest.h>

namespace oreway {
namespace {

/// Buying a house, eight criteria: Saaty 1990, How to make a decision, European Journal of Operational Research 48.
std::vector<std::vector<double>> const house = {{1, 5, 3, 7, 6, 6, 1.0 / 3, 1.0 / 4},
                                                {1.0 / 5, 1, 1.0 / 3, 5, 3, 3, 1.0 / 5, 1.0 / 7},
                                                {1.0 / 3, 3, 1, 6, 3, 4, 6, 1.0 / 5},
                                                {1.0 / 7, 1.0 / 5, 1.0 / 6, 1, 1.0 / 3, 1.0 / 4, 1.0 / 7, 1.0 / 8},
                                                {1.0 / 6, 1.0 / 3, 1.0 / 3, 3, 1, 1.0 / 2, 1.0 / 5, 1.0 / 6},
                                                {1.0 / 6, 1.0 / 3, 1.0 / 4, 4, 2, 1, 1.0 / 5, 1.0 / 6},
                                                {3, 5, 1.0 / 6, 7, 5, 5, 1, 1.0 / 2},
                                                {4, 7, 5, 8, 6, 6, 2, 1}};

TEST(Judgements, GiveThePrioritiesAndTheConsistencyRatioOfThePublishedExample) {
    constexpr double printed = 0.0005; // the paper prints three decimals
    std::vector<double> const published = {0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333};
    JudgedWeights const judged = judged_weights(house);
    for (std::size_t i = 0; i < published.size(); ++i)
        EXPECT_NEAR(judged.weights[i], published[i], printed) << i;
    EXPECT_NEAR(judged.largest_eigenvalue, 9.669, printed);
    ASSERT_TRUE(judged.consistency_ratio);
    EXPECT_NEAR(*judged.consistency_ratio, 0.169, printed);
}

TEST(Judgements, ThatFollowFromWeightsGiveTheseWeightsBackWithoutContradiction) {
    std::vector<double> const weights = {0.5, 0.3, 0.2};
    std::vector<std::vector<double>> matrix(3, std::vector<double>(3));
    for (std::size_t r = 0; r < 3; ++r)
        for (std::size_t c = 0; c < 3; ++c)
            matrix[r][c] = weights[r] / weights[c];
    JudgedWeights const judged = judged_weights(matrix);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_NEAR(judged.weights[i], weights[i], 1e-12);
    EXPECT_NEAR(*judged.consistency_ratio, 0.0, 1e-12);
}

TEST(Judgements, OfTwoCriteriaCannotContradict) {
    JudgedWeights const judged = judged_weights({{1.0, 3.0}, {1.0 / 3.0, 1.0}});
    EXPECT_NEAR(judged.weights[0], 0.75, 1e-12);
    EXPECT_EQ(judged.consistency_ratio, 0.0);
}

TEST(Judgements, OfMoreThanFifteenCriteriaHaveNoKnownRatio) {
    std::vector<std::vector<double>> const equal(16, std::vector<double>(16, 1.0));
    EXPECT_FALSE(judged_weights(equal).consistency_ratio);
}

} // namespace
} // namespace oreway
