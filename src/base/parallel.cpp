// SPDX-License-Identifier: MIT
// Parallel loops on oneTBB. Block borders never depend on the number of threads, so sums over blocks are reproducible.

#include "oreway/base/parallel.hpp"

#include <algorithm>
#include <memory>
#include <thread>

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_group.h>

#include "oreway/base/progress.hpp"

namespace oreway {

namespace {

std::unique_ptr<tbb::global_control>& limit() {
    static std::unique_ptr<tbb::global_control> control;
    return control;
}

} // namespace

void set_thread_count(std::size_t threads) {
    limit().reset();
    if (threads > 0)
        limit() = std::make_unique<tbb::global_control>(tbb::global_control::max_allowed_parallelism, threads);
}

std::size_t thread_count() noexcept {
    return std::min<std::size_t>(std::max(1u, std::thread::hardware_concurrency()),
                                 tbb::global_control::active_value(tbb::global_control::max_allowed_parallelism));
}

void parallel_blocks(std::size_t count, std::size_t grain, std::function<void(std::size_t, std::size_t)> const& body) {
    grain = std::max<std::size_t>(1, grain);
    std::size_t const blocks = (count + grain - 1) / grain;
    if (blocks <= 1 || thread_count() == 1) { // without a second thread nothing is asked of the scheduler
        for (std::size_t b = 0; b < blocks; ++b)
            body(b * grain, std::min(count, (b + 1) * grain));
        return;
    }
    auto const run = [&](tbb::blocked_range<std::size_t> const& range) {
        for (std::size_t b = range.begin(); b != range.end(); ++b)
            body(b * grain, std::min(count, (b + 1) * grain));
    };
    tbb::task_group_context context;
    tbb::parallel_for(tbb::blocked_range<std::size_t>(0, blocks, 1), run, context);
    // An exception in a loop around this one stops it in the middle, without a word.
    if (context.is_group_execution_cancelled())
        throw Cancelled{};
}

void parallel_for(std::size_t count, std::function<void(std::size_t)> const& body) {
    parallel_blocks(count, 1, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i)
            body(i);
    });
}

} // namespace oreway
