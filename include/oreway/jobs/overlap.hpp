// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What the features of two layers have in common: areas of polygons, lengths of lines in polygons, lengths of lines
/// that run along each other; with shares that close.

#include <filesystem>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/base/units.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

/// One of the two layers.
struct OverlapSide {
    std::string dataset;
    std::string layer;    ///< empty: the only one
    std::string id_field; ///< copied into the result; empty: feature numbers only
};

/// A row a pair, or a row a feature of A with a column a feature of B.
enum class OverlapForm { rows, matrix };
enum class PieceLayer { none, written };

struct OverlapOptions {
    OverlapSide a;
    OverlapSide b;
    Metres tolerance{1000.0}; ///< lines that are no farther apart run along each other
    OverlapForm form = OverlapForm::rows;
    PieceLayer pieces = PieceLayer::none;
    InputOptions input;
    OutputOptions output;
};

struct OverlapResult {
    /// A row a measure: measure, pairs, overlap_a, rest_a, overlap_b, rest_b, unit.
    Table summary;
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes the table `overlap`: a_fid, b_fid (and a_id, b_id), `measure`, `part`, length_km, b_length_km, area_km2,
/// share_a, share_b. A row with the part "overlap" is a pair; "rest of a" and "rest of b" are what a feature has in
/// common with no feature of the other layer. Measures:
///
///     area         polygon and polygon: common area on the ellipsoid
///     length       line and polygon: length of the line inside; where polygons overlap one another the first one takes
///     it shared       line and line: length_km of A within the tolerance of B, b_length_km of B within the tolerance
///     of A
///
/// The shares of a feature and its rest add up to 1, unless features of the other layer overlap one another (note
/// "overlap.counted_twice"). Points have neither (warning "overlap.no_extent").
/// \throws Error; Cancelled
[[nodiscard]] OverlapResult overlap(OverlapOptions const& options, Progress& progress);

} // namespace oreway
