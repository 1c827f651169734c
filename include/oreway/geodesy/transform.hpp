// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Coordinate operations: one operation is chosen for a pair of reference systems and an extent, named, and used for
/// every point. PROJ's usual automatic choice may change from point to point and puts a step of metres into one layer
/// (Pulkovo 1942 at 41.19 N), so it is not used. Axis order is settled here and nowhere else: data are always east,
/// north.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/units.hpp"
#include "oreway/geodesy/crs.hpp"
#include "oreway/geom/box.hpp"
#include "oreway/geom/ports.hpp"

namespace oreway {

/// One way to get from one reference system to another.
struct Operation {
    std::string name; ///< "Pulkovo 1942 to WGS 84 (20)"
    /// "EPSG:15865", for a concatenated operation the codes joined by " + "; may be empty. Projection steps are left
    /// out where there is a datum step, so one datum operation has one code in every zone; an operation made of
    /// projections only has theirs.
    std::string code;
    std::optional<Metres> accuracy; ///< as stated by its authority, 0 for a projection; empty when unknown
    std::optional<AreaOfUse> area;
    bool ballpark = false;                  ///< ignores the datum shift: errors of a hundred metres and more
    std::vector<std::string> missing_grids; ///< grids it needs that are not installed; it cannot run then
    std::string pipeline;                   ///< PROJ pipeline, east-north order in and out
};

/// Another operation that could have been taken.
struct RivalOperation {
    Operation operation;
    std::optional<Metres> shift; ///< distance between its result and that of the chosen one in the middle of the extent
};

struct OperationRequest {
    bool allow_ballpark = false;
    bool only_best = false;                  ///< refuse when a better operation lacks a grid
    std::optional<Metres> max_accuracy = {}; ///< refuse an operation stated worse than this
    std::string code = {}; ///< take the operation that has this code or a step with it, wherever it is meant for
};

struct OperationChoice {
    Operation chosen;
    std::vector<RivalOperation> rivals; ///< best first
    std::string reason;                 ///< why this one, one sentence
};

/// Chooses one operation for all points in `extent` (WGS 84; an empty box means the source's area of use). Preferred is
/// the most accurate operation whose area of use contains the extent; Pulkovo 1942 outside Russia takes EPSG:15865,
/// because the bounding box of the Russian operation reaches deep into Central Asia. Where no area contains the extent,
/// the operation that covers most of it is taken, and the reason says so. WGS 84 to itself is the identity. \throws
/// DataError when no operation is allowed by the request; the error lists what there is
[[nodiscard]] OperationChoice choose_operation(Crs const& source, Crs const& target, LonLatBox const& extent,
                                               OperationRequest const& request = {});

/// A transform that runs the chosen operation. A point fails when it is not finite; when its latitude lies beyond 90 or
/// its longitude beyond 540 degrees; when it lies outside the domain of transverse Mercator (the hemisphere round the
/// central meridian) or Mercator (89 degrees of latitude), where PROJ goes on with finite nonsense; when PROJ finds no
/// image; and, outside the target's area of use, when it does not come back to within 1 m. Outside alone is no failure.
/// \throws DataError when PROJ cannot build the operation
[[nodiscard]] std::unique_ptr<CoordinateTransform> make_transform(Crs const& source, Crs const& target,
                                                                  Operation const& operation);

/// A rough WGS 84 box of native coordinates (edges sampled), for choosing an operation; ballpark operations are good
/// enough.
[[nodiscard]] LonLatBox lonlat_extent(Crs const& source, XYBox const& box);

} // namespace oreway
