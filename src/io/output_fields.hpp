// SPDX-License-Identifier: MIT
#pragma once

// How the fields of a layer are named and sized in an output format.

#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/geom/feature_layer.hpp"

namespace oreway {

struct OutputField {
    std::string name;
    FieldType type = FieldType::text;
    int width = 0;     ///< shapefiles only: bytes
    int precision = 0; ///< shapefiles only: decimals
};

enum class GeometryColumn { none, present };

/// Fields in the order of the layer. Renamed fields and texts that will be cut are stated in `problems`.
[[nodiscard]] std::vector<OutputField> output_fields(FeatureLayer const& layer, std::string const& driver,
                                                     Problems& problems);

/// The same before any value is known: texts of a shapefile get the width of their field twice (UTF-8 may be longer
/// than the bytes it was read from), reals nine decimals, integers eighteen digits.
[[nodiscard]] std::vector<OutputField> output_fields(std::string const& layer, std::vector<Field> const& fields,
                                                     GeometryColumn geometry, std::string const& driver,
                                                     Problems& problems);

/// A text as the field can hold it: cut at a letter boundary.
[[nodiscard]] std::string_view fitted(std::string_view text, OutputField const& field) noexcept;

/// \throws DataError when the layer would break the 2 GB limit of a shapefile
void check_shapefile_size(FeatureLayer const& layer, std::vector<OutputField> const& fields);

} // namespace oreway
