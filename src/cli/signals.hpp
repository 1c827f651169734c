// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// SIGINT, SIGTERM and SIGHUP ask long work to stop; it throws Cancelled, removes what is half written, and the program
/// ends with 128 plus the number of the signal. A second signal ends the process at once.

namespace oreway::cli {

void watch_signals();

/// The signal that asked to stop; 0 when none did.
[[nodiscard]] int stop_signal() noexcept;

} // namespace oreway::cli
