// SPDX-License-Identifier: MIT
// The cache of reference systems by their text.

#include "batch/crs_cache.hpp"

#include <map>
#include <mutex>

namespace oreway {

Crs cached_crs(std::string const& wkt, std::string const& where) {
    static std::mutex mutex;
    static std::map<std::string, Crs> cache;
    {
        std::lock_guard const lock(mutex);
        if (auto const found = cache.find(wkt); found != cache.end())
            return found->second;
    }
    Crs crs = Crs::from_wkt(wkt, where);
    std::lock_guard const lock(mutex);
    return cache.emplace(wkt, std::move(crs)).first->second;
}

std::string label_of(Crs const& crs) {
    return crs.code().empty() ? crs.name() : crs.code() + " " + crs.name();
}

} // namespace oreway
