// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The three standard streams of the process: writing all bytes or saying so, and what may be shown on them.

#include <string_view>

namespace oreway::cli {

enum class Stream : int { output = 1, error = 2 };

/// Makes the process safe to write from: a standard stream that was closed by the caller is replaced by one that
/// refuses every write (so that no data file is opened in its place); SIGPIPE and SIGXFSZ become errors of the write
/// that hit them.
void prepare_streams();

/// Thrown when the reader of standard output has gone (`| head`): nothing is wrong, there is nobody to tell.
struct ReaderGone {};

/// Writes everything. \throws IoError (full device, closed stream) or ReaderGone
void write_output(std::string_view text);

/// Writes as much as can be written; a standard error that takes nothing cannot be reported anywhere.
void write_error(std::string_view text) noexcept;

[[nodiscard]] bool is_terminal(Stream stream) noexcept;

enum class Colours { none, ansi };

/// Whether standard error may be coloured. \param choice  "auto", "always" or "never"
[[nodiscard]] Colours colours_for(std::string_view choice);

} // namespace oreway::cli
