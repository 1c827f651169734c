// SPDX-License-Identifier: MIT
// Where the bundled data lie: named by the user, installed, or in the source tree of a build that was never installed.

#include <cstdlib>

#include "oreway/base/error.hpp"
#include "oreway/jobs/compare.hpp"

namespace oreway {

std::filesystem::path bundled_data_folder() {
    char const* const named = std::getenv("OREWAY_DATA");
    std::filesystem::path const candidates[] = {named != nullptr ? named : "", OREWAY_INSTALLED_DATA,
                                                OREWAY_SOURCE_DATA};
    for (std::filesystem::path const& folder : candidates) {
        std::error_code ignored;
        if (!folder.empty() && std::filesystem::exists(folder / "study.toml", ignored))
            return folder;
        if (named != nullptr)
            break;
    }
    throw IoError({.what = "the bundled data are not there (no study.toml)",
                   .where = named != nullptr ? named : OREWAY_INSTALLED_DATA,
                   .remedy = "set OREWAY_DATA to the folder 'geodata' of Oreway, or name a study file"});
}

} // namespace oreway
