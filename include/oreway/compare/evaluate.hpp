// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The comparison: a scene and a study in, tables of indicators out. One index is built for each corridor and shared by
/// all measures.

#include <map>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/model/scene.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

/// Results of a comparison. Rows follow the order of the corridors layer, then the order named here; they do not depend
/// on the number of threads. A cell that is not known is Absent with the reason.
struct Evaluation {
    /// A row a corridor: corridor, name, status, then a column an indicator (compare/indicator.hpp).
    Table indicators;
    /// Long form: corridor, indicator, value, unit, reason when n/a, basis (which rates, which lengths).
    Table indicator_notes;
    /// corridor, country, mode, length_km; by country with "none" last. The rows of a corridor add up to its length.
    Table length_by_country;
    /// leg, from, to, mode, drawn_km, known_km, shortfall_pct, geodesic_km, source; in the order of the legs.
    Table sections;
    /// corridor, mine, name, country, distance_km, within_km (smallest radius that holds it), commodities, status,
    /// production_t, production_of, precision_km; by distance, then id.
    Table mines_in_reach;
    /// corridor, radius_km, commodity, mines, tonnes_per_year, mines_without_figure.
    Table tonnes_in_reach;
    /// corridor, by ("time", "cost"), limit, unit, commodity, mines, tonnes_per_year, mines_without_figure; empty when
    /// the study has no such limits.
    Table tonnes_by_access;
    /// corridor_a, corridor_b, shared_km, share_of_a_pct, shared_back_km, share_of_b_pct; all ordered pairs.
    Table overlap;
    /// corridor, set, declared_km, share_pct, declared_drawn_km, geometry_km, difference_km, remark.
    Table exposure;
    /// quantity, mode, country, value, unit, year, basis, source, confidence, uses.
    Table rates_used;
};

/// Values that compare cannot work out itself, by id of the indicator, one a corridor: what a network answers.
struct GivenValue {
    Cell value;
    std::string basis;
};
using GivenIndicators = std::map<std::string, std::vector<GivenValue>>;

/// Criteria of a study that are no indicators or have no better direction: one problem of severity error each, with the
/// nearest spelling. Needs no data, so it is asked before anything is read.
[[nodiscard]] Problems check_criteria(Study const& study);

/// Measures and compares all corridors of a scene. Problems found on the way are appended: published lengths
/// that cannot be, legs that run where they do not declare to. Criteria must have passed check_criteria.
///
/// \param given  indicators that were worked out elsewhere; those that are not given and need it are absent
[[nodiscard]] Evaluation evaluate(Scene const& scene, Study const& study, Problems& problems, Progress& progress,
                                  GivenIndicators const& given = {});

} // namespace oreway
