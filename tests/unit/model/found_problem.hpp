// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Looking for a problem by its code.

#include <string>
#include <string_view>

#include "oreway/base/problem.hpp"

namespace oreway::testing {

/// The first problem with a code, or one whose text says that there is none.
inline Problem found_problem(Problems const& problems, std::string_view code) {
    for (Problem const& problem : problems)
        if (problem.code == code)
            return problem;
    return {Severity::note, "none", {"no problem has the code " + std::string(code), "", ""}};
}

/// All problems, a line each, for messages of tests.
inline std::string listed(Problems const& problems) {
    std::string text;
    for (Problem const& p : problems)
        text += p.code + ": " + p.parts.where + ": " + p.parts.what + "; " + p.parts.remedy + "\n";
    return text;
}

} // namespace oreway::testing
