// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Weights from judgements in pairs: the analytic hierarchy process (Saaty 1977, doi:10.1016/0022-2496(77)90033-5).
/// The weights are the principal eigenvector of the matrix of judgements, scaled to sum to 1. The consistency ratio
/// compares how far the judgements contradict each other with judgements made at random; Saaty takes 0.10 as the limit.

#include <optional>
#include <vector>

namespace oreway {

struct JudgedWeights {
    std::vector<double> weights; ///< one a criterion, sum 1
    double largest_eigenvalue = 0.0;
    /// Zero up to two criteria, which cannot contradict; nothing beyond 15, for which no random index is published.
    std::optional<double> consistency_ratio;
};

/// Above this the judgements should be looked at again.
inline constexpr double consistency_limit = 0.10;

/// \param matrix square, positive and reciprocal; not empty
[[nodiscard]] JudgedWeights judged_weights(std::vector<std::vector<double>> const& matrix);

} // namespace oreway
