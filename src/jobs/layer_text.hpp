// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What a layer's reference system is, and how layers, systems and origins are called in tables and messages.

#include <optional>
#include <string>
#include <string_view>

#include "oreway/geodesy/crs.hpp"
#include "oreway/jobs/inputs.hpp"

namespace oreway {

[[nodiscard]] std::string_view name_of(CrsOrigin origin) noexcept;
[[nodiscard]] std::string_view name_of(FieldType type) noexcept;

/// "mines.shp, layer 'mines'"
[[nodiscard]] std::string place_of(LayerOrigin const& origin);

/// "WGS 84 / UTM zone 42N (EPSG:32642)"
[[nodiscard]] std::string text_of(Crs const& crs);

/// The reference system of a layer: its own, else the one to assume (the origin is changed to say so). A layer with
/// geometry and without one is a problem of severity error; an unreadable one, too.
[[nodiscard]] std::optional<Crs> crs_of(LayerInfo& layer, InputOptions const& options, Problems& problems);

} // namespace oreway
