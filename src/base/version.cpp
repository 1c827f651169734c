// SPDX-License-Identifier: MIT
// The version comes from the top CMakeLists.txt.

#include "oreway/base/version.hpp"

namespace oreway {

std::string_view version() noexcept {
    return OREWAY_VERSION;
}

} // namespace oreway
