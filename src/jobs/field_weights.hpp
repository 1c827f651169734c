// SPDX-License-Identifier: MIT
#pragma once

// Weights of features by one of their fields: tonnes, money, trains a day.

#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/geom/feature_layer.hpp"

namespace oreway {

/// One weight a feature: 1 where no field is named. A feature without a number in the field, or with a negative one,
/// gets 0 and is told (warning "weight.missing"). \throws DataError for a field that is not there, with the nearest
/// spelling
[[nodiscard]] std::vector<double> field_weights(FeatureLayer const& layer, std::string const& field,
                                                Problems& problems);

/// Position of a field. \throws DataError when it is not there, with the nearest spelling
[[nodiscard]] std::size_t require_field(Attributes const& attributes, std::string const& field,
                                        std::string const& where);

} // namespace oreway
