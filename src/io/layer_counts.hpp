// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Counts of the blocks of a layer, added up in the order of the blocks.

#include "oreway/io/vector_translate.hpp"

namespace oreway {

/// Features that could not be moved are all counted, and the first so many are listed by id.
inline constexpr std::size_t listed_ids = 1000;

inline void add_counts(LayerCounts& sum, LayerCounts const& part) {
    sum.features_in += part.features_in;
    sum.features_out += part.features_out;
    sum.null_in += part.null_in;
    sum.null_out += part.null_out;
    sum.vertices_in += part.vertices_in;
    sum.vertices_out += part.vertices_out;
    sum.failed_count += part.failed_count;
    for (std::int64_t const id : part.failed)
        if (sum.failed.size() < listed_ids)
            sum.failed.push_back(id);
}

} // namespace oreway
