// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The arithmetic of ranking, free of corridors: alternatives are rows of criteria, all turned so that lower is better.

#include <cstdint>
#include <vector>

#include "oreway/model/study.hpp"

namespace oreway {

/// One row an alternative, one column a criterion; lower is better in every column.
using CriteriaMatrix = std::vector<std::vector<double>>;

/// Each column brought to 0 (best) to 1 (worst); a column of equal values becomes 0, because it tells nothing apart.
[[nodiscard]] CriteriaMatrix min_max_normalised(CriteriaMatrix const& matrix);

/// Weighted mean of each row; the weights need not add up to one.
[[nodiscard]] std::vector<double> weighted_scores(CriteriaMatrix const& normalised, std::vector<double> const& weights);

/// Closeness to the ideal: each column divided by its root sum of squares and weighted, then the distance to the worst
/// values as a share of the distances to the best and the worst ones (TOPSIS; Hwang and Yoon 1981,
/// doi:10.1007/978-3-642-48318-9). From 0 to 1, higher is better; 1 for all when all rows are the same.
[[nodiscard]] std::vector<double> topsis_closeness(CriteriaMatrix const& matrix, std::vector<double> const& weights);

/// What ranks are made of, lower is better: weighted scores of a normalised matrix, or 1 - closeness.
[[nodiscard]] std::vector<double> distances_to_best(CriteriaMatrix const& matrix, std::vector<double> const& weights,
                                                    RankingMethod method);

/// 1 + the number of clearly lower scores; scores that differ by rounding only share a rank.
[[nodiscard]] std::vector<std::size_t> ranks(std::vector<double> const& scores);

/// Whether no other row is at least as good in every column and better in one.
[[nodiscard]] std::vector<bool> pareto_front(CriteriaMatrix const& matrix);

/// Shares of random weights, drawn evenly from all weights that add up to one.
struct Stability {
    std::vector<double> first_share; ///< in which the row is first
    std::vector<double> rank_share;  ///< in which it has the rank it was given
};
/// \param matrix  normalised for weighted_sum, as it is for topsis
[[nodiscard]] Stability weight_stability(CriteriaMatrix const& matrix, std::vector<std::size_t> const& given_ranks,
                                         std::uint64_t seed, std::uint64_t draws,
                                         RankingMethod method = RankingMethod::weighted_sum);

} // namespace oreway
