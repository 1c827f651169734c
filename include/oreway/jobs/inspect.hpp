// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Looking at data before using them: what is in a file, what is wrong with it, and a first study file for a folder of
/// layers.

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/io/output_file.hpp"
#include "oreway/jobs/inputs.hpp"

namespace oreway {

/// The format table of the library: label, driver, extensions, kind, access, remark.
[[nodiscard]] Table format_table();

struct InfoResult {
    Table layers; ///< dataset, layer, driver, geometry, features, crs, crs_origin, encoding, extent in WGS 84
    Table fields; ///< dataset, layer, field, type, width
    Problems problems;
};

/// Describes every layer of every dataset (files, folders, zip archives, GDAL names) from what the files declare; only
/// a layer that declares no extent is read, chunk by chunk. A dataset that cannot be opened is a problem of severity
/// error when it is one of several, and thrown when it is the only one. \throws IoError, Cancelled
[[nodiscard]] InfoResult info(std::vector<std::string> const& datasets, InputOptions const& options,
                              Progress& progress = no_progress());

/// `plain`: what would hinder a run. `strict`: also the rules of a data set that others shall cite (docs/data.md).
enum class CheckRules { plain, strict };

struct CheckOptions {
    InputOptions input;
    CheckRules rules = CheckRules::plain;
    /// Features named one by one for each kind of fault and layer; the others are counted. 0 names all.
    std::size_t listed_per_fault = 20;
};

struct CheckResult {
    Table counts;         ///< a row a layer: features and how many of them have which fault
    Table rules{};        ///< strict only: a row a rule: rows that were checked and faults
    Problems problems;    ///< every fault, with file, layer, feature, remedy
    std::size_t read = 0; ///< datasets that could be opened
};

/// Reads every feature and reports every fault: reference system, encoding, geometry, ranges, ids; for a study file
/// (.toml) also its keys, its schema and the links between its layers, and the strict rules when they are asked for. A
/// folder with a study.toml is a study then. Holds one chunk of features in memory, for a study all layers.
[[nodiscard]] CheckResult check(std::vector<std::string> const& datasets, CheckOptions const& options,
                                Progress& progress);

/// A study file for a user's own layers: looks at the first features of each layer and writes what it found, with
/// remarks.
/// \param study_folder  where the study will lie; paths are written relative to it
/// \throws IoError when a dataset cannot be opened, DataError when no layer can be used
[[nodiscard]] std::string draft_study(std::vector<std::string> const& datasets,
                                      std::filesystem::path const& study_folder, InputOptions const& options);

/// Writes a study file. \throws UsageError when there is one already and `overwrite` refuses
void write_study(std::filesystem::path const& file, std::string const& text, OverwritePolicy overwrite);

} // namespace oreway
