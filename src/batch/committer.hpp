// SPDX-License-Identifier: MIT
#pragma once

// Puts outputs in place, those of all datasets that became ready while the disk was busy at once: waiting for the disk
// costs more than a small dataset, and many datasets cost no longer wait than one.

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "oreway/batch/outcome.hpp"

namespace oreway {

class Committer {
public:
    /// Called with each outcome when its outputs are in place, one call at a time.
    using Settled = std::function<void(std::size_t, DatasetOutcome)>;

    explicit Committer(Settled settled);
    Committer(Committer const&) = delete;
    Committer& operator=(Committer const&) = delete;
    /// Waits until all that was handed in is settled.
    ~Committer();

    /// From any thread.
    void add(std::size_t task, DatasetOutcome outcome);

private:
    using Ready = std::vector<std::pair<std::size_t, DatasetOutcome>>;
    void run();

    Settled m_settled;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    Ready m_ready;
    bool m_closed = false;
    std::jthread m_thread;
};

/// Puts the pending outputs of some outcomes in place; one that cannot be becomes a failure.
void settle(std::vector<std::pair<std::size_t, DatasetOutcome>>& outcomes);

} // namespace oreway
