// SPDX-License-Identifier: MIT
// The part of a study file that says how corridors are judged: criteria, ranking, spread of times.

#include "model/study_parts.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "oreway/base/text.hpp"

namespace oreway {

namespace {

/// A judgement: a number, or a fraction in quotes ("1/3").
std::optional<double> judgement(toml::node const& node) {
    if (node.is_number())
        return node.value<double>();
    auto const text = node.value_exact<std::string>();
    if (!text)
        return std::nullopt;
    auto const bar = text->find('/');
    auto const above = parse_number(trim(std::string_view(*text).substr(0, bar)));
    auto const below = bar == std::string::npos ? std::optional(1.0) : parse_number(trim(text->substr(bar + 1)));
    if (!above || !below || *below == 0.0)
        return std::nullopt;
    return *above / *below;
}

std::vector<std::vector<double>> read_matrix(Section& section, toml::node const& node) {
    std::vector<std::vector<double>> matrix;
    bool good = node.is_array();
    for (std::size_t r = 0; good && r < node.as_array()->size(); ++r) {
        toml::node const& line = (*node.as_array())[r];
        good = line.is_array();
        auto& row = matrix.emplace_back();
        for (std::size_t c = 0; good && c < line.as_array()->size(); ++c) {
            auto const value = judgement((*line.as_array())[c]);
            good = value && *value > 0.0 && std::isfinite(*value);
            row.push_back(value.value_or(0.0));
        }
    }
    if (!good)
        section.invalid("pairwise", "not rows of numbers above zero",
                        "write pairwise = [[1, 3], [\"1/3\", 1]], a row and a column a criterion");
    return good ? matrix : std::vector<std::vector<double>>();
}

/// What is wrong with judgements of so many criteria, or nothing. Half judgements may be rounded (0.33 for 1/3).
std::string fault_of(std::vector<std::vector<double>> const& matrix, std::size_t criteria) {
    constexpr double rounding = 0.02;
    if (matrix.size() != criteria)
        return fmt::format("{} rows for {} criteria", matrix.size(), criteria);
    for (std::size_t r = 0; r < criteria; ++r) {
        if (matrix[r].size() != criteria)
            return fmt::format("row {} has {} numbers, not {}", r + 1, matrix[r].size(), criteria);
        for (std::size_t c = 0; c <= r; ++c)
            if (std::abs(matrix[r][c] * matrix[c][r] - 1.0) > rounding)
                return fmt::format("row {}, column {} is {} and row {}, column {} is {}: not reciprocal", r + 1, c + 1,
                                   shortest(matrix[r][c]), c + 1, r + 1, shortest(matrix[c][r]));
    }
    return {};
}

} // namespace

void read_ranking(Section& section, Study& study) {
    std::string method(name_of(study.ranking_method));
    section.text("method", method);
    if (method == name_of(RankingMethod::topsis))
        study.ranking_method = RankingMethod::topsis;
    else if (method != name_of(RankingMethod::weighted_sum))
        section.invalid("method", fmt::format("'{}' is no method", method), "use weighted_sum or topsis");
    toml::node const* pairwise = section.take("pairwise");
    if (pairwise == nullptr)
        return;
    study.judgements.matrix = read_matrix(section, *pairwise);
    if (study.judgements.matrix.empty())
        return;
    if (std::string const fault = fault_of(study.judgements.matrix, study.criteria.size()); !fault.empty())
        section.invalid("pairwise", fault, "give how many times more each criterion counts than each other one");
}

void read_reliability(Section& section, ReliabilityOptions& options) {
    std::string shape(name_of(options.shape));
    section.text("distribution", shape);
    if (shape == name_of(SpreadShape::triangular))
        options.shape = SpreadShape::triangular;
    else if (shape != name_of(SpreadShape::pert))
        section.invalid("distribution", fmt::format("'{}' is no distribution", shape), "use triangular or pert");
    if (auto const seed = section.count("seed"))
        options.seed = *seed;
    if (auto const draws = section.count("draws"))
        options.draws = *draws;
    if (options.draws < 100 || options.draws > 1'000'000)
        section.invalid("draws", "out of range", "use 100 to 1000000");
}

void read_criteria(Section& root, Study& study) {
    bool const judged = root.raw()["ranking"]["pairwise"].node() != nullptr;
    root.tables("criteria", [&](Section& section) {
        Criterion criterion;
        section.text("indicator", criterion.indicator);
        section.require("indicator", !criterion.indicator.empty());
        auto const weight = section.number("weight");
        section.require("weight", judged || section.raw().get("weight") != nullptr);
        if (weight && *weight < 0.0)
            section.invalid("weight", "below zero", "weights are zero or more");
        criterion.weight = weight.value_or(0.0);
        for (Criterion const& other : study.criteria)
            if (other.indicator == criterion.indicator)
                section.invalid("indicator", fmt::format("'{}' is named twice", criterion.indicator),
                                "keep one of them");
        study.criteria.push_back(std::move(criterion));
    });
    double sum = 0.0;
    for (Criterion const& criterion : study.criteria)
        sum += criterion.weight;
    if (!study.criteria.empty() && !judged && !(sum > 0.0))
        root.invalid("criteria", "all weights are zero", "give at least one a weight");
}

} // namespace oreway
