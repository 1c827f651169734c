// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Looking at data before using them: what is in a file, what is wrong with it, and a first study file for a folder of layers.

#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/jobs/inputs.hpp"

namespace oreway {

struct InfoResult {
    Table layers;  ///< dataset, layer, driver, geometry type, features, crs, crs_origin, encoding, extent in WGS 84
    Table fields;  ///< dataset, layer, field, type, width
    Problems problems;
};

/// Describes every layer of every dataset (files, folders with data in them, GDAL names). \throws IoError when one cannot be opened
[[nodiscard]] InfoResult info(std::vector<std::string> const& datasets, InputOptions const& options);

struct CheckResult {
    Table counts;      ///< dataset, layer, features, null and empty geometries, invalid, not finite, out of range
    Problems problems; ///< every fault, with file, layer, feature, remedy
};

/// Reads every feature and reports every fault: reference system, encoding, geometry, ranges; for a study file (.toml) also its
/// schema and the links between its layers.
[[nodiscard]] CheckResult check(std::vector<std::string> const& datasets, InputOptions const& options, Progress& progress);

/// A study file for a user's own layers: looks into a folder or at files and writes what it found, with remarks.
[[nodiscard]] std::string draft_study(std::vector<std::string> const& datasets, std::filesystem::path const& study_folder,
                                      InputOptions const& options);

} // namespace oreway
