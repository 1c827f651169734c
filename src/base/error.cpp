// SPDX-License-Identifier: MIT
// Error messages are put together here, in one place, so that they all read alike.

#include "oreway/base/error.hpp"

namespace oreway {

namespace {

std::string one_line(ErrorParts const& parts) {
    std::string text = parts.where.empty() ? parts.what : parts.where + ": " + parts.what;
    if (!parts.remedy.empty())
        text += "; " + parts.remedy;
    return text;
}

} // namespace

Error::Error(ErrorParts parts, ExitCode code)
    : std::runtime_error(one_line(parts)), m_parts(std::move(parts)), m_code(code) {}

} // namespace oreway
