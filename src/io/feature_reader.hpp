// SPDX-License-Identifier: MIT
#pragma once

// Features of one OGR layer in chunks.

#include <functional>
#include <memory>
#include <vector>

#include "io/geometry_reader.hpp"
#include "io/shapefile_check.hpp"
#include "io/text_decoder.hpp"
#include "oreway/geom/ports.hpp"

namespace oreway {

/// How a field of OGR is carried.
struct FieldPlan {
    enum class How { integer, real, text, boolean, date, time, date_time, list, binary };
    Field field;
    int index = 0; ///< in the OGR layer
    How how = How::text;
};

/// What a reader needs to know of its layer. The pointers belong to the open dataset.
struct LayerPlan {
    OGRLayer* layer = nullptr;
    LayerOrigin origin;
    std::vector<FieldPlan> fields;
    AxisOrder axis_order = AxisOrder::east_north;
    TextDecoder* decoder = nullptr;
    ShapefileReport const* shapefile = nullptr; ///< only for shapefiles
    std::function<void()> check_unchanged;      ///< throws when the file changed since it was opened
};

/// The fields of an OGR layer and how they are carried.
[[nodiscard]] std::vector<FieldPlan> plan_fields(OGRFeatureDefn const& definition, TextDecoder& decoder);

[[nodiscard]] std::unique_ptr<FeatureSource> make_feature_reader(LayerPlan const& plan);

} // namespace oreway
