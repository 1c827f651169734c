// SPDX-License-Identifier: MIT
// The side of the worker: takes requests from its socket and answers them. What drivers print goes nowhere.

#include <atomic>
#include <chrono>
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <unistd.h>

#include "batch/frames.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/parallel.hpp"
#include "oreway/batch/manifest.hpp"
#include "oreway/batch/runner.hpp"
#include "oreway/batch/worker.hpp"

namespace oreway {

namespace {

using json_text::Json;

std::atomic<bool> stop_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler sets it");

/// Bytes dealt with, told to the other side at most ten times a second.
class SocketProgress final : public Progress {
public:
    explicit SocketProgress(int socket) : m_socket(socket) {}
    void stage(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t steps) override {
        std::lock_guard const lock(m_mutex);
        m_waiting += steps;
        auto const now = std::chrono::steady_clock::now();
        if (now - m_told < std::chrono::milliseconds(100))
            return;
        m_told = now;
        if (send_frame(m_socket, {{"bytes", m_waiting}}))
            m_waiting = 0;
    }
    [[nodiscard]] bool cancelled() const noexcept override { return stop_asked; }

private:
    int m_socket;
    std::mutex m_mutex;
    std::uint64_t m_waiting = 0;
    std::chrono::steady_clock::time_point m_told = std::chrono::steady_clock::now();
};

/// Ends the process when the other side is gone, even while a driver is at work.
void watch_other_side(int socket) {
    std::thread([socket] {
        for (;;) {
            pollfd watched{.fd = socket, .events = 0, .revents = 0};
            int const ready = poll(&watched, 1, -1);
            if (ready > 0 && (watched.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)
                _exit(1);
        }
    }).detach();
}

/// Moves the socket away from the standard streams and points those to nowhere.
int private_socket(int socket) {
    int const moved = fcntl(socket, F_DUPFD_CLOEXEC, 3);
    int const nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (moved < 0 || nowhere < 0)
        return -1;
    dup2(nowhere, STDIN_FILENO);
    dup2(nowhere, STDOUT_FILENO);
    close(nowhere);
    return moved;
}

std::string_view class_of(Error const& error) {
    if (dynamic_cast<UsageError const*>(&error) != nullptr)
        return "usage";
    return dynamic_cast<IoError const*>(&error) != nullptr ? "io" : "data";
}

/// Large blocks that are freed are kept for the next ones, which come at once: the pieces of a raster would else be
/// mapped and filled with zeros again and again.
void keep_freed_memory() {
#if defined(__GLIBC__)
    mallopt(M_MMAP_THRESHOLD, 32 << 20); // the largest that is taken
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

Json looked_at(Task task, Settings const& settings) {
    try {
        std::vector<LayerFacts> const facts = driver_for(task.item.kind).inspect(task.item, settings, task.problems);
        for (LayerFacts const& layer : facts) {
            task.layers.emplace_back();
            task.layers.back().facts = layer;
        }
        return {{"task", to_json_line(task)}};
    } catch (Error const& error) {
        ErrorParts const& parts = error.parts();
        return {{"error", class_of(error)}, {"what", parts.what}, {"where", parts.where}, {"remedy", parts.remedy}};
    }
}

Json answer_to(Json const& request, Settings const& settings, TransformStore& transforms, SocketProgress& progress) {
    Task task = task_from_json(request.at("task").get<std::string>());
    if (request.at("do") == "inspect")
        return looked_at(std::move(task), settings);
    set_thread_count(request.at("threads").get<std::size_t>());
    return {{"outcome", to_json_line(prepare_task(task, settings, transforms, progress))}};
}

} // namespace

int serve_worker(int given_socket) {
    int const socket = private_socket(given_socket);
    if (socket < 0)
        return static_cast<int>(ExitCode::failed);
    std::signal(SIGTERM, [](int) { stop_asked = true; });
    std::signal(SIGINT, SIG_IGN); // the terminal sends it to all; the other side decides
    watch_other_side(socket);
    keep_freed_memory();
    try {
        std::optional<Json> const first = receive_frame(socket);
        if (!first)
            return static_cast<int>(ExitCode::done);
        Settings const settings = settings_from_json(first->at("settings").get<std::string>());
        TransformStore transforms;
        SocketProgress progress(socket);
        while (std::optional<Json> const request = receive_frame(socket))
            if (!send_frame(socket, answer_to(*request, settings, transforms, progress)))
                break;
    } catch (Cancelled const&) {
        return 128 + SIGTERM;
    }
    return static_cast<int>(ExitCode::done);
}

} // namespace oreway
