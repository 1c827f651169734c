// SPDX-License-Identifier: MIT
// The principal eigenvector of a matrix of judgements by power iteration: the matrix is positive, so it converges
// (Perron and Frobenius).

#include "compare/judgements.hpp"

#include <array>
#include <cmath>

namespace oreway {

namespace {

/// Mean consistency index of random matrices by size from 1 (Saaty 1980, The Analytic Hierarchy Process, table of
/// random indices).
constexpr std::array random_index = {0.0,  0.0,  0.58, 0.90, 1.12, 1.24, 1.32, 1.41,
                                     1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59};

constexpr double converged = 1e-14; // a few roundings of weights between 0 and 1
constexpr int most_rounds = 10'000; // far more than any positive matrix of this size needs

std::vector<double> product(std::vector<std::vector<double>> const& matrix, std::vector<double> const& vector) {
    std::vector<double> result;
    for (auto const& row : matrix) {
        double sum = 0.0;
        for (std::size_t c = 0; c < row.size(); ++c)
            sum += row[c] * vector[c];
        result.push_back(sum);
    }
    return result;
}

/// Scales a vector to sum to 1 and returns what it summed to.
double scale_to_one(std::vector<double>& vector) {
    double sum = 0.0;
    for (double const value : vector)
        sum += value;
    for (double& value : vector)
        value /= sum;
    return sum;
}

double largest_change(std::vector<double> const& a, std::vector<double> const& b) {
    double change = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        change = std::fmax(change, std::abs(a[i] - b[i]));
    return change;
}

} // namespace

JudgedWeights judged_weights(std::vector<std::vector<double>> const& matrix) {
    std::size_t const n = matrix.size();
    JudgedWeights result;
    result.weights.assign(n, 1.0 / static_cast<double>(n));
    for (int round = 0; round < most_rounds; ++round) {
        std::vector<double> next = product(matrix, result.weights);
        result.largest_eigenvalue = scale_to_one(next); // the weights summed to 1 before
        double const change = largest_change(next, result.weights);
        result.weights = std::move(next);
        if (change < converged)
            break;
    }
    if (n <= 2)
        result.consistency_ratio = 0.0;
    else if (n <= random_index.size())
        result.consistency_ratio =
            (result.largest_eigenvalue - static_cast<double>(n)) / static_cast<double>(n - 1) / random_index[n - 1];
    return result;
}

} // namespace oreway
