// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// QGIS styles of results on a map, made from what is in them: a colour for each class of features, a width or size
/// that grows with a value, and names.

#include <string>
#include <vector>

#include "oreway/geom/geometries.hpp"

namespace oreway {

/// Features of one look. Expressions are those of QGIS.
struct StyleClass {
    std::string filter;     ///< which features; empty: all that no other class has
    std::string label;      ///< in the legend
    std::string colour;     ///< "#rrggbb"
    double offset_mm = 0.0; ///< of lines, to the right of their direction, so that those on one track lie side by side
};

struct RuleStyle {
    GeometryKind kind = GeometryKind::line; ///< point, line or polygon
    std::vector<StyleClass> classes{};      ///< drawn in this order, the last on top
    double size_mm = 0.6;                   ///< width of lines, size of points
    std::string size_field{};               ///< its square root widens up to `largest_mm`; empty: all alike
    double greatest = 0.0;                  ///< value of `size_field` that gets `largest_mm`
    double largest_mm = 3.0;
    std::string label_field{}; ///< written beside the features; empty: nothing is
    double opacity = 1.0;
};

/// The text of a .qml. \throws std::logic_error for a kind that has no symbol
[[nodiscard]] std::string rule_qml(RuleStyle const& style);

/// Colours from light (few) to dark (many), told apart by colour-blind readers.
[[nodiscard]] std::vector<std::string> colours_of_classes(std::size_t classes);
/// Colours of different things (Okabe and Ito 2008), repeated after the seventh.
[[nodiscard]] std::string colour_of_thing(std::size_t number);

} // namespace oreway
