// SPDX-License-Identifier: MIT
// Private folders in GDAL's in-memory file system.

#include "io/memory_folder.hpp"

#include <atomic>

#include "io/gdal_handles.hpp"
#include "oreway/base/error.hpp"

namespace oreway {

MemoryFolder::MemoryFolder() {
    static std::atomic<unsigned> counter{0};
    m_name = "/vsimem/oreway-private-" + std::to_string(counter++);
    VSIMkdir(m_name.c_str(), 0700);
}

MemoryFolder::~MemoryFolder() {
    VSIRmdirRecursive(m_name.c_str());
}

void MemoryFolder::copy(std::string const& from, std::string const& file) const {
    gdal::Messages const messages;
    if (CPLCopyFile(name_of(file).c_str(), from.c_str()) != 0)
        throw IoError({.what = "cannot be read into memory: " + messages.text(), .where = from, .remedy = ""});
}

} // namespace oreway
