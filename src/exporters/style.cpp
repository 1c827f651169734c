// SPDX-License-Identifier: MIT
// The table of styles; their text comes from styles/*.qml at build time.

#include "oreway/exporters/style.hpp"

#include <algorithm>
#include <array>

namespace oreway {

namespace {

#include "exporters/embedded_qml.inc"

constexpr std::array all_styles = {
    Style{"corridors", "Corridors", corridors_qml},
    Style{"countries", "Countries", countries_qml},
    Style{"distance_to_corridor", "Distance to the nearest corridor", distance_to_corridor_qml},
    Style{"legs", "Legs", legs_qml},
    Style{"mines", "Mines", mines_qml},
    Style{"nodes", "Nodes", nodes_qml},
};

} // namespace

Style const* find_style(std::string_view name) noexcept {
    auto const found = std::ranges::find(all_styles, name, &Style::name);
    return found == all_styles.end() ? nullptr : &*found;
}

std::vector<std::string> style_names() {
    std::vector<std::string> names;
    for (Style const& style : all_styles)
        names.emplace_back(style.name);
    return names;
}

} // namespace oreway
