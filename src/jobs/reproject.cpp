// SPDX-License-Identifier: MIT
// Discovery, plan, run and manifest of a batch reprojection.

#include "oreway/jobs/reproject.hpp"

#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "oreway/batch/discovery.hpp"
#include "oreway/batch/manifest.hpp"
#include "oreway/batch/outcome.hpp"
#include "oreway/batch/plan.hpp"
#include "oreway/batch/runner.hpp"

namespace oreway {

namespace fs = std::filesystem;

namespace {

std::vector<Item> items_of(ReprojectOptions const& options, Problems& problems) {
    std::vector<Item> items =
        without_duplicates(discover(options.inputs, options.settings.output_folder.string(), problems));
    if (items.empty()) {
        throw_if_errors(problems, "looking for inputs");
        throw UsageError({.what = "there is nothing to reproject", .where = "", .remedy = "name files or folders"});
    }
    return items;
}

void require_folder(fs::path const& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!fs::is_directory(folder))
        throw IoError({.what = error ? "the output folder cannot be made: " + error.message() : "is no folder",
                       .where = folder.string(),
                       .remedy = "name a folder that can be written to"});
}

/// Refused and failed datasets are named by their rows of the table; on top of that comes what was not found at all.
ExitCode worse(ExitCode datasets, Problems const& problems) {
    bool const missing = std::ranges::any_of(problems, [](Problem const& p) { return p.severity == Severity::error; });
    return missing && datasets == ExitCode::done ? ExitCode::incomplete : datasets;
}

/// Names that led nowhere are reported, and the run goes on with the others.
Problems as_losses(Problems problems) {
    for (Problem& problem : problems)
        problem.severity = Severity::warning;
    return problems;
}

} // namespace

ReprojectResult plan_reprojection(ReprojectOptions const& options, Progress& progress) {
    ReprojectResult result;
    Problems missing;
    std::vector<Item> items = items_of(options, missing);
    Plan const plan = make_plan(std::move(items), options.settings, PointCount::by_reading, progress);
    result.tables = plan_tables(plan);
    bool const refused =
        std::ranges::any_of(plan.tasks, [](Task const& task) { return task.verdict == Verdict::refuse; });
    bool const runs = std::ranges::any_of(plan.tasks, [](Task const& task) { return task.verdict == Verdict::run; });
    result.exit_code = worse(!refused ? ExitCode::done : runs ? ExitCode::incomplete : ExitCode::failed, missing);
    result.problems = as_losses(std::move(missing));
    return result;
}

ReprojectResult reproject(ReprojectOptions const& options, Progress& progress) {
    ReprojectResult result;
    Problems missing;
    std::vector<Item> items = items_of(options, missing);
    Plan const plan = make_plan(std::move(items), options.settings, PointCount::by_extent, progress);
    require_folder(options.settings.output_folder);
    fs::path const file = options.settings.output_folder / manifest_name;
    std::vector<DatasetOutcome> outcomes;
    {
        Manifest manifest(file);
        outcomes = run_in_process(plan, options.settings, progress,
                                  [&](DatasetOutcome const& outcome) { manifest.append(outcome); });
    }
    Manifest::write(file, outcomes);
    result.tables = outcome_tables(outcomes);
    result.exit_code = worse(exit_code_of(outcomes), missing);
    result.problems = as_losses(std::move(missing));
    return result;
}

} // namespace oreway
