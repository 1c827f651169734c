// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// The errors of Oreway. An error answers three questions: what is wrong, where exactly, and what to do next. There are
/// four classes, named for who can mend the fault; only the program's `main` prints them and chooses the exit code.

#include <stdexcept>
#include <string>

namespace oreway {

/// The three answers of an error or a problem. `where` and `remedy` may be empty when nothing useful can be said.
struct ErrorParts {
    std::string what;   ///< what is wrong, a sentence without a full stop
    std::string where;  ///< file, layer, feature: "mines.shp, layer 'mines', feature 17"
    std::string remedy; ///< what the user can do
};

/// Exit codes of the program, the same in every command.
enum class ExitCode : int {
    done = 0,       ///< all done and nothing lost
    failed = 1,     ///< an input cannot be read or is refused, an output cannot be written
    usage = 2,      ///< wrong usage; nothing was touched
    incomplete = 3, ///< finished, but something was lost or skipped and is listed
};

/// Base of all errors thrown on purpose. `what()` is the whole message on one line.
class Error : public std::runtime_error {
public:
    [[nodiscard]] ErrorParts const& parts() const noexcept { return m_parts; }
    [[nodiscard]] ExitCode exit_code() const noexcept { return m_code; }

protected:
    Error(ErrorParts parts, ExitCode code);

private:
    ErrorParts m_parts;
    ExitCode m_code;
};

/// The command line or the study file asks for something impossible (exit code 2).
class UsageError : public Error {
public:
    explicit UsageError(ErrorParts parts) : Error(std::move(parts), ExitCode::usage) {}
};

/// The data cannot be used as they are: no CRS, missing field, broken geometry (exit code 1).
class DataError : public Error {
public:
    explicit DataError(ErrorParts parts) : Error(std::move(parts), ExitCode::failed) {}
};

/// A file cannot be read or written (exit code 1).
class IoError : public Error {
public:
    explicit IoError(ErrorParts parts) : Error(std::move(parts), ExitCode::failed) {}
};

/// A computation cannot give a number: coordinate not finite, iteration did not converge (exit code 1).
class NumericError : public Error {
public:
    explicit NumericError(ErrorParts parts) : Error(std::move(parts), ExitCode::failed) {}
};

} // namespace oreway
