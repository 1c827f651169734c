// SPDX-License-Identifier: MIT
#pragma once

// What the tests of this room share: small datasets on the disk, and running them from plan to outcome.

#include <string>
#include <vector>

#include "oreway/batch/discovery.hpp"
#include "oreway/batch/plan.hpp"
#include "oreway/batch/runner.hpp"
#include "oreway/io/vector_writer.hpp"
#include "unit/io/support.hpp"

namespace oreway::test {

/// Writes a layer of WGS 84 features.
inline std::string write(std::string const& file, FeatureLayer const& layer) {
    std::filesystem::create_directories(std::filesystem::path(file).parent_path());
    write_vector(file, std::span(&layer, 1));
    return file;
}

inline Settings settings_for(std::string const& target, std::string const& folder) {
    Settings settings;
    settings.target = target;
    settings.output_folder = folder;
    return settings;
}

inline Plan plan_of(std::vector<std::string> const& inputs, Settings const& settings,
                    PointCount count = PointCount::by_extent) {
    Problems problems;
    return make_plan(discover(inputs, settings.output_folder.string(), problems), settings, count, no_progress());
}

inline std::vector<DatasetOutcome> run(std::vector<std::string> const& inputs, Settings const& settings) {
    Plan const plan = plan_of(inputs, settings);
    return run_in_process(plan, settings, no_progress(), [](DatasetOutcome const&) {});
}

} // namespace oreway::test
