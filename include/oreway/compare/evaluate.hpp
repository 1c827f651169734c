// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The comparison: a scene and a study in, tables of indicators out. One index is built for each corridor and shared by all
/// measures.

#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/model/scene.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

/// Results of a comparison. Every table is sorted in a documented order and does not depend on the number of threads.
struct Evaluation {
    Table indicators;       ///< one row a corridor, one column an indicator (id, name, status first)
    Table indicator_notes;  ///< long form: corridor, indicator, value, unit, reason when n/a, basis (which rates, which lengths)
    Table length_by_country;///< corridor, country, mode, length_km; rows of a corridor sum to its length
    Table sections;         ///< leg, from, to, mode, drawn_km, known_km, shortfall_pct, geodesic_km, source
    Table mines_in_reach;   ///< corridor, mine, distance_km, radius class, commodity, production
    Table tonnes_in_reach;  ///< corridor, radius, commodity, mines, tonnes a year, mines without figure
    Table overlap;          ///< corridor a, corridor b, shared_km, share of a, share of b
    Table exposure;         ///< corridor, set, declared km, share, geometry km, difference listed
    Table rates_used;       ///< quantity, mode, country, value, unit, basis, source, how often
};

[[nodiscard]] Evaluation evaluate(Scene const& scene, Study const& study, Problems& problems, Progress& progress);

} // namespace oreway
