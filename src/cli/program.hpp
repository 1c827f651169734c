// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The program without its process: words in, text and exit code out.

#include <string>
#include <vector>

namespace oreway::cli {

/// Runs the program with the words after its name; prints to the standard streams. \return the exit code
[[nodiscard]] int run_program(std::vector<std::string> const& words) noexcept;

} // namespace oreway::cli
