// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// How results on a network look when QGIS opens them: lines as wide as the tonnes they carry, in colours of what their
/// closure costs, how full they are, or how soon they are reached.

#include <span>
#include <string>
#include <vector>

#include "jobs/network_layers.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

[[nodiscard]] std::vector<LayerStyle> criticality_styles(std::span<FeatureLayer const> layers,
                                                         ObjectiveUnits const& units);
[[nodiscard]] std::vector<LayerStyle> flow_styles(std::span<FeatureLayer const> layers);
[[nodiscard]] std::vector<LayerStyle> route_styles(std::span<FeatureLayer const> layers);
/// \param unit  of the limits: "h", "USD/t"
[[nodiscard]] std::vector<LayerStyle> isochrone_styles(std::span<FeatureLayer const> layers,
                                                       std::vector<double> const& limits, std::string_view unit);

} // namespace oreway
