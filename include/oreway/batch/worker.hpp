// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Worker processes. Drivers of file formats crash now and then, and some never end; in a process of its own such a
/// file costs itself and nothing else. Workers live as long as the run: libraries, reference systems and operations are
/// looked up once in each.
///
///     WorkerPool pool({.program = own_executable, .arguments = {"reproject-worker"}}, settings, thread_count());
///     DatasetOutcome outcome = pool.run(task, 1, progress);
///
/// The two sides talk over a socket in JSON objects, each with its length in four bytes before it. A worker whose other
/// side is gone, however it went, ends at once.

#include <condition_variable>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/batch/outcome.hpp"
#include "oreway/batch/plan.hpp"
#include "oreway/batch/settings.hpp"

namespace oreway {

/// How a worker is started: a program that calls serve_worker(0) when it is given these arguments.
struct WorkerProgram {
    std::filesystem::path program;
    std::vector<std::string> arguments{};
};

/// Processes that look at datasets and translate them. Safe to use from several threads; each call has one worker to
/// itself and waits for one that is free.
class WorkerPool {
public:
    /// Starts `count` workers. \throws IoError when none can be started
    WorkerPool(WorkerProgram program, Settings const& settings, std::size_t count);
    WorkerPool(WorkerPool const&) = delete;
    WorkerPool& operator=(WorkerPool const&) = delete;
    /// Ends all workers.
    ~WorkerPool();

    /// What TranslateDriver::inspect says. \throws IoError "crashed" or "took longer than", besides what inspect throws
    [[nodiscard]] std::vector<LayerFacts> inspect(Item const& item, Problems& problems, Progress const& progress);

    /// What run_task says, with so many threads inside the worker. A crash and the end of the timeout of the settings
    /// become the outcome of the dataset, temporaries are removed, and the worker is replaced. \throws Cancelled
    [[nodiscard]] DatasetOutcome run(Task const& task, std::size_t threads, Progress& progress);

    [[nodiscard]] std::size_t size() const noexcept { return m_size; }

private:
    struct Worker;
    class Loan;
    WorkerProgram m_program;
    Settings m_settings;
    std::size_t m_size;
    std::mutex m_mutex;
    std::condition_variable m_returned;
    std::vector<std::unique_ptr<Worker>> m_idle;
};

/// The other side: serves one request after another until the socket is closed. \return the exit code of the process
int serve_worker(int socket);

} // namespace oreway
