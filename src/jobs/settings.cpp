// SPDX-License-Identifier: MIT
// Process-wide settings.

#include "oreway/jobs/settings.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "oreway/base/error.hpp"
#include "oreway/geodesy/crs.hpp"
#include "oreway/geodesy/geodesic.hpp"
#include "oreway/io/library.hpp"
#include "oreway/planar/validity.hpp"

namespace oreway {

namespace {

bool is_key_letter(char c) noexcept {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

} // namespace

void set_gdal_option(std::string_view key, std::string_view value) {
    if (key.empty() || !std::ranges::all_of(key, is_key_letter) || value.find('\0') != std::string_view::npos)
        throw UsageError({.what = fmt::format("'{}' is no name of a GDAL option", key),
                          .where = "",
                          .remedy = "give KEY=VALUE, such as SHAPE_RESTORE_SHX=YES"});
    ::setenv(std::string(key).c_str(), std::string(value).c_str(), 1);
}

std::vector<std::pair<std::string, std::string>> library_versions() {
    auto versions = io_library_versions();
    versions.emplace_back("PROJ", proj_version());
    versions.emplace_back("GEOS", geos_version());
    std::ranges::sort(versions);
    return versions;
}

} // namespace oreway
