// SPDX-License-Identifier: MIT
// One thread that waits for the disk.

#include "batch/committer.hpp"

namespace oreway {

namespace {

void fail(DatasetOutcome& outcome, ErrorParts parts) {
    outcome.status = DatasetStatus::failed;
    outcome.problems.push_back({Severity::error, "dataset.failed", std::move(parts)});
    outcome.layers.clear();
    outcome.outputs.clear();
}

} // namespace

void settle(std::vector<std::pair<std::size_t, DatasetOutcome>>& outcomes) {
    std::vector<Placement> files;
    for (auto const& [task, outcome] : outcomes)
        files.insert(files.end(), outcome.pending.begin(), outcome.pending.end());
    if (files.empty())
        return;
    std::vector<std::optional<ErrorParts>> const faults = place_together(files);
    std::size_t f = 0;
    for (auto& [task, outcome] : outcomes) {
        std::size_t const end = f + outcome.pending.size();
        outcome.pending.clear();
        for (; f < end; ++f)
            if (faults[f] && outcome.status != DatasetStatus::failed)
                fail(outcome, *faults[f]);
    }
}

Committer::Committer(Settled settled) : m_settled(std::move(settled)), m_thread([this] { run(); }) {}

Committer::~Committer() {
    {
        std::lock_guard const lock(m_mutex);
        m_closed = true;
    }
    m_changed.notify_one();
    m_thread.join();
}

void Committer::add(std::size_t task, DatasetOutcome outcome) {
    {
        std::lock_guard const lock(m_mutex);
        m_ready.emplace_back(task, std::move(outcome));
    }
    m_changed.notify_one();
}

void Committer::run() {
    for (;;) {
        Ready ready;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] { return !m_ready.empty() || m_closed; });
            ready = std::exchange(m_ready, {});
        }
        if (ready.empty())
            return;
        settle(ready);
        for (auto& [task, outcome] : ready)
            m_settled(task, std::move(outcome));
    }
}

} // namespace oreway
