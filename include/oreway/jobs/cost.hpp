// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Cost surfaces from files: what it costs to get from sources to every cell of a friction raster, which source is the
/// cheapest, the cheapest paths and corridors. See oreway/surface/cost.hpp and cost_eikonal.hpp for what is computed
/// and how exactly.

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "oreway/base/problem.hpp"
#include "oreway/base/progress.hpp"
#include "oreway/base/table.hpp"
#include "oreway/jobs/inputs.hpp"
#include "oreway/jobs/outputs.hpp"
#include "oreway/surface/cost.hpp"

namespace oreway {

enum class CostMethod { paths, eikonal };
enum class CostBand { cost, allocation };

/// A layer of points or lines, and which of a file's layers it is (empty: the only one).
struct PlaceLayer {
    std::string dataset{}; ///< empty: not asked for
    std::string layer{};
};

struct CostOptions {
    std::string friction;    ///< raster: a cost a metre, its first band; nodata is a barrier
    PlaceLayer from;         ///< sources: cells of points, all cells that lines touch
    std::string start_field; ///< of the sources: what it costs to be there; empty: nothing
    std::string unit;        ///< of the costs, for labels: "s", "USD"
    CostMethod method = CostMethod::paths;
    Neighbours neighbours = Neighbours::sixteen; ///< of paths
    StepMeasure lengths = StepMeasure::ellipsoid;
    double max_cost = std::numeric_limits<double>::infinity();
    std::vector<CostBand> bands{CostBand::cost};
    PlaceLayer path_to;     ///< points that paths lead to
    OutputOptions paths;    ///< the lines of the paths
    PlaceLayer corridor_to; ///< the other end of a corridor
    std::string slope_from; ///< raster of heights in metres on the grid of the friction; empty: flat
    SlopeFunction slope_function = SlopeFunction::none;
    double max_grade = std::numeric_limits<double>::infinity(); ///< 0.025 for 2.5 %
    Travel travel = Travel::outward;
    std::uint64_t memory = 0; ///< bytes that may be used; 0: three quarters of the machine's
    InputOptions input;
    OutputOptions output;
};

struct CostResult {
    /// A row a file: band, unit, cells, least, mean, greatest.
    Table summary;
    Problems problems;
    std::vector<std::filesystem::path> outputs;
};

/// Writes the first band to the output and the others beside it: NAME_cost.tif (32-bit floats), NAME_allocation.tif
/// (the feature number of the source), with `corridor_to` NAME_corridor.tif (how much a detour through the cell costs
/// beyond the cheapest way between both ends; 0 along it). Paths are lines with from_fid, to_fid, length_km and cost;
/// of the wave they follow, from cell to cell in 16 directions, the way that its costs came. \throws Error; Cancelled
[[nodiscard]] CostResult cost_surface(CostOptions const& options, Progress& progress);

} // namespace oreway
