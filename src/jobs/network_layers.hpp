// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Legs and nodes of a network as layers with values of a result, and how units of an objective are written in the
/// names of columns.

#include <string>
#include <vector>

#include "oreway/geom/feature_layer.hpp"
#include "oreway/network/weights.hpp"

namespace oreway {

/// Units of an objective in names of columns ("usd_t") and in words ("USD/t").
struct ObjectiveUnits {
    std::string of_one; ///< a tonne
    std::string total;  ///< of all tonnes of a year
    std::string of_one_text;
    std::string total_text;
};
[[nodiscard]] ObjectiveUnits units_of(Objective::Of of);

[[nodiscard]] Field field(std::string name, FieldType type);

/// A layer of lines: leg, from_node, to_node, mode, countries, length_km, then the fields of the result.
[[nodiscard]] FeatureLayer leg_layer(std::string name, std::vector<Field> const& fields);
/// The line of the leg, or the geodesic between its ends when it has none; null when their places are not known.
void add_leg(Network const& network, LegId leg, std::vector<AttributeValue> const& values, FeatureLayer& layer);

/// A layer of points: node, name, country, then the fields of the result.
[[nodiscard]] FeatureLayer node_layer(std::string name, std::vector<Field> const& fields);
void add_node(Network const& network, NodeId node, std::vector<AttributeValue> const& values, FeatureLayer& layer);

/// "Aktau - Baku".
[[nodiscard]] std::string ends_of(Network const& network, LegId leg);

} // namespace oreway
