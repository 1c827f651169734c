// SPDX-License-Identifier: MIT
// The side that gives out the work: starts workers, waits for answers, ends those that crash, hang or are no longer
// wanted.

#include "oreway/batch/worker.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "batch/frames.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/text.hpp"
#include "oreway/batch/manifest.hpp"
#include "oreway/batch/runner.hpp"
#include "oreway/batch/translate_driver.hpp"
#include "oreway/io/output_file.hpp"

namespace oreway {

using json_text::Json;
using Clock = std::chrono::steady_clock;

/// One process and our end of its socket.
struct WorkerPool::Worker {
    pid_t process = -1;
    int socket = -1;

    Worker() = default;
    Worker(Worker const&) = delete;
    Worker& operator=(Worker const&) = delete;
    ~Worker() { end(SIGKILL); }

    [[nodiscard]] bool lives() const noexcept { return process > 0; }

    /// Closes the socket, which ends an idle worker by itself, and waits. \return status as waitpid gives it
    int end(int signal) noexcept {
        if (socket >= 0)
            close(std::exchange(socket, -1));
        if (process <= 0)
            return 0;
        if (signal != 0)
            kill(process, signal);
        int status = 0;
        while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
        }
        process = -1;
        return status;
    }

    /// Asks it to roll back and go; after the grace it is killed.
    void stop(std::chrono::milliseconds grace) noexcept {
        kill(process, SIGTERM);
        auto const deadline = Clock::now() + grace;
        int status = 0;
        while (Clock::now() < deadline) {
            pid_t const gone = waitpid(process, &status, WNOHANG);
            if (gone == process) {
                process = -1;
                break;
            }
            poll(nullptr, 0, 10);
        }
        end(SIGKILL);
    }
};

namespace {

/// A stop must be through within a second.
constexpr std::chrono::milliseconds grace{700};

/// What is told to a worker in the child of fork: only calls that are safe there.
[[noreturn]] void become_worker(int socket, char* const* arguments) noexcept {
    setpgid(0, 0); // so that Ctrl-C in a terminal reaches the other side only
    dup2(socket, STDIN_FILENO);
    execv(arguments[0], arguments);
    _exit(127);
}

IoError not_started(WorkerProgram const& program) {
    return IoError({.what = fmt::format("no worker process can be started: {}", std::strerror(errno)),
                    .where = program.program.string(),
                    .remedy = "give fewer threads (-j)"});
}

std::string cause_of(int status) {
    if (WIFSIGNALED(status)) {
        int const signal = WTERMSIG(status);
        std::string_view const hint = signal == SIGKILL ? ", perhaps for want of memory" : "";
        return fmt::format("signal {}, {}{}", signal, strsignal(signal), hint);
    }
    return fmt::format("exit code {}", WIFEXITED(status) ? WEXITSTATUS(status) : -1);
}

/// What came of a request.
struct Answer {
    enum class Kind { whole, crashed, timed_out } kind = Kind::whole;
    Json json;
    std::string cause{}; ///< of a crash
};

[[noreturn]] void throw_again(Json const& json) {
    ErrorParts parts{.what = json.at("what"), .where = json.at("where"), .remedy = json.at("remedy")};
    if (json.at("error") == "usage")
        throw UsageError(std::move(parts));
    if (json.at("error") == "io")
        throw IoError(std::move(parts));
    throw DataError(std::move(parts));
}

ErrorParts lost_worker(Answer const& answer, std::string const& source, Settings const& settings) {
    if (answer.kind == Answer::Kind::timed_out)
        return {fmt::format("took longer than {} s and was stopped", shortest(*settings.timeout)), source,
                "give more time with --timeout"};
    return {fmt::format("the process that worked on it crashed ({})", answer.cause), source,
            "the file is damaged in a way its driver cannot stand; convert or repair it"};
}

} // namespace

/// A worker for one call. It comes back to the pool, or is replaced at the next call when it is gone.
class WorkerPool::Loan {
public:
    explicit Loan(WorkerPool& pool) : m_pool(pool) {
        {
            std::unique_lock lock(pool.m_mutex);
            pool.m_returned.wait(lock, [&] { return !pool.m_idle.empty(); });
            m_worker = std::move(pool.m_idle.back());
            pool.m_idle.pop_back();
        }
        if (!m_worker->lives()) {
            try {
                start();
            } catch (...) {
                give_back();
                throw;
            }
        }
    }
    Loan(Loan const&) = delete;
    Loan& operator=(Loan const&) = delete;
    ~Loan() { give_back(); }

    void start() {
        int ends[2] = {-1, -1};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
            throw not_started(m_pool.m_program);
        std::string const program = m_pool.m_program.program.string();
        std::vector<char*> arguments = {const_cast<char*>(program.c_str())};
        for (std::string const& argument : m_pool.m_program.arguments)
            arguments.push_back(const_cast<char*>(argument.c_str()));
        arguments.push_back(nullptr);
        pid_t const process = fork();
        if (process == 0)
            become_worker(ends[1], arguments.data());
        close(ends[1]);
        if (process < 0) {
            close(ends[0]);
            throw not_started(m_pool.m_program);
        }
        m_worker->process = process;
        m_worker->socket = ends[0];
        static_cast<void>(send_frame(ends[0], {{"settings", to_json_line(m_pool.m_settings)}}));
    }

