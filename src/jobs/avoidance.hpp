// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What it costs to keep out of a set of countries: the network of a study asked for compare, which cannot ask it
/// itself.

#include <filesystem>

#include "oreway/base/progress.hpp"
#include "oreway/compare/evaluate.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/model/scene.hpp"

namespace oreway {

/// `avoidance_premium_<set>_usd_t` for all corridors and exposure sets; nothing when the study has no sets or no legs.
[[nodiscard]] GivenIndicators avoidance_premiums(std::filesystem::path const& study_file, Study const& study,
                                                 Scene const& scene, InputOptions const& options, Progress& progress);

} // namespace oreway
