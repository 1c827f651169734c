// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Settings of the whole process that a caller may change before the first job, and what the library is made of.

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oreway {

/// Sets a configuration option of GDAL (`--config KEY=VALUE`). To be called before any job and before threads are
/// started: it goes through the environment, where GDAL looks last, so that what Oreway itself pins (dates of outputs,
/// no Python in VRT) cannot be undone by it. \throws UsageError when the key is not made of letters, digits and
/// underscores
void set_gdal_option(std::string_view key, std::string_view value);

/// Names and versions of the C libraries behind the jobs, sorted by name.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> library_versions();

} // namespace oreway
