// SPDX-License-Identifier: MIT
#pragma once

// Overlaps as layers: the table of rows, the matrix, the pieces.

#include <optional>
#include <string>

#include "jobs/overlap_rows.hpp"
#include "oreway/base/table.hpp"
#include "oreway/geom/feature_layer.hpp"

namespace oreway {

/// A layer of an overlap, and the field whose values name its features.
struct OverlapLayer {
    FeatureLayer layer;
    std::optional<std::size_t> id_field;
};

/// A row a pair or rest, as they are.
[[nodiscard]] FeatureLayer overlap_table(OverlapLayer const& a, OverlapLayer const& b, OverlapRows const& found);

/// The pairs with their pieces; rests have none.
[[nodiscard]] FeatureLayer overlap_pieces(OverlapLayer const& a, OverlapLayer const& b, OverlapRows const& found);

/// A row for each feature of A and measure, a column for each feature of B, and a last one, "none", for the rest;
/// kilometres and square kilometres (of A). \throws DataError when B has more features than a table can have columns
[[nodiscard]] FeatureLayer overlap_matrix(OverlapLayer const& a, OverlapLayer const& b, OverlapRows const& found);

/// Sums by measure.
[[nodiscard]] Table overlap_summary(OverlapRows const& found);

} // namespace oreway
