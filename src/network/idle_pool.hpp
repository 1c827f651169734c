// SPDX-License-Identifier: MIT
#pragma once

// Workers that are idle, so that no thread builds its arrays anew for each piece of work.

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace oreway {

template <class Worker> class IdlePool {
public:
    /// Calls `use` with a worker that nobody else has; `make` gives one when none is idle.
    template <class Make, class Use> void with(Make const& make, Use const& use) {
        std::unique_ptr<Worker> worker = take();
        if (!worker)
            worker = make();
        use(*worker);
        std::scoped_lock const lock(m_mutex);
        m_idle.push_back(std::move(worker));
    }

private:
    std::unique_ptr<Worker> take() {
        std::scoped_lock const lock(m_mutex);
        if (m_idle.empty())
            return nullptr;
        auto worker = std::move(m_idle.back());
        m_idle.pop_back();
        return worker;
    }

    std::mutex m_mutex;
    std::vector<std::unique_ptr<Worker>> m_idle;
};

} // namespace oreway
