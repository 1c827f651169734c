// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The text of errors and problems: for people, or as one JSON object a line. Control characters are made visible,
/// because messages carry names of files and fields, which may hold anything.

#include <string>

#include "cli/terminal.hpp"
#include "oreway/base/error.hpp"
#include "oreway/base/problem.hpp"

namespace oreway::cli {

enum class LogFormat { text, json };
enum class Verbosity { quiet, normal, verbose };

[[nodiscard]] std::string message(ErrorParts const& parts, ExitCode code, LogFormat format, Colours colours);

/// One problem.
[[nodiscard]] std::string message(Problem const& problem, LogFormat format, Colours colours);

/// All problems that the verbosity lets through (notes only when verbose, nothing but errors when quiet), then their
/// number.
[[nodiscard]] std::string messages(Problems const& problems, Verbosity verbosity, LogFormat format, Colours colours);

} // namespace oreway::cli
