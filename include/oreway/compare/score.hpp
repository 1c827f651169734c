// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Ranking inside groups of corridors that serve the same origin and destination: weighted sum of min-max normalised
/// criteria or TOPSIS, weights given or judged in pairs (AHP), Pareto front, and the share of seeded random weights in
/// which a rank holds (Lahdelma, Hokkanen, Salminen 1998, doi:10.1016/S0377-2217(97)00163-X). A corridor that lacks a
/// criterion is not ranked, and it is said which one.

#include "oreway/base/table.hpp"
#include "oreway/compare/evaluate.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

/// Scenarios in the order of the study, after the base scenario "today" (operating lines only) unless the study has its
/// own of that name; groups in the order of the study; ranked corridors by rank, then the others by id. Corridors in no
/// group are listed once, after the groups of the first scenario. Weights are drawn anew from the study's seed for each
/// group.
///
/// \return table: scenario, group, corridor, status, rank (absent when not ranked, with the reason), score (weighted
///         sum, 0 best to 1 worst), topsis (closeness to the ideal, 1 best), pareto ("yes"/"no"), first_rank_share
///         (share of weight draws in which the corridor is first), rank_stability (share in which it keeps its rank),
///         one column a criterion with its value, remark (why not ranked; planned or under construction; ends that are
///         not the group's)
[[nodiscard]] Table rank(Evaluation const& evaluation, Scene const& scene, Study const& study);

/// The criteria with their weights: criterion, label, unit, better, weight (share of all), weight_from ("study",
/// "pairwise"), consistency_ratio. Judgements that contradict each other are a warning ("criteria.consistency").
[[nodiscard]] Table criteria_table(Study const& study, Problems& problems);

/// Scenarios side by side: group, scenario, title, ranked, first, changed, then for each criterion its value for the
/// first corridor and `<criterion>_change` against the first of the base scenario.
///
/// \param ranking  of the same study, by rank()
[[nodiscard]] Table compare_scenarios(Table const& ranking, Study const& study);

} // namespace oreway
