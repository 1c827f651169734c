// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The planner's comparison: a study file in, a bundle folder for QGIS and a ranking out.

#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/exporters/bundle.hpp"
#include "oreway/io/output_file.hpp"
#include "oreway/jobs/inputs.hpp"

namespace oreway {

enum class RasterOutput { none, distance };

/// `rehearse` checks everything a real run would, the output as well, and writes nothing.
enum class WriteMode { write, rehearse };

struct CompareOptions {
    std::filesystem::path study;  ///< empty: the bundled study
    std::filesystem::path output; ///< bundle folder; empty: compute and show only
    OverwritePolicy overwrite = OverwritePolicy::refuse;
    WriteMode mode = WriteMode::write;
    RasterOutput raster = RasterOutput::distance;
    InputOptions input;
    std::vector<std::pair<std::string, std::string>> receipt_options; ///< the command line, for the receipt
};

struct CompareResult {
    Table summary;             ///< a row a corridor, the main indicators
    Table ranking;             ///< corridors that belong to a group; see compare/score.hpp
    Table scenarios;           ///< the first of each group in every scenario; see compare/score.hpp
    std::vector<Table> tables; ///< all tables of the bundle
    Problems problems;
    std::vector<WrittenFile> outputs; ///< with manifest.json last; empty when nothing was written
};

/// \throws Error; when it throws, an existing output folder is untouched
[[nodiscard]] CompareResult compare(CompareOptions const& options, Progress& progress);

/// The study after it was read, as TOML (`--print-config`).
[[nodiscard]] std::string merged_study(CompareOptions const& options);

/// Where the bundled data lie: $OREWAY_DATA, else the installed share folder, else the source tree of an uninstalled
/// build. \throws IoError when there are none, naming the variable to set
[[nodiscard]] std::filesystem::path bundled_data_folder();

} // namespace oreway
