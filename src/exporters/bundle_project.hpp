// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// From a bundle to its project: styles found and filled, sources relative to the folder, drawing order.

#include <string>
#include <string_view>

#include "exporters/qgis_project.hpp"
#include "oreway/exporters/bundle.hpp"

namespace oreway {

inline constexpr std::string_view bundle_gpkg = "oreway.gpkg";

/// The style of a layer, with its categories filled from the features where the style has any to fill.
/// \throws std::logic_error when there is no such style
[[nodiscard]] std::string style_of(BundleLayer const& layer);
[[nodiscard]] std::string style_of(BundleRaster const& raster);

/// \throws std::logic_error, see write_bundle
[[nodiscard]] ProjectContent project_of(Bundle const& bundle);

} // namespace oreway
