// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The arithmetic of ranking, free of corridors: alternatives are rows of criteria, all turned so that lower is better.

#include <cstdint>
#include <vector>

namespace oreway {

/// One row an alternative, one column a criterion; lower is better in every column.
using CriteriaMatrix = std::vector<std::vector<double>>;

/// Each column brought to 0 (best) to 1 (worst); a column of equal values becomes 0, because it tells nothing apart.
[[nodiscard]] CriteriaMatrix min_max_normalised(CriteriaMatrix const& matrix);

/// Weighted mean of each row; the weights need not add up to one.
[[nodiscard]] std::vector<double> weighted_scores(CriteriaMatrix const& normalised, std::vector<double> const& weights);

/// 1 + the number of clearly lower scores; scores that differ by rounding only share a rank.
[[nodiscard]] std::vector<std::size_t> ranks(std::vector<double> const& scores);

/// Whether no other row is at least as good in every column and better in one.
[[nodiscard]] std::vector<bool> pareto_front(CriteriaMatrix const& matrix);

/// Shares of random weights, drawn evenly from all weights that add up to one.
struct Stability {
    std::vector<double> first_share; ///< in which the row is first
    std::vector<double> rank_share;  ///< in which it has the rank it was given
};
[[nodiscard]] Stability weight_stability(CriteriaMatrix const& normalised, std::vector<std::size_t> const& given_ranks,
                                         std::uint64_t seed, std::uint64_t draws);

} // namespace oreway
