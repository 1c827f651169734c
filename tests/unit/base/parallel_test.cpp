// SPDX-License-Identifier: MIT
// Parallel loops visit everything once, whatever the number of threads, and hand exceptions on.

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "oreway/base/parallel.hpp"

namespace oreway {
namespace {

TEST(Parallel, EveryIndexIsVisitedOnce) {
    std::vector<std::atomic<int>> visits(10'007);
    parallel_for(visits.size(), [&](std::size_t i) { ++visits[i]; });
    for (auto const& v : visits)
        ASSERT_EQ(v.load(), 1);
}

TEST(Parallel, BlocksAreTheSameForOneAndForManyThreads) {
    auto const blocks = [] {
        std::vector<std::size_t> ends(100, 0);
        parallel_blocks(995, 10, [&](std::size_t first, std::size_t last) { ends[first / 10] = last; });
        return ends;
    };
    set_thread_count(1);
    auto const one = blocks();
    set_thread_count(0);
    EXPECT_EQ(one, blocks());
    EXPECT_EQ(one.back(), 995u);
}

TEST(Parallel, ExceptionOfABodyReachesTheCaller) {
    EXPECT_THROW(parallel_for(50,
                              [](std::size_t i) {
                                  if (i == 33)
                                      throw std::runtime_error("33");
                              }),
                 std::runtime_error);
}

TEST(Parallel, OneThreadTakesTheBlocksInOrderByItself) {
    set_thread_count(1);
    std::vector<std::size_t> firsts;
    auto const caller = std::this_thread::get_id();
    parallel_blocks(100, 7, [&](std::size_t first, std::size_t) {
        EXPECT_EQ(std::this_thread::get_id(), caller);
        firsts.push_back(first);
    });
    set_thread_count(0);
    EXPECT_EQ(firsts.size(), 15U);
    EXPECT_TRUE(std::ranges::is_sorted(firsts));
}

TEST(Parallel, NothingToDoCallsNothing) {
    parallel_for(0, [](std::size_t) { FAIL() << "called for an empty range"; });
}

} // namespace
} // namespace oreway
