// SPDX-License-Identifier: MIT
#pragma once

// Which features of the source share a catchment.

#include <string>
#include <vector>

#include "oreway/geom/feature_layer.hpp"
#include "oreway/jobs/catchment.hpp"

namespace oreway {

/// One catchment: its name, and the features it surrounds.
struct CatchmentGroup {
    std::string name;
    std::vector<std::size_t> features;
    LonLatGeometries geometries;
};

/// The position of a field. \throws UsageError with the nearest spelling when there is none
[[nodiscard]] std::size_t required_field(FeatureLayer const& layer, std::string const& name);

/// Groups in the order of their first feature. Features without geometry, and without a value of the dissolve field,
/// are reported and left out.
[[nodiscard]] std::vector<CatchmentGroup> catchment_groups(FeatureLayer const& layer, CatchmentOptions const& options,
                                                           Problems& problems);

} // namespace oreway
