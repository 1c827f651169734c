// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// What lies within some hours, some money or some kilometres of a place: lines, points and areas.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/base/units.hpp"
#include "oreway/jobs/network_choice.hpp"
#include "oreway/jobs/outputs.hpp"

namespace oreway {

struct IsochroneOptions {
    NetworkChoice network;
    std::string from;             ///< a node, a mine or a place
    std::vector<double> limits;   ///< in the unit of the objective, any order
    Metres area_radius{25'000.0}; ///< how far the areas reach beside the lines; 0: no areas
    OutputOptions output;
};

struct IsochroneResult {
    Table summary; ///< a row a limit: nodes, km of legs, km2 of the areas
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes three layers. `reached` has the parts of legs that are reached, each in the band of the least limit that
/// reaches it: leg, mode, limit, weight_begin, weight_end. `nodes` has the nodes with what it takes to get there.
/// `areas` has, for each limit, all places within `area_radius` of the reached parts: what a lorry could bring to the
/// line, as the crow flies; an area is no promise that a road is there. Access of a mine or place is taken off the
/// limits. \throws Error; Cancelled
[[nodiscard]] IsochroneResult isochrones(IsochroneOptions const& options, Progress& progress);

} // namespace oreway
