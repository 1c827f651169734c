// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Errors of writers speak of the file that the user named, not of the temporary one that is being written.

#include <string>
#include <utility>

#include "oreway/base/error.hpp"
#include "oreway/io/output_file.hpp"

namespace oreway {

/// The same parts with the name of the target in place of the temporary name.
[[nodiscard]] inline ErrorParts with_target(ErrorParts parts, OutputFile const& file) {
    std::string const temporary = file.temporary().string();
    for (std::string* text : {&parts.what, &parts.where, &parts.remedy})
        for (std::size_t at = 0; (at = text->find(temporary, at)) != std::string::npos;)
            text->replace(at, temporary.size(), file.target().string());
    return parts;
}

/// Runs `write`; its errors name the target. \throws what `write` throws
template <class Write> decltype(auto) naming_target(OutputFile const& file, Write&& write) {
    try {
        return std::forward<Write>(write)();
    } catch (IoError const& error) {
        throw IoError(with_target(error.parts(), file));
    } catch (DataError const& error) {
        throw DataError(with_target(error.parts(), file));
    } catch (UsageError const& error) {
        throw UsageError(with_target(error.parts(), file));
    }
}

} // namespace oreway
