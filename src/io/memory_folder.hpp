// SPDX-License-Identifier: MIT
#pragma once

// A private folder in memory, for files that GDAL needs beside each other and that must not be made beside the user's.

#include <string>

namespace oreway {

class MemoryFolder {
public:
    MemoryFolder();
    MemoryFolder(MemoryFolder const&) = delete;
    MemoryFolder& operator=(MemoryFolder const&) = delete;
    ~MemoryFolder();

    /// Name of a file in the folder.
    [[nodiscard]] std::string name_of(std::string const& file) const { return m_name + "/" + file; }
    /// Copies a file into the folder under the given name. \throws IoError
    void copy(std::string const& from, std::string const& file) const;

private:
    std::string m_name;
};

} // namespace oreway
