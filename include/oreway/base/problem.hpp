// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// A problem found in data: not an exception, because all problems are collected and shown at once.

#include <string>
#include <vector>

#include "oreway/base/error.hpp"

namespace oreway {

/// How much a problem matters. `note`: stated, nothing is lost. `warning`: something was lost, changed or skipped, the
/// run goes on and ends with exit code 3. `error`: the run cannot go on.
enum class Severity { note, warning, error };

/// One problem, with a stable code for machines ("crs.missing", "geometry.null", "dbf.cut").
struct Problem {
    Severity severity = Severity::warning;
    std::string code;
    ErrorParts parts;
};

using Problems = std::vector<Problem>;

[[nodiscard]] std::string_view name_of(Severity severity) noexcept;

/// The worst severity in the list; `note` for an empty list.
[[nodiscard]] Severity worst(Problems const& problems) noexcept;

/// Throws a DataError that lists every problem of severity `error`; returns when there is none.
void throw_if_errors(Problems const& problems, std::string_view doing);

} // namespace oreway
