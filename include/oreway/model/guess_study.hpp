// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A first study file for a user's own layers, made by looking at them: geometry kinds, names of layers and fields in
/// several languages, values.

#include <string>
#include <vector>

#include "oreway/geom/feature_layer.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

/// One layer that was found, with some of its features.
struct FoundLayer {
    std::string path; ///< as it shall stand in the study
    std::string layer;
    FeatureLayer sample; ///< the first features
};

struct GuessedStudy {
    Study study;
    std::vector<std::string> remarks; ///< what was decided and why; written as comments
};

[[nodiscard]] GuessedStudy guess_study(std::vector<FoundLayer> const& layers);

} // namespace oreway
