// SPDX-License-Identifier: MIT
#pragma once

// The OGR layer behind a layer of an open VectorDataset, for translations that must keep what the flat arrays cannot
// hold: Z, M, curves, native field types.

#include <functional>
#include <string>
#include <vector>

#include "io/feature_reader.hpp"
#include "io/gdal_handles.hpp"
#include "io/geometry_reader.hpp"
#include "io/shapefile_check.hpp"
#include "io/text_decoder.hpp"
#include "oreway/io/vector_reader.hpp"

namespace oreway {

/// Pointers belong to the dataset.
struct NativeLayer {
    GDALDataset* dataset = nullptr;
    OGRLayer* layer = nullptr;
    std::string file;   ///< as it lies on the disk
    std::string driver; ///< GDAL's short name
    TextDecoder* decoder = nullptr;
    ShapefileReport const* shapefile = nullptr; ///< only for shapefiles
    std::vector<FieldPlan> const* fields = nullptr;
    AxisOrder axis_order = AxisOrder::east_north;
    std::function<void()> check_unchanged; ///< throws when the file changed since it was opened
};

struct NativeAccess {
    [[nodiscard]] static NativeLayer layer_of(VectorDataset& dataset, std::size_t layer);
};

} // namespace oreway
