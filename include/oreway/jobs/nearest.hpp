// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// For every feature of A the nearest features of B, exact on the ellipsoid: which, how far, in which direction, and at
/// which kilometre post. A is streamed, B is held in an index, so memory does not grow with A.

#include <cstddef>
#include <filesystem>
#include <limits>
#include <optional>
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
struct NearestSide {
    std::string dataset;
    std::string layer; ///< empty: the only one
    /// Fields that are copied into the result; nothing: ids and names (`id`, `name`, `code`, `..._id`, `...name...`).
    std::optional<std::vector<std::string>> fields;
};

/// Whether a feature may be its own nearest one, when A and B are the same layer.
enum class SelfPairs { counted, left_out };
enum class ConnectorLayer { none, written };

struct NearestOptions {
    NearestSide a;
    NearestSide b;
    std::size_t count = 1; ///< 0: all within the radius
    Metres radius{std::numeric_limits<double>::infinity()};
    SelfPairs self_pairs = SelfPairs::counted;
    std::string group_field; ///< of B: the `count` nearest of each group; empty: of all
    ConnectorLayer connectors = ConnectorLayer::written;
    InputOptions input;
    OutputOptions output;
};

struct NearestResult {
    /// One row: features, with_neighbour, without_neighbour, without_geometry, pairs, least_m, mean_m, greatest_m.
    Table summary;
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes the layer `nearest`: the geometry of A, a row a pair, sorted as A is and by rank (with groups: by group, then
/// rank), with the fields
///
///     a_fid, b_fid, rank    feature numbers; rank from 1
///     distance_m            on the ellipsoid, 0 where they touch
///     azimuth_deg           from A to B at A's end, clockwise from north, in [0, 360); null where they touch
///     foot_lon, foot_lat    the nearest place on B
///     along_m, b_part       kilometre post: metres from the start of part `b_part` (from 1) of a line of B; else null
///     a_..., b_...          the chosen fields
///
/// and the layer `connectors`: the geodesic from A to B for each pair that does not touch. A feature of A that has no
/// neighbour or no geometry is kept with nulls, and counted. \throws Error; Cancelled
[[nodiscard]] NearestResult nearest(NearestOptions const& options, Progress& progress);

} // namespace oreway
