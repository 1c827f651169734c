// SPDX-License-Identifier: MIT
// Weighted sums, Pareto fronts, and how stable a rank is under other weights (SMAA; Lahdelma, Hokkanen, Salminen 1998).

#include "compare/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace oreway {

namespace {

constexpr double score_rounding = 1e-12; // scores are sums of a few numbers between 0 and 1

/// Weights evenly distributed over the simplex: exponential variates divided by their sum. The standard distributions
/// differ between libraries, so the 53 high bits of the generator are turned into a number in (0, 1) here.
std::vector<double> random_weights(std::mt19937_64& generator, std::size_t count) {
    std::vector<double> weights(count);
    double sum = 0.0;
    for (double& weight : weights) {
        double const uniform = (static_cast<double>(generator() >> 11U) + 0.5) * 0x1.0p-53;
        weight = -std::log(uniform);
        sum += weight;
    }
    for (double& weight : weights)
        weight /= sum;
    return weights;
}

bool dominates(std::vector<double> const& a, std::vector<double> const& b) {
    bool better_somewhere = false;
    for (std::size_t c = 0; c < a.size(); ++c) {
        if (a[c] > b[c])
            return false;
        better_somewhere = better_somewhere || a[c] < b[c];
    }
    return better_somewhere;
}

} // namespace

CriteriaMatrix min_max_normalised(CriteriaMatrix const& matrix) {
    CriteriaMatrix result = matrix;
    if (matrix.empty())
        return result;
    for (std::size_t c = 0; c < matrix.front().size(); ++c) {
        double low = matrix.front()[c];
        double high = low;
        for (auto const& row : matrix) {
            low = std::min(low, row[c]);
            high = std::max(high, row[c]);
        }
        for (auto& row : result)
            row[c] = high > low ? (row[c] - low) / (high - low) : 0.0;
    }
    return result;
}

std::vector<double> weighted_scores(CriteriaMatrix const& normalised, std::vector<double> const& weights) {
    double whole = 0.0;
    for (double const weight : weights)
        whole += weight;
    std::vector<double> scores;
    for (auto const& row : normalised) {
        double sum = 0.0;
        for (std::size_t c = 0; c < weights.size(); ++c)
            sum += weights[c] * row[c];
        scores.push_back(sum / whole);
    }
    return scores;
}

std::vector<double> topsis_closeness(CriteriaMatrix const& matrix, std::vector<double> const& weights) {
    std::vector<double> to_best(matrix.size(), 0.0);
    std::vector<double> to_worst(matrix.size(), 0.0);
    for (std::size_t c = 0; c < weights.size() && !matrix.empty(); ++c) {
        double squares = 0.0;
        double best = matrix.front()[c];
        double worst = best;
        for (auto const& row : matrix) {
            squares += row[c] * row[c];
            best = std::min(best, row[c]);
            worst = std::max(worst, row[c]);
        }
        if (!(worst > best))
            continue; // tells nothing apart
        double const scale = weights[c] / std::sqrt(squares);
        for (std::size_t r = 0; r < matrix.size(); ++r) {
            to_best[r] += std::pow(scale * (matrix[r][c] - best), 2);
            to_worst[r] += std::pow(scale * (matrix[r][c] - worst), 2);
        }
    }
    std::vector<double> closeness;
    for (std::size_t r = 0; r < matrix.size(); ++r) {
        double const sum = std::sqrt(to_best[r]) + std::sqrt(to_worst[r]);
        closeness.push_back(sum > 0.0 ? std::sqrt(to_worst[r]) / sum : 1.0);
    }
    return closeness;
}

std::vector<std::size_t> ranks(std::vector<double> const& scores) {
    std::vector<std::size_t> result;
    for (double const own : scores) {
        auto const better = std::ranges::count_if(scores, [&](double other) { return other < own - score_rounding; });
        result.push_back(1 + static_cast<std::size_t>(better));
    }
    return result;
}

std::vector<bool> pareto_front(CriteriaMatrix const& matrix) {
    std::vector<bool> result;
    for (auto const& row : matrix)
        result.push_back(std::ranges::none_of(matrix, [&](auto const& other) { return dominates(other, row); }));
    return result;
}

std::vector<double> distances_to_best(CriteriaMatrix const& matrix, std::vector<double> const& weights,
                                      RankingMethod method) {
    if (method == RankingMethod::weighted_sum)
        return weighted_scores(matrix, weights);
    std::vector<double> result;
    for (double const closeness : topsis_closeness(matrix, weights))
        result.push_back(1.0 - closeness);
    return result;
}

Stability weight_stability(CriteriaMatrix const& matrix, std::vector<std::size_t> const& given_ranks,
                           std::uint64_t seed, std::uint64_t draws, RankingMethod method) {
    std::size_t const rows = matrix.size();
    std::vector<std::uint64_t> first(rows, 0);
    std::vector<std::uint64_t> kept(rows, 0);
    std::mt19937_64 generator(seed);
    for (std::uint64_t draw = 0; draw < draws && rows > 0; ++draw) {
        auto const drawn = ranks(distances_to_best(matrix, random_weights(generator, matrix.front().size()), method));
        for (std::size_t r = 0; r < rows; ++r) {
            if (drawn[r] == 1)
                ++first[r];
            if (drawn[r] == given_ranks[r])
                ++kept[r];
        }
    }
    auto const share = [&](std::uint64_t count) { return static_cast<double>(count) / static_cast<double>(draws); };
    Stability result;
    for (std::size_t r = 0; r < rows; ++r) {
        result.first_share.push_back(share(first[r]));
        result.rank_share.push_back(share(kept[r]));
    }
    return result;
}

} // namespace oreway
