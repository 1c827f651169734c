// SPDX-License-Identifier: MIT
// The criteria with their weights, as a table and as numbers.

#include "compare/criteria.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "compare/judgements.hpp"
#include "oreway/compare/indicator.hpp"
#include "oreway/compare/score.hpp"

namespace oreway {

namespace {

bool is_judged(Study const& study) noexcept {
    return !study.judgements.matrix.empty();
}

/// What to say of judgements that contradict each other.
void note_consistency(std::optional<double> ratio, Problems& problems) {
    if (!ratio) {
        problems.push_back({Severity::note,
                            "criteria.consistency",
                            {"the consistency of the judgements is not known: no random index is published for more "
                             "than 15 criteria",
                             "study, ranking", "judge fewer criteria"}});
    } else if (*ratio > consistency_limit) {
        problems.push_back({Severity::warning,
                            "criteria.consistency",
                            {fmt::format("the judgements contradict each other: consistency ratio {:.3f}, limit {:.2f} "
                                         "(Saaty)",
                                         *ratio, consistency_limit),
                             "study, ranking",
                             "look at 'pairwise' again: if A counts more than B and B more than C, A "
                             "counts more than C"}});
    }
}

} // namespace

std::vector<double> criteria_weights(Study const& study) {
    if (is_judged(study))
        return judged_weights(study.judgements.matrix).weights;
    std::vector<double> weights;
    for (Criterion const& criterion : study.criteria)
        weights.push_back(criterion.weight);
    return weights;
}

Table criteria_table(Study const& study, Problems& problems) {
    Table table("criteria",
                {{"criterion", CellKind::text, "", 0, "id of the indicator"},
                 {"label", CellKind::text, "", 0, ""},
                 {"unit", CellKind::text, "", 0, ""},
                 {"better", CellKind::text, "", 0, "lower or higher"},
                 {"weight", CellKind::real, "", 4, "share of all weights"},
                 {"weight_from", CellKind::text, "", 0, "study: as given; pairwise: principal eigenvector (AHP)"},
                 {"consistency_ratio", CellKind::real, "", 4, "of the judgements in pairs; up to 0.10 is consistent"}});
    std::vector<double> const weights = criteria_weights(study);
    Cell ratio = Absent{"the weights are given, not judged in pairs"};
    if (is_judged(study)) {
        auto const judged = judged_weights(study.judgements.matrix);
        note_consistency(judged.consistency_ratio, problems);
        if (judged.consistency_ratio)
            ratio = *judged.consistency_ratio;
        else
            ratio = Absent{"no random index for so many criteria"};
    }
    double sum = 0.0;
    for (double const weight : weights)
        sum += weight;
    std::vector<StudyIndicator> const known = study_indicators(study);
    for (std::size_t i = 0; i < study.criteria.size(); ++i) {
        auto const at = std::ranges::find(known, study.criteria[i].indicator, &StudyIndicator::id);
        if (at == known.end())
            continue;
        table.add_row({at->id, at->label, std::string(at->definition->unit),
                       std::string(name_of(at->definition->better)), weights[i] / sum,
                       std::string(is_judged(study) ? "pairwise" : "study"), ratio});
    }
    return table;
}

} // namespace oreway
