// SPDX-License-Identifier: MIT
#pragma once

// The rows of an overlap: pairs of features with what they have in common, and rests.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "oreway/base/progress.hpp"
#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"

namespace oreway {

enum class OverlapMeasure : std::uint8_t { area, length, shared };
inline constexpr std::size_t overlap_measures = 3;
[[nodiscard]] std::string_view name_of(OverlapMeasure measure) noexcept;

/// `a` or `b` is absent in the row of a rest.
struct OverlapRow {
    OverlapMeasure measure = OverlapMeasure::area;
    std::optional<std::size_t> a;
    std::optional<std::size_t> b;
    double of_a = 0.0;             ///< metres or square metres of A; of a line of B in a polygon of A the same as of_b
    double of_b = 0.0;             ///< shared lines: metres of B; else the same as of_a
    std::optional<double> share_a; ///< of the whole feature; absent where it has no size of this kind
    std::optional<double> share_b;
    LonLatGeometries piece; ///< of A, or of the line; one geometry; none for rests
};

struct OverlapRows {
    /// By a, then measure, then b with the rest of a last; then the rests of b by b and measure.
    std::vector<OverlapRow> rows;
    /// Size of what features have in common with several features of the other layer at once, by side and measure.
    double counted_twice_in_a = 0.0; ///< square metres of A
    double counted_twice_in_b = 0.0; ///< square metres of B
};

/// \throws Cancelled
[[nodiscard]] OverlapRows find_overlaps(LonLatGeometries const& a, LonLatGeometries const& b, Metres tolerance,
                                        Progress& progress);

/// Size of a feature in a measure: metres of lines, square metres of polygons.
[[nodiscard]] double size_of(LonLatGeometry geometry);

} // namespace oreway
