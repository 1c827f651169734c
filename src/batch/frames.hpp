// SPDX-License-Identifier: MIT
#pragma once

// JSON objects over a socket: the length in four bytes, low one first, then the text.

#include <optional>
#include <string>
#include <string_view>

#include "batch/json_text.hpp"

namespace oreway {

/// \return false when the other side is gone
[[nodiscard]] bool send_frame(int socket, json_text::Json const& json);

/// Waits for the next object; nothing when the other side is gone or what it says makes no sense.
[[nodiscard]] std::optional<json_text::Json> receive_frame(int socket);

} // namespace oreway
