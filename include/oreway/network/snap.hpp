// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// From lines to legs with ends: cuts a layer of lines where lines share a vertex, and joins ends that lie within a
/// tolerance of each other to one node. Every join is reported with the distance it moved an end.
///
///     SnappedLines snapped = snap_lines(layer.geometries, {.tolerance = 50.0_m});
///     snapped.joins;     // which end was moved how far
///     snapped.gaps;      // dead ends that nearly meet another line
///
/// An end joins the nearest node already there (those of `known_nodes` first, then ends in the order of the lines) when
/// it lies within the tolerance, so no end moves farther than that and joins never chain. Distances are geodesic on WGS
/// 84 (within 1e-5 m). The same lines give the same nodes for any number of threads. Vertices must be valid (is_valid),
/// NumericError otherwise. The lines themselves are not moved.

#include <cstdint>
#include <optional>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/units.hpp"
#include "oreway/geom/geometries.hpp"
#include "oreway/network/tables.hpp"

namespace oreway {

/// Where lines are cut: nowhere (their ends are the nodes), or at each vertex that two of them share exactly.
enum class Noding : std::uint8_t { ends_only, shared_vertices };

struct SnapOptions {
    Metres tolerance{0.0};    ///< 0: only ends at the very same place meet
    Metres gap_search{100.0}; ///< a dead end is reported when another line lies this near; 0: none is
    Noding noding = Noding::ends_only;
    std::vector<LonLat> known_nodes = {}; ///< stations to which ends are joined first
};

/// An end of a piece that was moved to a node.
struct SnapJoin {
    std::size_t piece = 0;
    bool at_end = false; ///< false: the first vertex of the piece
    std::size_t node = 0;
    Metres moved;
};

/// A dead end near to a line it does not meet: an undershoot, or a junction in the middle of a line that has no vertex
/// there.
struct SnapGap {
    std::size_t piece = 0;
    bool at_end = false;
    std::size_t other = 0; ///< the nearest piece that shares no node with this one
    Metres distance;       ///< from the end to its nearest place
};

struct SnappedLines {
    LonLatGeometries pieces;          ///< single paths, in the order of the lines
    std::vector<std::size_t> line_of; ///< the line of each piece
    std::vector<std::size_t> from;    ///< node of the first vertex of each piece
    std::vector<std::size_t> to;      ///< node of the last one
    std::vector<LonLat> nodes;        ///< the known nodes first, then the new ones
    std::vector<SnapJoin> joins;      ///< joins over more than 1 mm, in the order of the pieces
    std::vector<SnapGap> gaps;        ///< in the order of the pieces
    Problems problems;
};

[[nodiscard]] SnappedLines snap_lines(LonLatGeometries const& lines, SnapOptions const& options);

/// Legs "<line>" (or "<line>.<n>" when a line was cut) between nodes "n<position>" of snapped lines: a table to which
/// more columns may be added, row by row by `line_of`.
[[nodiscard]] LegTable legs_of(SnappedLines const& snapped);
/// The nodes "n<position>" with their places.
[[nodiscard]] NodeTable nodes_of(SnappedLines const& snapped);

} // namespace oreway
