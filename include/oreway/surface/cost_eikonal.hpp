// SPDX-License-Identifier: MIT
#pragma once

/// \file
/// Accumulated cost as a wave that runs in any direction, not only along the steps of a grid: the viscosity solution of
/// the Eikonal equation |grad T| = friction on the ellipsoid, by fast marching (Sethian 1996,
/// doi:10.1073/pnas.93.4.1591) with differences of second order. It is factored round each source (Fomel, Luo and Zhao
/// 2009, doi:10.1016/j.jcp.2009.05.029, here with a sum): near a source T is the friction there times the geodesic
/// distance plus a smooth rest, and only the rest is differenced. So uniform friction gives the geodesic distance times
/// friction, without the creases of 8 or 16 directions.
///
///     EikonalSurface const surface = eikonal_costs(terrain, sources, most, progress);
///
/// Accuracy, measured: uniform friction beyond five cells is right to 1e-4 on grids of longitude and latitude up to 0.1
/// degrees and on conformal projections, to 5e-3 on skewed ones and on a globe of whole degrees. The costs from A to B
/// and from B to A agree to 1e-3 where friction varies over 20 cells and more; where it is random from cell to cell,
/// between 1 and 10, they differed by 1.5 % at most and 0.3 % on average (the shortest paths of cost.hpp are symmetric
/// there, too). Roads one cell wide hardly speed the wave up, above all where they step diagonally. The wave passes
/// between cells that share a side only, so a chain of barrier cells holds. One thread; cost, state and allocation take
/// 13 bytes a cell beside the friction.

#include <cstdint>
#include <span>

#include "oreway/surface/cost.hpp"

namespace oreway {

struct EikonalSurface {
    Grid<double> costs;         ///< infinity where nothing leads to
    Grid<std::int32_t> sources; ///< position among the sources of the one that the wave came from; -1 for none
};

/// \throws UsageError as path_costs does, and for a terrain with slopes (a wave has one friction in all directions);
///         Cancelled
[[nodiscard]] EikonalSurface eikonal_costs(CostTerrain const& terrain, std::span<CostSource const> sources,
                                           double max_cost, Progress& progress);

} // namespace oreway
