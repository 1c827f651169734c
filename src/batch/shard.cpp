// SPDX-License-Identifier: MIT
// Plans on disk, their division, and the way back to one manifest.

#include "oreway/batch/shard.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "batch/json_text.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/base/version.hpp"
#include "oreway/batch/manifest.hpp"
#include "oreway/batch/resume.hpp"
#include "oreway/io/output_file.hpp"

namespace oreway {

namespace fs = std::filesystem;
using json_text::Json;

namespace {

std::optional<std::int64_t> environment_number(char const* name) {
    char const* const text = std::getenv(name);
    return text == nullptr ? std::nullopt : parse_integer(text);
}

bool is_shard_manifest(fs::path const& file) {
    std::string const name = file.filename().string();
    return name.starts_with("manifest.") && name.ends_with(".jsonl") && name.find("-of-") != std::string::npos;
}

std::vector<fs::path> shard_manifests(fs::path const& folder) {
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (is_shard_manifest(entry->path()))
            files.push_back(entry->path());
    std::ranges::sort(files);
    return files;
}

bool has_output(DatasetOutcome const& outcome) {
    return outcome.status == DatasetStatus::done || outcome.status == DatasetStatus::lost_some;
}

/// Several shards may tell of one source when a plan was divided anew; an outcome with an output wins.
std::map<std::string, DatasetOutcome> all_outcomes(std::vector<fs::path> const& manifests) {
    std::map<std::string, DatasetOutcome> outcomes;
    for (fs::path const& manifest : manifests)
        for (auto& [source, outcome] : Manifest::read(manifest)) {
            auto const [place, is_new] = outcomes.try_emplace(source, outcome);
            if (!is_new && !has_output(place->second))
                place->second = std::move(outcome);
        }
    return outcomes;
}

[[noreturn]] void fail_incomplete(std::vector<std::string> const& missing, std::size_t all) {
    constexpr std::size_t shown = 5;
    std::vector<std::string> const first(
        missing.begin(), missing.begin() + static_cast<std::ptrdiff_t>(std::min(shown, missing.size())));
    throw DataError({.what = fmt::format("{} of {} datasets have no outcome yet, or not the outputs it tells of: {}{}",
                                         missing.size(), all, join(first, ", "), missing.size() > shown ? ", ..." : ""),
                     .where = "",
                     .remedy = "run the shards that did not end once more with --resume, then merge again"});
}

} // namespace

Shard shard_from(std::string_view text) {
    std::size_t const slash = text.find('/');
    auto const index = parse_integer(text.substr(0, slash));
    auto const count = slash == std::string_view::npos ? std::nullopt : parse_integer(text.substr(slash + 1));
    if (!index || !count || *index < 0 || *index >= *count)
        throw UsageError({.what = fmt::format("'{}' is no shard", printable(text)),
                          .where = "--shard",
                          .remedy = "give INDEX/COUNT, counted from 0: the shards of 4 are 0/4, 1/4, 2/4 and 3/4"});
    return {static_cast<std::size_t>(*index), static_cast<std::size_t>(*count)};
}

std::optional<Shard> shard_of_environment() {
    auto const task = environment_number("SLURM_ARRAY_TASK_ID");
    auto const count = environment_number("SLURM_ARRAY_TASK_COUNT");
    if (!task || !count)
        return std::nullopt;
    std::int64_t const first = environment_number("SLURM_ARRAY_TASK_MIN").value_or(0);
    std::int64_t const step = std::max<std::int64_t>(1, environment_number("SLURM_ARRAY_TASK_STEP").value_or(1));
    return shard_from(fmt::format("{}/{}", (*task - first) / step, *count));
}

void write_plan(fs::path const& file, Plan const& plan, Settings const& settings) {
    std::string text = json_text::line_of({{"oreway_plan", 1},
                                           {"version", version()},
                                           {"folder", fs::current_path().string()},
                                           {"tasks", plan.tasks.size()},
                                           {"settings", to_json_line(settings)}}) +
                       "\n";
    for (Task const& task : plan.tasks)
        text += to_json_line(task) + "\n";
    write_text_file(file, text,
                    settings.existing == ExistingOutput::refuse ? OverwritePolicy::refuse : OverwritePolicy::replace);
}

StoredPlan read_plan(fs::path const& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string line;
    if (!stream || !std::getline(stream, line))
        throw IoError({.what = "cannot be read", .where = file.string(), .remedy = "write a plan with --plan first"});
    Json const head = json_text::parsed(line, "plan");
    auto const refuse = [&](std::string what, std::string remedy) {
        throw DataError({.what = std::move(what), .where = file.string(), .remedy = std::move(remedy)});
    };
    if (!head.contains("oreway_plan"))
        refuse("is no plan", "write one with --plan");
    if (head.at("version") != version())
        refuse(
            fmt::format("was written by version {}, and this is {}", head.at("version").get<std::string>(), version()),
            "use one version for the whole batch");
    std::error_code error;
    if (!fs::equivalent(head.at("folder").get<std::string>(), fs::current_path(), error))
        refuse("holds names that are relative to " + head.at("folder").get<std::string>(), "run it in that folder");
    StoredPlan stored{.plan = {}, .settings = settings_from_json(head.at("settings").get<std::string>())};
    while (std::getline(stream, line))
        stored.plan.tasks.push_back(task_from_json(line));
    if (stored.plan.tasks.size() != head.at("tasks").get<std::size_t>())
        refuse("is cut", "write it again with --plan");
    return stored;
}

Plan part_of(Plan const& plan, Shard shard) {
    std::vector<Task const*> by_cost;
    for (Task const& task : plan.tasks)
        by_cost.push_back(&task);
    std::ranges::stable_sort(by_cost, std::greater<>(), &Task::cost);
    // Each next largest goes to the shard that has least so far.
    std::vector<double> load(shard.count, 0.0);
    std::set<std::size_t> mine;
    for (Task const* task : by_cost) {
        auto const least = std::ranges::min_element(load);
        *least += task->cost;
        if (static_cast<std::size_t>(least - load.begin()) == shard.index)
            mine.insert(task->number);
    }
    Plan part;
    part.pairs = plan.pairs;
    for (Task const& task : plan.tasks)
        if (mine.contains(task.number))
            part.tasks.push_back(task);
    return part;
}

std::string manifest_name_of(Shard shard) {
    return fmt::format("manifest.{}-of-{}.jsonl", shard.index, shard.count);
}

std::vector<DatasetOutcome> merge_shards(StoredPlan const& stored) {
    fs::path const& folder = stored.settings.output_folder;
    std::vector<fs::path> const manifests = shard_manifests(folder);
    std::map<std::string, DatasetOutcome> outcomes = all_outcomes(manifests);
    std::vector<DatasetOutcome> merged;
    std::vector<std::string> missing;
    for (Task const& task : stored.plan.tasks) {
        auto const found = outcomes.find(task.item.source);
        bool const whole =
            found != outcomes.end() && (!has_output(found->second) || outputs_are_whole(found->second, folder));
        if (!whole) {
            missing.push_back(task.item.source);
            continue;
        }
        found->second.number = task.number;
        merged.push_back(found->second);
    }
    if (!missing.empty())
        fail_incomplete(missing, stored.plan.tasks.size());
    Manifest::write(folder / manifest_name, merged);
    remove_all_temporaries(folder);
    for (fs::path const& manifest : manifests)
        fs::remove(manifest);
    return merged;
}

} // namespace oreway
