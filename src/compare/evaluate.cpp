// SPDX-License-Identifier: MIT
// The comparison: lines are measured once, each family fills in its indicators, and the registry decides the columns.

#include "oreway/compare/evaluate.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "compare/families.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/base/text.hpp"
#include "oreway/compare/indicator.hpp"

namespace oreway {

namespace {

std::vector<Itinerary> make_itineraries(Scene const& scene, MeasuredScene const& measured) {
    std::vector<Itinerary> result(scene.corridors.size());
    parallel_for(result.size(), [&](std::size_t i) { result[i] = make_itinerary(scene, measured, i); });
    return result;
}

Table indicators_table(Scene const& scene, std::vector<StudyIndicator> const& wanted, ValuesByCorridor& values) {
    std::vector<Column> columns = {
        {"corridor", CellKind::text, "", 0, "id of the corridor"},
        {"name", CellKind::text, "", 0, "name of the corridor"},
        {"status", CellKind::text, "", 0, "operating, construction, planned, closed, unknown"}};
    for (StudyIndicator const& indicator : wanted)
        columns.push_back(column_of(indicator));
    Table table("indicators", std::move(columns));
    for (std::size_t i = 0; i < scene.corridors.size(); ++i) {
        Corridor const& corridor = scene.corridors[i];
        std::vector<Cell> row = {corridor.id, corridor.name, std::string(name_of(corridor.status))};
        for (StudyIndicator const& indicator : wanted)
            row.push_back(values[i][indicator.id].value);
        table.add_row(std::move(row));
    }
    return table;
}

Table notes_table(Scene const& scene, std::vector<StudyIndicator> const& wanted, ValuesByCorridor& values) {
    Table table("indicator_notes",
                {{"corridor", CellKind::text, "", 0, "id of the corridor"},
                 {"indicator", CellKind::text, "", 0, "id of the indicator"},
                 {"value", CellKind::text, "", 0, "as printed in the table of indicators"},
                 {"unit", CellKind::text, "", 0, ""},
                 {"reason", CellKind::text, "", 0, "why the value is n/a"},
                 {"basis", CellKind::text, "", 0, "lengths, rates and other indicators it rests on"}});
    for (std::size_t i = 0; i < scene.corridors.size(); ++i) {
        for (StudyIndicator const& indicator : wanted) {
            IndicatorValue const& value = values[i][indicator.id];
            auto const* absent = std::get_if<Absent>(&value.value);
            table.add_row({scene.corridors[i].id, indicator.id, to_text(value.value, column_of(indicator)),
                           std::string(indicator.definition->unit), absent != nullptr ? absent->reason : std::string(),
                           value.basis});
        }
    }
    return table;
}

/// What was worked out elsewhere, and the reason where it was not.
void take_given(std::vector<StudyIndicator> const& wanted, GivenIndicators const& given, ValuesByCorridor& values) {
    for (StudyIndicator const& indicator : wanted) {
        auto const own = given.find(indicator.id);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (own != given.end())
                values[i][indicator.id] = {own->second.at(i).value, own->second.at(i).basis};
            else if (!values[i].contains(indicator.id))
                values[i][indicator.id].value = Absent{"there is no network to ask"};
        }
    }
}

} // namespace

Problems check_criteria(Study const& study) {
    std::vector<StudyIndicator> const known = study_indicators(study);
    std::vector<std::string> ids;
    for (StudyIndicator const& indicator : known)
        if (indicator.definition->better != Better::neither)
            ids.push_back(indicator.id);
    Problems problems;
    for (Criterion const& criterion : study.criteria) {
        auto const at = std::ranges::find(known, criterion.indicator, &StudyIndicator::id);
        if (at != known.end() && at->definition->better != Better::neither)
            continue;
        auto const near = nearest_spelling(criterion.indicator, ids);
        problems.push_back(
            {Severity::error,
             "study.criterion",
             {at == known.end() ? fmt::format("there is no indicator '{}'", criterion.indicator)
                                : fmt::format("'{}' has no better direction", criterion.indicator),
              "study, criteria",
              near ? fmt::format("did you mean '{}'?", *near) : "see docs/indicators.md for all indicators"}});
    }
    return problems;
}

Evaluation evaluate(Scene const& scene, Study const& study, Problems& problems, Progress& progress,
                    GivenIndicators const& given) {
    std::vector<StudyIndicator> const wanted = study_indicators(study);
    MeasuredScene const measured = measure(scene, progress);
    std::vector<Itinerary> const itineraries = make_itineraries(scene, measured);
    Comparison const comparison{scene, study, measured, itineraries};
    ValuesByCorridor values(scene.corridors.size());
    Evaluation result;
    add_length(comparison, values);
    add_transfers(comparison, values);
    add_capacity(comparison, values);
    result.rates_used = add_time_and_cost(comparison, values);
    result.exposure = add_exposure(comparison, values, problems);
    AccessTables access = add_access(comparison, values, progress);
    result.mines_in_reach = std::move(access.mines_in_reach);
    result.tonnes_in_reach = std::move(access.tonnes_in_reach);
    result.tonnes_by_access = std::move(access.tonnes_by_access);
    result.overlap = add_overlap(comparison, values, progress);
    result.length_by_country = length_by_country_table(comparison);
    result.sections = sections_table(comparison, problems);
    take_given(wanted, given, values);
    result.indicators = indicators_table(scene, wanted, values);
    result.indicator_notes = notes_table(scene, wanted, values);
    return result;
}

} // namespace oreway
