// SPDX-License-Identifier: MIT
// The handler only stores a number, which is all that a handler may safely do.

#include "cli/signals.hpp"

#include <atomic>
#include <csignal>

namespace oreway::cli {

namespace {

std::atomic<int> received = 0;
static_assert(std::atomic<int>::is_always_lock_free);

extern "C" void remember(int signal) {
    received = signal;
}

} // namespace

void watch_signals() {
    for (int const signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction previous {};
        // Whoever started the program with nohup, or in the background of a script, had it ignore the signal: keep
        // that.
        if (::sigaction(signal, nullptr, &previous) == 0 && previous.sa_handler == SIG_IGN)
            continue;
        struct sigaction action {};
        action.sa_handler = remember;
        action.sa_flags = static_cast<int>(SA_RESETHAND);
        sigemptyset(&action.sa_mask);
        ::sigaction(signal, &action, nullptr);
    }
}

int stop_signal() noexcept {
    return received;
}

} // namespace oreway::cli
