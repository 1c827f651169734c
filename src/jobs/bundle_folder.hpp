// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Whether a folder is a bundle of ours, with nothing else in it, and may therefore be replaced.

#include <filesystem>
#include <string_view>

namespace oreway {

inline constexpr std::string_view bundle_manifest_name = "manifest.json";

/// Returns when the folder does not exist, is empty, or holds a receipt of Oreway and only files that it lists (and the
/// side files that GDAL and QGIS put beside them). \throws UsageError naming the files that are not ours
void check_replaceable_bundle(std::filesystem::path const& folder);

} // namespace oreway
