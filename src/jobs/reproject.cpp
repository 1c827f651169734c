// SPDX-License-Identifier: MIT
// Discovery, plan, run and manifest of a batch reprojection.

#include "oreway/jobs/reproject.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "oreway/base/parallel.hpp"
#include "oreway/batch/discovery.hpp"
#include "oreway/batch/manifest.hpp"
#include "oreway/batch/outcome.hpp"
#include "oreway/batch/plan.hpp"
#include "oreway/batch/resume.hpp"
#include "oreway/batch/runner.hpp"
#include "oreway/io/output_file.hpp"

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

std::unique_ptr<WorkerPool> workers_of(RunOptions const& run, Settings const& settings) {
    if (run.workers.program.empty())
        return nullptr;
    return std::make_unique<WorkerPool>(run.workers, settings, thread_count());
}

Inspector inspector_of(WorkerPool* workers, Progress const& progress) {
    if (workers == nullptr)
        return {};
    return [workers, &progress](Item const& item, Problems& problems) {
        return workers->inspect(item, problems, progress);
    };
}

/// Runs what is not known to be done and keeps the manifest on the way.
std::vector<DatasetOutcome> run(Plan const& plan, std::map<std::size_t, DatasetOutcome> known, Settings const& settings,
                                WorkerPool* workers, fs::path const& manifest_file, Progress& progress) {
    std::vector<DatasetOutcome> outcomes;
    {
        Manifest manifest(manifest_file);
        OutcomeSink const sink = [&](DatasetOutcome const& outcome) { manifest.append(outcome); };
        TransformStore transforms;
        TaskRunner const here = [&](Task const& task, std::size_t, Progress& inner) {
            return prepare_task(task, settings, transforms, inner);
        };
        TaskRunner const there = [&](Task const& task, std::size_t threads, Progress& inner) {
            return workers->run(task, threads, inner);
        };
        outcomes = run_plan(plan, std::move(known), settings, thread_count(), workers != nullptr ? there : here,
                            progress, sink);
    }
    Manifest::write(manifest_file, outcomes);
    return outcomes;
}

std::map<std::size_t, DatasetOutcome> known_outcomes(Plan const& plan, Settings const& settings, StartFrom start,
                                                     fs::path const& manifest_file, Progress& progress) {
    if (start == StartFrom::nothing)
        return {};
    Failures const failures = start == StartFrom::what_is_done ? Failures::keep : Failures::retry;
    return outcomes_that_hold(plan, settings, Manifest::read(manifest_file), failures, progress);
}

/// What lies in the folder when a run goes on is the work of the earlier one.
Settings settings_for(ReprojectOptions const& options) {
    Settings settings = options.settings;
    if (options.run.start != StartFrom::nothing && settings.existing == ExistingOutput::refuse)
        settings.existing = ExistingOutput::replace;
    return settings;
}

ExitCode exit_code_of(Plan const& plan) {
    bool const refused =
        std::ranges::any_of(plan.tasks, [](Task const& task) { return task.verdict == Verdict::refuse; });
    bool const runs = std::ranges::any_of(plan.tasks, [](Task const& task) { return task.verdict == Verdict::run; });
    return !refused ? ExitCode::done : runs ? ExitCode::incomplete : ExitCode::failed;
}

ReprojectResult result_of(std::vector<DatasetOutcome> const& outcomes, Problems missing) {
    return {.tables = outcome_tables(outcomes),
            .problems = as_losses(missing),
            .exit_code = worse(oreway::exit_code_of(outcomes), missing)};
}

ReprojectResult result_of(Plan const& plan, Problems missing) {
    return {
        .tables = plan_tables(plan), .problems = as_losses(missing), .exit_code = worse(exit_code_of(plan), missing)};
}

} // namespace

ReprojectResult plan_reprojection(ReprojectOptions const& options, Progress& progress) {
    Problems missing;
    std::vector<Item> items = items_of(options, missing);
    Settings const settings = settings_for(options);
    std::unique_ptr<WorkerPool> const workers = workers_of(options.run, settings);
    Plan const plan =
        make_plan(std::move(items), settings, PointCount::by_reading, progress, inspector_of(workers.get(), progress));
    return result_of(plan, std::move(missing));
}

ReprojectResult reproject(ReprojectOptions const& options, Progress& progress) {
    Problems missing;
    std::vector<Item> items = items_of(options, missing);
    Settings const settings = settings_for(options);
    std::unique_ptr<WorkerPool> const workers = workers_of(options.run, settings);
    Plan const plan =
        make_plan(std::move(items), settings, PointCount::by_extent, progress, inspector_of(workers.get(), progress));
    require_folder(settings.output_folder);
    remove_leftovers(settings.output_folder);
    fs::path const file = settings.output_folder / manifest_name;
    return result_of(run(plan, known_outcomes(plan, settings, options.run.start, file, progress), settings,
                         workers.get(), file, progress),
                     std::move(missing));
}

std::size_t datasets_through(fs::path const& output_folder) {
    return Manifest::read(output_folder / manifest_name).size();
}

ReprojectResult write_reprojection_plan(ReprojectOptions const& options, fs::path const& file, Progress& progress) {
    Problems missing;
    std::vector<Item> items = items_of(options, missing);
    Settings const settings = settings_for(options);
    std::unique_ptr<WorkerPool> const workers = workers_of(options.run, settings);
    Plan const plan =
        make_plan(std::move(items), settings, PointCount::by_extent, progress, inspector_of(workers.get(), progress));
    write_plan(file, plan, settings);
    return result_of(plan, std::move(missing));
}

ReprojectResult reproject_shard(ShardOptions const& options, Progress& progress) {
    StoredPlan stored = read_plan(options.plan);
    if (options.run.start != StartFrom::nothing)
        stored.settings.existing = ExistingOutput::replace;
    Settings const& settings = stored.settings;
    require_folder(settings.output_folder);
    remove_leftovers(settings.output_folder);
    fs::path const file = settings.output_folder / manifest_name_of(options.shard);
    Plan const part = part_of(stored.plan, options.shard);
    std::unique_ptr<WorkerPool> const workers = workers_of(options.run, settings);
    return result_of(run(part, known_outcomes(part, settings, options.run.start, file, progress), settings,
                         workers.get(), file, progress),
                     {});
}

ReprojectResult merge_reprojection(fs::path const& plan) {
    return result_of(merge_shards(read_plan(plan)), {});
}

} // namespace oreway
