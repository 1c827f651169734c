// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The print layout of the project: one A3 page, landscape, with title, subtitle, map, legend, scale bar and a note on
/// how to read it.

#include <string>

#include "exporters/qgis_project.hpp"

namespace oreway {

/// The <Layouts> element. The map frame has a fixed shape; the first extent is widened to it.
[[nodiscard]] std::string layout_xml(ProjectContent const& content);

/// Length of one of the four parts of the scale bar, kilometres: 1, 2, 2.5 or 5 times a power of ten, the largest that
/// keeps the bar within a third of the map. `width_km` is the width of the map; anything that is not positive gives
/// 100.
[[nodiscard]] double scale_bar_segment_km(double width_km);

} // namespace oreway