    /// Sends a request and waits for its answer; bytes that are reported on the way go to `advance`.
    [[nodiscard]] Answer ask(Json const& request, Progress const& progress,
                             std::function<void(std::uint64_t)> const& advance) {
        bool const sent = send_frame(m_worker->socket, request);
        std::optional<Clock::time_point> deadline;
        if (m_pool.m_settings.timeout)
            deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                          std::chrono::duration<double>(*m_pool.m_settings.timeout));
        while (sent) {
            if (progress.cancelled()) {
                m_worker->stop(grace);
                throw Cancelled{};
            }
            if (deadline && Clock::now() > *deadline) {
                m_worker->end(SIGKILL);
                return {.kind = Answer::Kind::timed_out, .json = {}};
            }
            constexpr int patience_ms = 50;
            pollfd watched{.fd = m_worker->socket, .events = POLLIN, .revents = 0};
            if (poll(&watched, 1, patience_ms) <= 0)
                continue;
            std::optional<Json> json = receive_frame(m_worker->socket);
            if (!json)
                break;
            if (!json->contains("bytes"))
                return {.json = std::move(*json)};
            advance(json->at("bytes").get<std::uint64_t>());
        }
        return {.kind = Answer::Kind::crashed, .json = {}, .cause = cause_of(m_worker->end(0))};
    }

private:
    void give_back() noexcept {
        std::lock_guard const lock(m_pool.m_mutex);
        m_pool.m_idle.push_back(std::move(m_worker));
        m_pool.m_returned.notify_one();
    }

    WorkerPool& m_pool;
    std::unique_ptr<Worker> m_worker;
};

WorkerPool::WorkerPool(WorkerProgram program, Settings const& settings, std::size_t count)
    : m_program(std::move(program)), m_settings(settings), m_size(std::max<std::size_t>(1, count)) {
    for (std::size_t i = 0; i < m_size; ++i)
        m_idle.push_back(std::make_unique<Worker>());
    // All at once, so that they start up side by side.
    std::vector<std::unique_ptr<Loan>> loans;
    for (std::size_t i = 0; i < m_size; ++i)
        loans.push_back(std::make_unique<Loan>(*this));
}

WorkerPool::~WorkerPool() {
    for (auto const& worker : m_idle)
        worker->end(0);
}

std::vector<LayerFacts> WorkerPool::inspect(Item const& item, Problems& problems, Progress const& progress) {
    if (!is_utf8(item.source)) // JSON cannot carry the name
        return driver_for(item.kind).inspect(item, m_settings, problems);
    Task question;
    question.item = item;
    Answer const answer =
        Loan(*this).ask({{"do", "inspect"}, {"task", to_json_line(question)}}, progress, [](std::uint64_t) {});
    if (answer.kind != Answer::Kind::whole)
        throw IoError(lost_worker(answer, item.source, m_settings));
    if (answer.json.contains("error"))
        throw_again(answer.json);
    Task const task = task_from_json(answer.json.at("task").get<std::string>());
    problems.insert(problems.end(), task.problems.begin(), task.problems.end());
    std::vector<LayerFacts> facts;
    for (LayerTask const& layer : task.layers)
        facts.push_back(layer.facts);
    return facts;
}

DatasetOutcome WorkerPool::run(Task const& task, std::size_t threads, Progress& progress) {
    if (!is_utf8(task.item.source)) {
        TransformStore transforms;
        return prepare_task(task, m_settings, transforms, progress);
    }
    auto const started = Clock::now();
    std::uint64_t told = 0;
    auto const advance = [&](std::uint64_t bytes) {
        bytes = std::min(bytes, task.item.bytes - told);
        told += bytes;
        progress.advance(bytes);
    };
    auto const remove_leftovers = [&] {
        for (std::filesystem::path const& output : task.outputs)
            remove_stale_temporaries(output);
    };
    try {
        Answer const answer =
            Loan(*this).ask({{"do", "run"}, {"task", to_json_line(task)}, {"threads", threads}}, progress, advance);
        advance(task.item.bytes);
        if (answer.kind == Answer::Kind::whole)
            return outcome_from_json(answer.json.at("outcome").get<std::string>());
        remove_leftovers();
        DatasetOutcome outcome;
        outcome.number = task.number;
        outcome.source = task.item.source;
        outcome.key = key_of(task, m_settings, outcome.inputs);
        outcome.problems = task.problems;
        outcome.problems.push_back({Severity::error,
                                    answer.kind == Answer::Kind::timed_out ? "dataset.timeout" : "dataset.crashed",
                                    lost_worker(answer, task.item.source, m_settings)});
        outcome.seconds = std::chrono::duration<double>(Clock::now() - started).count();
        return outcome;
    } catch (Cancelled const&) {
        remove_leftovers();
        throw;
    }
}

} // namespace oreway
