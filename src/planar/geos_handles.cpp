// SPDX-License-Identifier: MIT
// One GEOS context per thread, silent, with its last message kept.

#include "planar/geos_handles.hpp"

#include <utility>

namespace oreway::geos {

namespace {

struct ContextCloser {
    void operator()(GEOSContextHandle_HS* c) const noexcept { GEOS_finish_r(c); }
};

struct ThreadState {
    std::string message;
    std::unique_ptr<GEOSContextHandle_HS, ContextCloser> context{GEOS_init_r()};

    ThreadState() {
        GEOSContext_setErrorMessageHandler_r(context.get(), &keep, &message);
        GEOSContext_setNoticeMessageHandler_r(context.get(), &ignore, nullptr);
    }
    static void keep(char const* text, void* target) { *static_cast<std::string*>(target) = text ? text : ""; }
    static void ignore(char const*, void*) {}
};

ThreadState& state() {
    thread_local ThreadState s;
    return s;
}

} // namespace

GEOSContextHandle_t context() {
    return state().context.get();
}

std::string take_message() {
    return std::exchange(state().message, {});
}

} // namespace oreway::geos
