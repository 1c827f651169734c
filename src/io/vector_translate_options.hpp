// SPDX-License-Identifier: MIT
#pragma once

// Creation options of translated layers: what keeps them as they were, and what makes files depend on content only.

#include <string>
#include <vector>

#include "io/gdal_handles.hpp"

namespace oreway {

/// What the options of a layer depend on.
struct LayerOrigins {
    OGRLayer* in = nullptr;
    std::string in_driver;
    bool spatial = true;
    OGRSpatialReference const* target = nullptr; ///< nothing: the layer has no reference system
    std::vector<std::string> const& given;       ///< by the user; these win
};

/// \throws DataError when the format cannot name the reference system
[[nodiscard]] CPLStringList translation_layer_options(GDALDriver& driver, LayerOrigins const& origins);

/// The options among `given` that the driver lists for datasets.
[[nodiscard]] CPLStringList translation_dataset_options(GDALDriver& driver, std::vector<std::string> const& given);

} // namespace oreway
