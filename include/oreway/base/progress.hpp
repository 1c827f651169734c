// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Where long work reports how far it is. Terminal output lives in the program; the library only calls this interface.

#include <cstdint>
#include <string_view>

namespace oreway {

/// Receives progress. Calls may come from several threads; implementations must be safe for that.
class Progress {
public:
    virtual ~Progress() = default;
    /// A new stage begins; `total` steps are expected (0: unknown).
    virtual void stage(std::string_view name, std::uint64_t total) = 0;
    /// `steps` more steps of the stage are done.
    virtual void advance(std::uint64_t steps) = 0;
    /// True when the user asked to stop (SIGINT, SIGTERM); long work then throws Cancelled soon.
    [[nodiscard]] virtual bool cancelled() const noexcept { return false; }
};

/// A progress that nobody watches.
[[nodiscard]] Progress& no_progress() noexcept;

/// Thrown by long work after `cancelled()` turned true; outputs that are not whole are removed on the way out.
struct Cancelled {};

/// Throws Cancelled when the user asked to stop.
inline void stop_if_cancelled(Progress const& progress) {
    if (progress.cancelled())
        throw Cancelled{};
}

} // namespace oreway
