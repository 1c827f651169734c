// SPDX-License-Identifier: MIT
#pragma once

// Which polygon holds each cell of a row. The distance to the nearest boundary says how far the answer holds, so only
// cells beside a boundary are asked one by one.

#include <span>
#include <vector>

#include "oreway/measure/piece_index.hpp"
#include "oreway/measure/polygon_partition.hpp"

namespace oreway {

class PolygonRows {
public:
    /// `boundaries` holds the polygons (and perhaps other features) and must outlive the object.
    explicit PolygonRows(PieceIndex const& boundaries);

    /// For each place the first polygon that holds it, or -1; also for places that are not finite.
    void locate(std::span<LonLat const> places, std::span<std::int32_t> holders) const;

private:
    PieceIndex const& m_boundaries;
    std::vector<std::int32_t> m_positions; ///< of the polygons among all features
    PolygonPartition m_partition;
};

} // namespace oreway
