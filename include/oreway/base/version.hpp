// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The version of the library that is running.

#include <string_view>

namespace oreway {

[[nodiscard]] std::string_view version() noexcept;

} // namespace oreway
