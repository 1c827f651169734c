// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Loops over all cores whose results do not depend on the number of threads.

#include <cstddef>
#include <functional>

namespace oreway {

/// Limits the number of threads of all following parallel work in the process; 0 means all cores.
void set_thread_count(std::size_t threads);
[[nodiscard]] std::size_t thread_count() noexcept;

/// Calls `body(first, last)` for blocks that cover [0, count) once, each at most `grain` long, in any order and on any
/// thread. Block borders depend on `count` and `grain` only. The first exception of a body is rethrown.
void parallel_blocks(std::size_t count, std::size_t grain, std::function<void(std::size_t, std::size_t)> const& body);

/// Calls `body(i)` for every i in [0, count).
void parallel_for(std::size_t count, std::function<void(std::size_t)> const& body);

} // namespace oreway
