// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A colour and a lane for each corridor, so that corridors that share a track are drawn side by side in different
/// colours.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "oreway/geom/feature_layer.hpp"

namespace oreway {

/// Place in the palette, and place across the line: 0 is on the line, negative to its left when it is drawn eastwards.
struct CorridorLook {
    std::size_t colour = 0;
    int lane = 0;
    friend bool operator==(CorridorLook const&, CorridorLook const&) = default;
};

inline constexpr std::size_t corridor_colours = 7;
inline constexpr int outermost_lane = 3; ///< lanes run from -3 to 3

/// A look for each feature. Corridors are taken in order; each gets the look that costs least against those before it,
/// where shared track costs in proportion, most in the same lane, less in the same colour, and lanes far from the
/// line a little. A look is used twice only after all 49 are used.
[[nodiscard]] std::vector<CorridorLook> corridor_looks(FeatureLayer const& corridors);

/// The style of corridors with a category for each value of the field `corridor`: its look, its name in the legend
/// (shortened to fit a print), its status as dashes. A layer without that field gets the style as it is.
[[nodiscard]] std::string fill_corridor_style(std::string_view qml, FeatureLayer const& corridors);

} // namespace oreway
