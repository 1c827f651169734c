// SPDX-License-Identifier: MIT
// One pool of transforms for each operation that a process meets.

#include "batch/crs_cache.hpp"
#include "oreway/batch/translate_driver.hpp"
#include "oreway/geodesy/transform.hpp"

namespace oreway {

TransformPool& TransformStore::pool_for(LayerTask const& layer) {
    std::string const key = layer.operation.pipeline + '\n' + layer.source_crs + '\n' + layer.target_crs;
    std::lock_guard const lock(m_mutex);
    auto& pool = m_pools[key];
    if (!pool) {
        Crs const source = cached_crs(layer.source_crs);
        Crs const target = cached_crs(layer.target_crs);
        pool = std::make_unique<TransformPool>(
            [source, target, operation = layer.operation] { return make_transform(source, target, operation); });
    }
    return *pool;
}

} // namespace oreway
