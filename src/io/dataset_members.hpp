// SPDX-License-Identifier: MIT
#pragma once

// The data files that a name stands for: itself, or the files in a folder or archive.

#include <string>
#include <vector>

namespace oreway {

struct DatasetMembers {
    std::vector<std::string> files; ///< sorted, as GDAL opens them
    bool is_collection = false;     ///< a folder or an archive was named
};

/// \throws IoError when there is no such file, or the folder holds no vector data
[[nodiscard]] DatasetMembers members_of(std::string const& name);

/// Whether the name ends with the extension, without regard to case.
[[nodiscard]] bool has_extension(std::string const& name, std::string_view extension);

} // namespace oreway
