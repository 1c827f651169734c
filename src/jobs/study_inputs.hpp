// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Reading what a study names: its text, its layers, its rates.

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/exporters/receipt.hpp"
#include "oreway/geom/feature_layer.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/model/rates.hpp"
#include "oreway/model/study.hpp"

namespace oreway {

/// The layers of a study in WGS 84, by role, and its rates.
struct StudyInputs {
    std::map<LayerRole, FeatureLayer> layers;
    RateTable rates;
    std::vector<ReceiptInput> receipts;
};

/// \throws IoError when the file cannot be read
[[nodiscard]] std::string read_study_text(std::filesystem::path const& file);

/// GDAL names (/vsizip/...) and absolute paths stay; others are relative to the folder of the study file.
[[nodiscard]] std::string resolved_path(std::string const& path, std::filesystem::path const& folder);

/// What the binding of a layer says wins over the common options.
[[nodiscard]] InputOptions options_for(LayerBinding const& binding, InputOptions const& common);

/// Reads everything; faults are appended to `problems`. A study without a layer of countries gets the bundled one bound
/// to it.
[[nodiscard]] StudyInputs load_study_inputs(Study& study, std::filesystem::path const& folder,
                                            InputOptions const& options, Problems& problems, Progress& progress);

} // namespace oreway
