// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Fingerprints of files for receipts: XXH3 128 bit, 32 lower-case hexadecimal digits. Not for security.

#include <filesystem>
#include <string>
#include <string_view>

namespace oreway {

[[nodiscard]] std::string hash_bytes(std::string_view bytes);

/// \throws IoError when the file cannot be read
[[nodiscard]] std::string hash_file(std::filesystem::path const& file);

} // namespace oreway
