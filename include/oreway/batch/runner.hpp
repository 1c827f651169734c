// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Running a plan: one dataset with everything around it (fingerprints, temporary names, putting in place), and all of
/// them side by side in this process.

#include <cstddef>
#include <functional>
#include <map>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/batch/outcome.hpp"
#include "oreway/batch/plan.hpp"
#include "oreway/batch/settings.hpp"
#include "oreway/batch/translate_driver.hpp"

namespace oreway {

/// Runs one task as far as outputs that are whole, under temporary names: they stand in `pending` of the outcome.
/// Whatever goes wrong becomes an outcome; only Cancelled leaves it.
[[nodiscard]] DatasetOutcome prepare_task(Task const& task, Settings const& settings, TransformStore& transforms,
                                          Progress& progress);

/// Runs one task from the input's bytes to outputs under their final names. Whatever goes wrong becomes an outcome;
/// only Cancelled leaves it. An output is either whole or not there, and an old one is replaced only by a whole one.
[[nodiscard]] DatasetOutcome run_task(Task const& task, Settings const& settings, TransformStore& transforms,
                                      Progress& progress);

/// The outcome of a task that is not run: refused or skipped.
[[nodiscard]] DatasetOutcome outcome_without_run(Task const& task);

/// The key of a task: hash of the bytes of all its files, of the parameters, of its operations and of the version.
/// `inputs` receives the hashes of the files. \throws IoError
[[nodiscard]] std::string key_of(Task const& task, Settings const& settings, std::vector<FileHash>& inputs);

/// Called with each outcome as soon as it is known, from any thread, one call at a time.
using OutcomeSink = std::function<void(DatasetOutcome const&)>;

/// Prepares one task with so many threads, here or in a worker process.
using TaskRunner = std::function<DatasetOutcome(Task const&, std::size_t threads, Progress&)>;

/// Runs all tasks of a plan whose verdict is `run`, large datasets first, so many side by side and within the memory of
/// the settings; a dataset that is more than its share of the whole work gets all threads. Tasks that are in `known`
/// (by number) keep that outcome and are neither run nor handed to `sink`. When the user stops the run, tasks that were
/// not finished have no outcome, and Cancelled is thrown after the others were handed to `sink`. Pending outputs are
/// put in place, those of several datasets at once. \return outcomes in the order of the plan \throws what the sink
/// throws
[[nodiscard]] std::vector<DatasetOutcome> run_plan(Plan const& plan, std::map<std::size_t, DatasetOutcome> known,
                                                   Settings const& settings, std::size_t side_by_side,
                                                   TaskRunner const& runner, Progress& progress,
                                                   OutcomeSink const& sink);

/// Runs all tasks of a plan on the threads of this process.
[[nodiscard]] std::vector<DatasetOutcome> run_in_process(Plan const& plan, Settings const& settings, Progress& progress,
                                                         OutcomeSink const& sink);

} // namespace oreway
