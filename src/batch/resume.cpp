// SPDX-License-Identifier: MIT
// Which outcomes of an earlier run still hold. Every input and output is read: a date proves nothing.

#include "oreway/batch/resume.hpp"

#include <algorithm>
#include <mutex>

#include "oreway/base/error.hpp"
#include "oreway/base/hash.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/batch/runner.hpp"

namespace oreway {

namespace {

bool has_output(DatasetOutcome const& outcome) {
    return outcome.status == DatasetStatus::done || outcome.status == DatasetStatus::lost_some;
}

bool holds(DatasetOutcome const& earlier, Task const& task, Settings const& settings, Failures failures) {
    bool const failed = earlier.status == DatasetStatus::failed;
    bool const counts = has_output(earlier) || (failed && failures == Failures::keep);
    if (!counts || earlier.key.empty())
        return false;
    try {
        std::vector<FileHash> inputs;
        bool const same = key_of(task, settings, inputs) == earlier.key;
        return same && (failed || outputs_are_whole(earlier, settings.output_folder));
    } catch (Error const&) {
        return false; // an input that cannot be read is not known to be done
    }
}

} // namespace

bool outputs_are_whole(DatasetOutcome const& outcome, std::filesystem::path const& folder) {
    return !outcome.outputs.empty() && std::ranges::all_of(outcome.outputs, [&](FileHash const& output) {
        std::filesystem::path const file = folder / output.file;
        std::error_code error;
        return std::filesystem::file_size(file, error) == output.bytes && !error && hash_file(file) == output.hash;
    });
}

std::map<std::size_t, DatasetOutcome> outcomes_that_hold(Plan const& plan, Settings const& settings,
                                                         std::map<std::string, DatasetOutcome> const& earlier,
                                                         Failures failures, Progress& progress) {
    std::map<std::size_t, DatasetOutcome> known;
    std::mutex mutex;
    progress.stage("recognising what is done", plan.tasks.size());
    parallel_for(plan.tasks.size(), [&](std::size_t t) {
        stop_if_cancelled(progress);
        Task const& task = plan.tasks[t];
        auto const found = earlier.find(task.item.source);
        if (task.verdict == Verdict::run && found != earlier.end() && holds(found->second, task, settings, failures)) {
            std::lock_guard const lock(mutex);
            DatasetOutcome outcome = found->second;
            outcome.number = task.number;
            known.emplace(task.number, std::move(outcome));
        }
        progress.advance(1);
    });
    return known;
}

} // namespace oreway
