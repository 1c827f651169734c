// SPDX-License-Identifier: MIT
// Problems are collected, sorted by nobody, and turned into one error only when the run cannot go on.

#include "oreway/base/problem.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace oreway {

std::string_view name_of(Severity severity) noexcept {
    switch (severity) {
    case Severity::note:
        return "note";
    case Severity::warning:
        return "warning";
    case Severity::error:
        return "error";
    }
    return "error";
}

Severity worst(Problems const& problems) noexcept {
    Severity result = Severity::note;
    for (Problem const& problem : problems)
        result = std::max(result, problem.severity);
    return result;
}

void throw_if_errors(Problems const& problems, std::string_view doing) {
    std::string list;
    std::string remedy;
    std::size_t count = 0;
    ErrorParts const* only = nullptr;
    for (Problem const& problem : problems) {
        if (problem.severity != Severity::error)
            continue;
        ++count;
        only = &problem.parts;
        list += fmt::format("\n  {}{}{}{}", problem.parts.where, problem.parts.where.empty() ? "" : ": ",
                            problem.parts.what,
                            problem.parts.remedy.empty() ? "" : fmt::format(" ({})", problem.parts.remedy));
    }
    if (count == 0)
        return;
    if (count == 1)
        throw DataError(*only);
    throw DataError({.what = fmt::format("{} problems stop {}:{}", count, doing, list), .where = "", .remedy = ""});
}

} // namespace oreway
