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

/// The same with all targets.
template <class Files> ErrorParts with_targets(ErrorParts parts, Files const& files) {
    for (OutputFile const& file : files)
        parts = with_target(std::move(parts), file);
    return parts;
}

/// Runs `write`; its errors name the targets of the files. \throws what `write` throws
template <class Files, class Write> decltype(auto) naming_targets(Files const& files, Write&& write) {
    try {
        return std::forward<Write>(write)();
    } catch (IoError const& error) {
        throw IoError(with_targets(error.parts(), files));
    } catch (DataError const& error) {
        throw DataError(with_targets(error.parts(), files));
    } catch (UsageError const& error) {
        throw UsageError(with_targets(error.parts(), files));
    }
}

} // namespace oreway
