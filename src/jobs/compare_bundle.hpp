// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Turns a scene and its evaluation into the layers, tables and raster of a bundle.

#include "oreway/base/progress.hpp"
#include "oreway/compare/evaluate.hpp"
#include "oreway/exporters/bundle.hpp"
#include "oreway/jobs/compare.hpp"
#include "oreway/model/scene.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

/// Geodesic edges are filled with vertices until a line drawn straight in lon/lat stays within this distance of them.
inline constexpr Metres drawing_tolerance{50.0};

/// What was ranked how; see compare/score.hpp.
struct RankingTables {
    Table ranking;
    Table criteria;
    Table scenarios;
};

/// \param problems gets what was left out, and why
[[nodiscard]] Bundle make_bundle(Scene const& scene, Study const& study, Evaluation const& evaluation,
                                 RankingTables const& ranked, RasterOutput raster, Problems& problems,
                                 Progress& progress);

} // namespace oreway
