// SPDX-License-Identifier: MIT
// The progress nobody watches.

#include "oreway/base/progress.hpp"

namespace oreway {

namespace {

class NoProgress final : public Progress {
public:
    void stage(std::string_view, std::uint64_t) override {}
    void advance(std::uint64_t) override {}
};

} // namespace

Progress& no_progress() noexcept {
    static NoProgress instance;
    return instance;
}

} // namespace oreway
