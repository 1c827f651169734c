// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// QGIS styles of the outputs: .qml files in `styles/`, compiled into the library, one palette for all (Okabe-Ito, safe
/// for colour-blind readers).

#include <string>
#include <string_view>
#include <vector>

namespace oreway {

/// A style for one kind of result.
struct Style {
    std::string_view name;  ///< "corridors", "mines", "distance_to_corridor"
    std::string_view title; ///< in the layer panel
    std::string_view qml;
};

/// The style of that name; nullptr when there is none.
[[nodiscard]] Style const* find_style(std::string_view name) noexcept;
[[nodiscard]] std::vector<std::string> style_names();

} // namespace oreway
