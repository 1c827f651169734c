// SPDX-License-Identifier: MIT
#pragma once

// Where the reference system of a layer comes from, and in which order its data have their axes.

#include <string>

#include "io/geometry_reader.hpp"
#include "oreway/base/problem.hpp"
#include "oreway/geom/feature_layer.hpp"

namespace oreway {

struct LayerCrs {
    std::string wkt; ///< WKT 2:2019; empty when there is none
    CrsOrigin origin = CrsOrigin::none;
    AxisOrder axis_order = AxisOrder::east_north;
    Problems problems;
};

/// \param file  the file that was opened, whose .prj is looked for
[[nodiscard]] LayerCrs crs_of(OGRLayer const& layer, std::string const& driver, std::string const& file);

} // namespace oreway
