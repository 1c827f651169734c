// SPDX-License-Identifier: MIT
#pragma once

// Reading back what was written, and comparing all of it: GDAL 3.6.2 reports success on a full disk.

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "io/output_fields.hpp"
#include "oreway/geom/feature_layer.hpp"

namespace oreway {

/// One layer as it was meant to be written.
struct WrittenLayer {
    FeatureLayer const* layer = nullptr;
    std::vector<OutputField> fields;
    double coordinate_tolerance = 0.0; ///< degrees; 0 where coordinates are stored as doubles
};

/// What differs, or nothing when the file holds the layers whole.
[[nodiscard]] std::optional<std::string> find_difference(std::string const& file, std::string const& driver,
                                                         std::span<WrittenLayer const> layers);

} // namespace oreway
